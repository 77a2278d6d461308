"""``diff``: compare two texts, from files, standard input or archives, for a person or a program."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.archives.configure import open_archives
from generator.archives.folder import media_type_of
from generator.archives.protocol import archive_for
from generator.archives.settings import ArchiveSettings
from generator.commands.capture_reader import folders_for
from generator.commands.diff_text import terminal_lines
from generator.compare import diff_ops, ops_of, redline, stop_of
from generator.extract import extract_policy, text_of
from generator.jobs.memory import give_back_memory
from generator.model.captures import Capture, Side
from generator.model.digests import digest_of
from generator.model.errors import LocatorError, Unreadable, UsageError
from generator.model.locators import parse_locator
from generator.model.noticed import Noticed, noticed_of, warnings_json
from generator.model.redline import Redline
from generator.model.signs import code_of, count_unseen, name_of
from generator.model.text import Text
from generator.model.visible import escape_controls, spell_unseen
from generator.pages.change.unmarked import links_by_segment, links_json, quiet_json
from generator.pages.data.change import stats_json
from generator.pages.role_marks import outside_json, roles_json

_LARGE = 500_000  # bytes of a capture whose tree is worth giving back
_STYLE = re.compile("(\x1b\\[[0-9;]*m)")


def diff_texts(
    before: str,
    after: str,
    *,
    form: str,
    read: Callable[[str], tuple[bytes, str]],
    colour: bool = False,
    width: int = 100,
    context: int = 1,
) -> str:
    """The comparison of two named texts in one of the forms ``text``, ``html``, ``json``.

    `read` answers a name with bytes and media type; see `reader`.
    """
    sides = [_side(name, read) for name in (before, after)]
    noticed = tuple(
        one for side, text in zip(Side, sides, strict=True) for one in noticed_of(side, text.policy)
    )
    compared = redline(sides[0], sides[1])
    if form == "json":
        return (
            escape_controls(json.dumps(_told(compared, sides[0], sides[1], noticed), ensure_ascii=False))
            + "\n"
        )
    if form == "html":
        from generator.render.standalone import standalone_redline

        return standalone_redline(compared, sides[0], sides[1], names=(before, after))
    head, *lines = terminal_lines(compared, *sides, colour=colour, width=width, context=context)
    unseen = [_unseen_line(side, text.text) for side, text in zip(Side, sides, strict=True)]
    said = (
        f"{one.sentence}\n" for one in noticed if not one.stops
    )  # where reading stopped the head line says
    return _guarded("".join((head, *said, *lines, *unseen)), colour)


def _guarded(text: str, colour: bool) -> str:
    """The whole output once more without controls and direction controls: none but our own styles reach a terminal."""
    parts = _STYLE.split(text) if colour else [text]
    return "".join(part if number % 2 else spell_unseen(part) for number, part in enumerate(parts))


def _unseen_line(side: Side, text: str) -> str:
    """How many signs that nobody sees a text has, by their codes; empty where it has none."""
    counts = sorted(count_unseen(text).items())
    told = ", ".join(f"{count} {code_of(sign)} {name_of(sign)}" for sign, count in counts)
    return f"signs that nobody sees, {side.value}: {told}\n" if told else ""


def reader(
    stdin: Callable[[], bytes] | None, fetch: Callable[[str], tuple[bytes, str]] | None
) -> Callable[[str], tuple[bytes, str]]:
    """Read a name: ``-`` is standard input, a path is a file, anything else must be a locator for `fetch`."""

    def read(name: str) -> tuple[bytes, str]:
        if name == "-":
            if stdin is None:
                raise UsageError("standard input cannot be read here")
            body = stdin()
            return body, "text/html" if body.lstrip()[:1] == b"<" else ""
        path = Path(name)
        if path.is_file():
            return path.read_bytes(), media_type_of(path.name)
        try:
            parse_locator(name)
        except LocatorError as error:
            raise UsageError(f"{name}: there is no such file, and {error}") from error
        if fetch is None:
            raise UsageError(f"{name}: archives cannot be asked here")
        return fetch(name)

    return read


def _side(name: str, read: Callable[[str], tuple[bytes, str]]) -> Text:
    """A named text. Raises Unreadable with its name."""
    try:
        return _text(*read(name))
    except Unreadable as error:
        raise Unreadable(f"{name} was not read: {error.reason}", url=name, code=error.code) from error


def _text(body: bytes, media_type: str) -> Text:
    policy = extract_policy(Capture(sha256=digest_of(body), body=body, media_type=media_type))
    if len(body) > _LARGE:
        give_back_memory()
    return text_of(policy)


def _told(compared: Redline, before: Text, after: Text, noticed: tuple[Noticed, ...]) -> dict[str, Any]:
    """The operations, with the counts of the redline and what it lists beside them.

    Where a side was not read to its end, ``stopped`` says so, and what was not judged is ``~`` with ``unread``.
    """
    stopped = {
        side.value: {"unread": text.policy.unread, "reason": stop_of(text.policy)}
        for side, text in zip(Side, (before, after), strict=True)
        if text.policy.unread
    }
    links = links_by_segment(compared, before.folded, after.folded)
    return {
        "format": "diff-ops-1",
        "counts": stats_json(compared.stats),
        "links": links_json(link for _, found in sorted(links.items()) for link in found),
        "quiet": quiet_json(compared, before.text, after.text),
        "roles": roles_json(compared),
        "outside": outside_json(compared.outside),
        "warnings": warnings_json(noticed),
        "stopped": stopped,
        "ops": ops_of(compared.edits) if stopped else diff_ops(before.text, after.text),
    }


def archive_reader(
    settings: ArchiveSettings, *, cache: Path, offline: bool
) -> Callable[[str], tuple[bytes, str]]:
    """A `fetch` for `reader` that asks the archive a locator names. Raises ArchiveError."""

    def fetch(name: str) -> tuple[bytes, str]:
        locator = parse_locator(name)
        archives = open_archives(settings, cache=cache / "http", folders=folders_for(name), offline=offline)
        found = archive_for(archives, locator).fetch(locator)
        return (
            found.body,
            f"{found.media_type}; charset={found.charset}" if found.charset else found.media_type,
        )

    return fetch
