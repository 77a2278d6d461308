"""Every code of a problem and every key of front matter is documented; nothing is documented that is not there."""

import ast
import dataclasses
import importlib
import inspect
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from generator.commands.schema import SCHEMA_FOLDER, schema_files
from generator.content import schema
from generator.content.catalog import _FAULTS, build_catalog
from generator.content.frontmatter import split_front_matter
from generator.content.link import _unknown
from generator.content.quotation_marks import markdown_parser
from generator.content.reading import read_file
from generator.content.records import record_of
from generator.content.validate import validate
from generator.model.catalog import Name, Source, Status
from generator.model.digests import digest_of
from generator.model.problems import SourcePos
from generator.model.sources import SourceFile
from generator.model.vocabulary import Vocabulary
from generator.store.sources import read_sources

ROOT = Path(__file__).parent.parent.parent
PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "content-guide.md").read_text(encoding="utf-8")
MAKERS = {"Problem", "_fail", "refuse", "_problem", "Finding"}


@cache
def codes_in_code() -> dict[str, str]:
    """Every code that a Problem is made with, and a file that makes it."""
    found = {code: "catalog.py" for code, _, _ in _FAULTS.values()}
    for file in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in MAKERS:
                if name == "_unknown" and node.args and isinstance(node.args[0], ast.Constant):
                    found[f"unknown-{node.args[0].value}"] = file.name
                continue
            values = [k.value for k in node.keywords if k.arg == "code"] or node.args[:1]
            for value in values:
                for part in ast.walk(value):
                    if isinstance(part, ast.Constant) and re.fullmatch(
                        r"[a-z]+(-[a-z0-9]+)+|image|motive|symlink|unpublished", str(part.value)
                    ):
                        found[str(part.value)] = file.name
    return found


def test_every_code_of_a_problem_has_an_example_and_a_cure() -> None:
    meaning, heading, examples = PROBLEMS.partition("## Examples and cures\n")
    assert heading
    codes = re.findall(r"^\| `([a-z0-9-]+)` \| .", meaning, re.MULTILINE)
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$", examples, re.MULTILINE)
    assert len(set(codes)) == len(codes)
    assert sorted(code for code, _, _ in rows) == sorted(codes)
    assert [code for code, example, cure in rows if not example.strip() or not cure.strip()] == []


def test_every_code_of_a_problem_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PROBLEMS, re.MULTILINE))
    made = codes_in_code()
    assert len(made) > 60
    assert {code: made[code] for code in made if code not in documented} == {}
    assert documented - set(made) - {"bad-type", "empty-value"} == set()


def test_codes_are_found_in_the_code_at_all() -> None:
    made = codes_in_code()
    assert _unknown("topic", "x", [], None).code in made  # type: ignore[arg-type]
    assert {"symlink", "motive", "yaml-alias", "bad-date", "quotation-not-found"} <= set(made)


def keys(kind: str) -> set[str]:
    """All keys of a kind of file, nested ones too."""
    text = schema.schema_of(kind)
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.update(node.get("properties", {}))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(text)
    return found


def test_every_key_of_front_matter_is_in_the_content_guide() -> None:
    missing = {
        f"{kind}: {key}"
        for kind in schema.KINDS
        for key in keys(kind)
        if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", GUIDE)
    }
    assert missing == set()


def test_every_right_kind_of_data_and_state_that_init_writes_is_in_the_content_guide() -> None:
    starter = ROOT / "generator" / "starter" / "content"
    text = (starter / "vocabulary.yaml").read_text(encoding="utf-8")
    source = SourceFile(path="vocabulary.yaml", text=text, digest=digest_of(text.encode()))
    (vocabulary,) = read_file(source, source.path, prefix="", shown="", parser=markdown_parser()).says
    assert isinstance(vocabulary, Vocabulary)
    words = [each.key for each in (*vocabulary.rights, *vocabulary.data, *vocabulary.states)]
    assert words
    assert [word for word in words if f"`{word}`" not in GUIDE] == []


def test_the_schema_is_json_with_a_definition_of_each_kind_of_file() -> None:
    whole = json.loads(schema.schema_json())
    assert set(schema.KINDS) <= set(whole["$defs"])
    change = whole["$defs"]["change"]
    assert change["required"] == ["title", "summary", "before", "after", "topics", "authors", "published"]
    assert change["additionalProperties"] is False
    assert "drafted-with" in change["properties"]
    references = set(re.findall(r'"#/\$defs/(\w+)"', schema.schema_json()))
    assert references <= set(whole["$defs"])


def test_the_committed_schema_is_the_one_that_content_is_checked_against() -> None:
    catalog, _ = build_catalog(read_sources(ROOT / "content"))
    for name, text in schema_files(catalog.vocabulary).items():
        assert (ROOT / SCHEMA_FOLDER / name).read_text(encoding="utf-8") == text, "make schema"


def test_editors_complete_the_words_of_the_vocabulary_and_no_others() -> None:
    catalog, _ = build_catalog(read_sources(ROOT / "content"))
    claim = json.loads(schema.schema_json(catalog.vocabulary))["$defs"]["ClaimFields"]["properties"]
    words = catalog.vocabulary
    assert claim["right"]["enum"] == [each.key for each in words.rights]
    assert claim["over"]["enum"] == [each.key for each in words.data]
    assert claim["state"]["enum"] == [each.key for each in words.states]
    assert claim["state"]["enumDescriptions"] == [each.label for each in words.states]
    assert "enum" not in json.loads(schema.schema_json())["$defs"]["ClaimFields"]["properties"]["right"]


def test_the_editor_settings_of_this_report_are_those_that_init_writes() -> None:
    for name in ("extensions.json", "settings.json", "tasks.json"):
        ours = (ROOT / ".vscode" / name).read_text(encoding="utf-8")
        assert ours == (ROOT / "generator" / "starter" / "dot.vscode" / name).read_text(encoding="utf-8")


def test_no_class_stands_where_a_validator_is_due() -> None:
    """The signature of an enumeration is `(*values)` since Python 3.12, and pydantic refuses it."""
    for name in ("schema", "fields"):
        module = importlib.import_module(f"generator.content.{name}")
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id.endswith("Validator"):
                assert isinstance(call.args[0], ast.Name)
                assert not isinstance(getattr(module, call.args[0].id, None), type)
    member = schema.words_of(Status, *Status).__metadata__[0].func
    assert [p.kind for p in inspect.signature(member).parameters.values()] == [
        inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]


def test_a_field_of_a_record_is_a_key_of_front_matter_and_needs_no_second_description() -> None:
    for record, shape in schema._CLASSES.items():
        fields = {field.name for field in dataclasses.fields(record)}
        keys = set(shape.model_fields)
        assert fields - keys <= schema._NOT_WRITTEN, record
        assert keys - fields <= {"translations", "elisions_reviewed"}, record
        assert schema.READ[record].keys() <= keys, record


def test_a_new_field_is_read_by_its_type_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Lamp:
        """A lamp on a desk. It is invented."""

        impact: str
        lit_on: date | None = None
        is_on: bool = False
        status: Status = Status.DRAFT
        names: tuple[Name, ...] = ()
        on: date
        source: Source | None = None
        where: SourcePos

    monkeypatch.setitem(schema.READ, Lamp, {})
    shape = schema._schema_classes()[Lamp]
    front = split_front_matter(
        SourceFile(
            path="lamp.md",
            text="---\nimpact: Light.\nis-on: true\nstatus: withdrawn\nnames:\n  - {name: A, since: 2024-01-02}\n"
            "date: 2024-03-04\nsource: {url: https://acme.example/, title: T, read: no}\n---\n",
            digest=digest_of(b""),
        ),
        "lamp.md",
    )
    lamp = record_of(shape.model_validate(front.fields), front)
    assert lamp == Lamp(
        impact="Light.", is_on=True, status=Status.WITHDRAWN, names=(Name(name="A", since=date(2024, 1, 2)),),
        on=date(2024, 3, 4), source=Source(url="https://acme.example/", title="T"), where=front.place(()),
    )  # fmt: skip
    assert shape.model_json_schema()["description"] == "A lamp on a desk."
    assert shape.model_json_schema()["required"] == ["impact", "date"]
    with pytest.raises(ValidationError) as invalid:
        shape.model_validate({"impact": "", "is-on": "yes", "status": "lit", "names": "A", "colour": "red"})
    assert sorted((e["loc"][0], e["type"]) for e in invalid.value.errors()) == [
        ("colour", "extra_forbidden"), ("date", "missing"), ("impact", "empty-value"), ("is-on", "bad-value"),
        ("names", "tuple_type"), ("status", "literal_error"),
    ]  # fmt: skip


def test_an_author_without_a_name_is_told_once() -> None:
    front = split_front_matter(
        SourceFile(path="s.md", text="---\nauthors: ['']\n---\n", digest=digest_of(b"")), "s.md"
    )
    _, problems = validate(front, "story")
    assert [p.message for p in problems if "authors" in p.message] == ["`authors[1]` is empty"]
