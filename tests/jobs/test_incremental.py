"""Whatever was remembered and whatever changed since: a build gives the bytes that a build from nothing gives."""

import contextlib
import gc
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.commands import build as build_module
from generator.commands.build import build_site
from generator.commands.lock import write_locks
from generator.commands.project import Project
from generator.jobs import codebase
from generator.jobs.change_job import ChangeResult
from generator.jobs.memo import Memo
from generator.model.digests import digest_of
from generator.model.pages import Artifact, PageSpec
from generator.model.reporting import SilentReporter
from generator.render import card as card_module
from tests.conftest import ROOT
from tests.jobs.small_report import write_report

Edit = Callable[["Bench", random.Random], None]


class Bench:
    """A report in a folder of its own, with templates of its own, that can be built with or without what is remembered."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, begun: Callable[[Path], None] | None = None
    ) -> None:
        """`begun` puts a report into the folder that was built before."""
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.rooms: dict[str, int] = {}  # rooms whose source is taken to have changed, and how often
        self.builds = 0
        if begun:
            begun(folder)
        else:
            shutil.copytree(ROOT / "templates", folder / "templates")
            write_report(folder / "content")
        self.project = self.project_at("")
        monkeypatch.setattr(card_module, "draw_card", quick_card)
        read = codebase.read_room

        def changed(room: str) -> list[tuple[str, str]]:
            return [
                (name, digest_of(f"{digest} {self.rooms.get(room, 0)}".encode()))
                for name, digest in read(room)
            ]

        monkeypatch.setattr(codebase, "read_room", changed)

    def project_at(self, name: str) -> Project:
        return Project(
            content=self.folder / "content",
            site=self.folder / f"site{name}",
            store=self.folder / "store",
            cache=self.folder / f"cache{name}",
            templates=self.folder / "templates",
            offline=True,
        )

    def build(self) -> int:
        return build_site(self.project, SilentReporter()).exit_code

    def cold(self) -> tuple[int, dict[str, bytes]]:
        """A build of the same report into another folder with nothing remembered."""
        self.builds += 1
        other = replace(
            self.project,
            site=self.folder / f"cold{self.builds}",
            cache=self.folder / f"cold-cache{self.builds}",
        )
        code = build_site(other, SilentReporter()).exit_code
        return code, tree(other.site)

    def notes(self) -> list[Path]:
        return sorted((self.folder / "content").glob("*/*/2024-*.md"))


def quick_card(spec: PageSpec) -> Artifact:
    """What stands on a card, as text: drawing ten takes a second."""
    return Artifact(path=spec.path, body=repr(spec.view).encode(), media_type="image/png")


def tree(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {
        f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()
    }


def reword(bench: Bench, chance: random.Random) -> None:
    note = chance.choice(bench.notes())
    note.write_text(note.read_text().replace("Why.", f"Why, and what for {chance.random()}."))


def retitle(bench: Bench, chance: random.Random) -> None:
    note = chance.choice(bench.notes())
    note.write_text(note.read_text().replace("title: ", f"title: No {chance.randrange(99)}, ", 1))


def vocabulary(bench: Bench, chance: random.Random) -> None:
    words = bench.folder / "content/vocabulary.yaml"
    if not words.exists():
        return
    label = chance.choice(("Licence outlives the account or agreement", "content", "Terms say so"))
    words.write_text(words.read_text().replace(f": {label}\n", f": {label} {chance.randrange(99)}\n", 1))


def translation(bench: Bench, chance: random.Random) -> None:
    report = bench.folder / "content/report.yaml"
    report.write_text(
        report.read_text().replace("as-of:", "language: de\nas-of:", 1)
        if "language" not in report.read_text()
        else report.read_text()
    )
    catalogue = bench.project.templates / "locale/de.po"
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Last-Translator: Erna Erfunden\\n"\n'
    catalogue.write_text(f'{head}\nmsgid "Latest"\nmsgstr "Neu {chance.randrange(99)}"\n')


def rename(bench: Bench, chance: random.Random) -> None:
    note = chance.choice(bench.notes())
    note.rename(note.with_name(f"2024-09-{chance.randrange(10, 29)}.md"))


def delete(bench: Bench, chance: random.Random) -> None:
    if len(bench.notes()) > 5:
        chance.choice(bench.notes()).unlink()


def add(bench: Bench, chance: random.Random) -> None:
    note = chance.choice(bench.notes())
    other = note.with_name(f"2024-10-{chance.randrange(10, 29)}.md")
    other.write_text(note.read_text().replace("title: ", "title: Again, ", 1))


def swap(bench: Bench, chance: random.Random) -> None:
    one, other = chance.sample(sorted(bench.folder.glob("content/acme/terms/2024-*.md")), 2)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def same_size_and_time(bench: Bench, chance: random.Random) -> None:
    note = chance.choice(bench.notes())
    stat = note.stat()
    note.write_text(note.read_text().replace("Why", chance.choice(("How", "Who"))))
    os.utime(note, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def capture_leaves_or_returns(bench: Bench, chance: random.Random) -> None:
    captures = sorted(bench.folder.glob("content/*/*/captures/*.md*"))
    one = chance.choice(captures)
    one.rename(one.with_suffix(".md") if one.suffix == ".away" else one.with_name(one.name + ".away"))


def capture_lost(bench: Bench, chance: random.Random) -> None:
    """A capture goes out of reach; the next time, all that went come back, into the store."""
    away = bench.folder / "away"
    away.mkdir(exist_ok=True)
    held = sorted(away.iterdir())
    for file in held:
        target = bench.project.store / file.name[:2] / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
    if not held:
        one = chance.choice(sorted(bench.folder.glob("content/*/*/captures/*.md")))
        shutil.move(one, away / digest_of(one.read_bytes()))


def template(bench: Bench, chance: random.Random) -> None:
    names = (
        "base.html",
        "change.html",
        "partials/passage.html",
        "partials/redline.html",
        "home.html",
        "document.html",
    )
    file = bench.folder / "templates" / chance.choice(names)
    file.write_text(file.read_text() + f"<!-- {chance.randrange(99)} -->\n")


def stylesheet(bench: Bench, chance: random.Random) -> None:
    file = chance.choice(sorted((bench.folder / "templates" / "assets" / "css").iterdir()))
    file.write_text(file.read_text() + f".n{chance.randrange(99)} {{ color: red }}\n")


def source(bench: Bench, chance: random.Random) -> None:
    room = chance.choice(codebase.PAGE_ROOMS)
    bench.rooms[room] = bench.rooms.get(room, 0) + 1


def option(bench: Bench, chance: random.Random) -> None:
    address = chance.choice(("", "https://other.example", "https://third.example"))
    drafts, noindex = chance.random() < 0.5, chance.random() < 0.5
    bench.project = replace(bench.project, base_url=address, drafts=drafts, noindex=noindex)


def report_setting(bench: Bench, chance: random.Random) -> None:
    file = bench.folder / "content" / "report.yaml"
    text = file.read_text()
    policy = next(p for p in ("context", "link", "publish") if f"whole-texts: {p}" in text)
    other = chance.choice([p for p in ("context", "link", "publish") if p != policy])
    file.write_text(text.replace(f"whole-texts: {policy}", f"whole-texts: {other}"))


def company(bench: Bench, chance: random.Random) -> None:
    file = bench.folder / "content" / chance.choice(("acme", "bolt")) / "index.md"
    file.write_text(file.read_text().replace("nvented", f"nvented {chance.randrange(99)}"))


def topic(bench: Bench, chance: random.Random) -> None:
    file = bench.folder / "content" / "topics" / "keeping.md"
    text = file.read_text().replace("title: ", f"title: {chance.randrange(99)} ")
    file.write_text(text.replace("phrases: [", f"phrases: [{chance.choice(('drawings', 'letters'))}, "))


def site_touched(bench: Bench, chance: random.Random) -> None:
    file = chance.choice(sorted(bench.project.site.rglob("*.html")))
    if chance.random() < 0.5:
        file.unlink()
    else:
        file.write_text("gone")


def cache_damaged(bench: Bench, chance: random.Random) -> None:
    kept = sorted(f for f in (bench.project.cache / "build").rglob("*") if f.is_file())
    for file in chance.sample(kept, min(len(kept), 8)):
        if chance.random() < 0.5:
            file.write_bytes(file.read_bytes()[: chance.randrange(200)])
        else:
            file.unlink()


def killed(bench: Bench, chance: random.Random) -> None:
    """A build that ends somewhere in the middle of publishing or before."""
    reword(bench, chance)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with bench.monkeypatch.context() as patch:
        patch.setattr(build_module, "write_site", die)
        with contextlib.suppress(
            KeyboardInterrupt
        ):  # nothing is published, and so nobody dies, while anything is wrong
            bench.build()


EDITS: tuple[Edit, ...] = (
    reword, retitle, rename, delete, add, swap, same_size_and_time, capture_leaves_or_returns, capture_lost, template,
    stylesheet, source, option, report_setting, company, topic, site_touched, cache_damaged, killed, vocabulary, translation,
)  # fmt: skip


ROUNDS = -(-len(EDITS) // 3)  # so many runs of three edits have every edit


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bench's folder after its first build, with all that is remembered."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch:
        assert Bench(folder, patch).build() == 0
    return folder


@pytest.fixture
def bench(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_builds: None) -> Bench:
    """A copy of it, to be built again."""
    return Bench(tmp_path, monkeypatch, lambda folder: copy_into(begun, folder))


def copy_into(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder, dirs_exist_ok=True)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < ROUNDS else pytest.mark.long) for seed in range(22)]
)
def test_a_build_on_top_of_others_is_a_build_from_nothing(bench: Bench, seed: int) -> None:
    """The quick seeds have every edit, three in turn; the long ones have other sequences, most of them by chance."""
    chance = random.Random(seed)
    turn = EDITS[3 * seed : 3 * seed + 3] or (EDITS[seed % len(EDITS)], *chance.choices(EDITS, k=2))
    assert bench.build() == 0
    done: list[str] = []
    for edit in turn:
        edit(bench, chance)
        done.append(edit.__name__)
        code = bench.build()
        if code != 0:
            continue  # nothing is published while anything is wrong
    wanted = bench.cold()
    if wanted[0] != 0:
        assert bench.build() == wanted[0], done
        return
    assert bench.build() == 0, done
    found = tree(bench.project.site)
    assert sorted(p for p in found.keys() | wanted[1].keys() if found.get(p) != wanted[1].get(p)) == [], done


def test_where_nothing_is_a_draft_a_build_that_shows_drafts_changes_and_draws_nothing(bench: Bench) -> None:
    assert bench.build() == 0
    times = {file: file.stat().st_mtime_ns for file in bench.project.site.rglob("*.html")}
    bench.project = replace(bench.project, drafts=True)
    assert bench.build() == 0
    assert {file: file.stat().st_mtime_ns for file in bench.project.site.rglob("*.html")} == times
    note = bench.notes()[0]
    note.write_text(note.read_text().replace("title: ", "status: draft\ntitle: ", 1))
    assert bench.build() == 0
    home = (bench.project.site / "index.html").read_text()
    assert 'content="noindex' in home


class WhatIsHeld(SilentReporter):
    """Counts the results of changes that are in memory after each job."""

    def __init__(self) -> None:
        self.held: list[int] = []

    def progress(self, done: int, total: int, what: str = "") -> None:
        self.held.append(sum(isinstance(each, ChangeResult) for each in gc.get_objects()))


def test_what_came_of_a_change_is_let_go_when_it_is_kept(bench: Bench) -> None:
    """Pages, cards and comparisons of a thousand changes do not fit into memory together."""
    write_locks(bench.project, (), SilentReporter())  # so that pages are drawn where quotations are looked up
    shutil.rmtree(bench.project.cache)
    reporter = WhatIsHeld()
    assert build_site(bench.project, reporter).exit_code == 0
    assert len(reporter.held) > len(bench.notes()) > 5
    assert max(reporter.held) == 1


def test_a_report_larger_than_the_limit_of_what_is_remembered_is_built_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy = Memo.tidy
    monkeypatch.setattr(Memo, "tidy", lambda memo: tidy(memo, most_bytes=1))
    chance = random.Random(1)
    for _ in range(2):
        reword(bench, chance)
        assert bench.build() == 0
    assert tree(bench.project.site) == bench.cold()[1]
