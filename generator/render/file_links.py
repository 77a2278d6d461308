"""Pages for reading from a folder, without a server: a link to a folder names its ``index.html``.

A server answers ``zoom/`` with ``zoom/index.html``; a browser that opens files lists the folder instead.
"""

import re

_LINK = re.compile(
    r"""(<(?:a|form|iframe|link)\s[^>]*?(?:href|src|action)=)("[^"]*"|'[^']*')""", re.IGNORECASE
)
_LED_ON = re.compile(r"""(<meta http-equiv="refresh" content="\d+; url=)([^"]*)\"""", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def with_file_links(html: str) -> str:
    """The same page, with ``index.html`` written where a link within the site leads to a folder."""
    html = _LED_ON.sub(lambda found: f'{found[1]}{file_link(found[2])}"', html)
    return _LINK.sub(lambda found: f"{found[1]}{found[2][0]}{file_link(found[2][1:-1])}{found[2][0]}", html)


def file_link(link: str) -> str:
    """A link of a page as a link to a file. What leads elsewhere, or names a file, stays as it is."""
    if not link or link.startswith("#") or _OUTSIDE.match(link):
        return link
    ends = min((at for at in (link.find("?"), link.find("#")) if at >= 0), default=len(link))
    path, rest = link[:ends], link[ends:]
    if path.endswith("/"):
        return f"{path}index.html{rest}"
    if path.rpartition("/")[2] in (".", ".."):
        return f"{path}/index.html{rest}"
    return link
