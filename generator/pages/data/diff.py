"""`change.diff`: a comparison as a unified diff, a clause a line, for reading and for tools that know no better."""

from datetime import datetime

from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Change, WholeTexts
from generator.model.digests import spell_digest
from generator.model.redline import HunkKind
from generator.model.times import spell_time
from generator.model.visible import spell_unseen
from generator.pages import addresses
from generator.pages.change.editions import editions_line
from generator.pages.change.unmarked import links_by_segment
from generator.pages.data.feeds import base_of
from generator.pages.material import Material
from generator.pages.role_marks import outside_line, role_counts
from generator.pages.sheets import Sheet, Sheets


def diff_text(change: Change, material: Material) -> str:
    """A unified diff, a clause a line. Moved clauses stand at both places; quiet differences are not in it."""
    before, after = material.row(change, Side.BEFORE), material.row(change, Side.AFTER)
    lines = [
        f"# {change.title}",
        f"# {addresses.absolute(base_of(material), change.url)}",
        f"--- {_diff_name(change, before, change.before.at)}",
        f"+++ {_diff_name(change, after, change.after.at)}",
    ]
    sheets = material.sheets.get(change.key)
    policy = material.catalog.report.whole_texts
    if sheets is None:
        lines.append("# A capture is out of reach of this build; a complete build has the lines.")
    elif policy is WholeTexts.LINK:
        lines.append("# This report links to the texts and does not carry more of them than it quotes.")
    else:
        editions = editions_line(sheets.redline)
        lines += [f"# {editions}"] if editions else []
        lines += [f"# {one.sentence}" for sheet in (sheets.before, sheets.after) for one in sheet.noticed]

        said = (*role_counts(sheets.redline), outside_line(sheets.redline.outside))
        lines += [f"# {line}" for line in said if line]
        lines += diff_lines(sheets, sheets.redline.options.context)
    return "\n".join(spell_unseen(" ".join(line.splitlines())) for line in lines) + "\n"


def _diff_name(change: Change, row: CaptureRow | None, at: datetime) -> str:
    digest = spell_digest(row.sha256) if row else "not listed"
    return f"{change.document_key} {spell_time(at)} {digest}"


def diff_lines(sheets: Sheets, context: int) -> list[str]:
    """The groups of a unified diff over segments. A link whose target changed follows its clause on a line of its own."""
    lines: list[tuple[str, str]] = []
    links = links_by_segment(sheets.redline, sheets.before.folded, sheets.after.folded)
    for hunk in sheets.redline.hunks:
        gone = (
            [] if hunk.kind is HunkKind.MOVED else _lines(sheets.before, hunk.before.start, hunk.before.end)
        )
        come = (
            [] if hunk.kind is HunkKind.MOVED_AWAY else _lines(sheets.after, hunk.after.start, hunk.after.end)
        )
        if hunk.kind in (HunkKind.SAME, HunkKind.UNREAD):
            lines += [(" ", line) for line in come or gone]
        else:
            lines += [("-", line) for line in gone] + [("+", line) for line in come]
        own = range(0) if hunk.kind is HunkKind.MOVED_AWAY else range(hunk.after.start, hunk.after.end)
        targets = [link for n in own for link in links.get(n, ())]
        lines += [("-", f"[{link.words}]({link.before})") for link in targets if link.before]
        lines += [("+", f"[{link.words}]({link.after})") for link in targets if link.after]
    changed = [i for i, (mark, _) in enumerate(lines) if mark != " "]
    keep = sorted(
        {i for at in changed for i in range(max(0, at - context), min(len(lines), at + context + 1))}
    )
    out: list[str] = []
    a = b = 1
    at = 0
    for group in _runs(keep):
        for mark, _ in lines[at : group[0]]:
            a, b = a + (mark != "+"), b + (mark != "-")
        part = lines[group[0] : group[-1] + 1]
        sizes = sum(m != "+" for m, _ in part), sum(m != "-" for m, _ in part)
        out.append(f"@@ -{a if sizes[0] else a - 1},{sizes[0]} +{b if sizes[1] else b - 1},{sizes[1]} @@")
        out += [mark + line for mark, line in part]
        a, b, at = a + sizes[0], b + sizes[1], group[-1] + 1
    return out


def _lines(sheet: Sheet, start: int, end: int) -> list[str]:
    return [" ".join(sheet.words(s.span).split()) for s in sheet.segments[start:end]]


def _runs(numbers: list[int]) -> list[list[int]]:
    """Numbers in order, cut where one is missing."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
