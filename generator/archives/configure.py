"""The archives of a run: which hosts, which local copies, from settings that a command hands in."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from generator.archives.public_hosts import API_HOST, RAW_HOST, WAYBACK_HOST
from generator.archives.settings import ADAPTERS, ArchiveRun, ArchiveSettings
from generator.model.locators import LOCATOR_KINDS

if TYPE_CHECKING:
    from generator.archives.protocol import Archive
    from generator.archives.settings import Adapter
    from generator.archives.wire import Limits

# A build with nothing to fetch loads no HTTP library, so the adapters are imported where they are opened.
ANYWHERE = Path("/")  # as a folder to read from: for locators that a person typed, never for those of content


def settings_from(environment: Mapping[str, str]) -> ArchiveSettings:
    """``SMALLPRINT_WAYBACK_HOST``, ``SMALLPRINT_OTA_HOST``, ``SMALLPRINT_OTA_API``, ``SMALLPRINT_MEMENTO_HOSTS`` (spaces between)
    and ``SMALLPRINT_CLONES``: a folder with ``OWNER/REPO`` clones or bundles, or ``OWNER/REPO=PATH`` parts."""
    clones: list[tuple[str, Path]] = []
    for part in environment.get("SMALLPRINT_CLONES", "").split(":"):
        name, equals, path = part.partition("=")
        if equals:
            clones.append((name, Path(path)))
        elif part and Path(part).is_dir():
            clones += clones_at(Path(part))
    return ArchiveSettings(
        wayback=(environment.get("SMALLPRINT_WAYBACK_HOST") or WAYBACK_HOST).rstrip("/"),
        ota=(environment.get("SMALLPRINT_OTA_HOST") or RAW_HOST).rstrip("/"),
        ota_api=(environment.get("SMALLPRINT_OTA_API") or API_HOST).rstrip("/"),
        mementos=tuple(environment.get("SMALLPRINT_MEMENTO_HOSTS", "").split()),
        clones=tuple(clones),
        token=_printable(environment.get("GITHUB_TOKEN", "")),
    )


def _printable(token: str) -> str:
    """A token, or nothing where it holds what no header may hold."""
    token = token.strip()
    return token if token.isascii() and token.isprintable() and " " not in token else ""


def clones_at(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Local copies in a folder: ``OWNER/REPO``, ``OWNER/REPO.git`` or ``OWNER/REPO.bundle`` below it."""
    found = {}
    for owner in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in sorted(owner.iterdir()):
            is_git = (path / "HEAD").is_file() or (path / ".git").exists()
            if path.suffix == ".bundle" or is_git:
                found[f"{owner.name}/{path.name.removesuffix('.bundle').removesuffix('.git')}"] = path
    return tuple(sorted(found.items()))


def open_archives(
    settings: ArchiveSettings,
    *,
    cache: Path,
    folders: Sequence[Path] = (),
    limits: "Limits | None" = None,
    offline: bool = False,
    fresh: bool = False,
) -> "tuple[Archive, ...]":
    """The archives of all kinds of locators. They share one session, so one run asks each host politely.

    With `offline` those that need the network raise Offline when they are asked; with `fresh` nothing remembered is used.
    """
    from generator.archives.session import ArchiveSession

    session = ArchiveSession(
        settings.origins,
        cache=None if fresh else cache,
        limits=limits,
        offline=offline,
        tokens=settings.tokens,
    )
    run = ArchiveRun(settings=settings, session=session, cache=cache, folders=tuple(folders))
    return tuple(archive for kind in LOCATOR_KINDS for archive in _adapter(kind)(run))


def _adapter(kind: str) -> "Adapter":
    """How the archives of a kind are opened: the module of its name registers itself as it is imported."""
    if kind not in ADAPTERS:
        import_module(f"generator.archives.{kind}")
    return ADAPTERS[kind]
