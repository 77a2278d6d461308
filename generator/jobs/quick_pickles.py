"""Pickles of frozen dataclasses with slots, several times faster: made and read without asking for fields.

`dataclasses` gives such a class methods for `pickle` that look up its fields at each object. A build keeps and finds tens of
thousands of values, so the classes that pass by here get methods with their fields looked up once. Blocks and segments, of
which a text has hundreds, are written field by field: one list of all kinds, one of all spans, and so on.
"""

import copyreg
import pickle
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from io import BytesIO
from itertools import repeat
from operator import attrgetter
from typing import Any

from generator.model.policy import Block, PolicyText, Segment, Span
from generator.model.redline import Redline
from generator.model.text import Text

_HOLDERS = frozenset({Text, PolicyText, Redline})  # hold tuples of rows
_ROWS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Span, Block, Segment)
}
_make_anew = vars(copyreg)["__newobj__"]  # which the stubs do not know
_FEWEST = 8  # rows of a tuple that is written field by field

_seen: set[type] = set()  # of this process: classes that were looked at


def quicken(kind: type) -> None:
    """Give a class the quicker methods, where it has those of `dataclasses`; any other class is left as it is."""
    if kind in _seen:
        return
    _seen.add(kind)
    own = vars(kind)
    given = (own.get("__getstate__"), own.get("__setstate__"))
    if any(getattr(method, "__module__", "") != "dataclasses" for method in given):
        return
    names = tuple(field.name for field in fields(kind))
    if not names:
        return
    setters = tuple(getattr(kind, name).__set__ for name in names)
    get = attrgetter(*names)

    def setstate(self: Any, state: list[object]) -> None:
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    def getstate(self: Any) -> list[object]:
        return list(get(self)) if len(names) > 1 else [get(self)]

    for method in (getstate, setstate):
        setattr(kind, f"__{method.__name__}__", method)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """A tuple of rows of one kind, as it is pickled."""

    rows: tuple[Any, ...]

    def __reduce__(self) -> tuple[Callable[..., tuple[Any, ...]], tuple[Any, ...]]:
        return rows_of, _columns(type(self.rows[0]), self.rows)


def _columns(kind: type, rows: Sequence[Any]) -> tuple[Any, ...]:
    columns = []
    for name in _ROWS[kind]:
        column = tuple(map(attrgetter(name), rows))
        columns.append(_columns(Span, column)[1:] if name == "span" else column)
    return (kind, *columns)


def rows_of(kind: type, *columns: Any) -> tuple[Any, ...]:
    """The rows of which these are the fields, each a tuple with a value a row; spans are a tuple of starts and one of ends."""
    names = _ROWS[kind]
    filled = [
        rows_of(Span, *column) if name == "span" else column
        for name, column in zip(names, columns, strict=True)
    ]
    made: tuple[Any, ...] = tuple(map(object.__new__, repeat(kind, len(filled[0]))))
    for name, column in zip(names, filled, strict=True):
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)
    return made


class _Pickler(pickle.Pickler):
    def __init__(self, out: BytesIO) -> None:
        super().__init__(out, protocol=5)
        self._columns: dict[int, _Columns] = {}  # by identity of the tuple, which the pickled value holds

    def _flat(self, value: Any) -> Any:
        if type(value) is not tuple or len(value) < _FEWEST or type(value[0]) not in _ROWS:
            return value
        if id(value) not in self._columns:
            self._columns[id(value)] = _Columns(value)
        return self._columns[id(value)]

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if isinstance(value, Enum):
            return kind, (
                value.value,
            )  # some releases of 3.11 ask for `getattr`, which no reader of ours lets in
        if kind not in _seen:
            quicken(kind)
        if kind in _HOLDERS:
            return _make_anew, (kind,), [self._flat(each) for each in value.__getstate__()]
        return NotImplemented


def dumps(value: object) -> bytes:
    """The pickle of a value."""
    out = BytesIO()
    _Pickler(out).dump(value)
    return out.getvalue()
