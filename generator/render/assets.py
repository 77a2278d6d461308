"""The files that every page asks for: parts joined in the order of their names, under a name that holds the digest."""

from collections.abc import Mapping

from generator.model.digests import digest_of
from generator.model.pages import Artifact

_KINDS = (
    ("assets/css/", ".css", "assets/style-{}.css", "text/css; charset=utf-8"),
    ("assets/js/", ".js", "assets/site-{}.js", "text/javascript; charset=utf-8"),
    ("assets/icon", ".svg", "assets/icon-{}.svg", "image/svg+xml"),
)


def join_assets(texts: Mapping[str, str]) -> tuple[Artifact, ...]:
    """Stylesheet, script and icon, from the text of each part by its name."""
    files = []
    for folder, suffix, name, media_type in _KINDS:
        parts = sorted(each for each in texts if each.startswith(folder) and each.endswith(suffix))
        data = ("\n".join(texts[part].strip("\n") for part in parts) + "\n").encode()
        files.append(Artifact(path=name.format(digest_of(data)[:12]), body=data, media_type=media_type))
    return tuple(files)
