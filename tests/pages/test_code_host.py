"""Links to the code host: edit this page, write a note for this change; none where the report has no code host."""

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from generator.content.catalog import build_catalog
from generator.model.catalog import Status
from generator.pages import addresses
from generator.pages.chrome import SiteOptions, make_chrome
from generator.store.sources import read_sources
from tests.evidence.site_reading import problems_of
from tests.pages.conftest import SAMPLE, WholeSite

EDIT = "https://code.example/brightwatch/report/edit/main/content/"


def test_every_page_that_is_written_in_a_file_says_where_to_edit_it(whole: WholeSite) -> None:
    expected = {
        "brightnote/index.html": "brightnote/index.md",
        "brightnote/terms-of-service/index.html": "brightnote/terms-of-service/index.md",
        "brightnote/terms-of-service/2024-04-01/index.html": "brightnote/terms-of-service/2024-04-01.md",
        "topics/ai-training/index.html": "topics/ai-training.md",
        "stories/notes-2024/index.html": "stories/notes-2024.md",
        "about/index.html": "about/index.md",
        "method/index.html": "method/index.md",
    }
    for path, file in expected.items():
        assert f'href="{EDIT}{file}"' in whole.text(path), path
        assert (SAMPLE / file).is_file()
    assert EDIT not in whole.text("search/index.html")


def test_a_note_begun_in_a_browser_is_a_draft_that_is_read_without_a_problem(
    whole: WholeSite, tmp_path: Path
) -> None:
    pages = [
        path for path in whole.files if path.startswith("unread/") and "Write a note" in whole.text(path)
    ]
    assert pages
    for path in pages:
        found = re.search(r'href="([^"]+/new/[^"]+)"', whole.text(path))
        assert found
        address = urlsplit(unescape(found[1]))
        asked = parse_qs(address.query)
        folder = address.path.partition("/new/main/")[2]
        content = tmp_path / path.replace("/", "-") / "content"
        shutil.copytree(SAMPLE, content)
        note = content.parent / folder / asked["filename"][0]
        assert note.parent.is_dir()
        note.write_text(asked["value"][0], encoding="utf-8")
        assert problems_of(content) == ()
        catalog, _ = build_catalog(read_sources(content))
        change = catalog.change(f"{folder.removeprefix('content/')}/{note.stem}")
        assert change is not None
        assert change.status is Status.DRAFT


def test_without_a_code_host_there_are_no_such_links() -> None:
    catalog, _ = build_catalog(
        [
            replace(source, text=re.sub(r"(?m)^(repository|contact): .*$", r"\1: none", source.text))
            if source.path == "report.yaml"
            else source
            for source in read_sources(SAMPLE)
        ]
    )
    assert (catalog.report.repository, catalog.report.contact) == ("", "")
    assert catalog.report.declined == ("contact", "repository")
    options = SiteOptions(base_url="", missing=0, pinned=0, drafts=False)
    assert make_chrome(catalog, options, path="about/index.html", title="x").edit == ""
    assert addresses.new_note_url("", "main", "a/b", "c.md", "x") == ""
