"""Everything that `build`, `check` and `serve` make of a report, or remember: evidence, pages, facts and findings."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.commands.completeness import as_published, unsaid
from generator.commands.load import Surveyed, order_unread, survey, text_order
from generator.commands.noticed_problems import noticed_problems
from generator.commands.project import Project
from generator.content.check import check_catalog
from generator.content.echoes import without_echoes
from generator.evidence.announced import announced_past
from generator.evidence.codes import codes_of, with_codes
from generator.jobs import reasons
from generator.jobs.change_job import PAGE_TEMPLATES, WordsNodes
from generator.jobs.changes import Asked, Made, make_changes
from generator.jobs.code_keys import CodeKeys, read_code_keys
from generator.jobs.content_files import RememberedBodies
from generator.jobs.folded_words import keep_words
from generator.jobs.graph import Node
from generator.jobs.keys import key_of
from generator.jobs.memo import Memo, why_unusable
from generator.jobs.pool import Pool, node_of
from generator.jobs.reasons import keep_parts, remembered_parts, spell_reason
from generator.jobs.redline_job import TextOrder
from generator.jobs.site_pages import SiteFiles
from generator.jobs.site_plan import SiteOrder, make_site
from generator.jobs.stored import StoredFile, stored_files
from generator.jobs.tools import Tools, environment_of
from generator.model.base_url import base_path
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Change, Status
from generator.model.digests import Digest, digest_of
from generator.model.errors import UsageError
from generator.model.evidence import ChangeEvidence
from generator.model.lock import ChangeLock
from generator.model.pages import Artifact, FileFacts
from generator.model.problems import Problem, Severity
from generator.model.reporting import Reporter
from generator.pages.chrome import SiteOptions, wording_of
from generator.pages.messages import ENGLISH

OutputFile = Artifact | StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A report made whole. `files` is empty where something is wrong before a page could be drawn."""

    catalog: Catalog
    evidence: Mapping[str, ChangeEvidence] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: tuple[OutputFile, ...] = ()
    missing: tuple[CaptureRow, ...] = ()
    pinned: int = 0
    sound: bool = True  # False: something failed that may go well the next time
    compared: Mapping[str, tuple[Node, Digest]] = field(
        default_factory=dict
    )  # where comparisons are kept; their digests

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


@contextmanager
def open_memo(project: Project, reporter: Reporter, *, hold: bool = False) -> Iterator[Memo]:
    """The results remembered in the cache; a folder for this run alone where the cache cannot be used.

    `hold`: what is found stays in memory, for a process that builds again and again.
    """
    folder = project.cache / "build"
    why = why_unusable(folder)
    if not why:
        yield Memo(folder, hold=hold)
        return
    reporter.note(f"{folder} is not used: {why}; nothing is remembered after this run")
    with tempfile.TemporaryDirectory(prefix="smallprint-") as place:
        yield Memo(Path(place), hold=hold)


def make_whole(project: Project, memo: Memo, reporter: Reporter, explain: str = "") -> Whole:
    """Read, compare, check and draw everything that is not remembered. `explain` is the path of a page below the site:
    why it was drawn or not is said in a note."""
    surveyed = survey(project, reporter, memo)
    if surveyed.wrong:
        return _unmade(surveyed, surveyed.problems)
    catalog = surveyed.catalog
    bodies = RememberedBodies(memo)
    found = [
        *surveyed.problems,
        *check_catalog(catalog, bodies.read),
        *(unsaid(catalog.report) if project.complete else ()),
    ]
    refused = any(p.severity is Severity.ERROR for p in found)
    draw = not refused and not (project.complete and surveyed.missing)
    tools = Tools(
        evidence=surveyed.store, memo=memo, templates=project.templates, overrides=project.overrides
    )
    code = read_code_keys(project.templates, memo, project.overrides)
    with Pool(project.workers, (tools,)) as pool:
        options = SiteOptions(
            base_url=project.base_url,
            missing=len(surveyed.missing),
            pinned=surveyed.pinned,
            drafts=project.drafts and _has_drafts(catalog),
            noindex=project.noindex,
        )
        asked = Asked(
            catalog=catalog,
            redlines=surveyed.orders,
            words=_words(surveyed, code, memo, pool, reporter),
            lock_digests=surveyed.lock_digests(),
            options=options if draw else None,
        )
        made = make_changes(asked, code=code, memo=memo, pool=pool, reporter=reporter)
        found += [p for one in made.settled.values() for p in one.problems]
        found += [p for one in made.bundles.values() for p in one.problems]
        found += noticed_problems(catalog, made.settled, surveyed.lists)
        found += announced_past(catalog, made.evidence)
        found += _lock_problems(asked, made, memo)
        found = as_published(found) if project.complete else found
        if not draw or any(p.severity is Severity.ERROR for p in found):
            bodies.keep()
            _say_notices(surveyed, reporter)
            unmade = _unmade(surveyed, found, made.evidence)
            return replace(unmade, compared=_compared(asked, made, code), sound=made.sound)
        order = SiteOrder(
            asked=asked,
            made=made,
            options=options,
            files=surveyed.digests,
            unread=order_unread(catalog, surveyed.store),
        )
        site = make_site(order, code=code, memo=memo, pool=pool, reporter=reporter, anew=bool(explain))
    if explain:
        reporter.note(_reason(explain, made, site, memo))
    if made.redrawn:
        keep_parts(memo, reasons.CHANGES, made.parts)
    if site.redrawn:
        keep_parts(memo, reasons.SITE, site.parts)
    if made.redrawn or site.redrawn:
        memo.tidy()
    _say_notices(surveyed, reporter)
    facts, files = _all_files(catalog, made, site, project, memo, code, bodies)
    bodies.keep()
    return Whole(
        catalog=catalog,
        evidence=made.evidence,
        problems=without_echoes(
            [*found, *_check_links(facts, base_path(project.base_url or catalog.report.base_url), code, memo)]
        ),
        files=files,
        missing=surveyed.missing,
        pinned=surveyed.pinned,
        compared=_compared(asked, made, code),
        sound=made.sound,
    )


def load_drawing(project: Project, memo: Memo) -> None:
    """Load the rooms and templates that a change is drawn with, before somebody waits for them."""
    from generator.compare import edit_script, renumbering  # noqa: F401
    from generator.content import reading  # noqa: F401
    from generator.evidence import resolve  # noqa: F401
    from generator.pages import finds, with_texts  # noqa: F401
    from generator.pages.change import page  # noqa: F401
    from generator.pages.data import change  # noqa: F401
    from generator.pages.site import sitemap  # noqa: F401

    code = read_code_keys(project.templates, memo, project.overrides)
    tools = Tools(
        evidence=project.evidence(),
        memo=memo,
        templates=project.templates,
        overrides=project.overrides,
    )
    environment = environment_of(tools, code.templates)
    for name in PAGE_TEMPLATES:
        environment.get_template(name)


def make_evidence(
    project: Project, memo: Memo, reporter: Reporter, only: Callable[[Change], bool]
) -> tuple[Whole, dict[str, ChangeLock]]:
    """Some changes looked up and checked, with all their passages, no page drawn; with the locks as they would be written now."""
    from generator.evidence.resolve import lock_of

    surveyed = survey(project, reporter, memo)
    if surveyed.wrong:
        return _unmade(surveyed, surveyed.problems), {}
    catalog = surveyed.catalog
    wanted = frozenset(change.key for change in catalog.changes if only(change))
    orders = {key: order for key, order in surveyed.orders.items() if key in wanted}
    tools = Tools(
        evidence=surveyed.store, memo=memo, templates=project.templates, overrides=project.overrides
    )
    code = read_code_keys(project.templates, memo, project.overrides)
    with Pool(project.workers, (tools,)) as pool:
        asked = Asked(
            catalog=catalog,
            redlines=orders,
            words=_words(replace(surveyed, orders=orders), code, memo, pool, reporter),
            lock_digests=surveyed.lock_digests(),
            only=wanted,
        )
        made = make_changes(asked, code=code, memo=memo, pool=pool, reporter=reporter)
    _say_notices(surveyed, reporter)
    bodies = RememberedBodies(memo)
    found = [*surveyed.problems, *check_catalog(catalog, bodies.read)]
    bodies.keep()
    found += [p for one in made.settled.values() for p in one.problems]
    found += noticed_problems(catalog, made.settled, surveyed.lists)
    found += announced_past(catalog, made.evidence)
    locks, fresh, whole_ones = asked.locks(), {}, dict(made.evidence)
    for change in asked.changes:
        evidence = whole_evidence(change.key, made, locks.get(change.key), memo)
        if evidence is not None:
            whole_ones[change.key] = evidence
            lock, problems = lock_of(change, evidence, locks.get(change.key))
            found += problems
            if lock is not None:
                fresh[change.key] = lock
    whole = _unmade(surveyed, found, whole_ones)
    return replace(whole, compared=_compared(asked, made, code)), fresh


def _unmade(
    surveyed: Surveyed, problems: Sequence[Problem], evidence: Mapping[str, ChangeEvidence] | None = None
) -> Whole:
    """The report with what is wrong, where no pages are drawn."""
    return Whole(
        catalog=surveyed.catalog,
        evidence=evidence or {},
        problems=without_echoes(problems),
        missing=surveyed.missing,
        pinned=surveyed.pinned,
    )


def _compared(asked: Asked, made: Made, code: CodeKeys) -> dict[str, tuple[Node, Digest]]:
    return {
        key: (node_of(order, code.redline), Digest(made.settled[key].compared))
        for key, order in asked.redlines.items()
        if made.settled[key].compared
    }


def _say_notices(surveyed: Surveyed, reporter: Reporter) -> None:
    for notice in surveyed.store.notices:
        reporter.note(notice)


def _words(
    surveyed: Surveyed, code: CodeKeys, memo: Memo, pool: Pool, reporter: Reporter
) -> dict[str, WordsNodes]:
    """By key of document, where the words of its captures are kept; of documents with a change to compare alone."""
    documents = {key.rpartition("/")[0] for key in surveyed.orders}
    own: dict[str, dict[str, TextOrder]] = {}
    for document in surveyed.catalog.documents:
        if document.key in documents:
            listed = own.setdefault(document.key, {})
            for row in document.captures:
                listed.setdefault(row.words or row.sha256, text_order(document, row))
    every = {name: order for listed in reversed(own.values()) for name, order in listed.items()}
    kept = keep_words(every, code=code.words, memo=memo, pool=pool, reporter=reporter)
    return {
        key: tuple((name, kept[name], every[name]) for name in listed if name in kept)
        for key, listed in own.items()
    }


def _lock_problems(asked: Asked, made: Made, memo: Memo) -> list[Problem]:
    """What locks say otherwise of changes whose pages were not drawn; of the others it is known with their pages."""
    undrawn = [change for change in asked.changes if change.key not in made.bundles]
    if not undrawn:
        return []
    from generator.evidence.resolve import lock_of

    problems: list[Problem] = []
    locks = asked.locks()
    for change in undrawn:
        evidence = whole_evidence(change.key, made, locks.get(change.key), memo)
        problems += lock_of(change, evidence, locks.get(change.key))[1] if evidence else ()
    return problems


def whole_evidence(key: str, made: Made, lock: ChangeLock | None, memo: Memo) -> ChangeEvidence | None:
    """All passages and quotations of a change with their codes; None where they could not be kept."""
    found = memo.find(made.nodes[key])
    if not isinstance(found, ChangeEvidence):
        return None
    codes = codes_of(lock) | {q.passage.id: q.code for q in made.evidence[key].quotations}
    return with_codes(found, codes)


def _reason(page: str, made: Made, site: SiteFiles, memo: Memo) -> str:
    """Why a page was drawn or not. Raises UsageError where the site has no such page."""
    before = remembered_parts(memo)
    path = (
        f"{page.strip('/')}/index.html".lstrip("/") if page.endswith("/") or page == "" else page.strip("/")
    )
    for key, bundle in made.bundles.items():
        if any(path in (one.path, one.path.removesuffix("/index.html")) for one in bundle.files):
            return spell_reason(path, before.get(key), made.parts[key], drawn=key in made.redrawn)
    for one in (path, f"{path}/index.html"):
        if one in site.parts:
            return spell_reason(one, before.get(one), site.parts[one], drawn=one in site.redrawn)
    if any(one.path == path for one in site.facts):
        return f"{path} is a data file: it is spelled anew in each build, and written where it differs"
    raise UsageError(f"--explain {page}: the site has no such page")


def _check_links(facts: Sequence[FileFacts], root: str, code: CodeKeys, memo: Memo) -> tuple[Problem, ...]:
    """Links that lead nowhere and ids that occur twice; looked for anew where a link or an id of any page changed."""
    told = "\n\n".join(f"{one.path} {one.twice or ''}{one.ids}{one.links}" for one in facts)
    node = Node(
        job="links", key=key_of("links", inputs=(digest_of(told.encode()),), options=root, code=code.render)
    )
    kept = memo.find(node)
    if not isinstance(kept, tuple):
        from generator.render.links import check_facts

        kept = check_facts(facts, root)
        memo.keep(node, kept)
    return kept


def _has_drafts(catalog: Catalog) -> bool:
    """Whether anything is a draft: without one, pages that would show drafts are the pages of any other build."""
    states = [*(change.status for change in catalog.changes), *(story.status for story in catalog.stories)]
    return Status.DRAFT in states


def _spelling(catalog: Catalog, project: Project) -> Callable[[str], str]:
    """How messages beside pages are put in the language of the report; those of ours in English are so already."""
    wording = wording_of(catalog)
    if wording == ENGLISH:
        return str
    from generator.render.environment import make_environment

    return make_environment(project.templates, project.overrides).in_words(wording).tongue.text


def _all_files(
    catalog: Catalog,
    made: Made,
    site: SiteFiles,
    project: Project,
    memo: Memo,
    code: CodeKeys,
    bodies: RememberedBodies,
) -> tuple[list[FileFacts], tuple[OutputFile, ...]]:
    """All files of the site, with what is known of each, in order of path."""
    from generator.jobs.search_index import make_index
    from generator.render.links import facts_of

    assets = (*code.assets(), *make_index(catalog, made.bundles, _spelling(catalog, project), bodies.read))
    facts = [*site.facts, *(facts_of(asset) for asset in assets)]
    files: list[OutputFile] = [*site.files, *assets]
    for key, bundle in made.bundles.items():
        facts += bundle.files
        files += stored_files(bundle.files, made.packs[key], memo)
    return sorted(facts, key=lambda one: one.path), tuple(sorted(files, key=lambda one: one.path))
