"""The host that the browser tests trust does what static hosts do."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.host import headers_for, hosted, matches, read_headers


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "index.html").write_text("acme")
    (tmp_path / "404.html").write_text("lost")
    (tmp_path / "_headers").write_text(
        "/*\n  X-Frame-Options: DENY\n/acme/*\n  X-Acme: yes\n  Content-Type: text/x\n"
    )
    (tmp_path / "_redirects").write_text("# old names\n/old/* /acme/ 301\n")
    return tmp_path


def ask(url: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(url) as reply:
            return reply.status, reply.read().decode(), dict(reply.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def test_pages_folders_and_redirects_are_answered_like_a_static_host(site: Path) -> None:
    with hosted(site) as base:
        assert ask(f"{base}/acme/")[:2] == (200, "acme")
        assert ask(f"{base}/acme")[:2] == (200, "acme")
        assert ask(f"{base}/old/page/")[:2] == (200, "acme")


def test_what_is_not_there_gets_the_site_s_own_404(site: Path) -> None:
    with hosted(site) as base:
        for path in ("/none", "/acme/none/", "/_headers", "/%2e%2e/secret"):
            assert ask(base + path)[:2] == (404, "lost")


def test_headers_are_those_of_every_rule_that_matches(site: Path) -> None:
    with hosted(site) as base:
        headers = ask(f"{base}/acme/")[2]
        assert (headers["X-Frame-Options"], headers["X-Acme"], headers["Content-Type"]) == (
            "DENY",
            "yes",
            "text/x",
        )
        assert "X-Acme" not in ask(f"{base}/404.html")[2]


@pytest.mark.parametrize(
    ("rule", "path", "expected"),
    [
        ("/*", "/", True), ("/*", "/a/b", True), ("/a/*", "/a/b/c", True), ("/a/*", "/b/a/", False),
        ("/a/:name/", "/a/b/", True), ("/a/:name/", "/a/b/c/", False), ("/a.b", "/axb", False), ("/a/", "/a", True),
    ],
)  # fmt: skip
def test_rules_match_as_hosts_match_them(rule: str, path: str, expected: bool) -> None:
    assert matches(rule, path) is expected


def test_a_header_given_twice_is_sent_twice(site: Path) -> None:
    (site / "_headers").write_text("/*\n  A: 1\n/acme/*\n  A: 2\n")
    assert headers_for(read_headers(site), "/acme/") == [("A", "1"), ("A", "2")]
