"""Link what content names to what exists: companies, documents, captures, topics, people, changes, locks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.content.addresses import alias_problem
from generator.content.claim_words import claim_word_problems
from generator.content.file_read import Places
from generator.content.nearest_word import did_you_mean
from generator.model.captures import CaptureRef
from generator.model.catalog import Catalog, Change, Document, Status, Story, Topic
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.times import spell_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What linking must know of a tree beside its catalog: where keys stand, and what exists but could not be read."""

    root: str  # what problems put before a path
    prefix: str = ""  # of slugs
    fronts: Mapping[str, Places]  # by path as shown
    unreadable: frozenset[str] = frozenset()
    topics: tuple[Topic, ...] | None = None  # those of the report, for its worked example

    def unread(self, key: str) -> bool:
        """Whether a file of this key exists and was reported already."""
        return key.removeprefix(self.prefix) in self.unreadable

    def place(self, where: SourcePos, *path: str | int) -> SourcePos:
        """Where a value of the file stands that `where` lies in."""
        front = self.fronts.get(where.path)
        return front.place(path) if front else where


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Everything that can be named, gathered once."""

    tree: Tree
    companies: frozenset[str]
    documents: Mapping[str, Document]
    changes: frozenset[str]
    topics: frozenset[str]
    people: frozenset[str]


def link_problems(catalog: Catalog, tree: Tree) -> list[Problem]:
    """Everything that names something which is not there. What exists and could not be read was reported where it stands."""
    known = _Known(
        tree=tree,
        companies=frozenset(c.slug for c in catalog.companies),
        documents={d.key: d for d in catalog.documents},
        changes=frozenset(c.key for c in catalog.changes),
        topics=frozenset(t.slug for t in (catalog.topics if tree.topics is None else tree.topics)),
        people=frozenset(p.key for p in catalog.report.people),
    )
    problems = _missing_pages(catalog, known)
    for document in catalog.documents:
        problems += _archive_problems(document, tree)
    for change in catalog.changes:
        problems += _change_problems(change, known)
    problems += _missing_tables(catalog, known)
    for story in catalog.stories:
        problems += _story_problems(story, known)
    problems += _lock_problems(catalog, tree)
    problems += _alias_problems(catalog, tree)
    if not tree.unread("vocabulary"):
        problems += claim_word_problems(catalog, tree.fronts, tree.root)
    lead = "" if tree.prefix else catalog.report.lead_story  # the worked example has no stories
    if lead and catalog.story(lead) is None and not tree.unread(f"stories/{lead}"):
        where = tree.place(catalog.report.where, "lead-story")
        problems.append(_unknown("story", lead, [s.slug for s in catalog.stories], where))
    return problems


_FOLDERS = {"topic": "topics/", "story": "stories/"}


def _unknown(what: str, name: str, known: Iterable[str], where: SourcePos, hint: str = "") -> Problem:
    guess = did_you_mean(name, sorted(known)) or f"there is no {what} yet"
    return Problem(
        code=f"unknown-{what}",
        message=f"no {what} is called {name!r}",
        where=where,
        hint=f"{hint}; {guess}" if hint else guess,
        about=_FOLDERS.get(what, "") + name,
    )


def _missing_pages(catalog: Catalog, known: _Known) -> list[Problem]:
    """Companies and documents without a page of their own, each once, at the first page that belongs to it."""
    tree, problems = known.tree, []
    companies: dict[str, SourcePos] = {}
    documents: dict[str, SourcePos] = {}
    items: list[Document | Change] = [*catalog.documents, *catalog.changes]
    for item in sorted(items, key=lambda one: (isinstance(one, Change), one.where.path)):
        companies.setdefault(item.company, item.where)
        if isinstance(item, Change) and item.company in known.companies:
            documents.setdefault(item.document_key, item.where)

    def lost(named: dict[str, SourcePos], there: Iterable[str]) -> list[tuple[str, SourcePos, str]]:
        hint = "{}{}/index.md is missing: bring it back or write it"
        return [
            (name, where, hint.format(tree.root, name))
            for name, where in named.items()
            if name not in there and not tree.unread(name)
        ]

    for name, where, hint in lost(companies, known.companies):
        problems.append(_unknown("company", name, known.companies, where, hint))
    for name, where, hint in lost(documents, known.documents):
        problems.append(_unknown("document", name, known.documents, where, hint))
    return problems


def _missing_tables(catalog: Catalog, known: _Known) -> list[Problem]:
    """Documents with changes and without a list of captures, each once, at its first change."""
    first: dict[str, Change] = {}
    for change in catalog.changes:
        first.setdefault(change.document_key, change)
    return [
        Problem(
            code="unknown-capture",
            message=f"captures.tsv of {key} is missing or lists nothing, so no capture is known",
            where=known.tree.place(change.where, "before"),
            hint=f"bring {known.tree.root}{key}/captures.tsv back; `new` writes rows",
            about=key,
        )
        for key, change in first.items()
        if key in known.documents and not known.documents[key].captures
    ]


def _archive_problems(document: Document, tree: Tree) -> list[Problem]:
    """Archives said to hold one edition of a document of which captures.tsv lists no capture."""
    archives = dict.fromkeys(row.archive for row in document.captures)
    where = tree.place(document.where, "one-edition")
    return [
        replace(_unknown("archive", name, archives, where), about=document.key)
        for name in document.one_edition
        if name not in archives
    ]


def _change_problems(change: Change, known: _Known) -> list[Problem]:
    problems: list[Problem] = []
    tree = known.tree
    document = known.documents.get(change.document_key)
    problems += _topic_problems(change.topics, change.where, known)
    problems += _people_problems(change, known)
    if document is not None and document.captures:
        for name, ref in (("before", change.before), ("after", change.after)):
            problems += _pin_problems(document, name, ref, tree.place(change.where, name))
    if change.before == change.after:
        problems.append(
            Problem(
                code="wrong-order",
                message="`before` and `after` are one capture",
                where=tree.place(change.where, "after"),
                hint="`after` is a later capture with other words; `history` lists them",
            )
        )
    if change.before.at > change.after.at:
        problems.append(
            Problem(
                code="wrong-order",
                message="the capture `before` is later than the capture `after`",
                where=tree.place(change.where, "before"),
                hint="swap them",
            )
        )
    return problems


def _topic_problems(named: tuple[str, ...], where: SourcePos, known: _Known) -> list[Problem]:
    return [
        _unknown("topic", slug, known.topics, known.tree.place(where, "topics", n))
        for n, slug in enumerate(named)
        if slug not in known.topics and not known.tree.unread(f"topics/{slug}")
    ]


def _people_problems(item: Change | Story, known: _Known) -> list[Problem]:
    if not known.people:
        return []
    tree = known.tree
    problems = [
        _unknown("person", key, known.people, tree.place(item.where, "authors", n))
        for n, key in enumerate(item.authors)
        if key not in known.people
    ]
    if item.reviewed and item.reviewed.by not in known.people:
        where = tree.place(item.where, "reviewed", "by")
        problems.append(_unknown("person", item.reviewed.by, known.people, where))
    if item.reviewed and item.reviewed.by == "desk":
        problems.append(
            Problem(
                code="unknown-person",
                message="the desk cannot review: a review is by a person",
                where=tree.place(item.where, "reviewed", "by"),
                hint="leave `reviewed` out until somebody has read the note against the redline",
            )
        )
    return problems


def _pin_problems(document: Document, name: str, ref: CaptureRef, where: SourcePos) -> list[Problem]:
    rows = [r for r in document.captures if r.captured_at == ref.at and r.sha256.startswith(ref.prefix)]
    digests = sorted({r.sha256 for r in rows})
    if len(digests) == 1:
        return []
    if digests:
        return [
            Problem(
                code="ambiguous-capture",
                message=f"`{name}`: {len(digests)} captures of {document.key} share the time {ref}",
                where=where,
                hint="name one: " + " or ".join(f"{spell_time(ref.at)}@{d[:8]}" for d in digests),
            )
        ]
    near = sorted({r.captured_at for r in document.captures}, key=lambda at: abs(at - ref.at))[:2]
    return [
        Problem(
            code="unknown-capture",
            message=f"`{name}`: no capture of {document.key} is listed at {ref}",
            where=where,
            hint="nearest in captures.tsv: " + ", ".join(spell_time(at) for at in near),
            about=document.key,
        )
    ]


def _story_problems(story: Story, known: _Known) -> list[Problem]:
    problems = [
        _unknown("change", key, known.changes, known.tree.place(story.where, "changes", n))
        for n, key in enumerate(story.changes)
        if key not in known.changes and not known.tree.unread(key)
    ]
    problems += _topic_problems(story.topics, story.where, known)
    return problems + _people_problems(story, known)


def _lock_problems(catalog: Catalog, tree: Tree) -> list[Problem]:
    """A lock without its change is a page that was published and would be gone."""
    changes = {c.key for c in catalog.changes}
    gone = [k for k in catalog.locks if k.change not in changes and not tree.unread(k.change)]
    return [_gone(catalog, lock, tree) for lock in gone]


def _gone(catalog: Catalog, lock: ChangeLock, tree: Tree) -> Problem:
    """A page that was published and has no file; at the file that it was renamed to, where one has its captures."""
    now = _renamed(catalog, lock)
    if now is None:
        return Problem(
            code="dropped-address",
            message=f"/{lock.change}/ was published and has no file any more",
            where=SourcePos(path=f"{tree.root}{lock.change}.lock"),
            hint="bring it back from git; a page that must go becomes `status: withdrawn` and keeps its address",
            about=lock.change,
        )
    return Problem(
        code="dropped-address",
        message=f"/{lock.change}/ was published, and this file has its captures under another name",
        where=SourcePos(path=now.where.path),
        hint=f"rename it back to {lock.change.rpartition('/')[2]}.md; or keep the old address under `aliases`, "
        f"delete {tree.root}{lock.change}.lock and run `lock {now.key}`",
        about=lock.change,
    )


def _renamed(catalog: Catalog, lock: ChangeLock) -> Change | None:
    """The change without a lock that rests on the captures of a lock without a change."""
    held = {passage.capture for passage in lock.passages}
    for change in catalog.changes_of(lock.change.rpartition("/")[0]):
        rows = [catalog.row(change.document_key, ref) for ref in (change.before, change.after)]
        if catalog.lock(change.key) is None and held and held <= {row.sha256 for row in rows if row}:
            return change
    return None


def _alias_problems(catalog: Catalog, tree: Tree) -> list[Problem]:
    taken: dict[str, str] = {}
    for key in (
        *(c.slug for c in catalog.companies),
        *(d.key for d in catalog.documents),
        *(c.key for c in catalog.changes),
    ):
        taken[key.lower()] = key
    problems: list[Problem] = []
    for change in catalog.changes:
        for n, alias in enumerate(change.aliases):
            where = tree.place(change.where, "aliases", n)
            wrong = alias_problem(alias, where)
            address = alias.strip("/").lower()
            if wrong is None and address in taken:
                wrong = Problem(
                    code="duplicate-address",
                    message=f"the alias {alias!r} is the address of {taken[address]}",
                    where=where,
                    hint="an alias is an address that nothing else has",
                )
            if wrong is not None:
                problems.append(wrong)
            else:
                taken[address] = change.key
    return problems


def unlocked(catalog: Catalog) -> list[Problem]:
    """Published changes whose addresses are not kept yet."""
    return [
        Problem(
            code="no-lock",
            message=f"/{change.key}/ has no lock: its addresses are not kept yet",
            where=change.where,
            severity=Severity.WARNING,
            hint=f"run `lock {change.key}` before it is published",
        )
        for change in catalog.changes
        if change.status is not Status.DRAFT and catalog.lock(change.key) is None
    ]
