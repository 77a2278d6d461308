"""`_headers`, `_redirects`, sitemap: what the host is told."""

import re
from xml.etree import ElementTree

from generator.pages.chrome import CSP
from generator.pages.site.headers import headers_file, redirects_file
from tests.pages.conftest import WholeSite


def rules(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("/"):
            pattern = line
            assert pattern not in found
            found[pattern] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            assert name not in found[pattern]
            found[pattern][name] = value
    return found


def matching(patterns: dict[str, dict[str, str]], path: str) -> list[str]:
    return [p for p in patterns if p == path or (p.endswith("*") and path.startswith(p[:-1]))]


def test_no_header_comes_from_two_rules_on_any_path(whole: WholeSite) -> None:
    found = rules(whole.text("_headers"))
    for path in whole.files:
        asked = "/" + path.removesuffix("index.html")
        names = [name for pattern in matching(found, asked) for name in found[pattern]]
        assert len(names) == len(set(names)), asked


def test_every_page_has_a_policy_and_only_embeds_may_be_framed(whole: WholeSite) -> None:
    found = rules(whole.text("_headers"))
    for path in whole.files:
        if not path.endswith(".html"):
            continue
        asked = "/" + path.removesuffix("index.html")
        headers = {k: v for pattern in matching(found, asked) for k, v in found[pattern].items()}
        assert "Content-Security-Policy" in headers, path
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), path
        assert ("frame-ancestors *" in policy) == asked.startswith("/embed/"), path
        assert "wasm-unsafe-eval" not in policy, path
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "preload" in headers["Strict-Transport-Security"]


def test_the_policy_of_the_host_and_of_the_page_agree(whole: WholeSite) -> None:
    meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', whole.text("index.html"))
    assert meta is not None
    assert meta[1].replace("&#39;", "'") == CSP
    assert f"Content-Security-Policy: {CSP}; frame-ancestors 'none'" in whole.text("_headers")


def test_assets_are_kept_for_a_year_because_their_names_hold_their_digest() -> None:
    view = headers_file(["assets/style-abc.css", "zoom/index.html", "404.html"]).view
    found = rules(view.body)
    assert "immutable" in found["/assets/*"]["Cache-Control"]
    assert "Content-Security-Policy" in found["/zoom/*"]
    assert "Content-Security-Policy" in found["/404.html"]


def test_redirects_are_permanent_and_sorted() -> None:
    body = redirects_file([("b/old", "b/new/"), ("a", "c/")]).view.body
    assert [line for line in body.splitlines() if not line.startswith("#")] == [
        "/a/ /c/ 301",
        "/a /c/ 301",
        "/b/old/ /b/new/ 301",
        "/b/old /b/new/ 301",
    ]


def test_the_sitemap_has_every_page_that_may_be_indexed(whole: WholeSite) -> None:
    root = ElementTree.fromstring(whole.files["sitemap.xml"].body)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [node.findtext(f"{space}loc") or "" for node in root]
    assert len(listed) == len(set(listed))
    assert "https://report.example/" in listed
    assert "https://report.example/brightnote/terms-of-service/2024-04-01/" in listed
    for path, artifact in whole.files.items():
        if path.endswith("index.html"):
            hidden = b'name="robots" content="noindex"' in artifact.body
            address = f"https://report.example/{path.removesuffix('index.html')}"
            assert (address in listed) != hidden, path
    days = {node.findtext(f"{space}loc"): node.findtext(f"{space}lastmod") for node in root}
    assert days["https://report.example/brightnote/terms-of-service/2024-04-01/"] == "2026-11-23"


def test_a_partial_build_is_not_to_be_indexed(bare: WholeSite) -> None:
    assert b"<loc>" not in bare.files["sitemap.xml"].body


def test_data_feeds_and_cards_may_be_used_by_other_sites_and_pages_may_not(whole: WholeSite) -> None:
    found = rules(whole.text("_headers"))
    seen = set()
    for path in whole.files:
        asked = "/" + path.removesuffix("index.html")
        headers = {k: v for pattern in matching(found, asked) for k, v in found[pattern].items()}
        suffix = path[path.rfind(".") :]
        if suffix in (".json", ".xml", ".diff", ".png"):
            assert headers["Access-Control-Allow-Origin"] == "*", path
            assert headers["Cross-Origin-Resource-Policy"] == "cross-origin", path
            seen.add(suffix)
        elif suffix == ".html" and not asked.startswith(("/embed/", "/data/", "/search/")):
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
            assert "Access-Control-Allow-Origin" not in headers, path
    assert {".json", ".xml"} <= seen
