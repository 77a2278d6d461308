"""Content codings: undone whole under a cap, or a typed error; never letters."""

import gzip
import zlib

import brotlicffi
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from generator.extract.codings import undo_codings, undo_unsaid
from generator.model.errors import ArchiveError, TooLarge, Truncated, UnexpectedReply

TEXT = b"The keeper holds the ledger of the orchard. " * 400
PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotlicffi.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", PACK)
def test_a_coding_is_undone_whole(coding: str) -> None:
    packed = PACK[coding](TEXT)
    assert undo_codings(packed, f" {coding.upper()} ", 10**6, "x") == TEXT
    assert undo_codings(b"", coding, 10**6, "x") == b""
    for cut in (packed[:-5], packed[: len(packed) // 2]):
        with pytest.raises(Truncated):
            undo_codings(cut, coding, 10**6, "x")
    with pytest.raises(UnexpectedReply):
        undo_codings(b"\0" * 8 + b"The fee is 20 seeds.", coding, 10**6, "x")


@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_is_stopped_at_the_cap(coding: str) -> None:
    bomb = PACK[coding](bytes(20_000_000))
    with pytest.raises(TooLarge):
        undo_codings(bomb, coding, 1_000_000, "x")


def test_codings_one_over_another_and_unknown_ones() -> None:
    assert undo_codings(brotlicffi.compress(gzip.compress(TEXT)), "gzip, br", 10**6, "x") == TEXT
    assert undo_codings(TEXT, "identity", 10**6, "x") == TEXT
    for unknown in ("compress", "exi", "gzip, gzip, gzip, gzip, gzip"):
        with pytest.raises(UnexpectedReply):
            undo_codings(TEXT, unknown, 10**6, "x")


def test_what_nobody_states_is_known_by_its_mark() -> None:
    assert undo_unsaid(gzip.compress(TEXT), 10**6, "x") == (TEXT, "gzip")
    assert undo_unsaid(zstandard.compress(gzip.compress(TEXT)), 10**6, "x") == (TEXT, "zstd, gzip")
    assert undo_unsaid(TEXT, 10**6, "x") == (TEXT, "")


@given(st.binary(max_size=300), st.sampled_from(sorted(PACK)) | st.text(max_size=12))
def test_any_bytes_under_any_coding_are_bytes_or_a_typed_error(body: bytes, coding: str) -> None:
    try:
        undo_codings(body, coding, 10**6, "x")
        undo_unsaid(body, 10**6, "x")
    except ArchiveError:
        return
