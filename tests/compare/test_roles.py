"""Equal words that are struck, hidden or raised on one page only are a change, and nothing else of roles is one."""

from hypothesis import given
from hypothesis import strategies as st

from generator.compare import redline
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.policy import Role
from generator.model.redline import HunkKind, Redline
from generator.model.text import Text

TAGS = {
    "": "{}",
    "struck": "<s>{}</s>",
    "inserted": "<ins>{}</ins>",
    "raised": "<sup>{}</sup>",
    "lowered": "<sub>{}</sub>",
    "hidden": "<span hidden>{}</span>",
}
WORDS = st.lists(st.sampled_from("rye oats mill sack 7 12 book keeps".split()), min_size=1, max_size=12)


def text_of(html: str, kind: str = "text/html") -> Text:
    body = html.encode()
    return extract_text(Capture(sha256=digest_of(body), body=body, media_type=kind))


def page(words: list[str], marks: list[str]) -> str:
    inner = " ".join(TAGS[mark].format(word) for word, mark in zip(words, marks, strict=False))
    return f"<main><h1>Rules</h1><p>{inner}</p><p>The miller keeps the book.</p></main>"


def compared(before: str, after: str) -> Redline:
    return redline(text_of(before), text_of(after))


@given(words=WORDS, data=st.data())
def test_a_role_that_differs_is_seen_and_an_equal_one_is_not(words: list[str], data: st.DataObject) -> None:
    marks = st.lists(st.sampled_from(list(TAGS)), min_size=len(words), max_size=len(words))
    before, after = data.draw(marks), data.draw(marks)
    found = compared(page(words, before), page(words, after))
    assert found.stats.words_deleted == found.stats.words_inserted == 0
    assert found.stats.nothing_changed is (before == after)
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    assert bool(found.roles) is bool(changed)
    assert found.stats.edited == bool(changed)
    assert found.stats.same == 2 - bool(changed)
    for change in found.roles:
        side = after if change.gained else before
        assert change.role.value in side


@given(words=WORDS, data=st.data())
def test_every_change_of_a_role_is_in_one_row(words: list[str], data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.sampled_from(list(TAGS)), min_size=len(words), max_size=len(words)))
    found = compared(page(words, [""] * len(words)), page(words, marks))
    assert {change for hunk in found.hunks for change in hunk.roles} == set(found.roles)
    assert all(hunk.kind is HunkKind.EDITED for hunk in found.hunks if hunk.roles)


def test_roles_of_moved_words_are_compared_too() -> None:
    clauses = [
        f"<p>Sack number {n} is weighed by the miller twice in the morning before it is sold.</p>"
        for n in range(8)
    ]
    moved = "<p>The keeper of the mill may sell all flour that was left for longer than nine days.</p>"
    struck = moved.replace("<p>", "<p><s>").replace("</p>", "</s></p>")
    found = compared(f"<main>{moved}{''.join(clauses)}</main>", f"<main>{''.join(clauses)}{struck}</main>")
    assert [change.role for change in found.roles] == [Role.STRUCK]


def test_markdown_has_no_roles_and_nothing_outside() -> None:
    found = redline(text_of("a ~~b~~ c", "text/markdown"), text_of("a ~~b~~ d", "text/markdown"))
    assert found.roles == ()
    assert found.outside is None


def test_what_is_outside_of_one_side_only_is_told_and_markdown_knows_of_none() -> None:
    inside = "<main><p>Rye.</p></main>"
    assert compared(inside, f"{inside}<footer>We sell rye.</footer>").outside is not None
    assert (
        compared(f"{inside}<footer>We sell rye.</footer>", f"{inside}<footer> We  sell rye.</footer>").outside
        is None
    )
    assert (
        redline(text_of("Rye.", "text/markdown"), text_of(f"{inside}<footer>We sell.</footer>")).outside
        is None
    )


def test_long_menus_are_cut_to_what_differs() -> None:
    menu = " ".join(f"<li>entry {n}</li>" for n in range(500))
    found = compared(
        f"<main>a</main><nav>{menu} may</nav>", f"<main>a</main><nav>{menu} may not</nav>"
    ).outside
    assert found is not None
    assert (found.words_deleted, found.words_inserted) == (0, 1)
    assert sum(len(piece.words) for piece in found.pieces) < 200


def test_a_clause_that_moved_and_was_struck_is_moved_and_edited() -> None:
    found = compared(
        "<ul><li>rye one<li>oats two<li>malt three</ul>",
        "<ul><li>oats two<li>malt three<li><s>rye one</s></ul>",
    )
    assert (found.stats.moved, found.stats.moved_edited) == (1, 1)
