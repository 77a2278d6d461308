"""The one schema of content: every key of every kind of file, read as said here and exported as JSON Schema.

Values arrive as plain words (report/frontmatter.py); each field says how its words are read. Errors carry a stable code and
become problems at file, line and column in report/validate.py.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from generator.content.fields import (
    Day,
    LocationUrl,
    LocatorField,
    NameField,
    OptionalUrl,
    ReadField,
    Ref,
    Sha256,
    SideField,
    Text,
    Title,
    Url,
    When,
    YesNo,
)

RIGHTS = (
    "train-own-models",
    "train-third-party-models",
    "share-for-training",
    "human-review",
    "perpetual-licence",
    "survives-deletion",
    "bars-others-training",
)
OBJECTS = ("content", "conversations", "usage-data", "public-web", "biometric-data")
STATES = ("claimed", "claimed-with-opt-out", "consent-first", "ruled-out")


class Fields(BaseModel):
    """What all records share: keys with hyphens, no unknown ones."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        arbitrary_types_allowed=True,
    )


class SourceFields(Fields):
    """Something somebody else published."""

    url: Url
    title: Text
    publisher: Text = ""
    published: When = ""
    read: ReadField = None
    archived: OptionalUrl = ""


def _source_kind(value: Any) -> str:
    return "key" if isinstance(value, str) else "whole"


def _sources_kind(value: Any) -> str:
    return "list" if isinstance(value, list) else "mapping"


SourceRef = Annotated[
    Annotated[SourceFields, Tag("whole")] | Annotated[Text, Tag("key")], Discriminator(_source_kind)
]
SourcesField = Annotated[
    Annotated[dict[str, SourceFields], Tag("mapping")] | Annotated[list[SourceFields], Tag("list")],
    Discriminator(_sources_kind),
]


class PersonFields(Fields):
    """A real person or the project's desk."""

    name: Text
    role: Text = ""
    url: OptionalUrl = ""


class LicenceFields(Fields):
    """Licences of notes, code and data, named apart; captured texts are under none of them."""

    notes: Text = "CC BY 4.0"
    code: Text = "Apache-2.0"
    data: Text = ""


class ReportFields(Fields):
    """`report.yaml`."""

    title: Title
    tagline: Text = ""
    base_url: Url = ""
    repository: OptionalUrl = ""
    branch: Text = "main"
    contact: Text = ""
    as_of: Day
    people: dict[str, PersonFields]
    licences: LicenceFields = LicenceFields()
    whole_texts: Literal["link", "context", "publish"] = "context"
    publish_unread: YesNo = False
    lead_story: NameField = ""
    not_covered: list[Text] = Field(default_factory=list)


class NameFields(Fields):
    """A name a company went by."""

    name: Text
    since: Day | None = None


def _name_kind(value: Any) -> str:
    return "word" if isinstance(value, str) else "dated"


NameItem = Annotated[
    Annotated[NameFields, Tag("dated")] | Annotated[Text, Tag("word")], Discriminator(_name_kind)
]


class CompanyFields(Fields):
    """`COMPANY/index.md`."""

    name: Title
    names: list[NameItem] = Field(default_factory=list)
    website: OptionalUrl = ""
    aliases: list[Text] = Field(default_factory=list)


class EditionFields(Fields):
    """For whom, in what language, seen from where."""

    audience: Text = ""
    language: Text = "en"
    seen_from: Text = ""


class LocationFields(Fields):
    """Where a document stood and how its text was taken, for a stretch of time."""

    url: LocationUrl
    select: list[Text] = Field(default_factory=list)
    remove: list[Text] = Field(default_factory=list)
    valid_from: Day | None = None
    valid_until: Day | None = None


class DocumentFields(Fields):
    """`COMPANY/DOCUMENT/index.md`."""

    title: Title
    kind: NameField
    edition: EditionFields = EditionFields()
    parts: list[Text] = Field(default_factory=list)
    locations: list[LocationFields] = Field(default_factory=list)
    archives: list[LocatorField] = Field(default_factory=list)
    one_edition: list[Text] = Field(default_factory=list)
    attribution: Text = ""


class DateFields(Fields):
    """A date that a text states, with its words, or that a source reports."""

    kind: Literal["effective", "revised", "announced"]
    date: Day | None = None
    words: Text = ""
    side: SideField = "after"
    source: SourceRef | None = None


class ClaimFields(Fields):
    """One cell of the matrix."""

    right: Literal[RIGHTS]  # type: ignore[valid-type]
    over: Literal[OBJECTS]  # type: ignore[valid-type]
    state: Literal[STATES]  # type: ignore[valid-type]
    quote: NameField
    force: Literal["in-force", "announced"] = "in-force"
    supersedes: Text = ""


class NoticeFields(Fields):
    """How users were told, or where one looked."""

    how: Text = ""
    when: Text = ""
    source: SourceRef | None = None
    looked: Text = ""


class AskedFields(Fields):
    """That the company was asked."""

    date: Day
    how: Text


class ResponseFields(Fields):
    """What the company replied."""

    date: Day
    words: Text
    by: Text = ""
    source: SourceRef | None = None


class CorrectionFields(Fields):
    """What a page said and says now."""

    date: Day
    kind: Literal["factual", "quotation", "date", "wording"]
    was: Text
    now: Text


class UpdateFields(Fields):
    """What was added later."""

    date: Day
    what: Text


class ReviewFields(Fields):
    """A real person read the note against the redline."""

    by: Text
    date: Day


class WitnessFields(Fields):
    """Another archive that holds the same words."""

    archive: Text
    at: Ref
    side: SideField
    sha256: Sha256
    locator: LocatorField
    quote: NameField = ""


class ChangeFields(Fields):
    """`COMPANY/DOCUMENT/DAY.md`."""

    title: Title
    summary: Text
    before: Ref
    after: Ref
    topics: list[NameField]
    authors: Annotated[list[Text], Field(min_length=1)]
    published: Day
    status: Literal["published", "draft", "withdrawn"] = "published"
    dates: list[DateFields] = Field(default_factory=list)
    claims: list[ClaimFields] = Field(default_factory=list)
    notice: list[NoticeFields] = Field(default_factory=list)
    asked: AskedFields | None = None
    responses: list[ResponseFields] = Field(default_factory=list)
    corrections: list[CorrectionFields] = Field(default_factory=list)
    updates: list[UpdateFields] = Field(default_factory=list)
    reviewed: ReviewFields | None = None
    drafted_with: Text = ""
    witnesses: list[WitnessFields] = Field(default_factory=list)
    aliases: list[Text] = Field(default_factory=list)
    sources: SourcesField = Field(default_factory=dict)
    translations: dict[str, Text] = Field(default_factory=dict)
    elisions_reviewed: list[NameField] = Field(default_factory=list)


class TopicFields(Fields):
    """`topics/TOPIC.md`."""

    title: Title
    definition: Text
    phrases: list[Text] = Field(default_factory=list)


class StoryFields(Fields):
    """`stories/STORY.md`."""

    title: Title
    summary: Text
    authors: Annotated[list[Text], Field(min_length=1)]
    published: Day
    status: Literal["published", "draft"] = "published"
    changes: list[Text] = Field(default_factory=list)
    topics: list[NameField] = Field(default_factory=list)
    drafted_with: Text = ""
    reviewed: ReviewFields | None = None
    corrections: list[CorrectionFields] = Field(default_factory=list)
    updates: list[UpdateFields] = Field(default_factory=list)
    sources: SourcesField = Field(default_factory=dict)


class PageFields(Fields):
    """A plain page of the report's own words."""

    title: Title
    summary: Text = ""


KINDS: dict[str, type[Fields]] = {
    "report": ReportFields,
    "company": CompanyFields,
    "document": DocumentFields,
    "change": ChangeFields,
    "topic": TopicFields,
    "story": StoryFields,
    "page": PageFields,
}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    return KINDS[kind].model_json_schema(by_alias=True)


def schema_json() -> str:
    """All kinds in one JSON Schema document: ``$defs`` by kind."""
    definitions: dict[str, Any] = {}
    for kind, model in KINDS.items():
        schema = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[kind] = schema
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Smallprint content",
        "description": "Front matter of content files, by kind; see docs/content-guide.md.",
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, default=str) + "\n"
