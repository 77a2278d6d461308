"""What is remembered of a change and of its pages: records for the rest of the build, and where the bytes lie."""

from dataclasses import dataclass, field

from generator.model.digests import Digest
from generator.model.evidence import Quotation
from generator.model.noticed import Noticed
from generator.model.pages import FileFacts
from generator.model.problems import Problem
from generator.pages.records import ChangeParts, Finds


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A change whose quotations were looked up: what the rest of the build needs of it, short codes not given yet.

    `evidence` is the digest of the whole evidence, which is kept beside this; `shown` that of what pages of the whole site
    may show of it; `compared` that of the comparison, empty where captures are out of reach.
    """

    evidence: Digest
    shown: Digest
    compared: str
    complete: bool
    quotations: tuple[Quotation, ...] = ()
    problems: tuple[Problem, ...] = ()
    noticed: tuple[Noticed, ...] = ()  # in reading both captures


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files of a change, drawn: what is known of each. Their bytes lie one behind the other in a pack of their own.

    `shown` is the digest of `parts`. `finds` is what search finds of the change.
    """

    files: tuple[FileFacts, ...]
    problems: tuple[Problem, ...] = ()
    parts: ChangeParts | None = None
    shown: str = ""
    finds: Finds = field(default_factory=Finds)
