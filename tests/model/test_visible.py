"""Characters that nobody sees are shown, and nothing else is touched."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from generator.model.visible import escape_controls, find_controls, replace_controls, show_controls

ODD = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
ODD += [0xD800, 0xDFFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]


@pytest.mark.parametrize("code", ODD)
def test_each_is_shown_as_one_visible_character_that_xml_takes(code: int) -> None:
    shown = show_controls(f"a{chr(code)}b")
    assert len(shown) == 3
    assert shown[1] == (chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�")
    assert ElementTree.fromstring(f"<p>{shown}</p>").text == shown
    assert replace_controls(f"a{chr(code)}b") == "a�b"
    assert find_controls(f"a{chr(code)}b") == [(1, f"U+{code:04X}")]


@pytest.mark.parametrize("code", ODD)
def test_json_keeps_them_as_escapes(code: int) -> None:
    text = escape_controls(json.dumps({"words": f"a{chr(code)}b"}, ensure_ascii=False))
    assert not find_controls(text)
    assert json.loads(text) == {"words": f"a{chr(code)}b"}


@pytest.mark.parametrize(
    "text",
    ["", "tab\tand\nlines\r\n", "é ü 条款 🙂 \u00a0\u00ad\u200b\u202e\ufeff\ufffd", "\ue000\U0010fffd"],
)
def test_other_characters_stay(text: str) -> None:
    assert show_controls(text) == replace_controls(text) == text
    assert escape_controls(text) == text.replace("\u202e", "\\u202e")


def test_a_lone_return_is_shown_and_the_end_of_a_line_is_not() -> None:
    assert show_controls("a\rb\r\nc\r") == "a␍b\r\nc␍"
