"""The one schema of content: the records of `generator.model.catalog`, read from front matter and exported as JSON Schema.

A field of a record is a key of front matter: hyphens for underscores, `date` for `on`, required where it has no default, and read
by its type. Only what the types do not say stands here, in `READ`: which texts are addresses, names or titles, and which words a
text may be. Errors carry a stable code and become problems at file, line and column in `content/validate.py`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import EnumType
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    create_model,
)

from generator.content.fields import (
    BaseUrl,
    Day,
    LanguageField,
    LocationUrl,
    LocatorField,
    NameField,
    OptionalUrl,
    ReadField,
    Ref,
    RepositoryUrl,
    Sha256,
    Text,
    Title,
    Url,
    When,
    YesNo,
)
from generator.model.captures import CaptureRef
from generator.model.catalog import (
    Asked,
    Change,
    Claim,
    Company,
    Correction,
    Document,
    Edition,
    Licences,
    Location,
    Meaning,
    Name,
    Notice,
    Page,
    Person,
    Report,
    Response,
    Review,
    Searched,
    Source,
    StatedDate,
    Status,
    Story,
    Topic,
    Update,
    Witness,
)
from generator.model.counts import Counted
from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.vocabulary import ClaimState, DataKind, HomeQuestion, Noun, Nouns, Right, Vocabulary


class Fields(BaseModel):
    """The keys of a record as read: with hyphens, no unknown ones. `record` is the class that they make."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: "date" if name == "on" else name.rstrip("_").replace("_", "-"),
        arbitrary_types_allowed=True,
        defer_build=True,  # a schema is made when the first file of its kind is read
    )
    record: ClassVar[type]


def _source_kind(value: Any) -> str:
    return "key" if isinstance(value, str) else "whole"


def _sources_kind(value: Any) -> str:
    return "list" if isinstance(value, list) else "mapping"


def _name_kind(value: Any) -> str:
    return "word" if isinstance(value, str) else "dated"


def words_of(kind: Any, *words: str) -> Any:
    """Members of an enumeration by their words."""

    # Not the class itself: since Python 3.12 its signature is `(*values)`, which pydantic does not take for a validator's.
    def member(word: str) -> Any:
        return kind(word)

    return Annotated[Literal[tuple(str(word) for word in words)], AfterValidator(member)]


def source_reference(source: Any) -> Any:
    """A source written whole, or the key of one under `sources`."""
    return Annotated[
        Annotated[source, Tag("whole")] | Annotated[Text, Tag("key")], Discriminator(_source_kind)
    ]


def source_list(source: Any) -> Any:
    """Sources under keys of the author's, or one after the other."""
    return Annotated[
        Annotated[dict[str, source], Tag("mapping")] | Annotated[list[source], Tag("list")],
        Discriminator(_sources_kind),
    ]


def dated_name(name: Any) -> Any:
    """A name with its first day, or the name alone."""
    return Annotated[Annotated[name, Tag("dated")] | Annotated[Text, Tag("word")], Discriminator(_name_kind)]


# What no front matter says: the place of a file, its body, and what is found in them, tell it.
_NOT_WRITTEN = frozenset(
    "key slug company document captures body body_line quotations source_digest declined where".split()
)
_BY_TYPE: dict[Any, Any] = {
    str: Text, date: Day, bool: YesNo, CaptureRef: Ref, Locator: LocatorField, Digest: Sha256,
}  # fmt: skip
_REQUIRED: Any = ...
_NAMES = tuple[NameField, ...]
_SOME_NAMES = Annotated[list[NameField], Field(min_length=1)]
_SOME_TEXTS = Annotated[
    list[Text], Field(min_length=1)
]  # a tuple would be called too short for each item that is wrong

_TEXTS = tuple[Text, ...]
_DATED_NAMES: Any = tuple[dated_name(Name), ...]  # type: ignore[misc]

# How a field is read where its type does not say it; with `_REQUIRED` beside it, the key must be there whatever the default.
# A name that is no field of the record is a key that `content/records.py` reads itself.
READ: dict[type, dict[str, Any]] = {
    Source: {"url": Url, "published": When, "read": ReadField, "read_at": OptionalUrl, "archived": OptionalUrl},
    Person: {"url": OptionalUrl},
    Licences: {},
    Report: {
        "title": Title, "base_url": BaseUrl, "repository": RepositoryUrl, "lead_story": NameField, "language": LanguageField,
        "people": (dict[str, Person], _REQUIRED),
    },
    Name: {},
    Company: {"name": Title, "website": OptionalUrl, "names": _DATED_NAMES},
    Edition: {},
    Location: {"url": (LocationUrl, _REQUIRED)},
    Document: {"title": Title, "kind": (NameField, _REQUIRED)},
    StatedDate: {"kind": Literal["effective", "revised", "announced"]},
    Claim: {
        "right": NameField, "over": NameField, "state": NameField, "quote": NameField,
        "also": (_NAMES, ()), "force": Literal["in-force", "announced"],
    },
    Searched: {},
    Counted: {},
    Meaning: {"quotes": (_SOME_NAMES, _REQUIRED), "refuse": NameField},
    Notice: {},
    Asked: {},
    Response: {},
    Correction: {"kind": Literal["factual", "quotation", "date", "wording"]},
    Update: {},
    Review: {},
    Witness: {"quote": NameField},
    Change: {
        "title": Title, "topics": (_NAMES, _REQUIRED), "authors": (_SOME_TEXTS, _REQUIRED),
        "sources": (source_list(Source), {}), "translations": (dict[str, Text], {}), "elisions_reviewed": (_NAMES, ()),
        "card": NameField,
    },
    Topic: {"title": Title},
    Story: {
        "title": Title, "authors": (_SOME_TEXTS, _REQUIRED), "status": words_of(Status, Status.PUBLISHED, Status.DRAFT), "topics": _NAMES,
        "sources": (source_list(Source), {}),
    },
    Page: {"title": Title},
    Right: {"words": _TEXTS},
    DataKind: {"words": _TEXTS},
    ClaimState: {"words": _TEXTS},
    Noun: {},
    Nouns: {"company": Noun, "document": Noun},
    HomeQuestion: {"right": NameField, "data": (_SOME_NAMES, _REQUIRED)},
    Vocabulary: {
        "rights": (dict[NameField, Right], _REQUIRED), "data": (dict[NameField, DataKind], _REQUIRED),
        "states": (dict[NameField, ClaimState], _REQUIRED), "home": HomeQuestion | None,
    },
}  # fmt: skip


def _schema_classes() -> dict[type, type[Fields]]:
    """A schema class for each record, those that others hold first, as `READ` has them."""
    made: dict[type, type[Fields]] = {}
    for record in READ:
        shape = create_model(
            f"{record.__name__}Fields",
            __base__=Fields,
            __doc__=_first_sentence(record.__doc__ or ""),
            __module__=__name__,
            **dict(_keys_of(record, made)),
        )
        shape.record = record
        made[record] = shape
    return made


def _keys_of(record: type, made: dict[type, type[Fields]]) -> Iterator[tuple[str, Any]]:
    """The keys of a record in the order of its fields, each with how it is read and its default."""
    types, special = get_type_hints(record), READ[record]
    known = {field.name: field for field in fields(record)}
    for name in dict.fromkeys((*known, *special)):
        read = special.get(name, types.get(name))
        if name in _NOT_WRITTEN and name not in special:
            continue
        read, default = read if isinstance(read, tuple) else (read, known[name].default)
        yield name, (_reading(read, made), _default(default, made))


def _reading(kind: Any, made: dict[type, type[Fields]]) -> Any:
    """How a value of a type is read: by the schema class of a record, the words of an enumeration, the table of types."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind == Source | None:
        return source_reference(made[Source]) | None
    if kind in made:
        return made[kind]
    if isinstance(kind, EnumType):
        return words_of(kind, *kind)
    if origin is Annotated and any(isinstance(each, BeforeValidator) for each in inside[1:]):
        return kind  # it says itself how it is read
    if origin is Annotated:
        return Annotated[_reading(inside[0], made), *kind.__metadata__]
    if origin in (Union, UnionType):
        return Union[*(_reading(each, made) for each in inside)]
    if origin in (tuple, list):
        return origin[*(_reading(each, made) for each in inside)]
    if origin is dict:
        return dict[inside[0], _reading(inside[1], made)]  # type: ignore[valid-type, misc]
    return _BY_TYPE.get(kind, kind)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(text.split()), maxsplit=1)[0]


def _default(value: Any, made: dict[type, type[Fields]]) -> Any:
    if value is MISSING:
        return ...
    if is_dataclass(value):
        said = {f.name: given for f in fields(value) if (given := getattr(value, f.name)) != f.default}
        return made[type(value)](**{name: _default(given, made) for name, given in said.items()})
    if value == () or value == {}:
        return Field(default_factory=type(value))
    return value


_CLASSES = _schema_classes()
KINDS: dict[str, type[Fields]] = {
    record.__name__.lower(): _CLASSES[record]
    for record in (Report, Company, Document, Change, Topic, Story, Page, Vocabulary)
}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    return KINDS[kind].model_json_schema(by_alias=True)


def schema_json(vocabulary: Vocabulary | None = None) -> str:
    """All kinds in one JSON Schema document: ``$defs`` by kind. With a vocabulary, claims take its words and no others."""
    definitions: dict[str, Any] = {}
    for kind, model in KINDS.items():
        schema = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[kind] = schema
    if vocabulary is not None:
        _name_words(definitions["ClaimFields"]["properties"], vocabulary)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Smallprint content",
        "description": "Front matter of content files, by kind; see docs/content-guide.md.",
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, default=str) + "\n"


def _name_words(claim: dict[str, Any], vocabulary: Vocabulary) -> None:
    """Editors complete the report's own rights, kinds of data and states, each with its label."""
    for key, words in (("right", vocabulary.rights), ("over", vocabulary.data), ("state", vocabulary.states)):
        if words:
            labels = [word.label for word in words]
            claim[key] |= {"enum": [word.key for word in words], "enumDescriptions": labels}
