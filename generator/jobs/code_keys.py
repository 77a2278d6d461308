"""The keys of the code behind each kind of job, read once a build."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.jobs.change_job import PAGE_TEMPLATES
from generator.jobs.codebase import (
    EVIDENCE_LIBRARIES,
    EVIDENCE_ROOMS,
    EXTRACT_LIBRARIES,
    PAGE_LIBRARIES,
    PAGE_ROOMS,
    REDLINE_LIBRARIES,
    REDLINE_ROOMS,
)
from generator.jobs.graph import Node
from generator.jobs.keys import value_key
from generator.jobs.memo import Memo
from generator.model.digests import Digest, digest_of
from generator.model.pages import Artifact

ASSETS = "assets/"
LOCALE = "locale/"  # translations: every page may need them
OURS = "ours/"  # before the names of our templates, where a report has its own


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeys:
    """`templates` is of all templates; `closures` gives for each the templates that it can reach, itself included."""

    redline: Digest
    words: Digest
    evidence: Digest
    pages: Digest
    render: Digest  # of the code behind pages, templates left out
    cards: Digest
    templates: Digest
    digests: dict[str, Digest]
    places: dict[str, Path]  # the file behind each name
    closures: dict[str, tuple[str, ...]]

    def of_templates(self, names: Iterable[str]) -> Digest:
        """The key of some templates with all that they reach, and of the assets and translations that every page names."""
        reached = {each for name in names for each in self.closures[name]}
        reached |= {name for name in self.digests if name.startswith((ASSETS, LOCALE))}
        return value_key(tuple((name, self.digests[name]) for name in sorted(reached)))

    def assets(self) -> tuple[Artifact, ...]:
        """The site's own files beside its pages."""
        from generator.render.assets import make_assets

        names = sorted(name for name in self.digests if name.startswith(ASSETS))
        return make_assets({name: self.places[name].read_text(encoding="utf-8") for name in names}).files


def read_code_keys(templates: Path, memo: Memo, overrides: Path | None = None) -> CodeKeys:
    """All keys, from our own sources, the versions underneath and the templates as they are now.

    `overrides` are a report's own templates. Ours stand behind them, and below ``ours/`` as well.
    """
    places = _files_below(templates)
    if overrides is not None:
        ours = {
            f"{OURS}{name}": file for name, file in places.items() if not name.startswith((ASSETS, LOCALE))
        }
        places = dict(sorted({**ours, **places, **_files_below(overrides)}.items()))
    digests = {name: digest_of(file.read_bytes()) for name, file in places.items()}
    whole = value_key(tuple(digests.items()))
    render = memo.code.key(PAGE_ROOMS, PAGE_LIBRARIES)
    keys = CodeKeys(
        redline=memo.code.key(REDLINE_ROOMS, REDLINE_LIBRARIES),
        words=memo.code.key(("model", "extract"), EXTRACT_LIBRARIES),
        evidence=memo.code.key(EVIDENCE_ROOMS, EVIDENCE_LIBRARIES),
        pages=render,
        render=render,
        cards=memo.code.key(("render",), ("resvg",)),
        templates=whole,
        digests=digests,
        places=places,
        closures=_closures(
            (templates, overrides), digests, Node(job="closures", key=value_key((whole, render))), memo
        ),
    )
    return replace(keys, pages=value_key((keys.render, keys.of_templates(PAGE_TEMPLATES))))


def _files_below(folder: Path) -> dict[str, Path]:
    """Every template and asset by its name, compiled ones left out."""
    return {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.parent.name != "__pycache__"
    }


def _closures(
    folders: tuple[Path, Path | None], digests: dict[str, Digest], node: Node, memo: Memo
) -> dict[str, tuple[str, ...]]:
    """What each template reaches, remembered: to know it, all of them must be parsed."""
    kept = memo.find(node)
    if isinstance(kept, dict):
        return kept
    from generator.render.environment import template_closures

    listed = tuple(name for name in digests if not name.startswith((ASSETS, LOCALE)))
    found = template_closures(folders[0], listed, folders[1])
    memo.keep(node, found)
    return found
