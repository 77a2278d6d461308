"""Fill the evidence store with captures that are wanted and not at hand. Digests first, then the store."""

from collections.abc import Iterable, Sequence

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive, archive_for
from generator.commands.project import Project
from generator.model.captures import CaptureRow, FetchOutcome, FetchState
from generator.model.digests import spell_digest
from generator.model.errors import ArchiveError, DigestDiffers, Offline, StoreError, UsageError
from generator.model.reporting import Reporter
from generator.store.evidence_store import EvidenceStore


def fetch_rows(
    project: Project, rows: Sequence[CaptureRow], store: EvidenceStore, reporter: Reporter
) -> tuple[FetchOutcome, ...]:
    """Fetch what no store or mirror holds. Failures are outcomes; a host that does not answer is asked once."""
    archives = open_archives(project.archives, cache=project.cache / "http")
    return fetch_missing(rows, store, archives, reporter)


def fetch_missing(
    rows: Iterable[CaptureRow], store: EvidenceStore, archives: Sequence[Archive], reporter: Reporter
) -> tuple[FetchOutcome, ...]:
    """Fetch each capture that neither store nor mirrors hold; one request a digest. Raises WrongBytes from the store.

    What fails is an outcome, not an exception: the last good evidence stays, and the rest is still fetched.
    """
    wanted = tuple(dict.fromkeys(rows))
    outcomes: list[FetchOutcome] = []
    missing: list[CaptureRow] = []
    for row in wanted:
        if store.has(row.sha256):
            outcomes.append(FetchOutcome(row=row, state=FetchState.HELD))
        else:
            missing.append(row)
    if missing:
        reporter.step(f"Fetching {len(missing)} captures")
    for number, row in enumerate(missing, start=1):
        reporter.progress(number - 1, len(missing), str(row.locator))
        outcomes.append(fetch_one(row, store, archives))
    if missing:
        reporter.progress(len(missing), len(missing))
        _summarise(outcomes, reporter)
    for notice in store.notices:
        reporter.note(notice)
    order = {row: number for number, row in enumerate(wanted)}
    return tuple(sorted(outcomes, key=lambda outcome: order[outcome.row]))


def fetch_one(row: CaptureRow, store: EvidenceStore, archives: Sequence[Archive]) -> FetchOutcome:
    """One capture from its archive into the store, or the reason why not."""
    if store.find_stored(row.sha256) is not None:  # another row of this run brought the same bytes
        return FetchOutcome(row=row, state=FetchState.HELD)
    try:
        archive = archive_for(archives, row.locator)
        got = archive.fetch(row.locator)
        if got.cached and got.sha256 != row.sha256:
            got = archive.fetch(row.locator, fresh=True)
        if got.sha256 != row.sha256:
            raise DigestDiffers(
                f"{row.locator}: the archive gave {spell_digest(got.sha256)}, the list says {spell_digest(row.sha256)}",
                url=got.url, expected=row.sha256, actual=got.sha256,
            )  # fmt: skip
        store.put(row.sha256, got.body)
    except (Offline, UsageError) as error:
        return FetchOutcome(row=row, state=FetchState.SKIPPED, error=type(error).__name__, message=str(error))
    except (ArchiveError, StoreError) as error:
        return FetchOutcome(
            row=row, state=FetchState.FAILED, error=type(error).__name__, message=str(error),
            retry_after=getattr(error, "retry_after", None),
        )  # fmt: skip
    return FetchOutcome(row=row, state=FetchState.FETCHED, charset=got.charset, coding=got.coding)


def _summarise(outcomes: Sequence[FetchOutcome], reporter: Reporter) -> None:
    """Each reason once with how often, so that a dead host is one line and not five hundred."""
    reasons: dict[str, list[str]] = {}
    for outcome in outcomes:
        if not outcome.at_hand:
            reasons.setdefault(outcome.error, []).append(outcome.message)
    for error, messages in sorted(reasons.items()):
        more = f" (and {len(messages) - 1} more of this kind)" if len(messages) > 1 else ""
        reporter.note(f"not fetched, {error}: {messages[0]}{more}")
