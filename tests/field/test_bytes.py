"""Shapes of public bug reports about bytes, types and codings (../shared/field), and the same kinds in invented words."""

import io
import shutil
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.cli import main
from generator.extract.decode import decode_html
from generator.model.times import parse_time
from tests.archives.loopback import Answer, Request, serving
from tests.conftest import need
from tests.pdf_files import lines, pdf

URL = "https://club.example/terms"
POLISH = (
    "<html><body><main><h1>Zasady klubu</h1><p>Członkowie klubu mogą sprzedawać gruszki i śliwki, lecz nie mogą zrywać "
    "jabłek. Właściciel zapisuje imię członka, żółć i źdźbło.</p></main></body></html>"
)
SECOND, FIRST = "20240201120000", "20240101120000"


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, args)
    return result.exit_code, result.output


def field_folder(shared: Path, name: str, to: Path) -> Path:
    source = shared / "field" / name
    need(source.is_dir(), f"no {source}")
    for path in source.rglob("*"):
        if path.is_file():
            target = to / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return to


def wayback(pages: dict[str, Answer]) -> "object":
    """A server that holds a page at each time."""

    def answer(request: Request) -> Answer:
        target = unquote(request.target)
        if target.startswith("/cdx/"):
            rows = [
                f"example,club)/terms {at} {URL} {dict(page.headers).get('Content-Type', 'unk').partition(';')[0]} 200 "
                f"{'A' * 31}{number} 1000\n"
                for number, (at, page) in enumerate(pages.items(), start=2)
            ]
            return Answer(headers=(("Content-Type", "text/plain"),), body="".join(rows).encode())
        for at, page in pages.items():
            if f"/web/{at}id_/" in target:
                time = parse_time(at)
                assert time is not None
                stamp = format_datetime(time, usegmt=True)
                return Answer(headers=(*page.headers, ("Memento-Datetime", stamp)), body=page.body)
        return Answer(status=404)

    return serving(answer)


def html(body: bytes, content_type: str = "text/html", *more: tuple[str, str]) -> Answer:
    typed = (("Content-Type", content_type),) if content_type else ()
    return Answer(headers=(*typed, *more), body=body)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMALLPRINT_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.shared
def test_05_a_pdf_that_cannot_be_read_is_not_absence(shared: Path, here: Path) -> None:
    field_folder(shared, "05-pdf-capture-read-as-terms", here)
    _, told = run("history", "folder:caps", "--offline", "-q")
    assert "PDF" in told
    assert "not read" in told
    _, found = run("find", "folder:caps", "sell your seeds", "--offline", "-q")
    assert "absent" not in found
    code, compared = run("diff", *map(str, sorted((here / "caps").iterdir())), "--offline")
    assert code != 0
    assert "endobj" not in compared
    assert "broken PDF" in compared


@pytest.mark.shared
def test_08_stray_bytes_cost_a_character_each(shared: Path, here: Path) -> None:
    field_folder(shared, "08-mixed-encoding-page", here)
    code, told = run("diff", "before.html", "after.html", "--offline")
    assert code == 0
    assert "3 edited; 9 unchanged (words: -6 +6)" in told
    assert "Ã" not in told


@pytest.mark.shared
def test_23_gzip_that_nobody_declared_is_unpacked(shared: Path, here: Path) -> None:
    field_folder(shared, "23-gzip-body-undeclared", here)
    _, told = run("history", "folder:caps", "--offline", "-q")
    assert "suspect" not in told
    _, found = run("find", "folder:caps", "keeper holds", "--offline", "-q")
    assert "absent" not in found


@pytest.mark.shared
def test_30_brotli_in_a_warc_is_unpacked(shared: Path, here: Path) -> None:
    field_folder(shared, "30-warc-brotli", here)
    _, told = run("history", "warc:br.warc.gz#https://club.example/terms", "--offline", "-q")
    assert "1 first, 1 change, 1 same" in told
    _, found = run("find", "warc:br.warc.gz#https://club.example/terms", "fee is 20 seeds", "--offline", "-q")
    assert "present  2024-01-01T12:00:00Z  to  2024-02-01T12:00:00Z" in found


@pytest.mark.shared
def test_encodings_are_told_right_or_said_to_be_guessed(shared: Path) -> None:
    """The folder's name is the truth. A page may be read wrongly; it may not be read wrongly in silence."""
    codecs = {
        "gb2312": "gb18030",
        "tis-620": "cp874",
        "maccyrillic": "mac-cyrillic",
        "euc-kr": "cp949",
        "utf-8-sig": "utf-8",
    }
    wrong, files = [], sorted((shared / "fixtures" / "pages" / "encodings_chardet").glob("*/*"))
    for path in files:
        name = path.parent.name.lower()
        name = "-".join(name.split("-")[: 3 if name.startswith("iso") else 2])
        read = decode_html(path.read_bytes())
        try:
            truth = path.read_bytes().decode(codecs.get(name, name), "replace")
        except LookupError:
            truth = ""  # an encoding that Python does not know
        if read.text != truth.lstrip("\ufeff").replace("\0", "\ufffd") and not read.warnings:
            wrong.append(path.name)
    assert len(files) > 50
    assert wrong == []


def test_the_charset_of_the_header_is_used_by_every_command(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """34: the same words, once with their encoding in the header alone, are the same everywhere."""
    pages = {
        FIRST: html(POLISH.encode("iso-8859-2"), "text/html; charset=ISO-8859-2"),
        SECOND: html(POLISH.replace("jabłek", "jabłek i wiśni").encode(), "text/html; charset=utf-8"),
    }
    with wayback(pages) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        sides = [f"wayback:{at}/{URL}" for at in pages]
        code, told = run("diff", *sides)
        assert (code, "1 edited; 0 unchanged (words: -0 +2)" in told) == (0, True), told
        assert run("init", "report")[0] == 0
        monkeypatch.chdir(here / "report")
        code, told = run("new", "club", "terms", "--before", sides[0], "--after", sides[1])
        assert code == 0, told
        table = (here / "report" / "content" / "club" / "terms" / "captures.tsv").read_text()
        assert table.splitlines()[0].endswith("\tclass\tcharset\tcoding")
        assert "\tiso-8859-2\t" in table
        code, told = run("history", "club/terms", "-q")
        assert "1 first, 1 change" in told
        code, told = run("find", "club/terms", "sprzedawać gruszki i śliwki", "--offline", "-q")
        assert "absent" not in told
    code, told = run("verify", "--offline", "-q")
    assert "differ" not in told.lower()
    code, told = run("build", "--offline", "--drafts", "--site", "site", "--workers", "1")
    pages_made = "".join(path.read_text() for path in (here / "report" / "site").rglob("*.html"))
    assert "wiśni" in pages_made
    assert "Ĺ" not in pages_made
    assert "³" not in pages_made


def test_html_without_a_type_is_sniffed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """35: no Content-Type, and ``unk`` in the list."""
    page = (
        "<html><head><title>Terms</title></head><body><main><p>The fee is {} seeds.</p></main></body></html>"
    )
    with wayback(
        {FIRST: html(page.format(20).encode(), ""), SECOND: html(page.format(30).encode())}
    ) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        code, told = run("diff", f"wayback:{FIRST}/{URL}", f"wayback:{SECOND}/{URL}")
        assert code == 0
        assert "[-20-]{+30+}" in told
        assert "<main>" not in told
        _, told = run("history", f"wayback:{URL}", "-q")
        assert "1 first, 1 change" in told


def warc(path: Path, *records: tuple[str, bytes, str]) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for at, body, coding in records:
            fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
            fields += [("Content-Encoding", coding)] if coding else []
            writer.write_record(
                writer.create_warc_record(
                    URL, "response", payload=io.BytesIO(body), warc_headers_dict={"WARC-Date": at},
                    http_headers=StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1"),
                )
            )  # fmt: skip


PAGE = "<html><body><main><p>The keeper holds the ledger of the orchard; the fee is {} seeds.</p></main></body></html>"


def test_codings_of_records_are_undone_or_an_error(here: Path) -> None:
    import gzip
    import zlib

    import brotlicffi
    import zstandard

    old, new = PAGE.format(20).encode(), PAGE.format(30).encode()
    packed = [
        ("2024-01-01T00:00:00Z", old, ""),
        ("2024-01-02T00:00:00Z", brotlicffi.compress(old), "br"),
        ("2024-01-03T00:00:00Z", zstandard.compress(old), "zstd"),
        ("2024-01-04T00:00:00Z", zlib.compress(old), "deflate"),
        ("2024-01-05T00:00:00Z", zlib.compress(old)[2:-4], "deflate"),
        ("2024-01-06T00:00:00Z", brotlicffi.compress(gzip.compress(old)), "gzip, br"),
        ("2024-01-07T00:00:00Z", old, "br"),  # undone by the crawler, which left the header
        ("2024-01-08T00:00:00Z", new, "identity"),
    ]
    warc(here / "a.warc.gz", *packed)
    _, told = run("history", f"warc:a.warc.gz#{URL}", "--offline", "-q")
    assert "1 first, 1 change, 6 same" in told, told
    warc(
        here / "b.warc.gz",
        ("2024-01-01T00:00:00Z", old, ""),
        ("2024-01-02T00:00:00Z", brotlicffi.compress(old * 50)[:-9], "br"),
        ("2024-01-03T00:00:00Z", gzip.compress(old), "exi"),
    )
    _, told = run("find", f"warc:b.warc.gz#{URL}", "fee is 20 seeds", "--offline", "-q")
    assert "absent" not in told
    assert "no end" in told or "exi" in told


def test_a_coding_that_the_archive_states_and_left_is_undone(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import brotlicffi

    stated = ("X-Archive-Orig-Content-Encoding", "br")
    old, new = PAGE.format(20).encode(), PAGE.format(30).encode()
    pages = {
        FIRST: html(brotlicffi.compress(old), "text/html", stated),
        SECOND: html(new, "text/html", stated),  # undone by the archive
    }
    with wayback(pages) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        code, told = run("diff", *(f"wayback:{at}/{URL}" for at in pages))
    assert (code, "[-20-]{+30+}" in told) == (0, True)


def test_fetch_writes_what_the_archive_says_of_the_transport(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of an earlier version, whose rows say nothing of it."""
    pages = {
        FIRST: html(POLISH.encode("iso-8859-2"), "text/html; charset=iso-8859-2"),
        SECOND: html(
            POLISH.replace("gruszki", "wiśnie").encode("iso-8859-2"), "text/html; charset=iso-8859-2"
        ),
    }
    with wayback(pages) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        run("init", "report")
        monkeypatch.chdir(here / "report")
        sides = [f"wayback:{at}/{URL}" for at in pages]
        run("new", "club", "terms", "--before", sides[0], "--after", sides[1])
        table = here / "report" / "content" / "club" / "terms" / "captures.tsv"
        kept = table.read_text()
        table.write_text("".join("\t".join(line.split("\t")[:10]) + "\n" for line in kept.splitlines()))
        shutil.rmtree(here / "report" / ".store")
        assert run("fetch", "--all", "-q")[0] == 0
        assert table.read_text() == kept


def test_pdfs_are_compared_and_scans_are_refused_with_the_page_still_there(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        "The fee is 20 seeds for a year and is due before the first of May of",
        "that year for each member.",
    ]
    old = pdf(lines(words), lines(["Plots are given by lot."]))
    new = pdf(lines([words[0].replace("20", "30"), words[1]]), lines(["Plots are given by lot."]))
    kind = "application/pdf"
    pages = {FIRST: html(old, kind), SECOND: html(new, kind), "20240301120000": html(pdf([]), kind)}
    with wayback(pages) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        sides = [f"wayback:{at}/{URL}" for at in pages]
        code, told = run("diff", *sides[:2])
        assert (code, "[-20-]{+30+}" in told, "1 unchanged" in told) == (0, True, True), told
        code, told = run("diff", *sides[1:])
        assert code == 3
        assert "without any text" in told
        code, told = run("find", f"wayback:{URL}", "fee is 30 seeds", "-q")
        assert "absent   2024-03-01" not in told
        run("init", "report")
        monkeypatch.chdir(here / "report")
        assert run("new", "club", "terms", "--before", sides[0], "--after", sides[1])[0] == 0
        code, told = run("new", "club", "terms", "--before", sides[1], "--after", sides[2])
        assert code == 3
        assert "without any text" in told
    run("build", "--offline", "--drafts", "--site", "site", "--workers", "1")
    made = "".join(path.read_text() for path in (here / "report" / "site").rglob("*.html"))
    assert "Plots are given by lot" in made
    assert "endobj" not in made


def test_watch_lists_what_it_cannot_read_as_suspect(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan and a picture between two good captures are kept and flagged, and no change rests on them."""
    good, picture = POLISH.encode("iso-8859-2"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(250))
    pages = {
        FIRST: html(good, "text/html; charset=iso-8859-2"),
        SECOND: html(pdf([]), "application/pdf"),
        "20240301120000": html(picture, "text/html"),
        "20240401120000": html(POLISH.encode(), "text/html; charset=utf-8"),
    }
    with wayback(pages) as server:
        monkeypatch.setenv("SMALLPRINT_WAYBACK_HOST", server.base)
        run("init", "report")
        monkeypatch.chdir(here / "report")
        folder = here / "report" / "content" / "club" / "terms"
        folder.mkdir(parents=True)
        (folder.parent / "index.md").write_text("---\nname: Orchard Club\n---\n")
        (folder / "index.md").write_text(
            "---\ntitle: Terms\nkind: terms-of-service\nedition: {audience: All members, language: pl}\n"
            f"locations:\n  - url: {URL}\narchives:\n  - wayback:{URL}\n---\n"
        )
        code, told = run("watch", "-q")
    assert code == 0, told
    rows = [line.split("\t") for line in (folder / "captures.tsv").read_text().splitlines()[1:]]
    assert [(row[7] != "", row[9], row[10]) for row in rows] == [
        (True, "first", "iso-8859-2"),
        (False, "suspect", ""),
        (False, "suspect", ""),
        (True, "same", "utf-8"),
    ]
