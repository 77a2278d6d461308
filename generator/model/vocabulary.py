"""The vocabulary of a report (`content/vocabulary.yaml`): what its claims are about, what terms may say of it, and its nouns.

A stem of `words` is a word or phrase, in any case of letters; `*` at its beginning or end stands for further letters.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from generator.model.problems import SourcePos


class Sign(StrEnum):
    """How the square of a state is drawn."""

    FULL = "full"
    HALF = "half"
    DOT = "dot"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What a claim is about: a column of the matrix. `stated` ones are not allowed by terms but said."""

    key: str
    label: str
    words: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKind:
    """Over which data. `few-names` says that the words listed are all there are, so that others in their place are told."""

    key: str
    label: str
    words: tuple[str, ...] = ()
    few_names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimState:
    """What the terms say of a right. `stated` is its label for a right that terms state, `key_label` that of the key of signs."""

    key: str
    label: str
    sign: Sign
    stated: str = ""
    key_label: str = ""
    words: tuple[str, ...] = ()
    can_refuse: bool = False  # a reader can say no
    rules_out: bool = False  # terms promise not to


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What the interface calls a thing: one of them, several, and one with its article."""

    one: str
    many: str
    a: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """The nouns that differ from report to report, in its own language."""

    company: Noun = Noun(one="company", many="companies", a="a company")
    document: Noun = Noun(one="document", many="documents", a="a document")
    service: Noun = Noun(one="service", many="services", a="a service")
    terms: Noun = Noun(one="terms", many="terms", a="terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeQuestion:
    """The question of the matrix that the home page answers by name. Data in order: where a company has several, the first."""

    title: str
    right: str
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All of it, each list in the order in which pages show it."""

    about: str = ""  # what the matrix is about, in a sentence
    today: str = ""  # heading of what holds today, on the page of a company
    rights: tuple[Right, ...] = ()
    data: tuple[DataKind, ...] = ()
    states: tuple[ClaimState, ...] = ()
    nouns: Nouns = Nouns()
    home: HomeQuestion | None = None
    where: SourcePos

    def right(self, key: str) -> Right | None:
        return next((each for each in self.rights if each.key == key), None)

    def data_kind(self, key: str) -> DataKind | None:
        return next((each for each in self.data if each.key == key), None)

    def state(self, key: str) -> ClaimState | None:
        return next((each for each in self.states if each.key == key), None)

    def state_label(self, right: str, state: str) -> str:
        """What the terms say of a right, in words."""
        known, about = self.state(state), self.right(right)
        if known is None:
            return state
        return known.stated if known.stated and about is not None and about.stated else known.label


NO_VOCABULARY = Vocabulary(where=SourcePos(path="vocabulary.yaml"))


def pattern_of(stems: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of the stems; None where there are none. Scripts without spaces between words have no ends of words."""
    return re.compile("|".join(_spelt(stem) for stem in stems), re.IGNORECASE) if stems else None


def _spelt(stem: str) -> str:
    bare = " ".join(stem.strip("*").split())
    start = r"\b" if bare[:1].isascii() and bare[:1].isalnum() and not stem.startswith("*") else ""
    end = r"\b" if bare[-1:].isascii() and bare[-1:].isalnum() and not stem.endswith("*") else ""
    return start + re.escape(bare) + end
