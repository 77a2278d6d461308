"""A site under any address: at a host's root, below a path, and read from a folder without a server."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.model.base_url import base_path, base_url_fault
from generator.pages.site.headers import headers_file, redirects_file
from generator.render.file_links import file_link, with_file_links
from tests.hosting.crawl import PageReader, crawl, served
from tests.jobs.small_report import write_report

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sites" / "full" / "content"

pytestmark = pytest.mark.usefixtures("quick_builds")


def build(folder: Path, *more: str, content: Path = SAMPLE, site: str = "site") -> Result:
    given = ["--content", content, "--store", folder / "store", "--site", folder / site, "--offline"]
    return CliRunner().invoke(
        main,
        ["build", *map(str, given), "--workers", "1", *more],
        env={"SMALLPRINT_CACHE": str(folder / "cache")},
    )


@pytest.mark.parametrize("path", ["/", "/a/b/"])
def test_every_link_anchor_and_asset_answers_below_any_path(tmp_path: Path, path: str) -> None:
    site = f"host{path}".rstrip("/")
    built = build(tmp_path, "--base-url", f"https://report.example{path}", site=site)
    assert built.exit_code == 0, built.output
    with served(tmp_path / "host") as host:
        start = f"{host}{path}"
        seen, wrong = crawl(start, f"{start}404.html", f"{start}sitemap.xml")
    assert wrong == []
    assert all(url.startswith(start) for url in seen)
    pages = list((tmp_path / site).rglob("*.html"))
    assert sum(page is not None for page in seen.values()) > 30
    assert len(seen) > len(pages) / 2


def test_what_names_the_site_from_outside_names_it_with_its_path(tmp_path: Path) -> None:
    """Canonical links, the sitemap, feeds, oEmbed, redirects and headers."""
    built = build(tmp_path, "--base-url", "https://host.example/a/b/")
    assert built.exit_code == 0, built.output
    site = tmp_path / "site"
    base = "https://host.example/a/b/"
    for page in site.rglob("index.html"):
        found = re.search(r'<link rel="canonical" href="([^"]+)"', page.read_text())
        if found:
            assert found[1].startswith(base), page
    locations = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text())
    assert locations
    assert all(each.startswith(base) for each in locations)
    feeds = [*site.rglob("*.xml"), *site.rglob("feed.json")]
    assert len(feeds) > 3
    for feed in feeds:
        assert "https://host.example/" not in feed.read_text().replace(base, ""), feed
    embeds = [json.loads(each.read_text()) for each in site.rglob("oembed.json")]
    assert embeds
    assert all(base in each["html"] and each["provider_url"] == base for each in embeds)
    rules = [line for line in (site / "_headers").read_text().splitlines() if line.startswith("/")]
    assert all(rule.startswith("/a/b/") for rule in rules)
    missing = PageReader((site / "404.html").read_text())
    assert all(link.startswith(("/a/b/", "#", "https://", "data:")) for link in missing.links), missing.links


def test_a_link_of_the_page_for_missing_addresses_that_leads_out_of_the_site_is_found() -> None:
    from generator.model.pages import Artifact
    from generator.render.links import check_facts, facts_of

    def problems(link: str, root: str) -> list[str]:
        files = [
            Artifact(path="404.html", body=f'<a href="{link}">x</a>'.encode(), media_type="text/html"),
            Artifact(path="index.html", body=b"", media_type="text/html"),
            Artifact(path="about/index.html", body=b"", media_type="text/html"),
        ]
        return [p.code for p in check_facts([facts_of(file) for file in files], root)]

    for link in ("/a/b/", "/a/b", "/a/b/about/"):
        assert problems(link, "/a/b/") == [], link
    for link in ("/", "/about/", "/a/about/", "/a/bc/", "/a/b/a/b/about/"):
        assert problems(link, "/a/b/") == ["dead-link"], link
    assert problems("/about/", "/") == []
    assert problems("/a/b/about/", "/") == ["dead-link"]


WRONG = (
    "example.org",
    "javascript:alert(1)",
    "https://report.example/a b/",
    " https://report.example/",
    "https://",
    "https:///a/",
    "ftp://report.example/",
    "//report.example/",
    "/a/b/",
    "https://report.example/?page=1",
    "https://report.example/#top",
    "https://user:word@report.example/",
    "https://report.example:port/",
    "https://report.example:99999/",
    "https://report.example/../up/",
    'https://report.example/"><script>/',
    "https://-report.example/",
    "https://report..example/",
)
RIGHT = {
    "https://report.example": "/",
    "https://report.example/": "/",
    "https://report.example/a/b": "/a/b/",
    "https://report.example/a/b/": "/a/b/",
    "http://localhost:8000/": "/",
    "http://127.0.0.1:8000/terms/": "/terms/",
    "HTTPS://Report.Example/": "/",
    "https://deploy-preview-7--report.host.example/": "/",
    "https://name.host.example/~desk/terms_2/": "/~desk/terms_2/",
    "https://bücher.example/": "/",
}


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_base_url_is_one_usage_error(tmp_path: Path, address: str) -> None:
    built = build(tmp_path, "--base-url", address)
    assert built.exit_code == 2
    assert built.output.count("cannot be the site's address") == 1
    assert "dead-link" not in built.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("address", ["example.org", "javascript:alert(1)", '"https://report.example/a b/"'])
def test_a_wrong_key_is_one_problem_at_its_line(tmp_path: Path, address: str) -> None:
    content = tmp_path / "content"
    write_report(content)
    report = content / "report.yaml"
    text = report.read_text()
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each.startswith("base-url:"))
    report.write_text(re.sub(r"base-url: .*", f"base-url: {address}", text))
    built = build(tmp_path, content=content)
    assert built.exit_code == 1
    assert re.findall(r"\[([a-z-]+)\]", built.output) == ["bad-url"]
    assert f"report.yaml:{line}:" in built.output


@pytest.mark.parametrize("address", RIGHT)
def test_an_address_that_a_site_can_have_is_taken(address: str) -> None:
    assert base_url_fault(address) == ""
    assert base_path(address) == RIGHT[address]


def test_rules_of_the_host_begin_where_the_site_does() -> None:
    redirects = redirects_file([("b/old", "b/new/")], "/a/b/").view.body
    assert redirects.endswith("/a/b/b/old/ /a/b/b/new/ 301\n/a/b/b/old /a/b/b/new/ 301\n")
    headers = headers_file(["zoom/index.html", "feed.xml"], "/a/b/").view.body
    assert "\n/a/b/*\n" in headers
    assert "\n/a/b/zoom/*\n" in headers
    assert "\n/a/b/feed.xml\n" in headers


@pytest.mark.parametrize("how", ["option", "variable"])
def test_a_preview_asks_not_to_be_indexed(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    write_report(content)
    if how == "variable":
        monkeypatch.setenv("SMALLPRINT_NOINDEX", "1")
    built = build(tmp_path, *(["--noindex"] if how == "option" else []), content=content)
    assert built.exit_code == 0, built.output
    site = tmp_path / "site"
    for page in site.rglob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text(), page
    assert (site / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert "<loc>" not in (site / "sitemap.xml").read_text()
    headers = (site / "_headers").read_text()
    assert headers.count("X-Robots-Tag: noindex") == 1
    assert headers.index("/*\n") < headers.index("X-Robots-Tag") < headers.index("\n/\n")


def test_an_ordinary_build_is_open_to_search_engines(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_report(content)
    assert build(tmp_path, content=content).exit_code == 0
    assert "Allow: /" in (tmp_path / "site/robots.txt").read_text()
    assert "noindex" not in (tmp_path / "site/index.html").read_text()


def test_a_site_for_a_folder_is_read_without_a_server(tmp_path: Path) -> None:
    """Every link of every page, as a browser resolves it from ``file://``, names a file that is there."""
    built = build(tmp_path, "--file-links")
    assert built.exit_code == 0, built.output
    site = tmp_path / "site"
    pages = {page: PageReader(page.read_text()) for page in site.rglob("*.html") if page.name != "404.html"}
    followed = 0
    for page, read in pages.items():
        for link in read.links:
            if re.match(r"[a-z][a-z0-9+.-]*:|//", link):
                continue
            path, _, fragment = link.partition("#")
            target = (page.parent / unquote(path.partition("?")[0])).resolve() if path else page
            if "pagefind" in target.parts:
                continue
            assert target.is_file(), f"{link} in {page}"
            if fragment and target in pages:
                assert unquote(fragment) in pages[target].ids, f"{link} in {page}"
            followed += 1
    assert followed > 500


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("./", "./index.html"), ("../", "../index.html"), ("..", "../index.html"), (".", "./index.html"),
        ("acme/", "acme/index.html"), ("../acme/terms/#p1", "../acme/terms/index.html#p1"),
        ("search/?q=a/", "search/index.html?q=a/"), ("#p1", "#p1"), ("", ""), ("feed.xml", "feed.xml"),
        ("https://other.example/", "https://other.example/"), ("//other.example/", "//other.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"), ("/", "/"), ("a.b/", "a.b/index.html"),
        ("c/x#a/", "c/x#a/"), ("data:image/svg+xml,/", "data:image/svg+xml,/"),
    ],
)  # fmt: skip
def test_a_link_to_a_folder_names_its_page(link: str, told: str) -> None:
    assert file_link(link) == told
    assert with_file_links(f"<a class='x' href='{link}'>") == f"<a class='x' href='{told}'>"
