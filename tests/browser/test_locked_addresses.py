"""Every address that a lock in this repository's history has ever kept leads to its words in a build of today.

An id is made of the digest of its words, so no old page is needed to say what it must lead to: the capture holds one
window of words with that digest (decision 0004), and the page must show these words at that id. Locks are read from git,
each in every version that was committed.
"""

import re
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from generator.commands.load import text_order, with_example
from generator.content.catalog import build_catalog
from generator.content.lock_file import parse_lock
from generator.evidence.passages import find_again, parse_id, words_key
from generator.evidence.quotes import pieces_of
from generator.extract import text_of
from generator.jobs.redline_job import read_policy
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, QuoteMark
from generator.model.evidence import SideText
from generator.model.lock import LockedPassage
from generator.model.policy import PolicyText
from generator.store.evidence_store import EvidenceStore
from generator.store.sources import read_sources
from tests.conftest import ROOT

pytestmark = pytest.mark.shared

BLOCKS = frozenset({"p", "li", "div", "a"})  # words do not run on from one to the next
VOID = frozenset({"meta", "link", "br", "input", "img", "hr"})
UNSAID = frozenset(
    {"vh", "pn", "kind", "was", "qn", "label", "none", "cut", "fines", "sign"}
)  # ours, not theirs
MARKER = re.compile(r"\W*(?:\d+(?:\.\d+)*\W*|(?:[A-Za-z]|[ivxlcIVXLC]+)\\?[.)]\W*)")


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"git {words[0]} did not work: {done.stderr.strip()}")
    return done.stdout


def letters(text: str) -> str:
    """What is compared: letters and digits, without the numbers of clauses and items, which stand in the margin."""
    return "".join(c for word in text.split() if not MARKER.fullmatch(word) for c in word if c.isalnum())


@dataclass
class Region:
    """What one row or key passage shows, side by side, and where it says that its words went."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # the later half without what was added to it
    leads: list[str] = field(default_factory=list)

    def texts(self, side: Side) -> tuple[str, ...]:
        """The words of a side; the earlier ones stand in a half of their own, or in the later half where nothing changed."""
        shown = (self.after,) if side is Side.AFTER else (self.before, self.kept)
        return tuple(letters("".join(parts)) for parts in shown)

    def text(self, side: Side) -> str:
        return next((text for text in self.texts(side) if text), "")


class Shown(HTMLParser):
    """The region of every id of a change page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.at: dict[str, Region] = {}
        self.regions: list[Region] = []
        self.open: list[tuple[str, frozenset[str]]] = []
        self.region: Region | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        known = {name: value or "" for name, value in attrs}
        classes = frozenset(known.get("class", "").split())
        if "row" in classes or (tag == "figure" and "passage" in classes):
            self.region = Region()
            self.regions.append(self.region)
            classes |= {"region"}
        self.open.append((tag, classes))
        if "id" in known:
            self.at[known["id"]] = self.region or Region()
        self._say(tag)
        if self.region and tag == "a" and self._within("rowsay"):
            self.region.leads.append(known["href"].removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        self._say(tag)
        while self.open and tag not in VOID:
            name, classes = self.open.pop()
            if "region" in classes:
                self.region = None
            if name == tag:
                break

    def _say(self, tag: str) -> None:
        if self.region and tag in BLOCKS:
            for words in (self.region.before, self.region.after, self.region.kept):
                words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.region is None or self._within("rowsay", *UNSAID) or self._counts():
            return
        if self._within("before"):
            self.region.before.append(data)
        elif self._within("after"):
            if not self._within("away") and not self._tag("del"):
                self.region.after.append(data)
            if not self._tag("ins"):
                self.region.kept.append(data)

    def _counts(self) -> bool:
        """Whether this is the line that counts the words of a fold."""
        return any("kept" in above[1] and tag == "summary" for above, (tag, _) in pairwise(self.open))

    def _within(self, *names: str) -> bool:
        return any(name in classes for _, classes in self.open for name in names)

    def _tag(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)


def locks_of_history() -> dict[str, dict[str, LockedPassage]]:
    """Every locked passage by change and id, as the oldest commit that has it wrote it."""
    if git("rev-parse", "--is-shallow-repository").strip() != "false":
        pytest.skip("the history of this clone is shallow: its first locks are not in it")
    commits = git("log", "--format=%H", "--reverse", "--", "content/*.lock").split()
    if not commits:
        pytest.skip("no commit of this history has a lock")
    found: dict[str, dict[str, LockedPassage]] = {}
    for commit in commits:
        names = git("diff-tree", "--root", "-r", "--name-only", "--diff-filter=AM", "--no-commit-id", commit)
        for name in names.split("\n"):
            if not (name.startswith("content/") and name.endswith(".lock")):
                continue
            lock, problems = parse_lock(git("show", f"{commit}:{name}"), name)
            assert lock is not None, problems
            kept = found.setdefault(lock.change, {})
            for passage in lock.passages:
                kept.setdefault(passage.id, passage)
    return found


def quoted_words(mark: QuoteMark, text: str) -> list[str]:
    """The stretch from a quotation's first words to its last, as its passage has it."""
    pieces = pieces_of(mark)
    start = text.find(pieces[0])
    end = text.find(pieces[-1], start)
    return [text[start : end + len(pieces[-1])]] if start >= 0 <= end else []


@dataclass(frozen=True)
class Source:
    """One side of a change: its text, and words by their key."""

    side: SideText
    known: dict[str, str]


def read_source(catalog: Catalog, change: Change, side: Side, store: EvidenceStore) -> Source:
    reference = change.before if side is Side.BEFORE else change.after
    row = catalog.row(change.document_key, reference)
    document = catalog.document(change.document_key)
    assert row is not None
    assert document is not None
    policy = read_policy(text_order(document, row), store, side, change.where)
    assert isinstance(policy, PolicyText), policy
    read = text_of(policy)
    folded = read.folded
    words = [folded.words(segment.span) for segment in read.segments]
    for mark in change.quotations:
        words += quoted_words(mark, folded.text) if mark.side is side else []
    text = SideText(capture=row.sha256, policy=policy, segments=read.segments, folded=folded)
    return Source(side=text, known={words_key(each): each for each in words})


def shows(page: Shown, identifier: str, passage: LockedPassage, words: str) -> bool:
    """Whether an address shows these words on their side.

    They stand in its row or passage, or in the row that it says they went to, or begin there and end in the rows below (where
    what was one clause has become several).
    """
    region = page.at[identifier]
    near = [region, *(page.at[lead] for lead in region.leads if lead in page.at)]
    bare = {letters(words), letters(MARKER.sub("", words, count=1))}  # a number may run into the first word
    if any(some in text for some in bare for each in near for text in each.texts(passage.side)):
        return True
    first = next((n for n, each in enumerate(page.regions) if each is region), len(page.regions))
    text = region.text(passage.side)
    below = "".join(each.text(passage.side) for each in page.regions[first : first + 4])
    return any(0 <= below.find(some) < len(text) for some in bare)


def test_every_address_ever_locked_leads_to_its_words(
    full_folder: Path, shared: Path, tmp_path: Path
) -> None:
    history = locks_of_history()
    assert sum(len(passages) for passages in history.values()) > 5000
    main, _ = build_catalog(read_sources(ROOT / "content"))
    catalog = with_example(main, main.example) if main.example else main
    store = EvidenceStore(tmp_path / "store", (shared / "archive", ROOT / "content"), tmp_path / "cache")
    faults: list[str] = []
    for key, passages in history.items():
        change = catalog.change(key)
        if change is None:
            faults.append(f"/{key}/ is not there any more")
            continue
        page = Shown((full_folder / key / "index.html").read_text(encoding="utf-8"))
        sources = {side: read_source(catalog, change, side, store) for side in Side}
        for identifier, passage in passages.items():
            source = sources[passage.side]
            where = f"/{key}/#{identifier}"
            if identifier not in page.at:
                faults.append(f"{where} leads nowhere")
                continue
            if passage.capture != source.side.capture:
                continue  # its capture is not pinned any more: the address stays as a stub
            window = find_again(passage, source.side, source.known)
            parsed = parse_id(identifier)
            assert parsed is not None
            if window is None or words_key(window.words) != parsed[1]:
                faults.append(f"{where}: its words are not in the capture")
            elif not shows(page, identifier, passage, window.words):
                faults.append(f"{where} does not show {window.words[:60]!r}")
    assert faults == []
