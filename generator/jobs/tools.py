"""What every job of a build is called with: where captures, remembered results and templates are."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.jobs.memo import Memo
from generator.jobs.redline_job import Evidence
from generator.model.digests import Digest

if TYPE_CHECKING:
    from generator.render.environment import PageEnvironment

_environments: dict[tuple[Path, Digest], "PageEnvironment"] = {}  # of this process: the newest one


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Travels to workers as folders. Jobs read through it and write nothing."""

    evidence: Evidence
    memo: Memo
    templates: Path
    overrides: Path | None = None  # the report's own templates, laid over these


def environment_of(tools: Tools, digest: Digest) -> "PageEnvironment":
    """The environment that pages are rendered with, made once for a state of the templates (`digest`)."""
    from generator.render.environment import make_environment

    found = _environments.get((tools.templates, digest))
    if found is None:
        _environments.clear()
        found = _environments[tools.templates, digest] = make_environment(tools.templates, tools.overrides)
    return found
