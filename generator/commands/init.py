"""``init``: a new report that builds, is checked and tested at once."""

import json
import shlex
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

from generator.commands.exits import FINE
from generator.commands.lock import write_locks
from generator.commands.project import Project, own_templates
from generator.commands.schema import SCHEMA_FOLDER, schema_files
from generator.content.catalog import build_catalog
from generator.model.errors import GeneratorError, UsageError
from generator.model.reporting import SilentReporter
from generator.store.site_folder import carries_mark, refuse_foreign_folder
from generator.store.sources import read_sources

STARTER = Path(__file__).resolve().parent.parent / "starter"
EXAMPLE = "method/example/ferrymail/terms-of-use/2024-05-06"
COMMAND = (
    ".smallprint"  # names the command that made the report; kept out of git, for it holds on one machine
)
_UNKNOWN = """\
# This copy of the generator did not come from a package index, so its source must be named by hand, such as
# smallprint @ https://host.example/smallprint-{version}-py3-none-any.whl"""


def init_report(folder: Path, *, title: str, today: date) -> tuple[str, ...]:
    """Write the files of a new report below `folder`; nothing that is there is overwritten. Names what was written."""
    content = folder / "content"
    if (content / "report.yaml").exists():
        raise UsageError(f"{content / 'report.yaml'} is there already; this is a report")
    if carries_mark(folder):
        raise UsageError(
            f"{folder} is a published site; a build would replace the report. Name another folder"
        )
    refuse_foreign_folder(folder / "site")
    written = []
    for name, text in starter_files(title, today).items():
        path = folder / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if text.startswith("#!"):
            path.chmod(0o755)
        written.append(name)
    if f"content/{EXAMPLE}.md" in written:
        written.append(_lock_example(folder))
    return tuple(written)


def _lock_example(folder: Path) -> str:
    """Write the lock of the worked example, as this version of the generator spells locks; names it."""
    project = Project(
        content=folder / "content",
        site=folder / "site",
        store=folder / ".store",
        cache=folder / ".cache",
        templates=own_templates(),
        offline=True,
    )
    locked = write_locks(project, [EXAMPLE], SilentReporter())
    if locked.exit_code != FINE:
        raise GeneratorError(f"the worked example cannot be locked: {locked.lines[0]}")
    return f"content/{EXAMPLE}.lock"


def starter_files(title: str, today: date) -> dict[str, str]:
    """Every file of a new report by its path, in order of path."""
    given = {
        "{{title}}": _quoted(title),
        "{{heading}}": " ".join(title.split()),
        "{{today}}": today.isoformat(),
        "{{requirement}}": requirement() or _UNKNOWN.format(version=metadata_version()),
    }
    files = {COMMAND: f'#!/bin/sh\nexec {this_command()} "$@"\n'}
    for path in sorted(STARTER.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for mark, words in given.items():
                text = text.replace(mark, words)
            parts = path.relative_to(STARTER).parts
            files["/".join(f".{p[4:]}" if p.startswith("dot.") else p for p in parts)] = text
    return dict(sorted({**files, **_starter_schemas()}.items()))


def _starter_schemas() -> dict[str, str]:
    catalog, _ = build_catalog(read_sources(STARTER / "content"))
    return {f"{SCHEMA_FOLDER}/{name}": text for name, text in schema_files(catalog.vocabulary).items()}


def this_command() -> str:
    """The command that runs this copy of the generator from any folder, for a shell."""
    package = (
        STARTER.parent.parent
    )  # holds `generator`: a checkout, or `_bundled` inside the installed package
    folder = package.parent if package.name == "_bundled" else package / "smallprint"
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(folder))}"


def requirement() -> str:
    """Where this copy was installed from, as a line of requirements.txt; empty where another machine could not get it."""
    try:
        installed = metadata.distribution("smallprint")
    except metadata.PackageNotFoundError:
        return ""
    told = installed.read_text("direct_url.json")
    if not told:
        return f"smallprint=={installed.version}"
    source = json.loads(told)
    url = str(source.get("url", ""))
    if not url.startswith("https://"):
        return ""
    if "vcs_info" in source:
        return f"smallprint @ {source['vcs_info']['vcs']}+{url}@{source['vcs_info']['commit_id']}"
    return f"smallprint @ {url}"


def metadata_version() -> str:
    from generator import __version__

    return __version__


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
