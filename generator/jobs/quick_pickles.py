"""Pickles of frozen dataclasses with slots, several times faster: the same bytes, made and read without asking for fields.

`dataclasses` gives such a class methods for `pickle` that look up its fields at each object. A build keeps and finds tens of
thousands of values, so the classes that pass by here get methods with their fields looked up once.
"""

import pickle
from dataclasses import fields
from enum import Enum
from io import BytesIO
from operator import attrgetter
from typing import Any

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


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if isinstance(value, Enum):
            return kind, (
                value.value,
            )  # some releases of 3.11 ask for `getattr`, which no reader of ours lets in
        if kind not in _seen:
            quicken(kind)
        return NotImplemented


def dumps(value: object) -> bytes:
    """The pickle of a value."""
    out = BytesIO()
    _Pickler(out, protocol=5).dump(value)
    return out.getvalue()
