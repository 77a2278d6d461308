"""The floors of the package hold: who may import whom, and which rooms may touch the world."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"

FLOORS = {
    "model": 0, "extract": 1, "compare": 2, "content": 2, "evidence": 3, "pages": 4, "render": 5, "archives": 5,
    "store": 5, "jobs": 6, "commands": 7, "cli": 8, "__main__": 9, "__init__": 0,
}  # fmt: skip
PURE = ("model", "extract", "compare", "content", "evidence", "pages")

# Who may import a library, as paths below generator/. A folder stands for all that is in it.
ONLY_IN = {
    "requests": ("archives",),
    "requests_cache": ("archives",),
    "wayback": ("archives",),
    "warcio": ("archives",),
    "urllib3": ("archives",),
    "click": ("cli",),
    "sqlite3": ("jobs/memo.py",),
    "subprocess": ("archives/ota.py",),
    "selectolax": ("extract/markup.py",),
    "pypdf": ("extract/pdf.py",),
    "chardet": ("extract/legacy.py",),
    "webencodings": ("extract/prescan.py", "extract/decode.py"),
    "brotlicffi": ("extract/codings.py",),
    "zstandard": ("extract/codings.py",),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "pygments": ("render",),
    "resvg": ("render",),
    "markdown_it": ("render", "content"),
    "mdit_py_plugins": ("render", "content"),
    "numpy": ("compare",),
    "rapidfuzz": ("compare",),
    "yaml": ("content",),
    "pydantic": ("content",),
    "watchfiles": ("commands",),
}
NOT_IN_PURE_ROOMS = {
    "os", "time", "random", "secrets", "uuid", "tempfile", "shutil", "glob", "pathlib", "socket", "http",
    "asyncio", "threading", "multiprocessing", "concurrent", "logging", "sqlite3", "subprocess", "locale", "platform",
    "requests", "jinja2", "click", "urllib.request", "importlib.resources",
}  # fmt: skip
MAY_USE = {"pathlib": {"PurePosixPath", "PurePath"}}  # parts of a banned module that do no I/O
NOT_CALLED_IN_PURE_ROOMS = {"open", "print", "input", "exec", "eval", "compile", "breakpoint", "hash", "id"}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "localtime"}
NOT_NAMED = {"utils.py", "helpers.py", "common.py", "base.py", "misc.py"}

Import = tuple[str, set[str], int]
Nodes = list[ast.AST]  # of a module, what a check looks at: imports and calls


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def below(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return below(path).split("/")[0].removesuffix(".py")


def read_nodes(source: bytes | str) -> Nodes:
    """Every import and every call anywhere in a module, also inside functions."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call)
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]


def imports_of(nodes: Nodes, path: Path) -> Iterator[Import]:
    """Every import of a module: full name, names taken from it, line."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, set(), node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{below(path)}:{node.lineno} imports relatively; say generator.…"
            yield node.module or "", {alias.name for alias in node.names}, node.lineno


def own_rooms(name: str, taken: set[str]) -> set[str]:
    """The rooms of ours that an import reaches; empty for other packages' modules."""
    if name == "generator":
        return {each if each in FLOORS else "__init__" for each in taken} or {"__init__"}
    return {name.split(".")[1]} if name.startswith("generator.") else set()


def is_or_is_in(name: str, banned: str) -> bool:
    return name == banned or name.startswith(banned + ".")


def floor_faults(path: Path, nodes: Nodes) -> list[str]:
    room, faults = room_of(path), []
    for name, taken, line in imports_of(nodes, path):
        faults += [
            f"{below(path)}:{line} ({room}) imports {name} ({other}), which is no lower floor"
            for other in sorted(own_rooms(name, taken) - {room, "__init__"})
            if FLOORS[other] >= FLOORS[room]
        ]
    return faults


def library_faults(path: Path, nodes: Nodes) -> list[str]:
    faults = []
    for name, _, line in imports_of(nodes, path):
        for library, places in ONLY_IN.items():
            allowed = any(below(path) == place or below(path).startswith(place + "/") for place in places)
            if is_or_is_in(name, library) and not allowed:
                faults.append(f"{below(path)}:{line} imports {library}, which only {', '.join(places)} may")
    return faults


def world_faults(path: Path, nodes: Nodes) -> list[str]:
    """I/O, clocks, randomness and the like in a pure room."""
    faults = []
    for name, taken, line in imports_of(nodes, path):
        for banned in NOT_IN_PURE_ROOMS:
            whole = {f"{name}.{each}" for each in taken} | {name}
            if any(is_or_is_in(each, banned) for each in whole) and not (
                taken and taken <= MAY_USE.get(name, set())
            ):
                faults.append(f"{below(path)}:{line} imports {banned} in a pure room")
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in NOT_CALLED_IN_PURE_ROOMS:
            faults.append(f"{below(path)}:{node.lineno} calls {node.func.id}() in a pure room")
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            faults.append(f"{below(path)}:{node.lineno} reads a clock: .{node.func.attr}()")
    return faults


def clock_faults(path: Path, nodes: Nodes) -> list[str]:
    """The clock is read in cli/ only, and waited for in archives/."""
    if room_of(path) == "cli" or room_of(path) == "archives":
        return []
    return [
        f"{below(path)}:{node.lineno} reads the clock: .{node.func.attr}()"
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today")
    ]


def cached_faults(path: Path, nodes: Nodes) -> list[str]:
    """Pure rooms do not know that anything is remembered."""
    names = {"lru_cache", "cache", "cached_property"}
    return [
        f"{below(path)}:{line} imports functools.{name}"
        for module, taken, line in imports_of(nodes, path)
        if module == "functools"
        for name in taken & names
    ]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other, directly or through others (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return found


Check = Callable[[Path, Nodes], list[str]]
EVERYWHERE: tuple[Check, ...] = (floor_faults, library_faults, clock_faults)
IN_PURE_ROOMS: tuple[Check, ...] = (world_faults, cached_faults)


@cache
def read_package() -> tuple[dict[Check, list[str]], dict[str, set[str]]]:
    """What each check finds in the package, and which module of ours imports which, also inside functions and for types
    only; packages stand for their door. Every module is read once for all of it.
    """
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    faults: dict[Check, list[str]] = {check: [] for check in (*EVERYWHERE, *IN_PURE_ROOMS)}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        nodes = read_nodes(path.read_bytes())
        for check in (*EVERYWHERE, *(IN_PURE_ROOMS if room_of(path) in PURE else ())):
            faults[check] += check(path, nodes)
        wanted: set[str] = set()
        for module, taken, _ in imports_of(nodes, path):
            for each in (f"{module}.{one}" for one in taken):
                wanted.add(each if each in names else module)
            wanted.add(module)
        graph[name] = {each for each in wanted if each in names and each != name}
    return faults, graph


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(read_package()[1]) == []


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_every_module_stands_in_a_room_that_has_a_floor() -> None:
    assert {room_of(path) for path in modules()} <= set(FLOORS)


def test_no_module_is_a_drawer_for_leftovers() -> None:
    assert [below(path) for path in modules() if path.name in NOT_NAMED] == []


@pytest.mark.parametrize("check", EVERYWHERE)
def test_every_module_imports_lower_floors_and_its_own_libraries_only(check: Check) -> None:
    assert read_package()[0][check] == []


def test_pure_rooms_never_touch_the_world() -> None:
    assert read_package()[0][world_faults] == []


def test_pure_rooms_remember_nothing() -> None:
    assert read_package()[0][cached_faults] == []


@pytest.mark.parametrize(
    ("room", "source", "check"),
    [
        ("model/x.py", "import generator.content", floor_faults),
        ("extract/x.py", "from generator.compare import redline", floor_faults),
        ("store/x.py", "def f():\n    from generator import archives", floor_faults),
        ("jobs/x.py", "import requests.adapters", library_faults),
        ("archives/wayback.py", "import subprocess", library_faults),
        ("pages/x.py", "from jinja2 import Environment", library_faults),
        ("content/x.py", "import os.path", world_faults),
        ("content/x.py", "from pathlib import Path", world_faults),
        ("content/x.py", "from urllib import request", world_faults),
        ("pages/x.py", "open('x')", world_faults),
        ("pages/x.py", "from datetime import date\ndate.today()", world_faults),
        ("commands/x.py", "import datetime\ndatetime.datetime.now()", clock_faults),
        ("compare/x.py", "from functools import lru_cache", cached_faults),
    ],
)
def test_the_checks_above_find_what_they_look_for(room: str, source: str, check: Check) -> None:
    assert len(check(PACKAGE / room, read_nodes(source))) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        (
            "commands/x.py",
            "from generator.store.evidence_store import EvidenceStore\nfrom generator import __version__",
        ),
        ("pages/x.py", "from pathlib import PurePosixPath"),
        ("archives/ota.py", "import subprocess"),
    ],
)
def test_the_checks_above_let_pass_what_is_allowed(room: str, source: str) -> None:
    nodes, path = read_nodes(source), PACKAGE / room
    assert [fault for check in EVERYWHERE for fault in check(path, nodes)] == []
    assert room_of(path) not in PURE or world_faults(path, nodes) == []
