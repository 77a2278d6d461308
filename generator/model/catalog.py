"""What content files say: companies, documents, changes, topics, stories, and the report they make up.

Every value carries `where` (the place in its file) so that later findings can point at the line. Markdown bodies are kept
as written; quotations inside them are lifted into `QuoteMark`s with their place.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model.captures import CaptureRef, CaptureRow, Side
from generator.model.counts import Counted
from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.lock import ChangeLock
from generator.model.problems import SourcePos
from generator.model.vocabulary import NO_VOCABULARY, Vocabulary


class WholeTexts(StrEnum):
    """How much of captured texts pages and data files may carry (report.yaml `whole-texts`)."""

    LINK = "link"
    CONTEXT = "context"
    PUBLISH = "publish"


class Status(StrEnum):
    """A draft is built only with --drafts; a withdrawn change keeps its addresses as a tombstone."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something somebody else published. `read` is the day we opened it, if we did; `read_at` the copy that was opened."""

    url: str
    title: str
    publisher: str = ""
    published: str = ""  # a day, a month or a year as far as known
    read: date | None = None
    read_at: str = (
        ""  # where this is not `url`: its words are the original's only if two independent copies agree
    )
    archived: str = ""
    key: str = ""  # its name under `sources`


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A real person or the project's desk, by key in report.yaml."""

    key: str
    name: str
    role: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licences:
    """Licences of notes, code and data, named apart; captured texts are under none of them."""

    notes: str = "CC BY 4.0"
    code: str = "Apache-2.0"
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name a company went by, with the first day it is known to have applied; without one, always."""

    name: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """`content/COMPANY/index.md`."""

    slug: str
    name: str  # the newest name
    names: tuple[Name, ...] = ()
    website: str = ""
    owner: str = ""  # of several services: companies are counted by it
    aliases: tuple[str, ...] = ()
    body: str = ""
    body_line: int = 1
    where: SourcePos

    @property
    def url(self) -> str:
        return f"{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """For whom, in what language, seen from where."""

    audience: str = ""
    language: str = "en"
    seen_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a document stood and how its text was taken, for a stretch of time. Empty `url` means not recorded."""

    url: str = ""
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`content/COMPANY/DOCUMENT/index.md` with its `captures.tsv`, rows in order of time.

    `one_edition` names archives (as captures.tsv does) whose captures are all of one edition: words may be followed from
    one into another.
    """

    company: str
    slug: str
    title: str
    kind: str = (
        ""  # terms-of-service, privacy-policy, developer-terms, acceptable-use-policy, commercial-terms ...
    )
    edition: Edition = Edition()
    parts: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    archives: tuple[Locator, ...] = ()  # histories to ask (ota:OWNER/REPO:PATH, wayback:URL ...)
    one_edition: tuple[str, ...] = ()
    attribution: str = ""
    captures: tuple[CaptureRow, ...] = ()
    body: str = ""
    body_line: int = 1
    where: SourcePos

    @property
    def key(self) -> str:
        """``zoom/terms-of-service``."""
        return f"{self.company}/{self.slug}"

    @property
    def url(self) -> str:
        return f"{self.key}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMark:
    """A quotation as authored: ``> [!after licence 2/4] 10.4`` and its lines.

    `words` are the lines as written, joined by newlines, ``[…]`` kept. `nth` and `of` are 0 where the author gave none.
    `clause` is the label after the bracket (empty where none). `translation` is what the front matter's `translations`
    gives for its name. `offset` is where its block begins in the body (code points).
    """

    side: Side
    name: str
    words: str
    nth: int = 0
    of: int = 0
    clause: str = ""
    translation: str = ""
    elision_reviewed: bool = False
    pair: str = ""  # the name of the quotation of the other side that it is drawn beside
    offset: int = 0
    end: int = 0
    where: SourcePos


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date that a text states, with its words, or that a source reports.

    The words of an `effective` or `revised` date are checked like quotations; an `announced` one has a source.
    """

    kind: str  # effective | revised | announced
    on: date | None = None
    words: str = ""
    side: Side = Side.AFTER
    source: Source | None = None
    where: SourcePos


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One cell of the matrix, resting on a named quotation. The vocabulary lists rights, data and states.

    `also` names further quotations that the claim rests on. `scope` narrows the cell in our words, where the quoted ones reach less far. The `*_words` are those of the quotation,
    with its sentence and lead-in, that bear the right, the data and the state, where the vocabulary does not list them.
    """

    right: str
    over: str
    state: str
    quote: str
    also: tuple[str, ...] = ()
    scope: str = ""
    right_words: str = ""
    over_words: str = ""
    state_words: str = ""
    force: str = "in-force"  # in-force | announced
    supersedes: str = ""
    where: SourcePos


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A line of our reading, resting on named quotations."""

    says: str
    quotes: tuple[str, ...]
    refuse: str = ""  # the quotation in which the capture says how to refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How users were told, or where one looked and found nothing."""

    how: str = ""
    when: str = ""
    source: Source | None = None
    looked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """That the company was asked."""

    on: date
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the company replied, on the day, in its words."""

    on: date
    words: str
    by: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a page said and says now."""

    on: date
    kind: str  # factual | quotation | date | wording
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What was added later, without anything having been wrong."""

    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A real person read the note against the redline on that day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Another archive that holds the same words: a stored digest at a time."""

    archive: str
    at: CaptureRef
    side: Side
    sha256: Digest
    locator: Locator
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search that a statement of presence, absence or number rests on.

    `in_` is `before` or `after`; in a story the same of a change, `COMPANY/DOCUMENT/DAY#after`. `found` is how often the
    folded words stand there, `absent` or `present`. `bears` are words of the statements that rest on it and do not
    hold the phrase itself.
    """

    phrase: str
    in_: str
    found: str
    bears: tuple[str, ...] = ()
    where: SourcePos


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`content/COMPANY/DOCUMENT/DAY.md`: front matter, editorial note, quotations."""

    company: str
    document: str  # slug of the document
    slug: str  # 2023-04-01 or 2023-04-01T1845
    title: str
    summary: str
    before: CaptureRef
    after: CaptureRef
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: date
    status: Status = Status.PUBLISHED
    dates: tuple[StatedDate, ...] = ()
    claims: tuple[Claim, ...] = ()
    searched: tuple[Searched, ...] = ()
    counted: tuple[Counted, ...] = ()
    means: tuple[Meaning, ...] = ()
    notice: tuple[Notice, ...] = ()
    asked: Asked | None = None
    responses: tuple[Response, ...] = ()
    corrections: tuple[Correction, ...] = ()
    updates: tuple[Update, ...] = ()
    reviewed: Review | None = None
    drafted_with: str = ""
    witnesses: tuple[Witness, ...] = ()
    aliases: tuple[str, ...] = ()
    card: str = ""  # the quotation that the social card shows, where the rule would choose another
    sources: tuple[Source, ...] = ()  # for "What others said"
    body: str = ""
    body_line: int = 1  # the file's line on which the body begins
    quotations: tuple[QuoteMark, ...] = ()
    source_digest: str = ""
    where: SourcePos

    @property
    def document_key(self) -> str:
        """``zoom/terms-of-service``."""
        return f"{self.company}/{self.document}"

    @property
    def key(self) -> str:
        """``zoom/terms-of-service/2023-04-01``."""
        return f"{self.company}/{self.document}/{self.slug}"

    @property
    def url(self) -> str:
        return f"{self.key}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`content/topics/SLUG.md`."""

    slug: str
    title: str
    definition: str
    phrases: tuple[str, ...] = ()
    body: str = ""
    body_line: int = 1
    where: SourcePos

    @property
    def url(self) -> str:
        return f"topics/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`content/stories/SLUG.md`: a story across changes; the body quotes them by ``{{quote CHANGE#NAME}}`` and may draw
    the film strip of a quoted clause by ``{{film CHANGE#NAME}}``."""

    slug: str
    title: str
    summary: str
    authors: tuple[str, ...] = ()
    published: date
    status: Status = Status.PUBLISHED
    changes: tuple[str, ...] = ()  # keys of changes it is about, in order
    searched: tuple[Searched, ...] = ()
    counted: tuple[Counted, ...] = ()
    card: str = ""  # the quotation on its social card (CHANGE#NAME), where it is not the first of its body
    topics: tuple[str, ...] = ()
    drafted_with: str = ""
    reviewed: Review | None = None
    corrections: tuple[Correction, ...] = ()
    updates: tuple[Update, ...] = ()
    sources: tuple[Source, ...] = ()
    body: str = ""
    body_line: int = 1
    where: SourcePos

    @property
    def url(self) -> str:
        return f"stories/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A plain page of the report's own words: `content/method/index.md`, `content/about/index.md` ..."""

    slug: str
    title: str
    summary: str = ""
    body: str = ""
    body_line: int = 1
    where: SourcePos

    @property
    def url(self) -> str:
        return f"{self.slug}/" if self.slug else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`content/report.yaml`. `as_of` is the day as of which the report speaks: pages take "today" from it."""

    title: str
    tagline: str = ""
    base_url: str = ""
    repository: str = ""
    branch: str = "main"
    contact: str = ""
    as_of: date
    language: str = "en"  # of the interface
    people: tuple[Person, ...] = ()
    licences: Licences = Licences()
    whole_texts: WholeTexts = WholeTexts.CONTEXT
    publish_unread: bool = False
    lead_story: str = ""
    not_covered: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()  # keys whose value is `none`: there is none, and the report says so
    where: SourcePos


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All that the content says. Tuples are sorted by key; changes by (company, document, slug).

    `example` is the worked example below ``method/example/``: a catalog of its own, so that it stays outside counts, feeds,
    matrix and lists. Its company slugs carry the whole way (``method/example/brightnote``), hence its keys and addresses too.
    """

    report: Report
    vocabulary: Vocabulary = NO_VOCABULARY
    companies: tuple[Company, ...] = ()
    documents: tuple[Document, ...] = ()
    changes: tuple[Change, ...] = ()
    topics: tuple[Topic, ...] = ()
    stories: tuple[Story, ...] = ()
    pages: tuple[Page, ...] = ()
    locks: "tuple[ChangeLock, ...]" = ()
    example: "Catalog | None" = None

    def lock(self, change_key: str) -> "ChangeLock | None":
        """The lock of a change as published; None where it was not locked yet."""
        return next((k for k in self.locks if k.change == change_key), None)

    def page(self, slug: str) -> Page | None:
        return next((p for p in self.pages if p.slug == slug), None)

    def company(self, slug: str) -> Company | None:
        return next((c for c in self.companies if c.slug == slug), None)

    def document(self, key: str) -> Document | None:
        """By ``zoom/terms-of-service``."""
        return next((d for d in self.documents if d.key == key), None)

    def change(self, key: str) -> Change | None:
        return next((c for c in self.changes if c.key == key), None)

    def topic(self, slug: str) -> Topic | None:
        return next((t for t in self.topics if t.slug == slug), None)

    def story(self, slug: str) -> Story | None:
        return next((s for s in self.stories if s.slug == slug), None)

    @property
    def topic_phrases(self) -> tuple[str, ...]:
        """The phrases of all topics, each once."""
        return tuple(dict.fromkeys(phrase for topic in self.topics for phrase in topic.phrases))

    def changes_of(self, document_key: str) -> tuple[Change, ...]:
        return tuple(c for c in self.changes if c.document_key == document_key)

    def documents_of(self, company: str) -> tuple[Document, ...]:
        return tuple(d for d in self.documents if d.company == company)

    def row(self, document_key: str, ref: CaptureRef) -> CaptureRow | None:
        """The row of captures.tsv that a change names; None where none or more than one fits."""
        document = self.document(document_key)
        rows = [
            r
            for r in (document.captures if document else ())
            if r.captured_at == ref.at and r.sha256.startswith(ref.prefix)
        ]
        return rows[0] if len(rows) == 1 else None
