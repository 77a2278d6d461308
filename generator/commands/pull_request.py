"""The summary of a check in Markdown, for a pull request: what is wrong, what is new, what changed, what pages weigh."""

import re
from collections.abc import Mapping, Sequence

from generator.evidence.pull_request import PageTold, QuotationTold
from generator.model.problems import Problem, Severity
from generator.model.visible import show_controls

_MOST = 40  # problems that the summary lists; the others stand at their lines
_SIGN = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTICE: "ℹ️"}
_STATES = {
    "new": "New page",
    "changed": "Changed page",
    "draft": "Draft, not published",
    "gone": "Page that would be gone",
}


def spell_markdown(
    summary: str,
    problems: Sequence[Problem],
    pages: Sequence[PageTold],
    weights: Mapping[str, tuple[int, int]],
    preview: str = "",
) -> str:
    """The whole summary. `weights` are bytes by key: of the page as published here before (0 where there is none), and now."""
    lines = ["## Smallprint", "", summary, ""]
    if problems:
        lines += ["### What is wrong", ""]
        lines += [_problem(problem) for problem in problems[:_MOST]]
        if len(problems) > _MOST:
            lines.append(f"- … and {len(problems) - _MOST} more")
        lines.append("")
    if pages:
        lines += ["### What this changes", ""]
        for page in pages:
            lines += [*_page(page, problems, weights.get(page.key), preview), ""]
    elif not problems:
        lines += ["No page of a change says anything else than before.", ""]
    return "\n".join(lines)


def _problem(problem: Problem) -> str:
    where = f"{problem.where.path}:{problem.where.line}"
    line = f"- {_SIGN[problem.severity]} `{where}` **{problem.code}** {_plain(problem.message)}"
    first, _, pasted = problem.hint.partition("\n")
    if first:
        line += f"<br>{redline(first)}"
    if pasted:
        block = "\n".join(f"  {row}" for row in show_controls(pasted).replace("```", "'''").split("\n"))
        line += f"\n\n  ```yaml\n{block}\n  ```"
    return line


def _page(
    page: PageTold, problems: Sequence[Problem], weight: tuple[int, int] | None, preview: str
) -> list[str]:
    title = _plain(page.title)
    shown = f"[{title}]({preview.rstrip('/')}/{page.key}/)" if preview and page.state != "gone" else title
    lines = [f"**{_STATES[page.state]}**: {shown} (`{page.path}`)", ""]
    if page.parts:
        untold = any(p.code == "changed-without-entry" and p.where.path == page.path for p in problems)
        how = "❌ no entry tells of all of it" if untold else "told by an entry"
        lines.append(f"- Changed: {', '.join(page.parts)} ({how})")
    lines += [_quotation(one, page, problems) for one in page.quotations]
    lines += [f"- {bracket}" for bracket in page.brackets]
    if page.passages[0]:
        lines.append(f"- {page.passages[0]} new addresses of passages, {page.passages[1]} in all")
    if weight is not None:
        was, now = weight
        change = f" (was {was / 1000:.0f} kB)" if was and was != now else ""
        lines.append(f"- The page weighs {now / 1000:.0f} kB{change}")
    return lines


def _quotation(one: QuotationTold, page: PageTold, problems: Sequence[Problem]) -> str:
    what = f"`{one.name}`" if one.is_new else f"`{one.name}` (other words than before)"
    if one.found:
        place = f" in {_plain(one.place)}" if one.place else ""
        how = "known from the lock, its capture is out of reach" if one.earlier else "found letter by letter"
        return f"- ✅ {what}: {how}, `{one.side}`{place}"
    at_line = [p for p in problems if p.where.path == page.path and p.where.line == one.line]
    hint = next((redline(p.hint.partition("\n")[0]) for p in at_line if p.hint), "")
    return f"- ❌ {what}: not found in `{one.side}`{f'<br>{hint}' if hint else ''}"


def redline(hint: str) -> str:
    """A hint as Markdown: what the quotation has alone struck out, what the capture has alone in bold."""
    pieces = re.split(r"(\[-.*?-\]|\{\+.*?\+\})", show_controls(hint))
    shown = []
    for piece in pieces:
        inside = _plain(piece[2:-2])
        if piece.startswith("[-") and piece.endswith("-]"):
            shown.append(f"<del>{inside}</del>")
        elif piece.startswith("{+") and piece.endswith("+}"):
            shown.append(f"<ins>{inside}</ins>")
        else:
            shown.append(_plain(piece))
    return "".join(shown)


def _plain(text: str) -> str:
    """Words of others as words: no link, mention, tag or emphasis comes of them."""
    text = show_controls(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#@|~!])", r"\\\1", text)
