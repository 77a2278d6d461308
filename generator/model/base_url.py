"""The address that a site will have: what it may be, and the path below which its pages lie."""

import re
from urllib.parse import urlsplit

_SHAPE = re.compile(r"https?://[^\s/?#@\\\"'<>]+(?:/[A-Za-z0-9._~%!$&()*+,;=:@-]+)*/?", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def base_url_fault(text: str) -> str:
    """Why an address cannot be the base of a site; empty where it can."""
    if text != text.strip() or any(sign.isspace() for sign in text):
        return "it holds a space"
    if not text.lower().startswith(("https://", "http://")):
        return "it does not begin with https:// or http://"
    if "?" in text or "#" in text:
        return "it holds a query or a fragment; pages could not lie below it"
    if not _SHAPE.fullmatch(text):
        return "it is not a host with a path of ordinary signs"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return str(error)
    bare = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc
    if not _HOST.fullmatch(bare) or not host:
        return f"{parts.netloc!r} is no host"
    if any(step in (".", "..") for step in parts.path.split("/")):
        return "its path holds . or .."
    return ""


def base_path(base_url: str) -> str:
    """Where the site begins on its host: ``/``, or ``/a/b/`` for ``https://host/a/b``."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"
