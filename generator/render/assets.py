"""The site's own files beside its pages: stylesheet, scripts and icon, each under a name that holds its digest.

The stylesheet and the script of all pages are joined from parts in the order of their names. Both are published
without comments and indentation. What only one page needs is a script of its own, which that page asks
for: ``assets/scripts/search.js`` is ``assets.scripts["search"]`` in templates. (rcssmin and rjsmin, which would do
the same, have wheels for Linux alone.)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.model.digests import digest_of
from generator.model.pages import Artifact

STYLES, SCRIPTS, OWN_SCRIPTS, ICON = "assets/css/", "assets/js/", "assets/scripts/", "assets/icon"
SCRIPT = "text/javascript; charset=utf-8"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_GAP = r"(?:\s|/\*.*?\*/)"
_TOKEN = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)"']*\)|\\.)"""
    rf"|{_GAP}*(?:;{_GAP}*)?(?P<end>\}}){_GAP}*"
    rf"|{_GAP}*(?P<sign>[{{,;]){_GAP}*"
    rf"|{_GAP}+",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Addresses of the site's own files, from its root, and their bytes."""

    style: str
    script: str  # of all pages
    icon: str
    scripts: dict[str, str]  # those that single pages ask for, by their names
    files: tuple[Artifact, ...]


def make_assets(texts: Mapping[str, str]) -> Assets:
    """The files, from the text of each part by its name."""
    style = _file(
        "style", ".css", "text/css; charset=utf-8", map(squeeze_styles, _parts(texts, STYLES, ".css"))
    )
    script = _file("site", ".js", SCRIPT, map(squeeze_script, _parts(texts, SCRIPTS, ".js")))
    icon = _file("icon", ".svg", "image/svg+xml", _parts(texts, ICON, ".svg"))
    own = {
        PurePosixPath(name).stem: texts[name]
        for name in sorted(texts)
        if name.startswith(OWN_SCRIPTS) and name.endswith(".js")
    }
    scripts = {name: _file(name, ".js", SCRIPT, (squeeze_script(text),)) for name, text in own.items()}
    return Assets(
        style=style.path,
        script=script.path,
        icon=icon.path,
        scripts={name: file.path for name, file in scripts.items()},
        files=(style, script, icon, *scripts.values()),
    )


def squeeze_styles(text: str) -> str:
    """A stylesheet without comments and without white space that says nothing. Strings and addresses stay as they are."""

    def short(found: re.Match[str]) -> str:
        if found["end"]:
            return "}" if text.startswith("}", found.end()) else "}\n"
        if said := found["kept"] or found["sign"]:
            return said
        return " " if _COMMENT.sub("", found[0]) else "/**/"  # which parts two words, and is no space

    return _TOKEN.sub(short, text).strip()


def squeeze_script(text: str) -> str:
    """A script without indentation and lines that are only a comment; one with a template of several lines stays whole."""
    lines = text.splitlines()
    if any(line.count("`") % 2 for line in lines):
        return text
    told = (line.strip() for line in lines)
    return "\n".join(line for line in told if line and not line.startswith("//"))


def _parts(texts: Mapping[str, str], folder: str, suffix: str) -> tuple[str, ...]:
    return tuple(texts[name] for name in sorted(texts) if name.startswith(folder) and name.endswith(suffix))


def _file(name: str, suffix: str, media_type: str, parts: Iterable[str]) -> Artifact:
    body = ("\n".join(part.strip("\n") for part in parts) + "\n").encode()
    path = f"assets/{name}-{digest_of(body)[:12]}{suffix}"
    return Artifact(path=path, body=body, media_type=media_type)
