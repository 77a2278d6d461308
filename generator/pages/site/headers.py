"""`_headers` and `_redirects` for static hosts that read them (Netlify, Cloudflare Pages).

Hosts differ in what they do when two rules match one path: some join the values, some keep the last. So no header is
given by two rules that can match the same path: what all pages share stands under ``/*``, and the policies that differ (who
may frame a page) stand under the folders that the site really has, and who may use a file from
another site under the file's own path.
"""

from collections.abc import Iterable, Mapping

from generator.model.pages import PageSpec
from generator.pages.chrome import CSP, FileView

TEXT = "text/plain; charset=utf-8"

SHARED = (
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
ASSETS = (
    ("Cache-Control", "public, max-age=31536000, immutable"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
NOINDEX = (("X-Robots-Tag", "noindex"),)
OWN = (("Cross-Origin-Resource-Policy", "same-origin"),)
OPEN = (("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Origin", "*"))
OPEN_FILES = (".json", ".xml", ".diff", ".zip", ".png")  # data, feeds and cards: made to be used elsewhere
FOLDER = (
    ("Content-Security-Policy", f"{CSP}; frame-ancestors 'none'"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "public, max-age=0, must-revalidate"),
)
PAGES = (*FOLDER, *OWN)
EMBED = (
    ("Content-Security-Policy", f"{CSP}; frame-ancestors *"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cache-Control", "public, max-age=0, must-revalidate"),
)
DATA = (*FOLDER, *OPEN)

_BY_FOLDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "assets": ASSETS,
    "data": DATA,
    "embed": EMBED,
    "search": PAGES,
    "unread": (*PAGES, *NOINDEX),
}
_WHOLE = ("assets", "data", "embed", "search", "unread")  # all their files may be used alike


def headers_file(paths: Iterable[str], root: str = "/", *, noindex: bool = False) -> PageSpec:
    """Rules for the folders that hold these output files, and for each file: who may use it from another site.

    `root` is where the site begins on its host. With `noindex` every answer asks search engines to leave it. The folders stand first: a host that reads a limited number of rules reads those.
    """
    listed = tuple(dict.fromkeys(paths))
    folders = {path.partition("/")[0] for path in listed if "/" in path} | set(_BY_FOLDER)
    roots = {path for path in listed if "/" not in path and not path.startswith("_")}
    shared = (*SHARED, *(NOINDEX if noindex else ()))
    blocks = [_block(f"{root}*", shared), _block(root, PAGES)]
    blocks += [
        _block(f"{root}{name}", (*FOLDER, *(OPEN if name.endswith(OPEN_FILES) else OWN))) for name in sorted(roots)
    ]
    blocks += [_block(f"{root}{folder}/*", _rules(folder, noindex)) for folder in sorted(folders)]
    blocks += [
        _block(f"{root}{path.removesuffix('index.html')}", OPEN if path.endswith(OPEN_FILES) else OWN)
        for path in sorted(listed)
        if "/" in path and path.partition("/")[0] not in _WHOLE
    ]
    body = "# Written by the build. No header is given to a path by two rules.\n\n" + "\n".join(blocks)
    return PageSpec(path="_headers", template="", view=FileView(body=body, media_type=TEXT))


def _rules(folder: str, noindex: bool) -> tuple[tuple[str, str], ...]:
    """The rules of a folder, without what all files are told already."""
    return tuple(rule for rule in _BY_FOLDER.get(folder, FOLDER) if not noindex or rule not in NOINDEX)


def _block(pattern: str, headers: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  {name}: {value}\n" for name, value in headers)
    return f"{pattern}\n{lines}"


def redirects_file(moved: Iterable[tuple[str, str]], root: str = "/") -> PageSpec:
    """Former addresses, each with the one it leads to for ever. Pages at the old ones do the same on other hosts.

    `root` is where the site begins on its host.
    """
    lines = [
        f"{root}{name}{end} {root}{new} 301\n"
        for name, new in sorted((old.strip("/"), new) for old, new in moved)
        for end in ("/", "")
    ]
    body = "# Written by the build: former addresses of pages.\n" + "".join(lines)
    return PageSpec(path="_redirects", template="", view=FileView(body=body, media_type=TEXT))
