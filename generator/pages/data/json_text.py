"""JSON as data files have it."""

import json
from typing import Any

from generator.model.visible import escape_controls

JSON_TYPE = "application/json; charset=utf-8"


def json_text(value: dict[str, Any]) -> str:
    """JSON for people and programs: a line for each key, and for each item of a list of objects."""
    lines = [f"{_plain(key)}: {_value(item)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(item: Any) -> str:
    if isinstance(item, list) and item and isinstance(item[0], dict):
        return "[\n " + ",\n ".join(_plain(part) for part in item) + "\n]"
    return _plain(item)


def _plain(value: Any) -> str:
    return escape_controls(json.dumps(value, ensure_ascii=False))
