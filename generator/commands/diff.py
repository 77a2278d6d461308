"""``diff``: compare two texts, from files, standard input or archives, for a person or a program."""

import json
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.archives.configure import open_archives
from generator.archives.protocol import archive_for
from generator.archives.settings import ArchiveSettings
from generator.commands.capture_reader import folders_for
from generator.compare import diff_ops, ops_of, redline, stop_of
from generator.extract import extract_policy, text_of
from generator.jobs.memory import give_back_memory
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.errors import LocatorError, UsageError
from generator.model.locators import parse_locator
from generator.model.redline import Degraded, Hunk, HunkKind, Op, Redline
from generator.model.text import Text
from generator.pages.change.editions import editions_line

_LARGE = 500_000  # bytes of a capture whose tree is worth giving back
_RESET = "\x1b[0m"
_STYLES = {
    "delete": "\x1b[31;9m",
    "insert": "\x1b[34;4m",
    "moved": "\x1b[35m",
    "head": "\x1b[1m",
    "quiet": "\x1b[2m",
}
_PLAIN = {"delete": ("[-", "-]"), "insert": ("{+", "+}"), "moved": ("", "")}
_HTML_TYPES = (".html", ".htm", ".xhtml")
_WORDS = {
    HunkKind.EDITED: "edited",
    HunkKind.ADDED: "new",
    HunkKind.REMOVED: "removed",
    HunkKind.REPLACED: "replaced",
    HunkKind.MOVED: "moved",
    HunkKind.UNREAD: "not judged",
}


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
    sides = [_text(*read(name)) for name in (before, after)]
    if form == "json":
        return json.dumps(_ops_json(*sides), ensure_ascii=False) + "\n"
    compared = redline(sides[0], sides[1])
    if form == "html":
        from generator.render.standalone import standalone_redline

        return standalone_redline(compared, sides[0], sides[1], names=(before, after))
    return "".join(_terminal(compared, sides[0].text, sides[1].text, colour, width, context))


def reader(
    stdin: Callable[[], bytes] | None, fetch: Callable[[str], tuple[bytes, str]] | None
) -> Callable[[str], tuple[bytes, str]]:
    """Read a name: ``-`` is standard input, a path is a file, anything else must be a locator for `fetch`."""

    def read(name: str) -> tuple[bytes, str]:
        if name == "-":
            if stdin is None:
                raise UsageError("standard input cannot be read here")
            body = stdin()
            return body, "text/html" if body.lstrip()[:1] == b"<" else "text/markdown"
        path = Path(name)
        if path.is_file():
            return path.read_bytes(), "text/html" if path.suffix.lower() in _HTML_TYPES else "text/markdown"
        try:
            parse_locator(name)
        except LocatorError as error:
            raise UsageError(f"{name}: there is no such file, and {error}") from error
        if fetch is None:
            raise UsageError(f"{name}: archives cannot be asked here")
        return fetch(name)

    return read


def _ops_json(before: Text, after: Text) -> dict[str, object]:
    """The comparison as ``diff-ops-1``; where a side was not read to its end, what was not judged is ``~`` and says so."""
    stopped = {
        name: {"unread": text.policy.unread, "reason": stop_of(text.policy)}
        for name, text in (("before", before), ("after", after))
        if text.policy.unread
    }
    if not stopped:
        return {"format": "diff-ops-1", "ops": diff_ops(before.text, after.text)}
    ops = ops_of(redline(before, after).edits)
    return {"format": "diff-ops-1", "stopped": stopped, "ops": ops}


def _text(body: bytes, media_type: str) -> Text:
    policy = extract_policy(Capture(sha256=digest_of(body), body=body, media_type=media_type))
    if len(body) > _LARGE:
        give_back_memory()
    return text_of(policy)


def _terminal(
    compared: Redline, before: str, after: str, colour: bool, width: int, context: int
) -> Iterator[str]:
    """Rows of the redline as lines of text; long runs of unchanged clauses are counted."""
    paint = _Paint(colour)
    yield paint.style(_counts(compared), "head") + "\n"
    if editions := editions_line(compared):
        yield textwrap.fill(editions, width) + "\n"
    for limit in compared.degraded:
        if limit in _stopped(compared):
            continue  # the head line says it
        yield f"limit reached: {limit.stage}: {limit.reason}\n"
    shown = _shown(compared.hunks, context)
    skipped = 0
    place: tuple[str, ...] = ()
    for index, hunk in enumerate(compared.hunks):
        if hunk.kind is HunkKind.MOVED_AWAY:
            continue
        if index not in shown:
            skipped += 1
            continue
        if skipped:
            yield paint.style(f"\n  … {skipped} unchanged", "quiet") + "\n"
            skipped = 0
        path = _path(compared, hunk)
        if path != place and path:
            yield "\n" + paint.style(" › ".join(path), "head") + "\n"
            place = path
        if word := _WORDS.get(hunk.kind):
            yield paint.style(f"  {word}{_whence(compared, hunk)}", "quiet") + "\n"
        text = "".join(_pieces(hunk, before, after, paint))
        yield _wrapped(text, width) + "\n"
    if skipped:
        yield paint.style(f"\n  … {skipped} unchanged", "quiet") + "\n"


def _shown(hunks: tuple[Hunk, ...], context: int) -> set[int]:
    changed = [i for i, hunk in enumerate(hunks) if hunk.kind is not HunkKind.SAME]
    return {j for i in changed for j in range(i - context, i + context + 1)}


def _path(compared: Redline, hunk: Hunk) -> tuple[str, ...]:
    if hunk.after:
        return compared.after[hunk.after.start].path
    return compared.before[hunk.before.start].path if hunk.before else ()


def _whence(compared: Redline, hunk: Hunk) -> str:
    if hunk.kind is not HunkKind.MOVED or not hunk.before:
        return ""
    path = compared.before[hunk.before.start].path
    return f" from {' › '.join(path)}" if path else ""


class _Paint:
    """Marks for pieces: colours, or the brackets of ``git diff --word-diff`` where there are none."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def style(self, text: str, name: str) -> str:
        if self.colour:
            return f"{_STYLES[name]}{text}{_RESET}"
        opened, closed = _PLAIN.get(name, ("", ""))
        return f"{opened}{text}{closed}"


def _pieces(hunk: Hunk, before: str, after: str, paint: _Paint) -> Iterator[str]:
    for edit in hunk.edits:
        old, new = before[edit.before.start : edit.before.end], after[edit.after.start : edit.after.end]
        if edit.op is Op.DELETE:
            yield paint.style(old, "delete")
        elif edit.op is Op.INSERT:
            yield paint.style(new, "insert")
        elif edit.move >= 0:
            yield paint.style(new or old, "moved")
        elif edit.rule == "unread":
            yield old or new
        else:
            # Between two words the space that went with one of them is told by the other.
            yield new or (" " if any(map(str.isspace, old)) else "")


def _wrapped(text: str, width: int) -> str:
    """Lines of at most `width` columns, indented. Styles take no room: they are put aside while lines are broken."""
    plain = " ".join(text.split())
    if "\x1b" not in plain:
        return "\n".join(f"    {line}" for line in _lines(plain, width - 4))
    line, room, lines = "    ", width - 4, []
    for word in plain.split(" "):
        size = _visible(word)
        if room < size and room < width - 4:
            lines.append(line.rstrip())
            line, room = "    ", width - 4
        line += word + " "
        room -= size + 1
    lines.append(line.rstrip())
    return "\n".join(lines)


def _lines(plain: str, room: int) -> list[str]:
    """Lines of at most `room` columns; a longer word is cut. Linear, where `textwrap` takes the square of a word's length."""
    lines: list[str] = []
    line = ""
    for word in plain.split(" "):
        if line and len(line) + 1 + len(word) <= room:
            line += " " + word
            continue
        head = word[: max(room - len(line) - 1, 0)] if line and len(word) > room else ""
        if line:
            lines.append(f"{line} {head}" if head else line)
        rest = [word[at : at + room] for at in range(len(head), len(word), room)] or [""]
        lines += rest[:-1]
        line = rest[-1]
    return [*lines, line]


def _visible(word: str) -> int:
    size, inside = 0, False
    for letter in word:
        if letter == "\x1b":
            inside = True
        elif inside:
            inside = letter != "m"
        else:
            size += 1
    return size


def _stopped(compared: Redline) -> list[Degraded]:
    """The sides that were not read to their end."""
    return [limit for limit in compared.degraded if limit.reason.startswith("reading stopped")]


def _counts(compared: Redline) -> str:
    stats = compared.stats
    stopped = "".join(f"; {limit.stage}: {limit.reason}" for limit in _stopped(compared))
    if stats.nothing_changed:
        quiet = f"; {stats.quiet} quiet differences" if stats.quiet else ""
        return f"no words changed{quiet}"
    parts = [
        (stats.added, "added"),
        (stats.removed, "removed"),
        (stats.replaced, "replaced"),
        (stats.edited, "edited"),
        (stats.moved, "moved"),
        (stats.unread, "not judged"),
    ]
    told = ", ".join(f"{count} {word}" for count, word in parts if count) or "none changed"
    heads = f"; headings: {stats.headings} changed" if stats.headings else ""
    words = f"words: -{stats.words_deleted} +{stats.words_inserted}"
    return f"clauses: {told}; {stats.same} unchanged{heads} ({words}){stopped}"


def archive_reader(
    settings: ArchiveSettings, *, cache: Path, offline: bool
) -> Callable[[str], tuple[bytes, str]]:
    """A `fetch` for `reader` that asks the archive a locator names. Raises ArchiveError."""

    def fetch(name: str) -> tuple[bytes, str]:
        locator = parse_locator(name)
        archives = open_archives(settings, cache=cache / "http", folders=folders_for(name), offline=offline)
        found = archive_for(archives, locator).fetch(locator)
        return found.body, found.media_type or "text/markdown"

    return fetch
