"""What the HTML reader keeps of what a page does to words: roles as spans, frames, shadow roots, what stands outside."""

import pytest

from generator.extract import extract_policy
from generator.extract.styles import read_sheets
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.policy import PolicyText, Role


def read(html: str, **more: object) -> PolicyText:
    body = html.encode()
    return extract_policy(Capture(sha256=digest_of(body), body=body, media_type="text/html"), **more)  # type: ignore[arg-type]


def roles(html: str, role: Role) -> list[str]:
    policy = read(html)
    return [policy.text[r.span.start : r.span.end] for r in policy.roles if r.role is role]


@pytest.mark.parametrize(
    ("html", "role", "words"),
    [
        ("<p>a <del>b c</del> d</p>", Role.STRUCK, ["b c"]),
        ("<p>a <strike>b <b>c</b></strike> d</p>", Role.STRUCK, ["b **c**"]),
        ("<p>a <ins>b</ins></p>", Role.INSERTED, ["b"]),
        ("<ul><li>a<sup>2</sup></li></ul>", Role.RAISED, ["2"]),
        ("<h2>H<sub>2</sub>O</h2>", Role.LOWERED, ["2"]),
        ("<p>a <math><mi>x</mi><mo>=</mo><mn>4</mn></math></p>", Role.FORMULA, ["x=4"]),
        ("<p>a <img src=b.png alt='a mill'></p>", Role.PICTURE, ["![a mill](b.png)"]),
        ("<table><tr><td>a</td><td>b<sup>3</sup></td></tr></table>", Role.RAISED, ["3"]),
        ("<table><tr hidden><td>a</td><td>b</td></tr></table>", Role.HIDDEN, ["a", "b"]),
        ("<p><a href='https://e.example'>x <s>y</s></a></p>", Role.STRUCK, ["y"]),
        ("<p>1. <s>a</s> * <s>b</s></p>", Role.STRUCK, ["a", "b"]),
        ("<p>a<br><s>b</s><br>c</p>", Role.STRUCK, ["b"]),
        ("<p><s>12. a</s> b</p>", Role.STRUCK, ["12\\. a"]),
        ("<p>12. <s>a</s> b</p>", Role.STRUCK, ["a"]),
        ("<details><summary>s</summary>t</details>", Role.LATER, ["t"]),
        ("<details open><summary>s</summary>t</details>", Role.LATER, []),
        ("<details>o<details open><summary>s</summary>t</details></details>", Role.LATER, ["o", "s", "t"]),
        ("<p style='visibility:hidden'>a <b style='visibility:visible'>b</b></p>", Role.HIDDEN, ["a"]),
        ("<p style='font-size:0'>a <b style='font-size:12px'>b</b></p>", Role.HIDDEN, ["a"]),
        ("<p style='font-size:0'>a <b style='font-size:2em'>b</b></p>", Role.HIDDEN, ["a **b**"]),
        ("<p style='opacity:0.4'>a</p>", Role.HIDDEN, []),
        ("<p style='left:-9999px'>a</p>", Role.HIDDEN, []),
        ("<p style='height:0'>a</p>", Role.HIDDEN, []),
        ("<p style='color:#fff;background:#000'>a</p>", Role.HIDDEN, []),
        ("<p hidden=until-found>a</p>", Role.LATER, ["a"]),
        ("<p style='color:#FFF'>a</p>", Role.HIDDEN, ["a"]),
        ("<p><font color=white>a</font> b</p>", Role.HIDDEN, ["a"]),
        ("<div bgcolor='#000000'><p>a <font color='white'>b</font></p></div>", Role.HIDDEN, ["a"]),
        ("<link rel=stylesheet href=x.css><p style='color:white'>a</p>", Role.HIDDEN, []),
        (
            "<div style='background:url(x.png)'><p style='color:rgb(255, 255, 255)'>a</p></div>",
            Role.HIDDEN,
            [],
        ),
        ("<style>html{background:#000} body{color:#fff}</style><p>a</p>", Role.HIDDEN, []),
        ("<style>:root{background:#000} p{color:#fff}</style><p>a</p>", Role.HIDDEN, []),
        (
            "<style>p{color:#fff;background-image:url(x)} div{background:#fff}</style><div><p>a</p></div>",
            Role.HIDDEN,
            [],
        ),
        ("<style>p{color:#fff} div{background:#fff}</style><div><p>a</p></div>", Role.HIDDEN, ["a"]),
        (
            "<style>@media (prefers-color-scheme:dark){body{background:#000}} p{color:#fff}</style><p>a</p>",
            Role.HIDDEN,
            [],
        ),
        ("<p style='margin-left:-9999px'>a</p>", Role.HIDDEN, ["a"]),
        ("<p style='-webkit-text-fill-color:transparent'>a</p>", Role.HIDDEN, ["a"]),
        ("<p><del style='text-decoration:none'>a</del></p>", Role.STRUCK, []),
    ],
)
def test_roles_are_spans_of_the_written_text(html: str, role: Role, words: list[str]) -> None:
    assert roles(html, role) == words


@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        (".a{display:none}", ["x"]),
        (".a{display:none} p.a{display:block}", []),
        (".a{display:none!important} p.a{display:block}", ["x"]),
        (".b .a{display:none}", []),
        ("body > .a, .z{display:none}", ["x"]),
        ("@media print{.a{display:none}}", []),
        ("@media screen{.a{display:none}}", ["x"]),
        (".a:hover{display:none}", []),
        ("/* .a{} */ .a{ color: red; display : NONE }", ["x"]),
        ("@import 'q.css'; .a{display:none}", ["x"]),
    ],
)
def test_simple_rules_of_the_pages_own_sheets_are_followed(css: str, hidden: list[str]) -> None:
    assert roles(f"<style>{css}</style><p class=a>x</p><p>y</p>", Role.HIDDEN) == hidden


def test_what_is_struck_does_not_run_into_what_stands() -> None:
    assert read("<p>in <del>30 days</del><ins>90 days</ins></p>").text == "in 30 days 90 days\n"
    assert read("<p>in <s>30</s>90 days</p>").text == "in 30 90 days\n"
    assert read("<p>colo<s>u</s>r</p>").text == "colour\n"


def test_a_raised_link_to_a_note_is_no_part_of_a_word() -> None:
    assert read("<p>seeds<sup><a href='#n1'>1</a></sup>.</p>").text == "seeds [1](#n1).\n"
    assert read("<p>seeds<a href='#n1'><sup>1</sup></a>, 10<sup>6</sup></p>").text == "seeds [1](#n1), 106\n"


def test_a_role_adds_no_character() -> None:
    assert read("<p>10<sup>6</sup> H<sub>2</sub>O <span hidden>x</span></p>").text == "106 H2O x\n"


def test_a_shadow_root_is_read_and_a_plain_template_is_not() -> None:
    policy = read(
        "<p>a</p><x-y><template shadowrootmode=open><p>in <b>it</b></p></template></x-y><template>no</template>"
    )
    assert policy.text == "a\n\nin **it**\n"
    assert [policy.text[r.span.start : r.span.end] for r in policy.roles if r.role is Role.SHADOW] == [
        "in **it**"
    ]


def test_shadow_roots_in_each_other_end_somewhere() -> None:
    deep = "<template shadowrootmode=open>" * 300 + "x" + "</template>" * 300
    assert any("not read" in warning for warning in read(f"<p>a</p>{deep}").warnings)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<iframe src=https://f.example/t></iframe>", "https://f.example/t"),
        ("<embed src=terms.pdf>", "terms.pdf"),
        ("<object data=terms.html>old browser</object>", "terms.html"),
        ("<meta http-equiv=refresh content='3; url=/next'>", "/next"),
        ("<iframe src=about:blank></iframe>", ""),
        ("<iframe src=/count width=1 height=1></iframe>", ""),
        ("<iframe src=/count style='display:none'></iframe>", ""),
        ("<embed src=logo.svg>", ""),
        ("<noscript><meta http-equiv=refresh content='0; url=/plain'></noscript>", ""),
        ("<footer><iframe src=/menu></iframe></footer>", ""),
    ],
)
def test_what_a_frame_shows_is_told_as_not_read(html: str, address: str) -> None:
    policy = read(f"<p>Words.</p>{html}")
    told = [warning for warning in policy.warnings if "was not read" in warning or "were not read" in warning]
    assert len(told) == bool(address)
    assert not address or address in told[0]


def test_a_page_that_is_only_a_frame_counts_as_not_read_to_its_end() -> None:
    assert read("<h1>Terms</h1><iframe src=https://f.example/t></iframe>").unread
    assert not read(
        "<h1>Terms</h1>" + "<p>a b c d e f g</p>" * 20 + "<iframe src=https://f.example/t></iframe>"
    ).unread
    assert not read("<h1>Terms</h1><p>a b</p>").unread


def test_a_page_written_inside_a_frame_is_read() -> None:
    assert read("<p>a</p><iframe srcdoc='&lt;p&gt;b&lt;/p&gt;'></iframe>").text == "a\n\nb\n"


def test_what_is_left_out_is_kept_beside_the_text() -> None:
    html = "<header>Since 1 May</header><main><p>a</p></main><footer><p>b * c</p><p>d</p><script>e</script></footer>"
    policy = read(html)
    assert policy.text == "a\n"
    assert policy.outside == "Since 1 May\nb \\* c\nd"
    chosen = read("<div id=t><p>a <i>x</i></p></div><p>z</p>", select=["#t"], remove=["i"])
    assert (chosen.text, chosen.outside) == ("a\n", "x\nz")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol style='list-style:none'><li>1.1 a</li><li>1.2 b</li></ol>", "1.1 a\n\n1.2 b\n"),
        ("<style>.n{list-style-type:none}</style><ol class=n><li>a</li></ol>", "a\n"),
        ("<ol><li hidden>a</li><li style='display:none'>b</li><li>c</li></ol>", "a\n\nb\n1.  c\n"),
        ("<ol start=99><li>a</li><li>b</li></ol>", "99. a\n100. b\n"),
        ("<ol reversed><li>a</li><li hidden>x</li><li>b</li></ol>", "2.  a\n\nx\n1.  b\n"),
        ("<ol type=i start=7><li>a</li><li>b</li></ol>", "vii. a\nviii. b\n"),
        ("<ol><li value=5>a</li><li>b</li></ol>", "5.  a\n6.  b\n"),
        ("<ol style='list-style-type:upper-roman'><li>a</li></ol>", "I.  a\n"),
        ("<ol style='list-style:square inside'><li>a</li></ol>", "*   a\n"),
        ("<ol style='list-style-type:decimal-leading-zero'><li>a</li></ol>", "01. a\n"),
    ],
)
def test_markers_are_those_that_a_browser_shows(html: str, text: str) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    "html",
    [
        "<div role=row><span role=cell>Rye 1</span><span role=cell>2 sacks</span></div>",
        "<div style='display:table-row'><b style='display:table-cell'>Rye 1</b><i style='display:table-cell'>2 sacks</i></div>",
        "<style>.c{display:block}</style><span class=c>Rye 1</span><span class=c>2 sacks</span>",
        "<div style='display:flex'><span>Rye 1</span><span>2 sacks</span></div>",
        "<span role=listitem>Rye 1</span><span role=listitem>2 sacks</span>",
        "<span style='float:left'>Rye 1</span><span>2 sacks</span>",
    ],
)
def test_what_stands_apart_is_not_glued(html: str) -> None:
    assert "12" not in read(f"<p>a</p>{html}").text


def test_a_formula_keeps_its_words_and_not_its_source() -> None:
    html = "<p>a <math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\frac</annotation></semantics></math></p>"
    assert "frac" not in read(html).text
    assert read(html).text.startswith("a 1 2")


def test_a_wide_table_keeps_every_cell() -> None:
    row = "".join(f"<td>c{n}</td>" for n in range(150))
    assert "c149" in read(f"<table><tr>{row}</tr><tr>{row}</tr></table>").text


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("p::before{content:'not '}", "add words (content: 'not ')"),
        ("li::before{content: counters(item, '.') ' '}", "count clauses"),
        (".icon:before{content:'\\f101'}", ""),
        ("p:after{content:''}", ""),
    ],
)
def test_words_that_only_styles_write_are_told_as_not_read(css: str, told: str) -> None:
    warnings = read(f"<style>{css}</style><p>x</p>").warnings
    assert bool(warnings) == bool(told)
    assert told in "".join(warnings)


def test_a_large_first_letter_stays_with_its_word() -> None:
    assert read("<p><span style='float:left'>T</span>he mill</p>").text == "The mill\n"


def test_sheets_that_never_end_are_followed_to_a_limit() -> None:
    asked: list[str] = []

    def find(selector: str) -> list[int]:
        asked.append(selector)
        return [1]

    assert not read_sheets([".a{display:none}" * 5_000], find)[1]
    assert len(asked) <= 400
    assert any(
        "style rules" in w for w in read(f"<style>{'.a{display:none}' * 500}</style><p>x</p>").warnings
    )


def inside(words: str) -> str:
    return f"<x-a><template shadowrootmode=open>{words}</template></x-a>"


def test_rules_of_one_page_inside_another_end_with_it() -> None:
    page = inside("<style>.x{display:none}</style><p>one</p><p class=x>hid</p>")
    page += inside("<style>.q{color:red}</style><p>aa</p><p class=y>seen</p>") * 2
    assert roles(page, Role.HIDDEN) == ["hid"]


@pytest.mark.parametrize("hiding", ["hidden", 'style="display:none"'])
@pytest.mark.parametrize(
    ("element", "words"),
    [
        ('<img HIDING alt="You waive claims" src=a>', "You waive claims"),
        ('<iframe HIDING srcdoc="<p>We sell data.</p>"></iframe>', "We sell data."),
    ],
)
def test_what_hides_itself_is_hidden(element: str, words: str, hiding: str) -> None:
    page = f"<p>Fee</p>{element}"
    (found,) = roles(page.replace("HIDING", hiding), Role.HIDDEN)
    assert words in found
    assert roles(page.replace("HIDING ", ""), Role.HIDDEN) == []


def test_what_was_noticed_in_a_page_inside_another_is_told() -> None:
    own = "<style>.c::before{content:'never sold'}</style><p class=c>Data.</p>"
    framed = own.replace('"', "&quot;")
    assert set(read(own).warnings) <= set(read(f'<p>a</p><iframe srcdoc="{framed}"></iframe>').warnings)
    assert read(own).warnings
