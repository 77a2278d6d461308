"""Keys: a digest of everything a result depends on. Pure.

Two results with one key are the same result, so nobody has to remember to invalidate anything. Inputs count by their
content, never by their times: a fresh clone has new times everywhere.
"""

from collections.abc import Iterable

from generator.model.digests import Digest, digest_of


def key_of(job: str, *, inputs: Iterable[str], options: object, code: Digest) -> Digest:
    """The key of one result: the job's name, its inputs' digests in order, its options, and the code that ran."""
    return digest_of("\0".join([job, *inputs, spell_value(options), code]).encode())


def value_key(value: object) -> Digest:
    """The digest of a value made of frozen dataclasses, tuples, strings, numbers, dates and enums.

    For early cut-off: a page hangs on its redline's value, so that new extraction code which gives the same redline leaves
    the page alone.
    """
    return digest_of(spell_value(value).encode("utf-8", "surrogatepass"))


def spell_value(value: object) -> str:
    """One spelling of a frozen value. Mappings and sets have no order of their own and are refused."""
    if isinstance(value, dict | set | frozenset):
        raise TypeError(f"a {type(value).__name__} has no order; pass a tuple")
    return repr(value)


def code_key(sources: Iterable[tuple[str, Digest]], versions: Iterable[tuple[str, str]]) -> Digest:
    """The key of the code itself: its sources by path, and the versions of what it runs on."""
    lines = [f"{path} {digest}" for path, digest in sorted(sources)]
    lines += [f"{name}=={version}" for name, version in sorted(versions)]
    return digest_of("\n".join(lines).encode())
