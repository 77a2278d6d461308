"""The floors of the package hold: who may import whom, and which rooms may touch the world."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"

FLOORS = {
    "model": 0, "extract": 1, "redline": 1, "report": 2, "pages": 2, "render": 3, "archives": 4, "files": 4,
    "build": 5, "commands": 6, "cli": 7, "__main__": 8, "__init__": 0,
}  # fmt: skip
PURE = ("model", "extract", "redline", "report", "pages")

# Who may import a library, as paths below generator/. A folder stands for all that is in it.
ONLY_IN = {
    "requests": ("archives",),
    "requests_cache": ("archives",),
    "wayback": ("archives",),
    "warcio": ("archives",),
    "urllib3": ("archives",),
    "click": ("cli.py",),
    "sqlite3": ("build/memo.py",),
    "subprocess": ("archives/ota.py",),
    "selectolax": ("extract/markup.py",),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "pygments": ("render",),
    "resvg_py": ("render",),
    "markdown_it": ("render", "report"),
    "mdit_py_plugins": ("render", "report"),
    "numpy": ("redline",),
    "rapidfuzz": ("redline",),
    "yaml": ("report",),
    "pydantic": ("report",),
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


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_templates" not in path.parts)


def below(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return below(path).split("/")[0].removesuffix(".py")


def imports_of(tree: ast.AST, path: Path) -> Iterator[Import]:
    """Every import anywhere in a module, also inside functions: full name, names taken from it, line."""
    for node in ast.walk(tree):
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


def floor_faults(path: Path, tree: ast.AST) -> list[str]:
    room, faults = room_of(path), []
    for name, taken, line in imports_of(tree, path):
        faults += [
            f"{below(path)}:{line} ({room}) imports {name} ({other}), which is no lower floor"
            for other in sorted(own_rooms(name, taken) - {room, "__init__"})
            if FLOORS[other] >= FLOORS[room]
        ]
    return faults


def library_faults(path: Path, tree: ast.AST) -> list[str]:
    faults = []
    for name, _, line in imports_of(tree, path):
        for library, places in ONLY_IN.items():
            allowed = any(below(path) == place or below(path).startswith(place + "/") for place in places)
            if is_or_is_in(name, library) and not allowed:
                faults.append(f"{below(path)}:{line} imports {library}, which only {', '.join(places)} may")
    return faults


def world_faults(path: Path, tree: ast.AST) -> list[str]:
    """I/O, clocks, randomness and the like in a pure room."""
    faults = []
    for name, taken, line in imports_of(tree, path):
        for banned in NOT_IN_PURE_ROOMS:
            whole = {f"{name}.{each}" for each in taken} | {name}
            if any(is_or_is_in(each, banned) for each in whole) and not (
                taken and taken <= MAY_USE.get(name, set())
            ):
                faults.append(f"{below(path)}:{line} imports {banned} in a pure room")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in NOT_CALLED_IN_PURE_ROOMS:
            faults.append(f"{below(path)}:{node.lineno} calls {node.func.id}() in a pure room")
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            faults.append(f"{below(path)}:{node.lineno} reads a clock: .{node.func.attr}()")
    return faults


def clock_faults(path: Path, tree: ast.AST) -> list[str]:
    """The clock is read in cli.py only, and waited for in archives/."""
    if below(path) == "cli.py" or room_of(path) == "archives":
        return []
    return [
        f"{below(path)}:{node.lineno} reads the clock: .{node.func.attr}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today")
    ]


def cached_faults(path: Path, tree: ast.AST) -> list[str]:
    """Pure rooms do not know that anything is remembered."""
    names = {"lru_cache", "cache", "cached_property"}
    return [
        f"{below(path)}:{line} imports functools.{name}"
        for module, taken, line in imports_of(tree, path)
        if module == "functools"
        for name in taken & names
    ]


def test_every_module_stands_in_a_room_that_has_a_floor() -> None:
    assert {room_of(path) for path in modules()} <= set(FLOORS)


def test_no_module_is_a_drawer_for_leftovers() -> None:
    assert [below(path) for path in modules() if path.name in NOT_NAMED] == []


@pytest.mark.parametrize("check", [floor_faults, library_faults, clock_faults])
def test_every_module_imports_lower_floors_and_its_own_libraries_only(check) -> None:
    faults = [fault for path in modules() for fault in check(path, ast.parse(path.read_bytes()))]
    assert faults == []


def test_pure_rooms_never_touch_the_world() -> None:
    faults = [
        fault
        for path in modules()
        if room_of(path) in PURE
        for fault in world_faults(path, ast.parse(path.read_bytes()))
    ]
    assert faults == []


def test_pure_rooms_remember_nothing() -> None:
    faults = [
        fault
        for path in modules()
        if room_of(path) in PURE
        for fault in cached_faults(path, ast.parse(path.read_bytes()))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("room", "source", "check"),
    [
        ("model/x.py", "import generator.report", floor_faults),
        ("extract/x.py", "from generator.redline import redline", floor_faults),
        ("files/x.py", "def f():\n    from generator import archives", floor_faults),
        ("build/x.py", "import requests.adapters", library_faults),
        ("archives/wayback.py", "import subprocess", library_faults),
        ("pages/x.py", "from jinja2 import Environment", library_faults),
        ("report/x.py", "import os.path", world_faults),
        ("report/x.py", "from pathlib import Path", world_faults),
        ("report/x.py", "from urllib import request", world_faults),
        ("pages/x.py", "open('x')", world_faults),
        ("pages/x.py", "from datetime import date\ndate.today()", world_faults),
        ("commands/x.py", "import datetime\ndatetime.datetime.now()", clock_faults),
        ("redline/x.py", "from functools import lru_cache", cached_faults),
    ],
)
def test_the_checks_above_find_what_they_look_for(room: str, source: str, check) -> None:
    assert len(check(PACKAGE / room, ast.parse(source))) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        (
            "commands/x.py",
            "from generator.files.store import EvidenceStore\nfrom generator import __version__",
        ),
        ("pages/x.py", "from pathlib import PurePosixPath"),
        ("archives/ota.py", "import subprocess"),
    ],
)
def test_the_checks_above_let_pass_what_is_allowed(room: str, source: str) -> None:
    tree = ast.parse(source)
    path = PACKAGE / room
    assert floor_faults(path, tree) + library_faults(path, tree) + clock_faults(path, tree) == []
    assert room_of(path) not in PURE or world_faults(path, tree) == []
