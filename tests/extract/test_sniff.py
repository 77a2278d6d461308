"""The door: what a capture is by its type and its bytes, codings that nobody declared, and what is refused."""

import gzip

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from generator.extract import extract_policy
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.errors import Unreadable
from generator.model.policy import PolicyText

PAGE = b"<!doctype html><html><body><main><p>The fee is 20 seeds.</p></main></body></html>"
TYPES = (
    "", "text/html", "text/html; charset=utf-8", "text/markdown", "text/plain", "application/pdf", "application/xml",
    "application/octet-stream", "image/png", "application/json", "html", "text/", "x/y/z", "\ud800", "unk",
)  # fmt: skip
LABELS = (
    "", "utf-8", "utf-7", "utf-16", "utf-32", "undefined", "raw_unicode_escape", "unicode_escape", "idna", "punycode",
    "rot13", "base64", "hex", "mbcs", "oem", "iso-2022-kr", "hz-gb-2312", "x-user-defined", "replacement", "big5",
    "shift_jis", "iso-2022-jp", "windows-1250", "\ud800", "\0", "é",
)  # fmt: skip


def read(body: bytes, media_type: str, charset: str = "") -> PolicyText:
    return extract_policy(Capture(sha256=digest_of(body), body=body, media_type=media_type, charset=charset))


@pytest.mark.parametrize("media_type", ["", "unk", "application/octet-stream", "html", "*/*"])
def test_html_without_a_type_is_read_as_html(media_type: str) -> None:
    for body in (
        PAGE,
        b"\n <!-- a --><p>The fee is 20 seeds.",
        b"\xef\xbb\xbf<HTML><p>The fee is 20 seeds.",
        PAGE.decode().encode("utf-16"),
    ):
        policy = read(body, media_type)
        assert policy.text.strip() == "The fee is 20 seeds."
        assert any("by its first bytes" in warning for warning in policy.warnings)


def test_text_without_a_type_is_text() -> None:
    assert read(b"# Terms\n\nThe fee is 20 seeds.", "").text.startswith("# Terms")
    assert read(b"<fee> is 20 seeds", "").text == "<fee> is 20 seeds"


def test_what_is_served_as_plain_text_is_plain_text_and_says_that_it_looks_otherwise() -> None:
    policy = read(PAGE, "text/plain")
    assert policy.text == PAGE.decode()
    assert policy.warnings == (
        "served as text/plain and begins like HTML; read as plain text, as browsers do",
    )


def test_xhtml_is_read_and_other_xml_is_not() -> None:
    assert (
        read(
            b"<?xml version='1.0'?><!DOCTYPE html><html><body><p>Fee</p></body></html>", "text/xml"
        ).text.strip()
        == "Fee"
    )
    with pytest.raises(Unreadable):
        read(b"<?xml version='1.0'?><rss><title>Fee</title></rss>", "application/xml")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)), "image/png"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)), "text/html"),
        (b"GIF89a" + bytes(range(200)), "text/markdown"),
        (b"PK\x03\x04" + bytes(range(200)), "text/markdown"),
        (b"PK\x03\x04" + bytes(range(200)), ""),
        (bytes(range(1, 256)) * 4, "text/html"),
        (bytes(range(1, 256)) * 4, "application/octet-stream"),
        (b'{"fee": 20}', "application/json"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", "application/msword"),
        (b"body { color: red }", "text/css"),
        (b"{\\rtf1\\ansi The fee is 20 seeds.}", ""),
        (b"{\\rtf1\\ansi The fee is 20 seeds.}", "application/rtf"),
    ],
)
def test_what_is_no_text_is_refused_and_never_read_as_markdown(body: bytes, media_type: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(body, media_type)
    assert caught.value.code == "not-text"


def test_words_that_begin_like_a_file_of_another_kind_are_words() -> None:
    for words in (
        "GIF89a is a format.",
        "ID3 tags are kept.",
        "BZh, says the goat.",
        "PKs are keys.",
        "{\\rtf is a mark",
    ):
        assert read(words.encode(), "text/markdown").text == words


def test_a_coding_that_nobody_declared_is_undone() -> None:
    for body in (gzip.compress(PAGE), zstandard.compress(PAGE), gzip.compress(gzip.compress(PAGE))):
        policy = read(body, "text/html")
        assert policy.text.strip() == "The fee is 20 seeds."
        assert "unpacked" in policy.warnings[0]
    for broken in (gzip.compress(PAGE)[:40], gzip.compress(PAGE)[:10] + b"xxxxxxxxxx"):
        with pytest.raises(Unreadable) as caught:
            read(broken, "text/html")
        assert caught.value.code == "unreadable"


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(80 * 1024 * 1024))
    with pytest.raises(Unreadable, match="unpacks to more"):
        read(bomb, "text/html")


_BEGINNINGS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"<html>", b"<?xml ", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
     b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0" * 40, b"<meta charset=", b"<!--", b"\x1b$B", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]
)  # fmt: skip


@given(
    _BEGINNINGS,
    st.binary(max_size=400),
    st.sampled_from(TYPES),
    st.sampled_from(LABELS) | st.text(max_size=20),
)
def test_any_bytes_with_any_type_and_charset_are_a_text_or_a_typed_error(
    beginning: bytes, rest: bytes, media_type: str, charset: str
) -> None:
    try:
        policy = read(beginning + rest, media_type, charset)
    except Unreadable:
        return
    assert "\0" not in policy.text
    policy.text.encode()  # no half of a pair, which no file could hold


@given(st.binary(max_size=60))
def test_any_label_in_a_page_is_read_or_passed_over(label: bytes) -> None:
    page = b"<title>" + b"Terms of the Orchard Club. " * 8 + b"</title><meta charset='%s'><p>Fee</p>"
    assert "Fee" in read(page % label.replace(b"'", b""), "text/html").text
