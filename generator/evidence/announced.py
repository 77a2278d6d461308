"""Claims that say "announced" after their day: a later capture shows whether the words came into force. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from generator.evidence.following import follow
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status
from generator.model.evidence import ChangeEvidence
from generator.model.problems import Problem, Severity
from generator.model.times import spell_time


def announced_past(catalog: Catalog, evidence: Mapping[str, ChangeEvidence]) -> Iterator[Problem]:
    """A warning for each claim whose words were announced for a day on or after which a capture was read."""
    for change in catalog.changes:
        found = evidence.get(change.key)
        if found is None or change.status is not Status.PUBLISHED:
            continue
        quotations = {q.mark.name: q for q in found.quotations}
        for claim in change.claims:
            quotation = quotations.get(claim.quote)
            if claim.force != "announced" or quotation is None:
                continue
            coming = effective_after(change, quotation.mark.side)
            followed = follow(quotation, catalog, change)
            life = followed.life if followed else quotation.life
            if coming is None or life is None or life.newest is None or life.newest.date() < coming:
                continue
            stand = "has" if life.intervals[-1].present else "lacks"
            yield Problem(
                code="announced-past",
                message=f"{claim.quote!r} is claimed as announced for {coming}, and the capture of "
                f"{spell_time(life.newest)} {stand} the words",
                where=claim.where,
                severity=Severity.WARNING,
                hint="take `force: announced` away, or say in a later claim what came of it",
            )


def effective_after(change: Change, side: Side) -> date | None:
    """The day after the capture on which its text says that it takes effect, the first where it names several."""
    captured = (change.before if side is Side.BEFORE else change.after).at.date()
    days = [d.on for d in change.dates if d.kind == "effective" and d.side is side and d.on]
    return min((day for day in days if day > captured), default=None)
