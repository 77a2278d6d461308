"""The environment: assets under digest names, strict templates, one frame for all pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from generator.model.catalog import Catalog, Report
from generator.model.pages import PageSpec
from generator.model.problems import SourcePos
from generator.pages.chrome import Chrome, FileView, SiteOptions, make_chrome, with_crumbs
from generator.render.environment import make_environment, render_assets, render_page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
CATALOG = Catalog(
    report=Report(
        title="Smallprint",
        tagline="What changed.",
        base_url="https://report.example",
        as_of=date(2026, 11, 24),
        where=SourcePos(path="content/report.yaml"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainView:
    chrome: Chrome


@pytest.fixture(scope="module")
def environment() -> Environment:
    return make_environment(TEMPLATES)


def page(environment: Environment, options: SiteOptions) -> str:
    chrome = with_crumbs(
        make_chrome(CATALOG, options, path="acme/terms/index.html", title='Acme <"terms">'),
        ("Acme", "acme/"),
        ("Terms", ""),
    )
    spec = PageSpec(path="acme/terms/index.html", template="base.html", view=PlainView(chrome=chrome))
    return render_page(environment, spec).body.decode()


def test_every_link_of_the_frame_is_relative_to_the_page(environment: Environment) -> None:
    text = page(environment, SiteOptions())
    assert '<a href="../../acme/">Acme</a>' in text
    assert 'href="/' not in text
    assert '<link rel="canonical" href="https://report.example/acme/terms/">' in text


def test_a_title_with_markup_in_it_is_escaped(environment: Environment) -> None:
    text = page(environment, SiteOptions())
    assert "<title>Acme &lt;&#34;terms&#34;&gt; · Smallprint</title>" in text


def test_a_partial_build_says_so_once_and_asks_not_to_be_indexed(environment: Environment) -> None:
    text = page(environment, SiteOptions(missing=2, pinned=26))
    assert text.count("2 of 26 captures are out of reach") == 1
    assert '<meta name="robots" content="noindex">' in text
    assert "out of reach" not in page(environment, SiteOptions())


def test_no_page_holds_an_inline_style_or_script(environment: Environment) -> None:
    text = page(environment, SiteOptions())
    assert "default-src &#39;none&#39;" in text
    assert " style=" not in text
    assert "<style" not in text
    assert all("src=" in piece for piece in text.split("<script")[1:])


def test_assets_carry_their_digest_in_their_name_and_pages_ask_for_it(environment: Environment) -> None:
    files = {f.path.rpartition("-")[0]: f for f in render_assets(environment)}
    of_all = ["assets/style", "assets/site", "assets/icon"]
    assert list(files) == [*of_all, "assets/by-url", "assets/pair", "assets/search"]
    text = page(environment, SiteOptions())
    for name, file in files.items():
        assert file.digest[:12] in file.path
        assert (f"../../{file.path}" in text) == (name in of_all)


def test_a_template_that_asks_for_what_is_not_there_fails(environment: Environment) -> None:
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()


def test_times_are_spelled_for_people_and_machines(environment: Environment) -> None:
    text = environment.from_string("{{ at | time }} {{ at | day }} {{ 14209 | number }}").render(
        at=datetime(2023, 4, 1, 6, 45, 10, tzinfo=UTC)
    )
    assert text == (
        '<time datetime="2023-04-01T06:45:10Z">1 April 2023, 06:45 UTC</time> '
        '<time datetime="2023-04-01T06:45:10Z">1 April 2023</time> 14,209'
    )


def test_a_data_block_cannot_be_ended_by_what_it_holds(environment: Environment) -> None:
    text = environment.from_string("{{ data | script_data }}").render(data='{"a": "</script><!-- &"}')
    assert text == '{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026"}'


def test_a_file_view_is_written_as_it_is(environment: Environment) -> None:
    view = FileView(body='{"a": 1}\n', media_type="application/json; charset=utf-8")
    done = render_page(environment, PageSpec(path="data/a.json", template="file", view=view))
    assert done.body == b'{"a": 1}\n'
    assert done.media_type == "application/json; charset=utf-8"
