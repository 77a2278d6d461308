"""When two addresses are one page to an archive: its index drops what servers seldom tell apart."""

import re
from urllib.parse import unquote, urlsplit

_WWW = re.compile(r"www\d{0,3}\.", re.I)
_SESSION = re.compile(r"(?:;jsessionid=[^/?]*|\(s\([0-9a-z]{24}\)\)/)", re.I)
_SESSION_FIELD = re.compile(r"(?:jsessionid|phpsessid|sid|aspsessionid\w*|cfid|cftoken)=", re.I)
_DEFAULT_PORTS = ("", "80", "443")


def address_key(url: str) -> str:
    """What is left of an address without scheme, ``www``, default port, session, fragment, case and closing slash.

    Archives compare so (SURT keys): ``http://www.Example.com:80/Terms/`` and ``https://example.com/terms`` are one.
    """
    text = url.strip()
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return text.lower()
    host, _, port = (
        parts.netloc.rpartition("@")[2].partition(":") if "[" not in parts.netloc else (parts.netloc, "", "")
    )
    host = _plain_host(host)
    path = _SESSION.sub("", unquote(parts.path)).lower().rstrip("/")
    fields = sorted(unquote(field).lower() for field in parts.query.split("&") if field)
    query = "&".join(field for field in fields if not _SESSION_FIELD.match(field))
    shown_port = "" if port in _DEFAULT_PORTS else f":{port}"
    return f"{host}{shown_port}{path}" + (f"?{query}" if query else "")


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses are one to an archive's index."""
    return address_key(one) == address_key(other)


def _plain_host(host: str) -> str:
    host = (
        _WWW.sub("", unquote(host).rstrip("."), count=1)
        if _WWW.match(unquote(host))
        else unquote(host).rstrip(".")
    )
    try:
        return host.encode("idna").decode().lower()
    except (UnicodeError, ValueError):
        return host.lower()
