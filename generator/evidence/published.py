"""`check --against REV`: what a published page said and says now, and whether its readers are told."""

from collections.abc import Iterator
from datetime import date

from generator.content.letters import known_words
from generator.evidence.codes import locked_codes
from generator.evidence.parts import (
    Entry,
    Part,
    changed_parts,
    changed_story_parts,
    entry_to_paste,
    note_of,
    untold,
)
from generator.model.catalog import Catalog, Change, Status, Story
from generator.model.problems import Problem, SourcePos, sort_problems


def check_against(old: Catalog, new: Catalog) -> tuple[Problem, ...]:
    """Published pages that changed without an entry in corrections or updates, and pages that would be gone."""
    problems = [*_dropped(old, new), *_dropped_clauses(old, new)]
    known = known_words(_prose_of(old))
    for before in old.changes:
        after = new.change(before.key)
        if after is not None and before.status is not Status.DRAFT:
            problems += _change_problems(before, after, old, new, known)
    for told in old.stories:
        now = new.story(told.slug)
        if now is not None and told.status is not Status.DRAFT:
            problems += _story_problems(told, now, new.report.as_of, known)
    return sort_problems(problems)


def _prose_of(catalog: Catalog) -> Iterator[str]:
    """Our own words of every published page."""
    pages: tuple[Change | Story, ...] = (*catalog.changes, *catalog.stories)
    for page in pages:
        yield from (page.title, page.summary, note_of(page.body))


def _dropped(old: Catalog, new: Catalog) -> list[Problem]:
    aliases = {alias.strip("/") for change in new.changes for alias in change.aliases}
    here = {c.slug for c in new.companies} | {d.key for d in new.documents} | {c.key for c in new.changes}
    here |= {f"topics/{t.slug}" for t in new.topics} | {f"stories/{s.slug}" for s in new.stories}
    published: list[tuple[str, SourcePos]] = [
        *((c.slug, c.where) for c in old.companies),
        *((d.key, d.where) for d in old.documents),
        *((c.key, c.where) for c in old.changes if c.status is not Status.DRAFT),
        *((f"topics/{t.slug}", t.where) for t in old.topics),
        *((f"stories/{s.slug}", s.where) for s in old.stories if s.status is not Status.DRAFT),
        *((a.strip("/"), c.where) for c in old.changes for a in c.aliases),
    ]
    return [
        Problem(
            code="dropped-address",
            message=f"/{key}/ was published and would be gone",
            where=where,
            hint="bring it back, or keep its address: `status: withdrawn`, or `aliases` of the change it became",
            about=key,
        )
        for key, where in published
        if key not in here and key not in aliases
    ]


def _dropped_clauses(old: Catalog, new: Catalog) -> list[Problem]:
    """Clause addresses and short codes that a lock kept and keeps no longer (a lock edited or deleted by hand)."""
    problems: list[Problem] = []
    for lock in old.locks:
        change = new.change(lock.change)
        if change is None:
            continue  # told as a page that would be gone
        kept = new.lock(lock.change)
        ids = {p.id for p in kept.passages} | {name for name, _ in kept.redirects} if kept else set()
        codes = set(locked_codes([kept])) if kept else set()
        names = {q.name for q in kept.quotations} if kept else set()
        lost = [f"#{p.id}" for p in lock.passages if p.id not in ids]
        lost += [f"#{q.name}" for q in lock.quotations if q.name not in names]
        lost += [f"/c/{code}/" for code in locked_codes([lock]) if code not in codes]
        if lost:
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            problems.append(
                Problem(
                    code="dropped-address",
                    message=f"{lost[0]}{more} of /{lock.change}/ stood in the lock and would be gone",
                    where=SourcePos(path=change.where.path.removesuffix(".md") + ".lock"),
                    hint="bring the lock back from git and run `lock`; it never drops an address",
                )
            )
    return problems


def _change_problems(
    old: Change, new: Change, then: Catalog, now: Catalog, known: frozenset[str]
) -> list[Problem]:
    problems = [
        Problem(
            code="entry-removed",
            message=f"the {what} of {on} is gone",
            where=new.where,
            hint="what readers were told once stays",
        )
        for what, on in _lost_entries(old, new)
    ]
    if new.status is Status.DRAFT:
        problems.append(
            Problem(
                code="unpublished",
                message="a published change became a draft",
                where=new.where,
                hint="a change that must go becomes `status: withdrawn`",
            )
        )
    parts = changed_parts(old, new, then, now, known)
    return [*problems, *_untold(parts, old, new, now.report.as_of)]


def _untold(parts: tuple[Part, ...], old: Change | Story, new: Change | Story, as_of: date) -> list[Problem]:
    """Parts that changed and that no new entry speaks of, with the entry to paste; and new entries with an odd day."""
    fresh: list[Entry] = [e for e in new.corrections if e not in old.corrections]
    fresh += [e for e in new.updates if e not in old.updates]
    problems = [
        Problem(
            code="entry-date",
            message=f"a new entry is dated {entry.on}, after the report's `as-of` ({as_of})",
            where=new.where,
            hint="an entry has the day on which it is published; move `as-of` in report.yaml on where that day has come",
        )
        for entry in fresh
        if entry.on > as_of
    ]
    missing = untold(parts, fresh)
    if missing:
        problems.append(
            Problem(
                code="changed-without-entry",
                message=f"{_spell([part.name for part in missing])} changed since it was published, and no entry says so",
                where=new.where,
                hint="add to the front matter, in your words:\n" + entry_to_paste(missing, as_of),
            )
        )
    return problems


def _lost_entries(old: Change | Story, new: Change | Story) -> list[tuple[str, object]]:
    lost: list[tuple[str, object]] = [
        ("correction", c.on) for c in old.corrections if c not in new.corrections
    ]
    return lost + [("update", u.on) for u in old.updates if u not in new.updates]


def _story_problems(old: Story, new: Story, as_of: date, known: frozenset[str]) -> list[Problem]:
    problems = [
        Problem(
            code="entry-removed",
            message=f"the {what} of {on} is gone",
            where=new.where,
            hint="what readers were told once stays",
        )
        for what, on in _lost_entries(old, new)
    ]
    return [*problems, *_untold(changed_story_parts(old, new, known), old, new, as_of)]


def _spell(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
