"""Signs on finished pages: in words as markup, in attributes as their codes, in scripts and addresses untouched."""

from generator.model.pages import Artifact
from generator.render.links import facts_of
from generator.render.signs import show_signs

OVERRIDE = "\u202e"
SHOWN = (
    '<span class="sign" role="img" aria-label="unseen sign U+202E, right-to-left override" '
    'title="U+202E, right-to-left override">⟨U+202E⟩</span><bdi>\u202e</bdi>'
)


def test_a_page_without_signs_is_the_same_page() -> None:
    page = "<p>“Fees” – naïve, 条款, soft\u00adhyphen, می\u200cخواهیم</p>"
    assert show_signs(page) is page


def test_in_words_the_sign_stands_behind_its_code() -> None:
    assert show_signs(f"<p>a{OVERRIDE}b</p>") == f"<p>a{SHOWN}b</p>"


def test_what_is_read_out_of_attributes_has_the_code_and_what_is_copied_the_sign() -> None:
    page = f'<a title="x > {OVERRIDE}" href="{OVERRIDE}" data-copy="{OVERRIDE}">w</a>'
    assert show_signs(page) == f'<a title="x > ⟨U+202E⟩" href="{OVERRIDE}" data-copy="{OVERRIDE}">w</a>'


def test_titles_and_pictures_hold_no_markup_and_scripts_are_left_alone() -> None:
    assert show_signs(f"<title>a{OVERRIDE}</title>") == "<title>a⟨U+202E⟩</title>"
    assert show_signs(f"<svg><text>a{OVERRIDE}</text></svg>") == "<svg><text>a⟨U+202E⟩</text></svg>"
    script = f'<script type="x">"<p>{OVERRIDE}</p>"</script>'
    assert show_signs(script) == script


def test_signs_of_no_width_and_mixed_words_are_told_among_changed_and_quoted_words_alone() -> None:
    plain = "<p>fe\u200bes pаypal</p>"
    assert show_signs(plain) == plain
    for opening, closing in (("<ins>", "</ins>"), ("<mark>", "</mark>"), ('<p class="big words">', "</p>")):
        shown = show_signs(f"{opening}fe\u200bes pаypal{closing} fe\u200bes pаypal")
        assert shown.count("⟨U+200B⟩") == 1
        assert (
            shown.count('pаypal<span class="mixed" lang="en" dir="ltr"> (mixes Latin and Cyrillic letters)')
            == 1
        )
        assert shown.endswith(f"{closing} fe\u200bes pаypal")


def test_void_and_unclosed_elements_do_not_hold_what_follows() -> None:
    page = "<ins>a<br>b</ins><p class=x>fe\u200bes"
    assert show_signs(page) == page


def facts(html: str) -> tuple[str, str, tuple[str, int] | None]:
    found = facts_of(Artifact(path="a/index.html", body=html.encode()))
    return found.ids, found.links, found.twice


def test_words_in_the_value_of_an_attribute_are_neither_ids_nor_links() -> None:
    html = """<meta content="each link carries id=visitor href='x/' id=visitor"><p title='a > id="b"' id=c>x</p>"""
    assert facts(html) == ("\nc\n", "\n", None)


def test_ids_and_links_are_read_however_they_are_quoted() -> None:
    html = """<a id='one' href="two/">x</a><a class=x href=three/ id="&amp;four">y</a><div data-id="no" id=one></div>"""
    assert facts(html) == ("\none\n&four\n", "\nthree/\ntwo/\n", ("one", 2))


def test_many_of_one_sign_in_a_row_are_one_mark() -> None:
    shown = show_signs("<ins>a" + "\u200b" * 5000 + "b</ins>")
    assert shown.count("⟨") == 1
    assert "⟨U+200B × 5,000⟩" in shown
    assert shown.count("\u200b") == 5000
