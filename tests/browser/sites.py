"""The report as the tests of pages see it: built by the real command, with captures and without."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

KINDS = (
    ("home", r"index\.html"),
    ("404", r"404\.html"),
    ("passage", r"c/[^/]+/index\.html"),
    ("embed", r"embed/[^/]+/index\.html"),
    ("topics", r"topics/index\.html"),
    ("topic", r"topics/[^/]+/index\.html"),
    ("stories", r"stories/index\.html"),
    ("story", r"stories/[^/]+/index\.html"),
    ("example", r"method/example/index\.html"),
    ("example company", r"method/example/[^/]+/index\.html"),
    ("example document", r"method/example/[^/]+/[^/]+/index\.html"),
    ("example change", r"method/example/[^/]+/[^/]+/[^/]+/index\.html"),
    ("example texts", r"method/example/[^/]+/[^/]+/[^/]+/full/index\.html"),
    ("whole texts", r"[^/]+/[^/]+/[^/]+/full/index\.html"),
    ("change", r"[^/]+/[^/]+/\d{4}-\d\d-\d\d[^/]*/index\.html"),
    ("unread", r"unread/index\.html"),
    ("unread document", r"unread/[^/]+/[^/]+/index\.html"),
    ("unread comparison", r"unread/[^/]+/[^/]+/[^/]+/index\.html"),
    ("document", r"(?!method/)[^/]+/[^/]+/index\.html"),
)
UNREAD = ("unread", "unread document", "unread comparison")
PLAIN = {"about", "by-url", "companies", "contribute", "corrections", "data", "matrix", "method", "search"}


def kind_of(path: str) -> str:
    """The kind of page that a file of the site is, by its path."""
    for kind, pattern in KINDS:
        if re.fullmatch(pattern, path):
            return kind
    first = path.split("/", maxsplit=1)[0]
    if first in PLAIN:
        return first
    return "company" if re.fullmatch(r"[^/]+/index\.html", path) else "other"


def pages_of(site: Path) -> list[str]:
    """Every HTML file of the site, in order."""
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def one_of_each_kind(site: Path) -> dict[str, str]:
    """The heaviest page of each kind, in order of kinds."""
    heaviest: dict[str, str] = {}
    for path in sorted(pages_of(site), key=lambda p: -(site / p).stat().st_size):
        heaviest.setdefault(kind_of(path), path)
    return dict(sorted(heaviest.items()))


def url_of(path: str) -> str:
    return path.removesuffix("index.html")


SAMPLE = ("--content", "tests/sites/full/content")  # an invented report, which shows what nobody has read


def build(
    folder: Path,
    *,
    mirror: Path | None,
    more: tuple[str, ...] = (),
    cache: Path | None = None,
    cards: bool = True,
) -> Path:
    """Build the report of this repository (or what `more` says) below `folder`; where the site is. Asks no network."""
    site = folder / "site"
    program = "generator" if cards else "tests.browser.without_cards"
    command = [sys.executable, "-m", program, "build", "--offline", "--site", str(site)]
    command += ["--store", str(folder / "store"), *more]
    if mirror:
        command += ["--mirror", str(mirror)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMALLPRINT_")}
    environment["SMALLPRINT_CACHE"] = str(cache or folder / "cache")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (
        f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}{done.stderr}"
    )
    return site


def chromium() -> str:
    """Where Chromium is: $CHROMIUM, else what is on the path; empty where there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
