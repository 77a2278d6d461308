"""Content codings undone: gzip, deflate, Brotli and Zstandard, one over another, under a cap.

A coding that cannot be undone is an error, never text. A body that ends too early is Truncated, one that unpacks to more
than the cap is TooLarge, and what is not what its coding says is an UnexpectedReply.
"""

import zlib
from collections.abc import Callable

from generator.model.errors import TooLarge, Truncated, UnexpectedReply

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
_MOST_MEMBERS = 256  # pieces of one body; a body of a million empty ones would keep us busy for hours
_MOST_CODINGS = 4
_STEP = 64 * 1024
_SIP = 512  # bytes of Zstandard at a time, since four of them may become 128 KiB


def undo_codings(body: bytes, codings: str, limit: int, url: str) -> bytes:
    """Undo what a Content-Encoding header names, the last first."""
    names = [name.strip().lower() for name in codings.split(",")]
    names = [name for name in names if name not in ("", "identity", "none", "aws-chunked")]
    if len(names) > _MOST_CODINGS:
        raise UnexpectedReply(f"{url}: compressed {len(names)} times over", url=url)
    for name in reversed(names):
        undo = _UNDO.get(name)
        if undo is None:
            raise UnexpectedReply(f"{url}: compressed as {name!r}, which cannot be undone", url=url)
        body = undo(body, limit, url) if body else b""
    return body


def undo_unsaid(body: bytes, limit: int, url: str) -> tuple[bytes, str]:
    """Undo gzip and Zstandard that no header names, known by their first bytes; with the codings, empty where none."""
    found: list[str] = []
    while body.startswith((GZIP, ZSTD)):
        found.append("gzip" if body.startswith(GZIP) else "zstd")
        if len(found) > _MOST_CODINGS:
            raise UnexpectedReply(f"{url}: compressed more than {_MOST_CODINGS} times over", url=url)
        body = _UNDO[found[-1]](body, limit, url)
    return body, ", ".join(found)


def _gunzip(body: bytes, limit: int, url: str) -> bytes:
    return _inflate(body, 31, limit, url)


def _undeflate(body: bytes, limit: int, url: str) -> bytes:
    """With zlib's frame as the standard says, or bare as some servers send it."""
    try:
        return _inflate(body, 15, limit, url)
    except UnexpectedReply:
        return _inflate(body, -15, limit, url)


def _inflate(body: bytes, window: int, limit: int, url: str) -> bytes:
    parts, total, rest, members = [], 0, body, 0
    try:
        while rest:
            members += 1
            if members > _MOST_MEMBERS:
                raise UnexpectedReply(f"{url}: compressed in more than {_MOST_MEMBERS} pieces", url=url)
            stream = zlib.decompressobj(window)
            part = stream.decompress(rest, limit - total + 1)
            total += len(part)
            parts.append(part)
            if total > limit:
                raise _too_large(limit, url)
            if not stream.eof:
                raise _cut(url)
            rest = stream.unused_data if window == 31 and stream.unused_data[:2] == GZIP[:2] else b""
    except zlib.error as error:
        raise _unfit(error, url) from error
    return b"".join(parts)


def _unbrotli(body: bytes, limit: int, url: str) -> bytes:
    import brotlicffi

    stream = brotlicffi.Decompressor()
    parts, total, rest = [], 0, body
    try:
        while not stream.is_finished():
            part = stream.process(rest, output_buffer_limit=_STEP)
            rest = b""
            parts.append(part)
            total += len(part)
            if total > limit:
                raise _too_large(limit, url)
            if not part and not stream.is_finished():
                raise _cut(url)
    except brotlicffi.error as error:
        raise _unfit(error, url) from error
    return b"".join(parts)


def _unzstd(body: bytes, limit: int, url: str) -> bytes:
    import zstandard

    parts, total, rest, frames = [], 0, body, 0
    try:
        while rest:
            frames += 1
            if frames > _MOST_MEMBERS:
                raise UnexpectedReply(f"{url}: compressed in more than {_MOST_MEMBERS} pieces", url=url)
            stream = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()
            for at in range(0, len(rest), _SIP):
                part = stream.decompress(rest[at : at + _SIP])
                parts.append(part)
                total += len(part)
                if total > limit:
                    raise _too_large(limit, url)
                if stream.eof:
                    rest = stream.unused_data + rest[at + _SIP :]
                    break
            else:
                raise _cut(url)
    except zstandard.ZstdError as error:
        raise _unfit(error, url) from error
    return b"".join(parts)


def _too_large(limit: int, url: str) -> TooLarge:
    return TooLarge(f"{url}: unpacks to more than {limit} bytes", url=url, limit=limit)


def _cut(url: str) -> Truncated:
    return Truncated(f"{url}: the compressed body has no end", url=url)


def _unfit(error: Exception, url: str) -> UnexpectedReply:
    return UnexpectedReply(f"{url}: not what its coding says: {error}", url=url)


_UNDO: dict[str, Callable[[bytes, int, str], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
