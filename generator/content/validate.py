"""From front matter to checked fields: every error of the schema as a problem at its place, with a hint."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from generator.content.frontmatter import FrontMatter, Path
from generator.content.nearest_word import did_you_mean
from generator.content.schema import KINDS, schema_of
from generator.model.problems import Problem

MOST_UNKNOWN = 20  # unknown keys that are told one by one
_HINTS = dict.fromkeys(
    ("slug", "permalink", "path", "address"),
    "the path of the file is the address of its page; rename the file",
)
_TYPES = {
    "model_type": "should be keys and values",
    "model_attributes_type": "should be keys and values",
    "dict_type": "should be keys and values",
    "list_type": "should be a list",
    "tuple_type": "should be a list",
    "string_type": "should be text",
}


def validate(front: FrontMatter, kind: str) -> tuple[Any, tuple[Problem, ...]]:
    """The `Fields` of a file as the schema of its kind reads them, or None with everything that is wrong."""
    if front.fields is None:
        return None, front.problems
    try:
        return KINDS[kind].model_validate(front.fields), front.problems
    except ValidationError as invalid:
        return None, (*front.problems, *_problems(front, kind, invalid.errors(include_url=False)))


def _problems(front: FrontMatter, kind: str, errors: list[Any]) -> list[Problem]:
    """Each error as a problem; of unknown keys the first ones, then how many more there are."""
    told: list[Any] = []
    left_out: list[Any] = []
    unknown = 0
    for error in errors:
        unknown += error["type"] == "extra_forbidden"
        spare = error["type"] == "extra_forbidden" and unknown > MOST_UNKNOWN
        (left_out if spare else told).append(error)
    found = [_problem(front, kind, error) for error in told if not _is_misspelt(errors, error)]
    if left_out:
        more = Problem(
            code="unknown-key",
            message=f"{len(left_out):,} more unknown keys",
            where=front.key_place(_path_in(front.fields, left_out[0]["loc"])),
            hint="docs/content-guide.md lists the keys of each kind of file",
        )
        found.append(more)
    return found


def _is_misspelt(errors: Sequence[Any], error: Any) -> bool:
    """Whether a key is missing only because it is written otherwise: the unknown key beside it says so."""
    if error["type"] != "missing":
        return False
    beside = [
        str(other["loc"][-1])
        for other in errors
        if other["type"] == "extra_forbidden" and other["loc"][:-1] == error["loc"][:-1]
    ]
    return bool(get_close_matches(str(error["loc"][-1]), [key.lower() for key in beside], n=1, cutoff=0.6))


def _problem(front: FrontMatter, kind: str, error: Any) -> Problem:
    path = _path_in(front.fields, error["loc"])
    name = _spell(path)
    what = error["type"]
    context = error.get("ctx", {})
    if what == "missing":
        missing = str(error["loc"][-1])
        inside = f" of `{name}`" if path else ""
        return Problem(
            code="missing-key",
            message=f"`{missing}`{inside} is missing",
            where=front.place(path),
            hint="docs/content-guide.md says what it holds",
        )
    if what == "extra_forbidden":
        key = str(path[-1]) if path else str(error["loc"][-1])
        return Problem(
            code="unknown-key",
            message=f"unknown key `{key}`",
            where=front.key_place(path),
            hint=_HINTS.get(key) or did_you_mean(key, _keys_at(schema_of(kind), error["loc"][:-1])),
        )
    if what == "literal_error":
        expected = [w.strip("'") for w in context["expected"].replace(" or ", ", ").split(", ")]
        value = str(error["input"])
        hint = did_you_mean(value, expected)
        if hint.startswith("did"):
            hint += f" known are {', '.join(expected)}"
        return Problem(
            code="bad-value", message=f"`{name}` cannot be {value!r}", where=front.place(path), hint=hint
        )
    if what in _TYPES:
        empty = error["input"] is None
        code, message = ("empty-value", "has no value") if empty else ("bad-type", _TYPES[what])
        return Problem(
            code=code,
            message=f"`{name}` {message}",
            where=front.place(path),
            hint=_keys_hint(kind, error, empty),
        )
    if what == "too_short":
        return Problem(code="empty-value", message=f"`{name}` is empty", where=front.place(path))
    message = context.get("message", error["msg"])
    return Problem(
        code=what if "-" in what else "bad-value",
        message=f"`{name}`: {message}" if message[:1] in "'\"0123456789" else f"`{name}` {message}",
        where=front.place(path),
        hint=context.get("hint", ""),
    )


def _keys_hint(kind: str, error: Any, empty: bool) -> str:
    """What should stand in place of a value of another type."""
    if empty:
        return "write something, or leave the key out"
    if error["type"] in ("list_type", "tuple_type"):
        return "write [one, another], or an entry a line with - before it"
    keys = _keys_at(schema_of(kind), error["loc"])
    return f"write {{{keys[0]}: …}}; its keys are {', '.join(keys)}" if keys else "write key: value"


def _path_in(fields: Any, location: tuple[str | int, ...]) -> Path:
    """The way to a value as the file has it: steps that the schema added (tags of a choice) are left out."""
    value: Any = fields
    path: Path = ()
    for step in location:
        inside = (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if inside:
            value = value[step]
            path = (*path, step)
    return path


def _spell(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


def _keys_at(schema: dict[str, Any], location: tuple[str | int, ...]) -> list[str]:
    """The keys that the schema knows at a place."""
    definitions = schema.get("$defs", {})
    nodes = [schema]
    for step in location:
        following: list[Any] = []
        for node in (_resolve(n, definitions) for n in _choices(nodes, definitions)):
            if isinstance(step, int) and "items" in node:
                following.append(node["items"])
            elif step in node.get("properties", {}):
                following.append(node["properties"][step])
            elif isinstance(node.get("additionalProperties"), dict):
                following.append(node["additionalProperties"])
            else:
                following.extend(node.get("patternProperties", {}).values())
        nodes = following or nodes
    found = (_resolve(n, definitions) for n in _choices(nodes, definitions))
    return sorted({key for node in found for key in node.get("properties", {})})


def _choices(nodes: list[Any], definitions: dict[str, Any]) -> list[Any]:
    flat: list[Any] = []
    for node in nodes:
        resolved = _resolve(node, definitions)
        options = resolved.get("anyOf") or resolved.get("oneOf")
        flat.extend(_choices(options, definitions) if options else [resolved])
    return flat


def _resolve(node: Any, definitions: dict[str, Any]) -> Any:
    reference = node.get("$ref", "")
    return definitions[reference.rsplit("/", 1)[-1]] if reference else node
