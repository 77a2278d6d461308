"""The site's own files: what is joined, what stands alone, and a stylesheet without what says nothing."""

import gzip

import pytest

from generator.render.assets import make_assets, squeeze_script, squeeze_styles
from tests.conftest import ROOT

STYLES = sorted((ROOT / "templates" / "assets" / "css").glob("*.css"))


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("a { color: red; }", "a{color: red}"),
        ("/* why */\n.a ,\n  .b { x: 1 ;\n  y: 2; }\n", ".a,.b{x: 1;y: 2}"),
        ("a {} b {}", "a{}\nb{}"),
        ("@media print { a { x: 1; } /* and */ }\nb { x: 2; }", "@media print{a{x: 1}}\nb{x: 2}"),
        (".a/* both */.b /* within */ .c { x: 1 }", ".a/**/.b .c{x: 1}"),
        ("a :is(b , c) > d + e { x: calc(1px + 2px) }", "a :is(b,c) > d + e{x: calc(1px + 2px)}"),
        ('a::after { content: " /* ; } */ , "; }', 'a::after{content: " /* ; } */ , "}'),
        ("a { content: 'it\\'s  {' ; } /* it's */", "a{content: 'it\\'s  {'}"),
        ("a { src: url(data:text/plain;,b ,c) , url( x ) }", "a{src: url(data:text/plain;,b ,c),url( x )}"),
        (".a\\,b , .c { x: 1 }", ".a\\,b,.c{x: 1}"),
        ("a { x: 1 } /* never closed ; b", "a{x: 1}\n/* never closed;b"),
    ],
)  # fmt: skip
def test_a_stylesheet_loses_comments_and_idle_white_space(written: str, published: str) -> None:
    assert squeeze_styles(written) == published


def test_our_stylesheet_has_no_comments_left_and_squeezed_again_it_stays() -> None:
    for file in STYLES:
        short = squeeze_styles(file.read_text(encoding="utf-8"))
        assert "/*" not in short, file.name
        assert short.count("{") == short.count("}"), file.name
        assert squeeze_styles(short) == short, file.name


def test_a_script_loses_lines_that_are_comments_and_its_indentation() -> None:
    written = '"use strict";\n// why\n\nif (a) {\n  b("// c"); // d\n  // e\n  go(`${f} // g`);\n}\n'
    published = '"use strict";\nif (a) {\nb("// c"); // d\ngo(`${f} // g`);\n}'
    assert squeeze_script(written) == published
    template = "a(`\n  // words of a template\n`);\n"
    assert squeeze_script(template) == template


def test_parts_are_joined_by_name_and_the_script_of_a_page_stands_alone() -> None:
    made = make_assets(
        {
            "assets/css/20-b.css": "b { x: 2 }\n",
            "assets/css/10-a.css": "a { x: 1 }\n",
            "assets/js/10-site.js": "site();\n",
            "assets/scripts/search.js": "search();\n",
            "assets/icon.svg": "<svg/>\n",
        }
    )
    bodies = {file.path: file.body.decode() for file in made.files}
    assert bodies[made.style] == "a{x: 1}\nb{x: 2}\n"
    assert bodies[made.script] == "site();\n"
    assert bodies[made.scripts["search"]] == "search();\n"
    assert list(made.scripts) == ["search"]
    assert made.scripts["search"].startswith("assets/search-")


def test_what_every_page_asks_for_is_small() -> None:
    """Bytes over the wire, at the level that hosts use."""
    folder = ROOT / "templates"
    files = [file for file in (folder / "assets").rglob("*") if file.is_file()]
    made = make_assets({file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files})
    sizes = {file.path: len(gzip.compress(file.body, 6)) for file in made.files}
    assert sizes[made.style] < 11_500
    assert sizes[made.script] < 2_300
