"""The archives of a run: which hosts, which local copies, from settings that a command hands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.archives.public_hosts import API_HOST, RAW_HOST, WAYBACK_HOST

if TYPE_CHECKING:
    from generator.archives.protocol import Archive
    from generator.archives.wire import Limits

# A build with nothing to fetch loads no HTTP library, so the adapters are imported where they are opened.
ANYWHERE = Path("/")  # as a folder to read from: for locators that a person typed, never for those of content


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """Where archives are. Hosts default to the public ones; `clones` are local copies of versions repositories."""

    wayback: str = WAYBACK_HOST
    ota: str = RAW_HOST
    ota_api: str = API_HOST
    mementos: tuple[str, ...] = ()
    clones: tuple[tuple[str, Path], ...] = ()
    token: str = field(default="", repr=False)  # for the public code host's API, and for no other host

    @property
    def tokens(self) -> dict[str, str]:
        """Tokens by origin: one, where the API asked is the one that the token is for."""
        return {API_HOST: self.token} if self.token and self.ota_api == API_HOST else {}

    @property
    def origins(self) -> tuple[str, ...]:
        return (self.wayback, self.ota, self.ota_api, *self.mementos)


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
    """All archives, those that need no network first. They share one session, so one run asks each host politely.

    With `offline` those that need the network raise Offline when they are asked; with `fresh` nothing remembered is used.
    """
    from generator.archives.folder import FolderArchive
    from generator.archives.memento import MementoArchive
    from generator.archives.ota import OtaClone, OtaHttp
    from generator.archives.session import ArchiveSession
    from generator.archives.warc import WarcArchive
    from generator.archives.wayback import WaybackArchive

    session = ArchiveSession(
        settings.origins,
        cache=None if fresh else cache,
        limits=limits,
        offline=offline,
        tokens=settings.tokens,
    )
    return (
        FolderArchive(roots=tuple(folders)),
        WarcArchive(roots=tuple(folders)),
        *((OtaClone(clones=settings.clones, cache=cache),) if settings.clones else ()),
        OtaHttp(session=session, host=settings.ota, api=settings.ota_api),
        WaybackArchive(session=session, host=settings.wayback),
        MementoArchive(session=session),
    )
