"""One spelling of a SHA-256: 64 lower-case hex digits inside, ``sha256:...`` where people read it."""

import hashlib
import re
from typing import NewType

Digest = NewType("Digest", str)

_HEX = re.compile(r"(?:sha256:)?([0-9a-f]{64})\Z")


def digest_of(data: bytes) -> Digest:
    """The SHA-256 of ``data`` as 64 lower-case hex digits."""
    return Digest(hashlib.sha256(data).hexdigest())


def parse_digest(text: str) -> Digest | None:
    """Read ``sha256:<hex>`` or bare hex; None where ``text`` is neither."""
    found = _HEX.match(text.strip())
    return Digest(found.group(1)) if found else None


def spell_digest(digest: Digest) -> str:
    """``sha256:<hex>``, as pages, locks and messages print it."""
    return f"sha256:{digest}"
