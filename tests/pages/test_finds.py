"""What search finds: words with what governs them, clauses only where they are published, always the same bytes."""

import json
from dataclasses import replace

from generator.model.catalog import WholeTexts
from generator.pages.after import after_line
from generator.pages.change.redline_views import FoldView, HeadView, RowView, RunView
from generator.pages.finds import clauses_file, finds_of_change, finds_of_site, prose_of, words_file
from generator.pages.material import Material, published_changes
from generator.pages.sheets import BlockView, PieceView


def row(kind: str, words: str, block: str = "paragraph", **more: object) -> RowView:
    blocks = (BlockView(kind=block, pieces=(PieceView(words=words, op="ins" if kind == "added" else ""),)),)
    return RowView(kind=kind, id=f"row-{words[:4]}", after=blocks, changed=kind != "same", **more)  # type: ignore[arg-type]


def clauses_of(material: Material, *items: object) -> list[list[object]]:
    change = published_changes(material.catalog)[0]
    finds = finds_of_change(material.catalog, change, material.evidence[change.key], items)  # type: ignore[arg-type]
    found: dict[str, list[list[object]]] = json.loads("{" + finds.clauses + "}")
    return found.get(change.url, [])


def test_an_item_carries_the_line_that_opens_its_list(material: Material) -> None:
    opening = row("same", "You may not:")
    found = clauses_of(material, opening, row("added", "train models", "item"), row("added", "Another line"))
    assert [(c[3], c[4], c[6]) for c in found] == [
        ("train models", "You may not:", 1),
        ("Another line", "", 0),
    ]


def test_a_fold_parts_an_item_from_its_opening_and_the_entry_says_that_it_is_one(material: Material) -> None:
    found = clauses_of(
        material, row("same", "You may not:"), FoldView(count=2), row("added", "sell data", "item")
    )
    assert [(c[4], c[6]) for c in found] == [("", 1)]


def test_words_that_went_are_no_part_of_the_later_clause(material: Material) -> None:
    merged = BlockView(
        kind="paragraph",
        pieces=(
            PieceView(words="We "),
            PieceView(words="may ", op="del"),
            PieceView(words="will share", op="ins"),
        ),
    )
    found = clauses_of(material, HeadView(text="Sharing"), RowView(kind="edited", id="a-1", after=(merged,)))
    assert found == [["a-1", "edited", "Sharing", "We will share", "", [], 0]]


def test_rows_of_a_run_are_found_and_unchanged_ones_are_not(material: Material) -> None:
    run = RunView(strong="", text="", rows=(row("added", "first"), row("added", "second")))
    found = clauses_of(material, row("same", "kept"), run)
    assert [c[3] for c in found] == ["first", "second"]


def test_no_clause_is_found_where_texts_are_only_linked(material: Material) -> None:
    catalog = replace(material.catalog, report=replace(material.catalog.report, whole_texts=WholeTexts.LINK))
    assert clauses_of(replace(material, catalog=catalog), row("added", "hidden words")) == []


def test_every_quotation_of_a_published_change_is_found_at_its_address(material: Material) -> None:
    for change in published_changes(material.catalog):
        told = json.loads(finds_of_change(material.catalog, change, material.evidence[change.key], ()).words)
        assert {q["name"] for q in told["quotes"]} == {q.name for q in change.quotations}
        assert all(q["words"] and q["day"] for q in told["quotes"])
        assert {q["name"]: q["state"] for q in told["quotes"]} == {
            q.mark.name: after_line(q, material.catalog, change).days
            for q in material.evidence[change.key].quotations
        }


def test_the_example_is_not_found(material: Material) -> None:
    found = [json.loads(one) for one in finds_of_site(material.catalog)]
    examples = [page["kind"] for page in found if page["url"].startswith("method/example/")]
    assert examples == ["page"]  # the page that tells of it, and neither its company nor its document


def test_the_files_are_scripts_that_hand_over_json(material: Material) -> None:
    change = published_changes(material.catalog)[0]
    finds = finds_of_change(
        material.catalog, change, material.evidence[change.key], (row("added", "new words"),)
    )
    words, clauses = (
        words_file([finds.words, ""], finds_of_site(material.catalog)),
        clauses_file([finds.clauses, ""]),
    )
    told = json.loads(words.removeprefix('smallprintSearch("words",').removesuffix(");\n"))
    assert [c["url"] for c in told["changes"]] == [change.url]
    assert {page["kind"] for page in told["pages"]} >= {"company", "document", "topic"}
    assert list(json.loads(clauses.removeprefix('smallprintSearch("clauses",').removesuffix(");\n"))) == [
        change.url
    ]


def test_our_own_prose_is_found_without_its_marks() -> None:
    body = "## Title\n\nSome *words* with [a link](https://a.example).\n\n> quoted\n\n{{film a/b/c#d}}\n"
    assert prose_of(body) == ["Title", "Some words with a link."]
