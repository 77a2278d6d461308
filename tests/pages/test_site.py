"""The site as a whole: which pages there are, that they fit together, in a complete and in a partial build."""

import json
import re

from generator.model.lock import ChangeLock
from generator.pages.chrome import join_attributions
from generator.render.links import check_links
from tests.gathering import Gathered
from tests.pages.conftest import WholeSite, draw

EXPECTED = (
    "index.html",
    "404.html",
    "companies/index.html",
    "topics/index.html",
    "matrix/index.html",
    "corrections/index.html",
    "by-url/index.html",
    "search/index.html",
    "data/index.html",
    "method/index.html",
    "method/example/index.html",
    "method/example/paperlane/index.html",
    "method/example/paperlane/terms/index.html",
    "stories/notes-2024/index.html",
    "topics/ai-training/index.html",
    "brightnote/index.html",
    "brightnote/terms-of-service/index.html",
    "brightnote/terms-of-service/captures.csv",
    "brightnote/terms-of-service/2024-04-01/change.json",
    "brightnote/terms-of-service/2024-04-01/evidence.zip",
    "atom.xml",
    "feed.json",
    "brightnote/atom.xml",
    "brightnote/terms-of-service/feed.json",
    "topics/ai-training/atom.xml",
    "data/matrix.csv",
    "data/datapackage.json",
    "sitemap.xml",
    "robots.txt",
    "_headers",
    "_redirects",
)


def test_every_page_of_the_design_is_there_with_and_without_captures(
    whole: WholeSite, bare: WholeSite
) -> None:
    for site in (whole, bare):
        assert [path for path in EXPECTED if path not in site.files] == []


def test_a_footer_names_each_source_once_and_all_its_collections() -> None:
    lines = (
        "From Archive (two, one), under X.",
        "By hand.",
        "From Archive (one, one), under Y.",
        "From Archive (three), under X.",
    )
    assert join_attributions((*lines, "By hand.")) == (
        "From Archive (one, three, two), under X.",
        "By hand.",
        "From Archive (one), under Y.",
    )


def test_a_partial_build_drops_no_address_that_a_complete_one_has(whole: WholeSite, bare: WholeSite) -> None:
    """But whole texts and comparisons without a note: their addresses may go."""
    pages = {
        path
        for path in whole.files
        if path.endswith(".html") and not path.endswith("full/index.html") and not path.startswith("unread/")
    }
    assert pages - set(bare.files) == set()


def test_no_link_is_dead_and_no_id_stands_twice(whole: WholeSite, bare: WholeSite) -> None:
    locks: dict[str, ChangeLock] = {}
    for site in (whole, bare):
        assert check_links(tuple(site.files.values()), locks, site.material.catalog) == ()


def test_two_draws_of_the_same_material_give_the_same_bytes(whole: WholeSite, gathered: Gathered) -> None:
    again = draw(whole.material, gathered.unread)
    assert {p: a.digest for p, a in again.files.items()} == {p: a.digest for p, a in whole.files.items()}


def test_no_page_asks_another_origin_or_carries_inline_style_or_script(whole: WholeSite) -> None:
    for path, artifact in whole.files.items():
        if not path.endswith(".html") or path.startswith("embed/"):
            continue
        text = artifact.body.decode()
        assert not re.search(r"<[a-z][^>]*\sstyle=", text), path
        assert not re.search(r"<[a-z][^>]*\son[a-z]+=", text), path
        assert "<script>" not in text, path
        for address in re.findall(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"', text):
            assert "//" not in address, (path, address)


def test_no_link_target_stands_in_a_closed_details(whole: WholeSite) -> None:
    for path, artifact in whole.files.items():
        if path.endswith(".html"):
            for details in re.findall(r"<details.*?</details>", artifact.body.decode(), re.DOTALL):
                assert not re.search(r"\sid=", details), path


def test_the_worked_example_stays_outside_counts_lists_feeds_and_matrix(whole: WholeSite) -> None:
    for path in ("companies/index.html", "matrix/index.html", "atom.xml", "data/changes.csv"):
        assert "paperlane" not in whole.text(path).lower()
    assert "Paperlane" not in whole.text("index.html")
    assert "method/example/paperlane/atom.xml" not in whole.files


def test_a_former_address_leads_on_by_a_page_and_by_a_redirect(whole: WholeSite) -> None:
    page = whole.text("notewell/terms/2024-04-01/index.html")
    assert 'content="0; url=../../../brightnote/terms-of-service/2024-04-01/"' in page
    assert "/notewell/ /brightnote/ 301" in whole.text("_redirects")


def test_404_leads_from_any_depth_by_links_from_the_root(whole: WholeSite) -> None:
    text = whole.text("404.html")
    assert 'href="/companies/"' in text
    assert not re.search(r'href="(?!/|https?:|#)', text)


def test_linked_data_of_home_story_and_data_is_json_and_names_no_invented_person(whole: WholeSite) -> None:
    kinds = {}
    for path in ("index.html", "stories/notes-2024/index.html", "data/index.html"):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', whole.text(path), re.DOTALL)
        assert block is not None, path
        value = json.loads(block[1])
        kinds[path] = value["@type"]
        for author in value.get("author", ()):
            assert (author["@type"] == "Organization") == (author["name"] == "The Brightwatch desk")
    assert list(kinds.values()) == ["WebSite", "Article", "Dataset"]
