"""What `new` and `watch` write into a draft, and what of it must be gone before the draft is published.

One table for both: the command fills these sentences in, the check knows them again.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from generator.content.frontmatter import FrontMatter, Path
from generator.model.problems import Problem, SourcePos

TITLE = "{name}'s {document} changed"
SUMMARY = "Say in one plain sentence what the later capture says that the earlier one did not."
NO_PASSAGE = (
    "No passage touches a topic's phrases. Read the redline and quote what matters, or say that nothing did."
)
LIMIT = "When between the two captures the text changed, and why."
DRAFTED_WITH = "Drafted automatically from the two captures."
# What gives a sentence away even where the rest of it was edited. LIMIT and DRAFTED_WITH are true as they are and may stay.
STEMS = (
    "Say in one plain sentence",
    "what the later capture says that the earlier one did not",
    "No passage touches a topic's phrases",
    "Read the redline and quote what matters",
)

DRAFT = """\
---
title: {title}
summary: {summary}
before: {before}
after: {after}
topics: [{topics}]
authors: [desk]
published: {today}
status: draft
drafted-with: {drafted_with}
---
## What the captures show

{quotes}
## What this page does not show

{limit}
"""

_STEM = re.compile(
    "|".join(re.escape(stem).replace(r"\ ", r"\s+").replace("'", "['’]") for stem in STEMS), re.IGNORECASE
)


def spell_draft(
    *, company: str, document: str, before: str, after: str, topics: Sequence[str], today: date, quotes: str
) -> str:
    """A draft: front matter, passages worth quoting, and what is to be written. `document` is the document's slug."""
    return DRAFT.format(
        title=scaffold_title(company, document),
        summary=SUMMARY,
        drafted_with=DRAFTED_WITH,
        limit=LIMIT,
        before=before,
        after=after,
        topics=", ".join(topics),
        today=today.isoformat(),
        quotes=quotes or f"{NO_PASSAGE}\n",
    )


def scaffold_title(name: str, document: str) -> str:
    """The title of a draft; `document` is the document's slug."""
    return TITLE.format(name=name, document=spell_slug(document).lower())


def spell_slug(slug: str) -> str:
    """A slug as words: ``terms-of-service`` as ``Terms of service``."""
    return slug.replace("-", " ").capitalize()


def scaffold_problems(front: FrontMatter, title: str, summary: str, document: str) -> Iterator[Problem]:
    """Sentences of the scaffold that a change which is no draft still has, each at its line."""
    ends = scaffold_title("", document)
    told = title.strip().replace("’", "'").removesuffix(".")
    if told.endswith(ends) and not re.search(r"[,:;]", told):
        yield _problem(front, ("title",), title.strip())
    if found := _STEM.search(summary):
        yield _problem(front, ("summary",), found[0])
    for found in _STEM.finditer(front.body):
        line = front.body_line + front.body.count("\n", 0, found.start())
        yield _problem(front, (), " ".join(found[0].split()), line)


def _problem(front: FrontMatter, path: Path, words: str, line: int = 0) -> Problem:
    where = front.place(path)
    return Problem(
        code="scaffold-left",
        message=f"“{words}” was written by `new` for an editor to replace",
        where=SourcePos(path=where.path, line=line) if line else where,
        hint="say what the captures show, or keep `status: draft` until somebody does",
    )
