"""The law of signs: one that differs is seen, whatever stands round it; what does not differ is no difference."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.diff import diff_texts
from generator.model.signs import code_of, find_signs, join_runs
from generator.render.signs import show_signs

SIGNS = [
    "\u200b",
    "\u200c",
    "\u200e",
    "\u202e",
    "\u202c",
    "\u2060",
    "\u2067",
    "\ufeff",
    "\U000e0041",
    "\u3164",
]
WORDS = st.lists(
    st.sampled_from(["fees", "we", "keep", "Orchard", "logs,", "not", "30", "seeds.", "(b)"]),
    min_size=3,
    max_size=12,
)


def compare(before: str, after: str, form: str = "text") -> str:
    texts = {"a.md": before, "b.md": after}
    return diff_texts("a.md", "b.md", form=form, read=lambda name: (texts[name].encode(), "text/markdown"))


@settings(max_examples=60, deadline=None)
@given(WORDS, st.sampled_from(SIGNS), st.data())
def test_a_sign_put_into_a_text_is_shown_with_its_code(
    words: list[str], sign: str, data: st.DataObject
) -> None:
    text = "Clause says " + " ".join(words) + " and so on"
    at = data.draw(st.integers(7, len(text) - 3))
    odd = text[:at] + sign + text[at:]
    for before, after in ((text, odd), (odd, text)):
        out = compare(before, after)
        assert f"<{code_of(sign)}>" in out, out
        assert not out.startswith("no words changed\n")
        html = compare(before, after, "html").partition("<details>")[0]
        assert f"⟨{code_of(sign)}⟩" in html
        assert "nothing else changed" not in html or "edited" in html
    assert compare(odd, odd).startswith("no words changed\n")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from([*"ab <>&\"'=", *SIGNS, "а", "ß"]), max_size=40))
def test_words_on_a_page_are_the_same_without_what_is_said_of_them(words: str) -> None:
    from markupsafe import escape

    page = f"<p class='words'>{escape(words)}</p>"
    shown = show_signs(page)
    bare = re.sub(r'<span class="(?:sign|mixed)".*?</span>', "", shown)
    assert bare.replace("<bdi>", "").replace("</bdi>", "") == page
    assert len(re.findall(r'<span class="sign"', shown)) >= len(join_runs(find_signs(words)))
