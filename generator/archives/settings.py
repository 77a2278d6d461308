"""What the archives of a run are opened with, and the list of adapters that open them, one a kind of locator."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.archives.public_hosts import API_HOST, RAW_HOST, WAYBACK_HOST

if TYPE_CHECKING:
    from generator.archives.protocol import Archive
    from generator.archives.session import ArchiveSession


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRun:
    """What an adapter may use: the settings, one session for all hosts, a folder to remember in, folders of captures."""

    settings: ArchiveSettings
    session: "ArchiveSession"
    cache: Path
    folders: tuple[Path, ...] = ()


Adapter = Callable[[ArchiveRun], "tuple[Archive, ...]"]

ADAPTERS: dict[str, Adapter] = {}


def adapter_of(kind: str) -> Callable[[Adapter], Adapter]:
    """Enter a function as the one that opens the archives of a kind; of several, the first that answers is asked."""

    def enter(adapter: Adapter) -> Adapter:
        ADAPTERS[kind] = adapter
        return adapter

    return enter
