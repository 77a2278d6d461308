"""A report's own templates and styles, laid over ours block by block."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.jobs.small_report import write_report

pytestmark = pytest.mark.usefixtures("quick_builds")


class Report:
    """A small report with a folder for templates beside its content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_report(folder / "content")

    def write(self, name: str, text: str, templates: str = "templates") -> None:
        path = self.folder / templates / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def build(self, *more: str) -> Result:
        places = {"--content": "content", "--site": "site", "--store": "store"}
        given = [each for option, name in places.items() for each in (option, str(self.folder / name))]
        return CliRunner().invoke(
            main,
            ["build", *given, "--offline", "--workers", "1", *more],
            env={"SMALLPRINT_CACHE": str(self.folder / "cache")},
        )

    def page(self, path: str = "index.html") -> str:
        return (self.folder / "site" / path).read_text()

    def style(self) -> str:
        (sheet,) = (self.folder / "site/assets").glob("style-*.css")
        return sheet.read_text()


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report(tmp_path)


def built(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def test_a_block_is_replaced_and_the_rest_of_the_page_is_ours(report: Report) -> None:
    built(report.build())
    before = report.page("topics/index.html")
    report.write(
        "topics.html",
        '{% extends "ours/topics.html" %}{% block main %}<p class="own">Our desk.</p>{{ super() }}{% endblock %}',
    )
    built(report.build())
    after = report.page("topics/index.html")
    assert after.replace('<p class="own">Our desk.</p>', "") == before
    assert '<p class="own">' in after
    assert '<p class="own">' not in report.page()


def test_the_frame_of_all_pages_is_replaced_at_once(report: Report) -> None:
    """A template that ours extend: every page follows, those of changes too."""
    report.write(
        "base.html",
        '{% extends "ours/base.html" %}{% block foot %}{{ super() }} own-frame{% endblock %}',
    )
    built(report.build())
    for path in ("index.html", "acme/terms/index.html", "about/index.html", "404.html"):
        assert "own-frame" in report.page(path), path
    change = next((report.folder / "site/acme/terms").glob("20*/index.html"))
    assert "own-frame" in change.read_text()


def test_an_edit_of_an_own_template_is_seen_by_the_next_build(report: Report) -> None:
    page = '{%% extends "ours/topics.html" %%}{%% block main %%}<b>%s</b>{%% endblock %%}'
    for words in ("first words", "second words"):
        report.write("topics.html", page % words)
        built(report.build())
        assert f"<b>{words}</b>" in report.page("topics/index.html")
    (report.folder / "templates/topics.html").unlink()
    built(report.build())
    assert "second words" not in report.page("topics/index.html")


def test_an_own_style_comes_after_ours_and_one_of_a_name_of_ours_takes_its_place(report: Report) -> None:
    report.write("assets/css/95-own.css", ".own { color: #123456; }\n")
    built(report.build())
    assert report.style().endswith(".own{color: #123456}\n")
    whole = len(report.style())
    report.write("assets/css/62-code.css", ".none { color: red }\n")
    built(report.build())
    assert ".none{color: red}" in report.style()
    assert len(report.style()) < whole


def test_a_folder_is_named_by_an_option(report: Report) -> None:
    report.write(
        "topics.html", '{% extends "ours/topics.html" %}{% block main %}<b>x</b>{% endblock %}', "looks"
    )
    built(report.build())
    assert "<b>x</b>" not in report.page("topics/index.html")
    built(report.build("--templates", str(report.folder / "looks")))
    assert "<b>x</b>" in report.page("topics/index.html")
    assert report.build("--templates", str(report.folder / "nowhere")).exit_code == 2


def test_a_template_that_cannot_be_read_is_one_problem(report: Report) -> None:
    """Named by its file and line, without a traceback; what is published stays."""
    built(report.build())
    shown = report.page("topics/index.html")
    for wrong in (
        "<p>\n{% endblock %}",
        '{% extends "ours/nowhere.html" %}',
        "\n{{ view.nothing_of_that_name }}",
    ):
        report.write("topics.html", wrong)
        result = report.build()
        assert result.exit_code == 2, result.output
        assert "topics.html" in result.output
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert report.page("topics/index.html") == shown
