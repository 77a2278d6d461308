"""Feeds: valid, with the redline in the entry, and new only when the page itself changed."""

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest

from generator.model.catalog import Update
from generator.pages.data.feeds import feed_pages
from generator.pages.material import Material
from tests.pages.conftest import WholeSite, draw

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
LICENCE = "brightnote/terms-of-service/2024-04-01"


def atom_paths(site: WholeSite) -> list[str]:
    return [p for p in site.files if p.endswith("atom.xml")]


def test_every_atom_feed_has_what_rfc_4287_requires(whole: WholeSite, bare: WholeSite) -> None:
    for site in (whole, bare):
        assert len(atom_paths(site)) > 8
        for path in atom_paths(site):
            feed = ElementTree.fromstring(site.files[path].body)
            assert feed.tag == f"{ATOM}feed"
            for node in (feed, *feed.findall(f"{ATOM}entry")):
                for name in ("id", "title", "updated"):
                    found = node.findall(f"{ATOM}{name}")
                    assert len(found) == 1, (path, name)
                    assert (found[0].text or "").strip(), (path, name)
                assert TIME.match(node.findtext(f"{ATOM}updated") or "")
                assert node.find(f"{ATOM}author/{ATOM}name") is not None
                assert (node.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
            own = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
            assert [link.get("href") for link in own] == [f"https://report.example/{path}"]
            ids = [e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")]
            assert len(set(ids)) == len(ids)


def test_feedparser_reads_every_feed_without_complaint(whole: WholeSite) -> None:
    for path in atom_paths(whole):
        assert not feedparser.parse(whole.files[path].body).bozo, path


def test_json_feeds_have_what_version_1_1_requires(whole: WholeSite) -> None:
    for path in (p for p in whole.files if p.endswith("feed.json")):
        feed = json.loads(whole.text(path))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert item["id"]
            assert item["content_html"]
            assert TIME.match(item["date_published"])


def test_an_entry_holds_the_redline_and_what_came_after(whole: WholeSite) -> None:
    parsed = feedparser.parse(whole.files["atom.xml"].body)
    entry = next(e for e in parsed.entries if e.link.endswith(f"{LICENCE}/"))
    assert "<ins>" in entry.content[0].value
    assert "last seen " in entry.content[0].value
    assert "Corrected" in entry.content[0].value


def test_without_captures_an_entry_still_has_its_quotations(bare: WholeSite) -> None:
    parsed = feedparser.parse(bare.files["atom.xml"].body)
    entry = next(e for e in parsed.entries if e.link.endswith(f"{LICENCE}/"))
    assert "machine learning, artificial intelligence, training, testing" in entry.content[0].value
    assert "<ins>" not in entry.content[0].value


def test_updated_follows_the_content_and_not_the_build(whole: WholeSite, bare: WholeSite) -> None:
    def days(site: WholeSite) -> dict[str, str]:
        return {e.id: e.updated for e in feedparser.parse(site.files["atom.xml"].body).entries}

    assert days(whole) == days(bare)
    catalog = whole.material.catalog
    later = replace(
        whole.material, catalog=replace(catalog, report=replace(catalog.report, as_of=date(2027, 1, 1)))
    )
    assert days(draw(later, cards=False)) == days(whole)


def test_an_update_makes_an_entry_new_and_keeps_its_id(material: Material) -> None:
    catalog = material.catalog
    change = catalog.change("brightnote/terms-of-service/2024-05-11")
    assert change is not None
    touched = replace(change, updates=(Update(on=date(2026, 12, 5), what="More."),))
    others = tuple(touched if c.key == change.key else c for c in catalog.changes)
    before = feed_pages(material)[0].view
    after = feed_pages(replace(material, catalog=replace(catalog, changes=others)))[0].view
    assert after.updated == "2026-12-05T00:00:00Z"
    assert {e.id for e in before.entries} == {e.id for e in after.entries}


@pytest.mark.parametrize("path", ["atom.xml", "brightnote/atom.xml", "topics/ai-training/atom.xml"])
def test_words_with_angles_and_ampersands_stay_words(whole: WholeSite, path: str) -> None:
    parsed = feedparser.parse(whole.files[path].body)
    assert parsed.entries
    assert all("<script" not in e.content[0].value for e in parsed.entries)


def test_a_page_names_its_own_feed(whole: WholeSite) -> None:
    for path, feed in (
        ("index.html", "atom.xml"),
        ("brightnote/index.html", "../brightnote/atom.xml"),
        ("topics/ai-training/index.html", "../../topics/ai-training/atom.xml"),
        ("brightnote/terms-of-service/index.html", "../../brightnote/terms-of-service/atom.xml"),
    ):
        assert 'type="application/atom+xml" title=' in whole.text(path)
        assert f'href="{feed}"' in whole.text(path)


def test_zooms_entry_says_that_machine_learning_was_last_seen_on_7_august(zoom: Material) -> None:
    site = next(s for s in feed_pages(zoom) if s.path == "atom.xml")
    entry = next(e for e in site.view.entries if e.url.endswith("zoom/terms-of-service/2023-04-01/"))
    lines = [quote.after.text for quote in entry.quotes]
    assert any("last seen 2023-08-07T18:49:21Z, cut by 2023-08-11T19:15:38Z" in line for line in lines)
