"""`import --urls`: a table of an agency's pages becomes documents with the captures of a web archive."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.content.url_list import plan_addresses, read_url_list
from generator.model.errors import UsageError
from generator.model.times import stamp_of
from tests.archives.loopback import Answer, Request, Server, memento, serving
from tests.contracts.archive import at

PAGES = {
    "https://weirs.agency.example/flow?lang=en": ("The weirs hold the river back.", "The weirs hold the river back in spring."),
    "https://weirs.agency.example/fish": ("Fish pass on the left.", "Fish pass on the left.", "Fish do not pass."),
    "https://tides.example/": ("The tide comes twice.",),
}  # fmt: skip
TIMES = ("2024-01-05T10:00:00Z", "2024-02-05T10:00:00Z", "2024-03-05T10:00:00Z")
LIST = """\
Address,Name,Group
https://weirs.agency.example/flow?lang=en,"Flow, in general",Office of Weirs
https://weirs.agency.example/fish,Fish,Office of Weirs
https://tides.example/,Tides,Bureau of Tides
https://weirs.agency.example/fish,Fish again,Office of Weirs
"""


def page(words: str) -> str:
    """A web page long enough to be one: a line that changed among many that stay."""
    stays = "".join(
        f"<p>Paragraph {n} of this page says the same thing in each capture of it.</p>" for n in range(12)
    )
    return f"<!doctype html><title>A page</title><main><h1>A page</h1><p>{words}</p>{stays}</main>"


def stamp(time: str) -> str:
    return stamp_of(at(time), separator="", end="")


class Host:
    """A web archive with three pages; `down` are addresses whose list it does not give today."""

    def __init__(self, pages: Mapping[str, tuple[str, ...]] = PAGES) -> None:
        self.pages = pages
        self.down: set[str] = set()

    def answer(self, request: Request) -> Answer:
        if request.target.startswith("/cdx/search/cdx?"):
            url = parse_qs(urlsplit(request.target).query)["url"][0]
            if url in self.down:
                return Answer(status=503, body=b"busy")
            return Answer(body=("\n".join(self.rows(url)) + "\n").encode())
        for url, texts in self.pages.items():
            for time, words in zip(TIMES, texts, strict=False):
                if request.target == f"/web/{stamp(time)}id_/{url}":
                    body = page(words).encode()
                    when = format_datetime(at(time), usegmt=True)
                    return memento(body, at=when)
        return Answer(status=404, body=b"no memento")

    def rows(self, url: str) -> Iterator[str]:
        for time, words in zip(TIMES, self.pages.get(url, ()), strict=False):
            body = page(words).encode()
            digest = base64.b32encode(hashlib.sha1(body).digest()).decode()
            yield f"key {stamp(time)} {url} text/html 200 {digest} {len(body)}"


class Desk:
    """A report without documents, and its archive."""

    def __init__(self, folder: Path, server: Server, host: Host) -> None:
        self.folder, self.server, self.host = folder, server, host
        (folder / "content").mkdir()
        report = "title: Pages\nas-of: 2024-06-01\npeople:\n  desk: {name: The desk}\n"
        (folder / "content/report.yaml").write_text(report)
        (folder / "pages.csv").write_text(LIST)

    def run(self, *arguments: str) -> Result:
        places = ["--content", str(self.folder / "content"), "--store", str(self.folder / "store")]
        return CliRunner().invoke(
            main,
            [*arguments, *places],
            env={"SMALLPRINT_CACHE": str(self.folder / "cache"), "SMALLPRINT_WAYBACK_HOST": self.server.base},
        )

    def urls(self, *more: str) -> Result:
        return self.run("import", "--urls", str(self.folder / "pages.csv"), *more)

    def classes(self, key: str) -> list[str]:
        head, *rows = (self.folder / "content" / key / "captures.tsv").read_text().splitlines()
        place = head.split("\t").index("class")
        return [row.split("\t")[place] for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    host = Host()
    with serving(host.answer) as server:
        yield Desk(tmp_path, server, host)


def test_each_page_becomes_a_document_with_its_captures(desk: Desk) -> None:
    told = desk.urls()
    assert told.exit_code == 0, told.output
    assert "3 documents, 6 captures added" in told.output
    folder = desk.folder / "content/office-of-weirs"
    assert 'name: "Office of Weirs"' in (folder / "index.md").read_text()
    flow = (folder / "flow-in-general/index.md").read_text()
    assert 'title: "Flow, in general"' in flow
    assert "kind: web-page" in flow
    assert 'archives: ["wayback:https://weirs.agency.example/flow?lang=en"]' in flow
    assert desk.classes("office-of-weirs/fish") == ["first", "same", "change"]
    assert desk.classes("bureau-of-tides/tides") == ["first"]
    assert not list((desk.folder / "content").rglob("20*.md"))  # no draft
    checked = desk.run("check", "--offline")
    assert checked.exit_code == 0, checked.output
    built = desk.run("build", "--offline", "--workers", "1", "--site", str(desk.folder / "site"))
    assert built.exit_code == 0, built.output
    assert (desk.folder / "site/office-of-weirs/fish/index.html").is_file()


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(desk: Desk) -> None:
    missing = "https://weirs.agency.example/fish"
    desk.host.down = {missing}
    first = desk.urls()
    assert first.exit_code == 3, first.output
    assert f"not seen: wayback:{missing}" in first.output
    asked = len(desk.server.requests)
    desk.host.down = set()
    second = desk.urls()
    assert second.exit_code == 0, second.output
    assert "1 documents, 3 captures added; 2 had their list already" in second.output
    again = [target for target in desk.server.targets[asked:] if "fish" not in target]
    assert again == []
    files = {path: path.read_bytes() for path in (desk.folder / "content").rglob("*") if path.is_file()}
    assert desk.urls().exit_code == 0
    assert files == {
        path: path.read_bytes() for path in (desk.folder / "content").rglob("*") if path.is_file()
    }


def test_another_archive_is_named_by_a_locator(desk: Desk) -> None:
    told = desk.urls("--archive", "memento:https://archive.example/timemap/link/{address}", "--offline")
    assert told.exit_code == 3
    page = (desk.folder / "content/bureau-of-tides/tides/index.md").read_text()
    assert 'archives: ["memento:https://archive.example/timemap/link/https://tides.example/"]' in page
    for wrong in ("wayback:https://tides.example/", "nothing:{address}"):
        assert desk.urls("--archive", wrong).exit_code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no column 'address'"),
        ("address,name\nhttps://a.example/,A\n", "there is no column 'group'"),
        ("address,name,group\n", "no address is listed"),
        ("address,name,group\nhttps://a.example/,,G\n", "pages.csv:2: the name is empty"),
        ("address,name,group\nhttps://a.example/,A\n", "pages.csv:2: the group is empty"),
        ("address,name,group\n\na.example,A,G\n", "pages.csv:3: 'a.example' is not a web address"),
        ("address,name,group\njavascript:alert(1),A,G\n", "pages.csv:2: 'javascript:alert(1)' is not a web address"),
        ('address,name,group\nhttps://a.example/,"A,G\n', "pages.csv:2: "),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_one_error_at_its_line(desk: Desk, text: str, told: str) -> None:
    (desk.folder / "pages.csv").write_text(text)
    refused = desk.urls()
    assert refused.exit_code == 2
    assert told in refused.output
    assert sorted(path.name for path in (desk.folder / "content").iterdir()) == ["report.yaml"]


def test_columns_stand_in_any_order_under_names_that_people_use() -> None:
    text = "\ufeffid,Title,URL,Agency\n1, A  page ,https://a.example/,Weirs\n2,A page,https://a.example/b,weirs\n"
    rows = read_url_list(text, "x.csv")
    assert [(row.address, row.name, row.group) for row in rows] == [
        ("https://a.example/", "A page", "Weirs"),
        ("https://a.example/b", "A page", "weirs"),
    ]
    assert [one.key for one in plan_addresses(rows, (), ())] == ["weirs/a-page", "weirs/a-page-2"]


def test_names_in_any_script_get_an_address_each() -> None:
    text = "address,name,group\nhttps://a.example/,Überblick,Ämter\nhttps://b.example/,概要,機関\nhttps://c.example/,方針,機関\n"
    keys = [one.key for one in plan_addresses(read_url_list(text, "x.csv"), (), ())]
    assert keys == ["amter/uberblick", "unnamed/unnamed", "unnamed/unnamed-2"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["a/b"], ["a/b", "--urls", "pages.csv"], ["--urls", "pages.csv", "--from", "."], ["--urls", "pages.csv", "--texts"],
     ["--urls", "pages.csv", "--kind", "Web Page"], ["--from", "."]],
)  # fmt: skip
def test_a_collection_or_a_table_is_named(
    desk: Desk, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    assert desk.run("import", *arguments).exit_code == 2


def test_a_quoted_list_that_never_ends_is_refused() -> None:
    with pytest.raises(UsageError):
        read_url_list('address,name,group\n"https://a.example/', "x.csv")
