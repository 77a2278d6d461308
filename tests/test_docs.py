"""What the documents say is what the program does: commands, fields, problem codes, links."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.content.catalog import _FAULTS
from generator.content.schema import schema_of
from tests import reference
from tests.conftest import ROOT
from tests.test_layers import modules

DOCS = ROOT / "docs"
README = ROOT / "README.md"
GUIDE = DOCS / "content-guide.md"
PROBLEMS = DOCS / "problems.md"
TEXTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FENCE = re.compile(r"^```[^\n]*\n.*?^```", re.DOTALL | re.MULTILINE)


# Commands


def test_the_reference_of_commands_is_what_the_commands_say() -> None:
    assert reference.FILE.read_text(encoding="utf-8") == reference.reference(), "run `make reference`"


@pytest.mark.parametrize(
    ("name", "command"), list(reference.commands()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_every_command_shows_an_example_of_itself(name: str, command: object) -> None:
    assert f"smallprint {name}" in reference.help_of(name, command).split("Options:")[0].partition("\n")[2]


def test_every_command_that_a_document_names_exists() -> None:
    known = {name for name, _ in reference.commands()}
    named = {
        (path.name, found)
        for path in TEXTS
        for found in re.findall(
            r"(?:python -m generator|\bsmallprint) ([a-z]+)\b", path.read_text(encoding="utf-8")
        )
    }
    assert {found for found in named if found[1] not in known} == set()
    assert len(named) > 3


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_chore_that_a_document_names_exists() -> None:
    named = {
        (path.name, target)
        for path in TEXTS
        for target in re.findall(r"`?\bmake ([a-z]+(?:-[a-z]+)*)`", path.read_text(encoding="utf-8"))
    }
    assert {found for found in named if found[1] not in make_targets()} == set()
    assert {"site", "test", "check", "serve", "bench", "screenshots"} <= {target for _, target in named}


@pytest.mark.parametrize(
    "target", ["site", "test", "test-all", "check", "serve", "bench", "screenshots", "lock", "reference"]
)
def test_every_chore_can_be_planned(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# Front matter


def fields_of(schema: object) -> Iterator[str]:
    """Every key of a schema, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for each in schema.values():
            yield from fields_of(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from fields_of(each)


@pytest.mark.parametrize("kind", ["report", "company", "document", "change", "topic", "story", "page"])
def test_every_field_of_content_is_in_the_guide_for_authors(kind: str) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    code = "\n".join(FENCE.findall(guide) + re.findall(r"`[^`\n]+`", guide))
    fields = sorted(set(fields_of(schema_of(kind))))
    assert fields
    missing = [field for field in fields if not re.search(rf"(?<![\w-]){re.escape(field)}(?![\w-])", code)]
    assert missing == []


# Problems


def parameters_named_code(trees: list[ast.AST]) -> dict[str, int]:
    """Functions that take a problem's code as a parameter, with its place among the positional ones."""
    found = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
                if "code" in names and "message" in names:
                    found[node.name] = names.index("code")
    return found


def literals(node: ast.AST) -> Iterator[str]:
    """The words a code may be, with `*` for what is only known at run time."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(each.value if isinstance(each, ast.Constant) else "*" for each in node.values)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


@cache
def problem_codes() -> frozenset[str]:
    """Every code that a Problem can carry, read from the source."""
    trees = [ast.parse(path.read_bytes()) for path in modules()]
    helpers = parameters_named_code(trees)
    codes = {code for code, _, _ in _FAULTS.values()}
    for node in (each for tree in trees for each in ast.walk(tree)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "Problem" and name not in helpers:
            continue
        for keyword in node.keywords:
            if keyword.arg == "code":
                codes.update(literals(keyword.value))
        if name in helpers and len(node.args) > helpers[name]:
            codes.update(literals(node.args[helpers[name]]))
    return frozenset(codes)


def test_every_problem_code_is_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PROBLEMS.read_text(encoding="utf-8"), re.MULTILINE))
    codes = problem_codes()
    assert len(codes) > 30
    missing = [
        code
        for code in sorted(codes)
        if not any(re.fullmatch(code.replace("*", ".+"), each) for each in explained)
    ]
    assert missing == []


def test_every_problem_that_is_explained_can_happen() -> None:
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PROBLEMS.read_text(encoding="utf-8"), re.MULTILINE))
    codes = problem_codes()
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    stale = [
        each
        for each in sorted(explained)
        if f'"{each}"' not in source
        and not any("*" in code and re.fullmatch(code.replace("*", ".+"), each) for code in codes)
    ]
    assert stale == []


# Documents among themselves


def anchors_of(text: str) -> set[str]:
    """Ids of headings, as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text(encoding="utf-8")))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http:", "https:", "mailto:", "/")):  # a slash: an address of the site
            continue
        file, _, fragment = target.partition("#")
        other = (path.parent / file).resolve() if file else path
        if not other.exists() or (fragment and fragment not in anchors_of(other.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


CODE = re.compile(r"`([\w./-]+\.py)`")
PLACE = re.compile(r"`((?:generator|tests|docs|templates|benchmarks|second-readings)/[\w./-]*)`")
PLACEHOLDER = re.compile(r"[A-Z]{3,}-[A-Z]{3,}")  # COMPANY-DOCUMENT-DAY.md


def describes_today(path: Path) -> bool:
    """Whether a document speaks of the code as it is: not a decision that was taken back."""
    return path.name != "CHANGELOG.md" and "*Taken back by" not in path.read_text(encoding="utf-8")


def missing_places(text: str, tracked: list[Path]) -> list[str]:
    """Names of files and folders in a document that do not exist: paths from the root or the package, or bare names."""
    bare = {path.name for path in tracked}
    files = [
        name
        for name in CODE.findall(text)
        if not (
            any((base / name).is_file() for base in (ROOT, ROOT / "generator"))
            if "/" in name
            else name in bare
        )
    ]
    places = [name for name in PLACE.findall(text) if not PLACEHOLDER.search(name)]
    return files + [name for name in places if not (ROOT / name).exists()]


def test_every_file_that_a_document_names_exists() -> None:
    tracked = committed()
    missing = {
        path.relative_to(ROOT).as_posix(): missing_places(path.read_text(encoding="utf-8"), tracked)
        for path in TEXTS
        if describes_today(path)
    }
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_file_that_is_gone_is_noticed() -> None:
    text = "See `compare/redline.py`, `lcs.py`, `compare/nowhere.py`, `nowhere.py` and `docs/nowhere/`."
    assert missing_places(text, committed()) == ["compare/nowhere.py", "nowhere.py", "docs/nowhere/"]


@pytest.mark.parametrize("room", ["compare", "evidence"])
def test_the_map_of_a_room_names_each_of_its_files(room: str) -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    part = text.partition(f"### `{room}/`")[2].partition("\n#")[0]
    files = {path.name for path in (ROOT / "generator" / room).glob("*.py")} - {"__init__.py"}
    assert files - set(CODE.findall(part)) == set()


def test_every_decision_has_a_number_of_its_own_and_says_what_would_change_our_mind() -> None:
    decisions = sorted(path for path in (DOCS / "decisions").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert len(set(numbers)) == len(numbers)
    assert [
        path.name
        for path in decisions
        if not re.match(rf"# {path.name[:4]}\b", path.read_text(encoding="utf-8"))
    ] == []
    silent = [path.name for path in decisions if "hange our mind" not in path.read_text(encoding="utf-8")]
    assert silent == []


def committed() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_nothing_committed_names_a_folder_of_somebody_s_machine() -> None:
    pattern = re.compile(rb"(?<![\w./-])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
    found = []
    for path in committed():
        if path.is_file() and path.suffix in {
            ".py",
            ".md",
            ".toml",
            ".yaml",
            ".yml",
            ".html",
            ".lock",
            ".json",
            "",
        }:
            found += [
                f"{path.relative_to(ROOT)}: {each.decode()}" for each in pattern.findall(path.read_bytes())
            ]
    assert found == []


def test_the_locks_name_no_host_and_pin_every_package_by_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
        assert len(entries) > 30


def test_the_lock_names_all_that_the_package_needs() -> None:
    import tomllib

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    plain = {
        "requirements.lock": wanted["project"]["dependencies"],
        "requirements-dev.lock": wanted["project"]["dependencies"] + wanted["dependency-groups"]["dev"],
    }
    for name, dependencies in plain.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        names = {re.split(r"[\[<>=~!; ]", each)[0].lower().replace("_", "-") for each in dependencies}
        assert names - locked == set()
