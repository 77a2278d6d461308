"""Where a report lies and how it is to be built: the one value that every command takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.archives.settings import ArchiveSettings
from generator.store.evidence_store import EvidenceStore
from generator.store.site_folder import refuse_foreign_folder, refuse_overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Folders and choices. Paths are as given by the user; `templates` may be the package's own."""

    content: Path
    site: Path
    store: Path
    cache: Path
    templates: Path
    mirrors: tuple[Path, ...] = ()
    offline: bool = False
    complete: bool = False
    drafts: bool = False
    base_url: str = ""
    noindex: bool = False
    file_links: bool = False
    overrides: Path | None = None  # templates and styles of the report, laid over our own
    workers: int = 1
    archives: ArchiveSettings = field(default_factory=ArchiveSettings)

    def evidence(self) -> EvidenceStore:
        """The store, then each mirror, then captures committed beside the content."""
        return EvidenceStore(folder=self.store, mirrors=(*self.mirrors, self.content), cache=self.cache)

    def read_from(self) -> tuple[Path, ...]:
        """Every folder that a build reads, our own code included."""
        package = Path(__file__).resolve().parent.parent
        clones = (folder for _, folder in self.archives.clones)
        own = (self.overrides,) if self.overrides else ()
        return (package, self.templates, *own, self.content, self.store, *self.mirrors, *clones)

    def refuse_site(self) -> None:
        """Raise PublishError where `site` is a folder that a build must not replace. Nothing is written."""
        own = (
            ("the content", self.content),
            ("the evidence store", self.store),
            ("the cache", self.cache),
            ("the templates", self.templates),
            *((("the report's templates", self.overrides),) if self.overrides else ()),
        )
        read = [*(("a mirror", folder) for folder in self.mirrors)]
        read += [("a clone", folder) for _, folder in self.archives.clones]
        refuse_overlap(self.site, own, read)
        refuse_foreign_folder(self.site)


def own_templates() -> Path:
    """The templates beside the package: in a checkout, and in an installed wheel, which carries both in one folder."""
    return Path(__file__).resolve().parent.parent.parent / "templates"


def existing(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Those folders that exist, each once, in order."""
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))
