"""A list of all evidence that a stranger can check with `sha256sum -c`, and one digest that stands for all of it. Pure."""

from collections.abc import Iterable

from generator.model.digests import Digest, digest_of


def manifest_text(digests: Iterable[Digest]) -> str:
    """``DIGEST  ab/DIGEST`` a line, in order: what ``sha256sum -c`` reads inside the evidence store."""
    return "".join(f"{digest}  {digest[:2]}/{digest}\n" for digest in sorted(set(digests)))


def root_digest(manifest: str) -> Digest:
    """The digest of the list itself: ``sha256sum MANIFEST`` gives it."""
    return digest_of(manifest.encode("ascii"))
