"""A card without words: what stands at a card's address when the card itself cannot be drawn."""

import struct
import zlib

from generator.model.pages import Artifact

WIDTH, HEIGHT = 1200, 630
_PAPER = bytes((0xFC, 0xFC, 0xFA))


def blank_card(path: str) -> Artifact:
    """An empty card as a PNG file: one colour, one bit a point, made without the renderer."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 1, 3, 0, 0, 0)
    rows = bytes(1 + WIDTH // 8) * HEIGHT
    parts = [(b"IHDR", header), (b"PLTE", _PAPER), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")]
    body = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)
    return Artifact(path=path, body=body, media_type="image/png")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
