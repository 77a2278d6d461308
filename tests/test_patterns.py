"""Patterns mean the same on every Python that the project names.

Before Python 3.11.5 a possessive quantifier behind a group could eat characters of a repetition that failed (gh-106052): on
3.11.2, which Debian 12 ships, "30 days" and "90 days" had equal tokens. An atomic group, ``(?>(?:…)*)``, says the same and was
always right; a possessive quantifier behind a single character or class was too.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import generator

SINGLE = (names.LITERAL, names.NOT_LITERAL, names.IN, names.ANY)


def parts(value: Any) -> Iterator[Any]:
    """Every operation of a parsed pattern, at any depth."""
    if isinstance(value, parser.SubPattern):
        for operation in value:
            yield operation
            yield from parts(operation)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from parts(inner)


def is_possessive_group(pattern: "re.Pattern[str]") -> bool:
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return any(
        operation == names.POSSESSIVE_REPEAT and (len(told[2]) != 1 or told[2][0][0] not in SINGLE)
        for operation, told in parts(parsed)
    )


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for one in value if isinstance(value, (tuple, list)) else (value,):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    yield f"{module.name}.{name}", one


def test_no_pattern_repeats_a_group_possessively() -> None:
    found = list(patterns())
    assert len(found) > 200
    assert [name for name, pattern in found if is_possessive_group(pattern)] == []


@pytest.mark.parametrize(
    ("pattern", "wrong"), [(r"(?:ab?)*+c", True), (r"[ab]*+c", False), (r"(?>(?:ab?)*)c", False)]
)
def test_such_a_pattern_is_seen(pattern: str, wrong: bool) -> None:
    assert is_possessive_group(re.compile(pattern)) is wrong
