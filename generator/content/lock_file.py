"""The lock of a change as text: JSON, a passage or quotation a line, in a fixed order, so that a diff says what moved."""

import json
from datetime import datetime
from typing import Any

from generator.model.captures import Side
from generator.model.counts import CountKind
from generator.model.digests import Digest, parse_digest, spell_digest
from generator.model.lock import (
    LATER_STATES,
    STANDS_STATES,
    ChangeLock,
    Interval,
    Later,
    LeadIn,
    Life,
    LockedCount,
    LockedDate,
    LockedPassage,
    LockedQuotation,
    LockedSearch,
    Said,
)
from generator.model.problems import Problem, SourcePos
from generator.model.times import parse_time, spell_time

VERSION = "lock-2"
_READ = ("lock-1", VERSION)  # lock-1 says nothing of what became of words


class _Unreadable(ValueError):
    """A line of a lock that does not say what it must."""


def spell_lock(lock: ChangeLock) -> str:
    """The text of a lock file. Passages stand by side and as `make_lock` ordered them; `parse_lock` gives the same lock."""
    lines = ["{", f'"lock": {_json(VERSION)},', f'"change": {_json(lock.change)},', '"passages": [']
    lines += _joined([_passage_record(p) for p in lock.passages])
    lines += ["],", '"quotations": [']
    lines += _joined([_quotation_record(q) for q in lock.quotations])
    lines += ["],", '"dates": [']
    lines += _joined([_date_record(d) for d in lock.dates])
    lines += ["],"]
    if lock.searches:
        lines += ['"searches": [', *_joined([_search_record(s) for s in lock.searches]), "],"]
    if lock.counts:
        lines += ['"counts": [', *_joined([_count_record(c) for c in lock.counts]), "],"]
    if lock.readers:
        lines += [f'"readers": {_json({side.value: name for side, name in lock.readers})},']
    lines += ['"redirects": {']
    redirects = [f"{_json(old)}: {_json(new)}" for old, new in lock.redirects]
    lines += [line + ("," if n + 1 < len(redirects) else "") for n, line in enumerate(redirects)]
    lines += ["}", "}"]
    return "\n".join(lines) + "\n"


def parse_lock(text: str, path: str) -> tuple[ChangeLock | None, tuple[Problem, ...]]:
    """A lock file's lock, or None and why it cannot be read, at its line."""
    lines = text.split("\n")

    def wrong(message: str, line: int, column: int = 1) -> tuple[None, tuple[Problem, ...]]:
        problem = Problem(
            code="bad-lock",
            message=message,
            where=SourcePos(path=path, line=line, column=column),
            hint="locks are written by `lock`; take the last published one from git and run `lock` again",
        )
        return None, (problem,)

    if conflict := next((n for n, x in enumerate(lines, 1) if x.startswith(("<<<<<<<", ">>>>>>>"))), 0):
        return wrong("an unresolved merge conflict", conflict)
    try:
        record = json.loads(text)
    except ValueError as error:
        at = error if isinstance(error, json.JSONDecodeError) else None
        return wrong("not a lock file", at.lineno if at else 1, at.colno if at else 1)
    except RecursionError:
        return wrong("not a lock file", 1)
    if not isinstance(record, dict) or record.get("lock") not in _READ:
        return wrong(f"this is not a lock of the kind {VERSION}", 1)
    passages: list[LockedPassage] = []
    quotations: list[LockedQuotation] = []
    try:
        passages.extend(_parse_passage(entry) for entry in _records(record, "passages"))
        quotations.extend(_parse_quotation(entry) for entry in _records(record, "quotations"))
        dates = tuple(_parse_date(entry) for entry in _records(record, "dates"))
        searches = tuple(_parse_search(entry) for entry in _records(record, "searches"))
        counts = tuple(_parse_count(entry) for entry in _records(record, "counts"))
        redirects = record.get("redirects", {})
        if not isinstance(redirects, dict) or not all(isinstance(v, str) for v in redirects.values()):
            raise _Unreadable("redirects are pairs of addresses, old to new")
        readers = _parse_readers(record.get("readers", {}))
        change = _word(record, "change")
    except _Unreadable as error:
        line = _line_of(lines, len(passages), '{"id":') if not quotations else 0
        return wrong(str(error), line or _line_of(lines, len(quotations), '{"name":') or 1)
    lock = ChangeLock(
        change=change,
        dates=dates,
        searches=searches,
        counts=counts,
        passages=tuple(passages),
        quotations=tuple(quotations),
        redirects=tuple(sorted(redirects.items())),
        readers=readers,
        made_by=record["lock"],
    )
    return lock, ()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(records: list[dict[str, Any]]) -> list[str]:
    return [_json(r) + ("," if n + 1 < len(records) else "") for n, r in enumerate(records)]


def _passage_record(passage: LockedPassage) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": passage.id,
        "side": passage.side.value,
        "capture": spell_digest(passage.capture),
        "words": passage.words,
        "label": passage.label,
    }
    if passage.of != 1:
        record["window"] = f"{passage.nth}/{passage.of}"
    if passage.code:
        record["code"] = passage.code
    return record


def _quotation_record(quotation: LockedQuotation) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": quotation.name,
        "passage": quotation.passage,
        "digest": spell_digest(quotation.digest),
        "clause": quotation.clause,
        "said": quotation.said.value,
        "code": quotation.code,
    }
    if quotation.lead_in is not None:
        around = quotation.lead_in
        record["lead-in"] = _lead_in_record(around)
    if quotation.life:
        record["life"] = _life_record(quotation.life)
    if quotation.witnesses:
        record["witnesses"] = [_life_record(w) for w in quotation.witnesses]
    if quotation.later is not None:
        record["later"] = [_later_record(one) for one in quotation.later]
    if quotation.stands is not None:
        record["stands"] = [_later_record(one) for one in quotation.stands]
    return record


def _lead_in_record(around: LeadIn) -> dict[str, str]:
    told = {"lead": around.lead, "before": around.before, "after": around.after}
    return {key: words for key, words in told.items() if words}


def _later_record(later: Later) -> dict[str, Any]:
    record: dict[str, Any] = {
        "state": later.state,
        "at": spell_time(later.at),
        "archive": later.archive,
        "capture": spell_digest(later.capture),
    }
    if later.clause:
        record["clause"] = later.clause
    if later.was:
        record["was"] = later.was
    if later.words:
        record["words"] = later.words
    if later.around is not None:
        record["lead-in"] = _lead_in_record(later.around)
    if later.lost:
        record["lost"] = list(later.lost)
    if later.added:
        record["added"] = list(later.added)
    if later.last is not None:
        record["last"] = spell_time(later.last)
    return record


def _date_record(date: LockedDate) -> dict[str, Any]:
    return {"kind": date.kind, "side": date.side.value, "digest": spell_digest(date.digest)}


def _search_record(search: LockedSearch) -> dict[str, Any]:
    return {"phrase": search.phrase, "in": search.place, "found": search.found}


def _count_record(count: LockedCount) -> dict[str, Any]:
    record: dict[str, Any] = {"count": count.kind.value, "found": count.found}
    told = {"from": count.first, "to": count.last, "archive": count.archive, "as": count.judged}
    record |= {key: words for key, words in told.items() if words}
    return record | ({"list": list(count.captures)} if count.captures else {})


def _life_record(life: Life) -> dict[str, Any]:
    return {
        "archive": life.archive,
        "own": life.own,
        "listed": life.listed,
        "read": life.read,
        "left-out": life.left_out,
        "intervals": [
            [i.present, spell_time(i.first), spell_time(i.last), i.captures] for i in life.intervals
        ],
    }


def _records(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise _Unreadable(f"{key} is not a list of records")
    return value


def _word(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise _Unreadable(f"{key} is missing")
    return value


def _number(record: dict[str, Any], key: str) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Unreadable(f"{key} is missing")
    return value


def _digest(record: dict[str, Any], key: str) -> Digest:
    digest = parse_digest(_word(record, key))
    if digest is None:
        raise _Unreadable(f"{key} is not a SHA-256")
    return digest


def _parse_readers(value: Any) -> tuple[tuple[Side, str], ...]:
    """What read the sides; a lock of Markdown captures, and one of before this was kept, has no such entry."""
    if not isinstance(value, dict) or not all(
        side in set(Side) and isinstance(name, str) for side, name in value.items()
    ):
        raise _Unreadable("readers are names by side")
    return tuple((side, value[side]) for side in Side if side in value)


def _parse_passage(record: dict[str, Any]) -> LockedPassage:
    side = _word(record, "side")
    if side not in set(Side) or not _word(record, "id").startswith(f"{side[0]}-"):
        raise _Unreadable(f"{record.get('id')} does not fit the side {side!r}")
    nth, _, of = str(record.get("window", "1/1")).partition("/")
    if not (nth.isdecimal() and of.isdecimal() and 1 <= int(nth) <= int(of)):
        raise _Unreadable("window is not a place among many")
    return LockedPassage(
        id=_word(record, "id"),
        side=Side(side),
        capture=_digest(record, "capture"),
        words=_number(record, "words"),
        label=_word(record, "label"),
        nth=int(nth),
        of=int(of),
        code=str(record.get("code", "")),
    )


def _parse_date(record: dict[str, Any]) -> LockedDate:
    side = _word(record, "side")
    if side not in set(Side):
        raise _Unreadable(f"{side!r} is no side")
    return LockedDate(kind=_word(record, "kind"), side=Side(side), digest=_digest(record, "digest"))


def _parse_search(record: dict[str, Any]) -> LockedSearch:
    place = _word(record, "in")
    if place not in set(Side) and parse_time(place) is None:
        raise _Unreadable(f"{place!r} is no place to search")
    return LockedSearch(phrase=_word(record, "phrase"), place=place, found=_word(record, "found"))


def _parse_count(record: dict[str, Any]) -> LockedCount:
    return LockedCount(
        kind=CountKind(_one_of(record, "count", frozenset(kind.value for kind in CountKind))),
        found=_word(record, "found"),
        first=str(record.get("from", "")),
        last=str(record.get("to", "")),
        archive=str(record.get("archive", "")),
        judged=str(record.get("as", "")),
        captures=_parse_words(record.get("list", [])),
    )


def _parse_quotation(record: dict[str, Any]) -> LockedQuotation:
    said = _word(record, "said")
    if said not in set(Said):
        raise _Unreadable(f"{said!r} is nothing that a redline says")
    life = record.get("life")
    return LockedQuotation(
        name=_word(record, "name"),
        passage=_word(record, "passage"),
        digest=_digest(record, "digest"),
        clause=_word(record, "clause"),
        said=Said(said),
        code=_word(record, "code"),
        life=_parse_life(life) if life is not None else None,
        witnesses=tuple(_parse_life(w) for w in record.get("witnesses", [])),
        lead_in=_parse_lead_in(record["lead-in"]) if "lead-in" in record else None,
        later=_parse_states(record["later"], LATER_STATES) if "later" in record else None,
        stands=_parse_states(record["stands"], STANDS_STATES) if "stands" in record else None,
    )


def _parse_states(value: Any, states: frozenset[str]) -> tuple[Later, ...]:
    """What became of the words, or how they stand; a lock of before this was kept has no such entry."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise _Unreadable("later and stands are lists of records")
    return tuple(
        Later(
            state=_one_of(entry, "state", states),
            at=_time(entry.get("at")),
            capture=_digest(entry, "capture"),
            archive=_word(entry, "archive"),
            clause=str(entry.get("clause", "")),
            words=str(entry.get("words", "")),
            around=_parse_lead_in(entry["lead-in"]) if "lead-in" in entry else None,
            lost=_parse_words(entry.get("lost", [])),
            added=_parse_words(entry.get("added", [])),
            last=_time(entry["last"]) if "last" in entry else None,
            was=str(entry.get("was", "")),
        )
        for entry in value
    )


def _one_of(record: dict[str, Any], key: str, names: frozenset[str]) -> str:
    value = _word(record, key)
    if value not in names:
        raise _Unreadable(f"{value!r} is none of {', '.join(sorted(names))}")
    return value


def _parse_words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _Unreadable("lost, added and list are lists of words")
    return tuple(value)


def _parse_lead_in(value: Any) -> LeadIn:
    """What governs a quotation; a lock of before this was kept has no such entry."""
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        raise _Unreadable("a lead-in is lead, before and after, as words")
    return LeadIn(lead=value.get("lead", ""), before=value.get("before", ""), after=value.get("after", ""))


def _parse_life(record: Any) -> Life:
    if not isinstance(record, dict) or not isinstance(record.get("intervals"), list):
        raise _Unreadable("a life without intervals")
    intervals = tuple(_parse_interval(i) for i in record["intervals"])
    own = _number(record, "own")
    if not -1 <= own < len(intervals):
        raise _Unreadable("own names no interval")
    return Life(
        archive=_word(record, "archive"),
        intervals=intervals,
        own=own,
        listed=_number(record, "listed"),
        read=_number(record, "read"),
        left_out=record.get("left-out", 0),
    )


def _parse_interval(value: Any) -> Interval:
    if not isinstance(value, list) or len(value) != 4 or not isinstance(value[0], bool):
        raise _Unreadable("an interval is [present, first, last, captures]")
    first, last = _time(value[1]), _time(value[2])
    if not isinstance(value[3], int):
        raise _Unreadable("an interval is [present, first, last, captures]")
    return Interval(present=value[0], first=first, last=last, captures=value[3])


def _time(value: Any) -> datetime:
    at = parse_time(value) if isinstance(value, str) else None
    if at is None:
        raise _Unreadable(f"{value!r} is not a time")
    return at


def _line_of(lines: list[str], index: int, opening: str) -> int:
    """The line of the record with this index among those that begin so."""
    found = [n for n, line in enumerate(lines, 1) if line.startswith(opening)]
    return found[index] if index < len(found) else 0
