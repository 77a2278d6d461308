"""Jobs for the pool: top-level functions that take and return plain values. They read evidence, call pure code, and hand
findings back as Problems; nothing is written, logged or raised across the border."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.model.captures import Capture, Side
from generator.model.digests import Digest, spell_digest
from generator.model.errors import GeneratorError, Unreadable
from generator.model.policy import PolicyText
from generator.model.problems import Problem, SourcePos
from generator.model.redline import RedlineOptions
from generator.model.results import Compared
from generator.model.text import Text


class Evidence(Protocol):
    """Where captures are read from: `generator.store.evidence_store.EvidenceStore`. Must pickle."""

    def find_bytes(self, digest: Digest) -> bytes | None:
        """The bytes with this digest, verified; None where no folder holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOrder:
    """One capture and how its text is to be taken."""

    digest: Digest
    media_type: str = "text/markdown"
    charset: str = ""
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineOrder:
    """Two captures to compare. `where` is the change's place in its file, for findings; it is not part of the key."""

    before: TextOrder
    after: TextOrder
    options: RedlineOptions = RedlineOptions()
    where: SourcePos


def redline_job(order: RedlineOrder, evidence: Evidence) -> Compared | Problem:
    """Read both captures, take their texts, compare them.

    A fault of ours that one pair of texts brings to light is told at that pair's place; the other pairs go on.
    """
    try:
        return _compare(order, evidence)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return Problem(
            code="comparison-failed",
            message=f"{type(error).__name__}: {error} (in {at.name}, {Path(at.filename).name}:{at.lineno})",
            where=order.where,
            hint="this is a fault of the generator; please report it with the digests of both captures",
        )


def text_job(order: TextOrder, evidence: Evidence, where: SourcePos) -> Text | None:
    """The text of one capture; None where it is out of reach or cannot be read."""
    from generator.extract import text_of

    policy = read_policy(order, evidence, Side.BEFORE, where)
    return None if isinstance(policy, Problem) else text_of(policy)


def _compare(order: RedlineOrder, evidence: Evidence) -> Compared | Problem:
    from generator.compare import redline  # where nothing is compared, none of this is needed
    from generator.extract import text_of

    before = read_policy(order.before, evidence, Side.BEFORE, order.where)
    if isinstance(before, Problem):
        return before
    after = read_policy(order.after, evidence, Side.AFTER, order.where)
    if isinstance(after, Problem):
        return after
    sides = text_of(before), text_of(after)
    return Compared(before=sides[0], after=sides[1], redline=redline(*sides, order.options))


def read_policy(order: TextOrder, evidence: Evidence, side: Side, where: SourcePos) -> PolicyText | Problem:
    """The policy text of one capture, or what stands in the way."""
    from generator.extract import extract_policy

    try:
        body = evidence.find_bytes(order.digest)
    except GeneratorError as error:
        return Problem(
            code="wrong-bytes", message=str(error), where=where, hint="delete that file and fetch again"
        )
    if body is None:
        return Problem(
            code="capture-missing",
            message=f'capture "{side}" {spell_digest(order.digest)} is in no store or mirror',
            where=where,
            hint="run `fetch`, or name a folder that holds it with --mirror",
        )
    capture = Capture(sha256=order.digest, body=body, media_type=order.media_type, charset=order.charset)
    try:
        return extract_policy(capture, select=order.select, remove=order.remove, language=order.language)
    except Unreadable as error:
        return Problem(
            code="capture-unreadable",
            message=f'capture "{side}" {spell_digest(order.digest)}: {error}',
            where=where,
            hint="compare another capture; what was not read is neither removed nor unchanged",
        )
