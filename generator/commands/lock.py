"""``lock``: write down addresses and quotations as they will be published. Nothing else writes a lock.

The second reading of a note follows where only letters were mended.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.commands.completeness import UNLOCKED
from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.make import Whole, make_evidence, open_memo
from generator.commands.meant import unknown_change
from generator.commands.project import Project
from generator.content.letters import known_words
from generator.content.lock_file import spell_lock
from generator.content.review import review_path
from generator.content.review_follow import followed
from generator.content.review_scaffold import review_skeleton
from generator.model.catalog import Catalog, Change
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, Severity
from generator.model.reporting import Reporter
from generator.store.writing import write_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What was written, what was not and why."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    out_of_reach: int = 0

    @property
    def exit_code(self) -> int:
        if any(p.severity is Severity.ERROR for p in self.problems):
            return PROBLEMS
        return UNAVAILABLE if self.out_of_reach else FINE


def write_locks(
    project: Project, keys: Sequence[str], reporter: Reporter, *, reading: bool = False
) -> Locked:
    """Write the lock of each change named (all, where none is); one with problems keeps the lock it has.

    `reading`: begin the second readings that are missing.
    """
    with open_memo(project, reporter) as memo:
        whole, locks = make_evidence(project, memo, reporter, lambda change: not keys or change.key in keys)
    unknown = [key for key in keys if whole.catalog.change(key) is None]
    if unknown:
        raise unknown_change(whole.catalog, unknown[0])
    known = known_words(note.body for note in whole.catalog.changes)
    lines: list[str] = []
    problems: list[Problem] = []
    unreached = 0
    for change in whole.catalog.changes:
        if keys and change.key not in keys:
            continue
        wrong = _problems_of(whole, change)
        evidence = whole.evidence.get(change.key)
        if wrong:
            problems.extend(wrong)
            lines.append(f"{change.key}: not written, {len(wrong)} problems")
        elif evidence is None or not evidence.complete or change.key not in locks:
            unreached += 1
            lines.append(f"{change.key}: not written, its captures are out of reach")
        else:
            lines.append(_write(project, whole.catalog, change, locks[change.key]))
        lines += _follow(project, change, known)
        lines += _begin_reading(project, change) if reading else []
    return Locked(lines=tuple(lines), problems=tuple(problems), out_of_reach=unreached)


def _begin_reading(project: Project, change: Change) -> list[str]:
    """Write the skeleton of a note's second reading where there is none; names what was written."""
    path = review_path(change)
    file = project.content.resolve().parent / path
    if file.exists():
        return [f"{path}: is there already"]
    write_text(file, review_skeleton(change))
    return [f"{path}: begun; say what each sentence rests on"]


def _follow(project: Project, change: Change, known: frozenset[str]) -> list[str]:
    """Carry the second reading of a note over where only letters were mended; names what was written."""
    path = review_path(change)
    file = project.content.resolve().parent / path
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    now = followed(change, text, known)
    if now == text:
        return []
    write_text(file, now)
    return [f"{path}: spelling carried over from the note"]


def _problems_of(whole: Whole, change: Change) -> list[Problem]:
    """Errors at the change's own file, lock or list of captures, other than that the lock is old or absent."""
    folder = change.where.path.rpartition("/")[0]
    own = {change.where.path, change.where.path.removesuffix(".md") + ".lock", f"{folder}/captures.tsv"}
    return [
        p for p in whole.errors if p.where.path in own and p.code not in UNLOCKED
    ]  # what this command mends


def _write(project: Project, catalog: Catalog, change: Change, lock: ChangeLock) -> str:
    kept = catalog.lock(change.key)
    if kept == lock:
        return f"{change.key}: unchanged"
    write_text(project.content / f"{change.key}.lock", spell_lock(lock))
    new = len({p.id for p in lock.passages} - {p.id for p in kept.passages}) if kept else len(lock.passages)
    return f"{change.key}: {len(lock.passages)} addresses ({new} new), {len(lock.quotations)} quotations"
