"""What `check` says of a whole catalog, against an earlier one, and of a second reading."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.content.catalog import build_catalog
from generator.content.check import check_catalog
from generator.content.letters import known_words, only_letters
from generator.content.problems_text import spell_problems
from generator.content.review import review_path, review_problems
from generator.evidence.published import check_against
from generator.model.catalog import Catalog, Correction, Meaning, Status, Update
from generator.model.problems import Problem, Severity
from generator.store.sources import read_sources
from tests.evidence.report_sides import codes, sides_of
from tests.evidence.site_reading import read_site

MINIMAL = Path(__file__).parent.parent / "sites" / "minimal" / "content"
KEY = "brightnote/terms-of-service/2024-04-01"
NOTE = f"{KEY}.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "content")
    return tmp_path / "content"


def read(content: Path) -> Catalog:
    catalog, problems = build_catalog(read_sources(content))
    assert problems == ()
    return catalog


def edit(content: Path, old: str, new: str, path: str = NOTE) -> int:
    """Replace words of a file; the line on which they stood."""
    file = content / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def found(content: Path) -> list[Problem]:
    return [p for p in check_catalog(read(content)) if p.code != "no-lock"]


def test_the_sample_has_nothing_wrong_but_that_it_is_not_locked() -> None:
    problems = check_catalog(read(MINIMAL))
    assert [(p.code, p.severity) for p in problems] == [("no-lock", Severity.WARNING)]


SENTENCE = "The sentence on deletion was carried over."
CASES = [
    ("Brightnote quietly kept the sentence.", "motive", 12),
    ("The sentence was buried in clause 10.", "motive", 18),
    ("See [the page](/brightnote/terms-of-servise/).", "dead-link", 1),
    ("See [the page](/brightnote/terms-of-service).", "dead-link", 1),
    ("See [the clause](/brightnote/terms-of-service/2024-04-01/#licens).", "dead-link", 1),
    ("See [the clause](#licens).", "dead-link", 1),
    ("See [the page](../x/).", "bad-link", 1),
    ("See [the page](//other.example/).", "bad-link", 1),
    ("See [x](javascript:alert(1)).", "bad-link", 7),
    ("See [x](data:text/html,x).", "bad-link", 7),
    ("![x](https://tracker.example/x.gif)", "image", 1),
    ("See [x](https://other.example/).", "unlisted-source", 1),
    ("{{quote brightnote/terms-of-service/2024-04-02#licence}}", "unknown-reference", 1),
    ("{{film brightnote/terms-of-service/2024-04-01#licens}}", "unknown-reference", 1),
    ("{{quot brightnote/terms-of-service/2024-04-01#licence}}", "bad-reference", 1),
    ("As {{quote brightnote/terms-of-service/2024-04-01#licence}} says.", "bad-reference", 4),
]


@pytest.mark.parametrize(("words", "code", "column"), CASES)
def test_what_is_wrong_in_a_note_is_told_at_its_line(
    content: Path, words: str, code: str, column: int
) -> None:
    line = edit(content, SENTENCE, words)
    problems = found(content)
    assert [(p.code, p.where.line, p.where.column) for p in problems] == [(code, line, column)]
    assert problems[0].hint


@pytest.mark.parametrize(
    "words",
    [
        'A newspaper wrote that Brightnote "quietly" kept it.',
        "See [the clause](/brightnote/terms-of-service/2024-04-01/#licence) and [below](#licence).",
        "See [how to read](/method/) and [the announcement](https://brightnote.example/blog/new-terms).",
        "{{quote brightnote/terms-of-service/2024-04-01#licence}}",
        "> They quietly said.",
        "A brace { is a brace.",
        "<script>alert(1)</script> is text here.",
    ],
)
def test_what_is_right_is_left_alone(content: Path, words: str) -> None:
    edit(content, SENTENCE, words)
    assert found(content) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("for machine learning\n", "for machine learning.\n", "title-punctuation"),
        ("Brightnote's terms licensed", "The terms licensed", "title-subject"),
        ("## How we read it", "## Our view", "unknown-section"),
        ("## What the captures show", "### What the captures show", "no-facts-section"),
        (
            "state: claimed, quote: licence}",
            f"state: claimed, quote: licence, supersedes: '{KEY}#old'}}",
            "unknown-reference",
        ),
    ],
)
def test_the_house_rules_of_a_note_are_checked(content: Path, old: str, new: str, code: str) -> None:
    edit(content, old, new)
    assert code in codes(found(content))


def test_a_title_of_more_than_140_characters_is_an_error(content: Path) -> None:
    edit(content, "for machine learning\n", f"for machine learning {'and more ' * 12}\n")
    _, problems = build_catalog(read_sources(content))
    assert [(p.code, p.where.line) for p in problems] == [("title-too-long", 2)]


FACETS = [
    ("licensed notes for", "licensed all notes for", "the title"),
    ("let Brightnote use notes", "let Brightnote use all notes", "the summary"),
    ("    date: 2024-03-15", "    date: 2024-03-16", "a date"),
    ("state: claimed,", "state: ruled-out,", "a claim (licence)"),
    ("> machine learning, artificial", "> artificial", "a quotation (licence)"),
    ("[!after licence] 10.4", "[!after licence] 10.5", "a quotation (licence)"),
    ("topics: [ai-training, content-licence]", "topics: [ai-training]", "the topics"),
    ("none says how users were told", "all say how users were told", "the notice"),
    ("names more.", "names less.", "the note"),
]
ENTRY = "corrections:\n  - {{date: 2026-11-23, kind: factual, was: {was}, now: {now}}}\n\nclaims:\n"


@pytest.mark.parametrize(("old", "new", "what"), FACETS)
def test_a_published_page_that_changed_says_so_in_an_entry_on_that_part(
    content: Path, old: str, new: str, what: str
) -> None:
    published = read(MINIMAL)
    edit(content, old, new)
    problems = check_against(published, read(content))
    assert [p.code for p in problems] == ["changed-without-entry"]
    assert what in problems[0].message
    named = what.partition(" (")[0].split()[-1]
    silent = content.parent / "silent"
    shutil.copytree(content, silent)
    edit(silent, "claims:\n", ENTRY.format(was="a comma was missing", now="a comma was added"))
    assert codes(check_against(published, read(silent))) == ["changed-without-entry"]
    empty = content.parent / "empty"
    shutil.copytree(content, empty)
    edit(empty, "claims:\n", ENTRY.format(was=f"the {named} is", now=f"the {named} is"))
    assert codes(check_against(published, read(empty))) == ["changed-without-entry"]
    edit(
        content, "claims:\n", ENTRY.format(was=f"the {named} said one thing", now=f"the {named} says another")
    )
    assert check_against(published, read(content)) == ()


@pytest.mark.parametrize(("old", "new", "what"), FACETS)
def test_the_entry_that_is_offered_is_accepted(content: Path, old: str, new: str, what: str) -> None:
    published = read(MINIMAL)
    edit(content, old, new)
    hint = check_against(published, read(content))[0].hint
    entry = hint[hint.index("\n") + 1 :]
    assert entry.startswith(("corrections:\n", "updates:\n"))
    edit(content, "claims:\n", f"{entry}\n\nclaims:\n")
    assert check_against(published, read(content)) == (), what


def test_words_of_the_old_or_new_part_tell_of_it_without_its_name(content: Path) -> None:
    published = read(MINIMAL)
    edit(content, "licensed notes for", "licensed all notes for")
    edit(
        content,
        "claims:\n",
        ENTRY.format(was="Brightnote's terms licensed notes for machine learning", now="all notes"),
    )
    assert check_against(published, read(content)) == ()


def test_an_entry_of_a_day_to_come_is_told(content: Path) -> None:
    published = read(MINIMAL)
    late = ENTRY.format(was="the title", now="the summary").replace("2026-11-23", "2027-01-01")
    edit(content, "claims:\n", late)
    assert codes(check_against(published, read(content))) == ["entry-date"]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("the earleir terms", "the earlier terms", True),
        ("the earlier terms ,", "the earlier terms,", True),
        ("limited the licence", "limted the licence", True),
        ("neither list was wide", "either list was wide", False),
        ("both lists were wide", "neither list was wide", False),
        ("three clauses", "thirty clauses", False),
        ("in 2023", "in 2024", False),
        ("it is now so", "it is not so", False),
        ("that is legal", "that is illegal", False),
        ("the text allows it", "the text forbids it", False),
    ],
)
def test_only_slips_of_letters_ask_for_no_entry(old: str, new: str, same: bool) -> None:
    assert only_letters(old, new) is same


def test_a_word_that_the_report_writes_often_is_no_slip() -> None:
    known = known_words(["The licence was granted.", "No licence was granted."])
    assert only_letters("the granded right", "the granted right", known)
    assert not only_letters("the granted right", "the grafted right", known)


def test_another_pin_needs_an_entry_and_so_does_a_sentence_more() -> None:
    old = read(MINIMAL)
    change = old.changes[0]
    moved = replace(old, changes=(replace(change, before=change.after),))
    assert codes(check_against(old, moved)) == ["changed-without-entry"]
    prose = replace(old, changes=(replace(change, body=change.body + "\nMore.\n"),))
    assert codes(check_against(old, prose)) == ["changed-without-entry"]


def test_a_page_that_would_be_gone_is_told_unless_it_became_another() -> None:
    old = read(MINIMAL)
    change = old.changes[0]
    assert codes(check_against(old, replace(old, changes=()))) == ["dropped-address"]
    renamed = replace(change, slug="2024-04-02", aliases=(change.key,))
    assert check_against(old, replace(old, changes=(renamed,))) == ()
    assert codes(check_against(old, replace(old, topics=old.topics[1:]))) == ["dropped-address"]
    draft = replace(old, changes=(replace(change, status=Status.DRAFT),))
    assert codes(check_against(old, draft)) == ["unpublished"]
    assert check_against(draft, replace(old, changes=())) == ()


def test_an_address_taken_out_of_a_lock_by_hand_is_told() -> None:
    catalog, _ = read_site(MINIMAL.parent.parent / "full" / "content")
    assert check_against(catalog, catalog) == ()
    lock = catalog.locks[1]
    slim = replace(lock, passages=lock.passages[1:])
    problems = check_against(catalog, replace(catalog, locks=(catalog.locks[0], slim, *catalog.locks[2:])))
    assert [(p.code, p.where.path) for p in problems] == [("dropped-address", f"content/{lock.change}.lock")]
    assert lock.passages[0].id in problems[0].message
    named = replace(slim, passages=lock.passages, quotations=lock.quotations[1:])
    problems = check_against(catalog, replace(catalog, locks=(catalog.locks[0], named, *catalog.locks[2:])))
    assert [p.code for p in problems] == ["dropped-address"]
    redirected = replace(slim, redirects=((lock.passages[0].id, lock.passages[1].id),))
    assert (
        check_against(catalog, replace(catalog, locks=(catalog.locks[0], redirected, *catalog.locks[2:])))
        == ()
    )
    assert len(check_against(catalog, replace(catalog, locks=()))) == len(catalog.locks)


def test_an_entry_that_readers_saw_stays() -> None:
    old = read(MINIMAL)
    entry = Correction(on=date(2026, 11, 23), kind="factual", was="one", now="two")
    told = replace(old, changes=(replace(old.changes[0], corrections=(entry,)),))
    updated = replace(old, changes=(replace(old.changes[0], updates=(Update(on=entry.on, what="x"),)),))
    assert codes(check_against(told, old)) == ["entry-removed"]
    assert codes(check_against(updated, old)) == ["entry-removed"]
    assert check_against(old, told) == ()


REVIEW = """# Brightnote's terms licensed notes for machine learning

| no. | kind | sentence | rests on |
| --- | --- | --- | --- |
| 1 | fact | The terms captured on 1 April 2024 allow uses of notes that the capture of 1 February does not name. | quotation: licence; comparison: clause 7 and clause 10.4 |
| 2 | fact | Section 7 of the earlier terms limited the licence to running the service. | quotation: old-licence |
| 3 | fact | Section 10.4 of the later terms names more. | search: “machine learning” 0 before, 1 after |
| 4 | fact | The sentence on deletion was carried over. | quotation: deletion, the effective date |
| 5 | reading | The later words are wide enough to cover training of Brightnote's own models on notes. | our reading of: licence |
| 6 | context | Brightnote announced new terms on 15 March 2024 (reported, not opened by us). | source: announcement |
| 7 | limit | Whether notes were used in this way. | not established by the two captures |
| 8 | limit | The captures hold words, not conduct. | not established by the two captures |
"""


def test_a_second_reading_that_lists_every_sentence_with_its_support_passes() -> None:
    change = read(MINIMAL).changes[0]
    assert review_path(change) == "second-readings/brightnote-terms-of-service-2024-04-01.md"
    assert review_problems(change, REVIEW) == ()


def test_a_second_reading_may_list_what_the_change_means_as_readings() -> None:
    says = "The later text let Brightnote train models on notes."
    change = replace(read(MINIMAL).changes[0], means=(Meaning(says=says, quotes=("licence",)),))
    assert review_problems(change, REVIEW) == ()
    row = f"| 9 | reading | {says} | our reading of: licence |\n"
    assert review_problems(change, REVIEW + row) == ()
    assert codes(review_problems(change, REVIEW + row.replace("reading |", "fact |", 1))) == [
        "review-kind",
        "review-unsupported",
    ]
    assert codes(review_problems(read(MINIMAL).changes[0], REVIEW + row)) == ["review-stale"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (REVIEW.split("\n")[6] + "\n", "", "review-missing"),
        ("search: “machine learning” 0 before, 1 after", "-", "review-unsupported"),
        ("search: “machine learning” 0 before, 1 after", "search: machine learning", "review-unsupported"),
        ("quotation: old-licence", "quotation: old-licens", "review-unsupported"),
        ("quotation: old-licence", "my memory", "review-unsupported"),
        ("quotation: old-licence", "source: announcement", "review-unsupported"),
        ("quotation: old-licence", "source: elsewhere", "review-unsupported"),
        ("quotation: old-licence", "reported; not opened", "review-unsupported"),
        ("quotation: old-licence", "our reading of: licence", "review-unsupported"),
        ("quotation: old-licence", "comparison:", "review-unsupported"),
        ("the effective date", "the revised date", "review-unsupported"),
        ("source: announcement", "", "review-unsupported"),
        ("our reading of: licence", "our reading of: licens", "review-unsupported"),
        ("| 3 | fact |", "| 3 | truth |", "bad-review-row"),
        ("| 3 | fact |", "| 3 | reading |", "review-kind"),
        ("The captures hold words, not conduct.", "The captures hold words and not conduct.", "review-stale"),
        ("| no. | kind |", "| no. | sort |", "bad-review-row"),
    ],
)
def test_a_second_reading_that_leaves_something_out_is_told(old: str, new: str, code: str) -> None:
    assert REVIEW.count(old) == 1
    problems = review_problems(read(MINIMAL).changes[0], REVIEW.replace(old, new))
    assert code in codes(problems)
    assert all(p.where.line > 1 or p.code == "review-missing" for p in problems)


def test_counts_of_a_second_reading_are_counted_again_where_the_texts_are_at_hand() -> None:
    folder = MINIMAL / "brightnote" / "terms-of-service" / "captures"
    texts = [f.read_text(encoding="utf-8") for f in sorted(folder.glob("*.md"))]
    sides, _ = sides_of(*texts)
    change = read(MINIMAL).changes[0]
    assert review_problems(change, REVIEW, sides=sides) == ()
    apostrophe = [t.replace("Keep your", "Don't keep Acme's") for t in texts]
    curly = REVIEW.replace("“machine learning” 0 before, 1 after", "“Don’t keep Acme’s” 1 before, 1 after")
    assert review_problems(change, curly, sides=sides_of(*apostrophe)[0]) == ()
    wrong = REVIEW.replace("0 before, 1 after", "0 before, 2 after")
    assert review_problems(change, wrong) == ()
    assert codes(review_problems(change, wrong, sides=sides)) == ["review-unsupported"]


def test_an_empty_second_reading_is_told() -> None:
    assert "bad-review-row" in codes(review_problems(read(MINIMAL).changes[0], "# Nothing\n"))


def test_problems_are_spelled_for_people_code_hosts_and_programs(content: Path) -> None:
    line = edit(content, SENTENCE, "It was 100% quietly, kept.")
    problems = found(content)
    text = spell_problems(problems, "text")
    assert text.startswith(f"content/{NOTE}:{line}:13: warning: [motive] 'quietly' in our own voice")
    assert "\n  hint: say what" in text
    github = spell_problems(problems, "github")
    assert github.startswith(f"::warning file=content/{NOTE},line={line},col=13,title=motive::")
    assert "%0Ahint: " in github
    assert github.count("\n") == 1
    assert '"code": "motive"' in spell_problems(problems, "json")
    assert spell_problems((), "json") == "[]\n"
    assert spell_problems((), "text") == ""
