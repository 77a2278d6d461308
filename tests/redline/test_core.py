"""The compiled core gives what the plain Python gives: the same steps, in the same order, to the character."""

import random
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings

from generator.model.redline import RedlineOptions
from generator.redline import steps as module
from generator.redline.steps import Steps, diff_ops, find_steps, pure_steps
from tests.conftest import need
from tests.properties.policies import changed

ODD = (
    "the of and data company shall not may provide services 10.4 1,000 $5 don't don’t e.g. "
    "https://acme.example/x?utm_source=1&q=2 http:// www.x.y. mailto:a@acme.example [link](https://acme.example/?gclid=1) "
    "[a[b]c](d(e)f) ![img](x) ](<a b>) *bold* **b** __u__ _i_ a_b \\* \\\\ \\. 数据 服务。 ข้อมูล น้ำ כתاب שלום é e\u0301 "
    "\u200b \u00ad “quoted” \"quoted\" ‘x’ 'x' 1. 2.1 2.1.3 (a) (iv) iv. 3) 12 30 days 5 MB 24. Dezember 2022 2024 "
    "1.5 million İstanbul ISTANBUL straße STRASSE K kb ſ ﬁ ǅ 𝒳 𝟙 😀 Ⅷ ² ० ١ x: y; z, !? । ؟ | - • + # ## > --- === _ * "
    "[ ] ( ) { } < > % €"
)
WORDS = ODD.split()
ENDS = (".", "", "!", ":", "。", "?", ",", ";")
BREAKS = (
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\r\n",
        "\n- ",
        "\n1. ",
        "\n2. ",
        "\n## ",
        "\n> ",
        "\n   ",
        "\u00a0",
        "\u3000",
    ),
    *("; and\n", "  \n", "\n10.4 ", "\n**10.5** ", "\n(b) ", "\n* ", "\n\\- ", "\u2028"),
)


@pytest.fixture(scope="module", autouse=True)
def core() -> ModuleType:
    need(module.CORE is not None, "the comparison was not compiled")
    assert module.CORE is not None
    return module.CORE


def assert_same(before: str, after: str, options: RedlineOptions = RedlineOptions()) -> None:
    here, there = find_steps(before, after, options), pure_steps(before, after, options)
    assert here.steps == there.steps
    assert here.scores == there.scores
    assert here.degraded == there.degraded


def sentences(chance: random.Random, count: int) -> list[str]:
    """Lines of odd words, marks and labels."""
    return [
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 14)))
        + chance.choice(ENDS)
        + chance.choice(BREAKS)
        for _ in range(count)
    ]


def edited(chance: random.Random, lines: list[str]) -> list[str]:
    """The lines with some dropped, added, moved, doubled, broken and changed in a word."""
    lines = list(lines)
    for _ in range(chance.randint(0, 8)):
        at = chance.randrange(len(lines)) if lines else 0
        kind = chance.randrange(6)
        if kind == 0 or not lines:
            lines[at : at + 1] = sentences(chance, 1)
        elif kind == 1:
            lines.insert(at, sentences(chance, 1)[0])
        elif kind == 2:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        elif kind == 3:
            words = lines[at].split(" ")
            words[chance.randrange(len(words))] = chance.choice(WORDS)
            lines[at] = " ".join(words)
        elif kind == 4:
            lines[at] = lines[at].replace(" ", "\n", 1)
        else:
            lines.append(lines[at])
    if chance.random() < 0.3:
        third = len(lines) // 3
        lines = lines[:third] + lines[2 * third :] + lines[third : 2 * third]
    return lines


@pytest.mark.parametrize("seed", range(12))
def test_odd_texts(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        before = sentences(chance, chance.choice((1, 2, 5, 15, 40)))
        after = (
            edited(chance, before) if chance.random() < 0.85 else sentences(chance, chance.choice((1, 5, 20)))
        )
        assert_same("".join(before), "".join(after))


@settings(max_examples=60, deadline=None)
@given(changed())
def test_policies_that_changed(pair: tuple[str, str]) -> None:
    assert_same(*pair)


def test_limits_and_hostile_shapes() -> None:
    two = random.Random(7)
    words = [" ".join(two.choice("ab") for _ in range(30_000)) for _ in range(2)]
    assert_same(*words)
    assert find_steps(*words, RedlineOptions(word_budget=1000.0)).degraded
    assert_same(*words, RedlineOptions(word_budget=1000.0))
    assert_same("[" * 2000 + "](", "](" * 2000)
    assert_same("\\" * 999, "*" * 999 + "_" * 998)
    assert_same("", "a")
    assert_same(" \n", "One. Two.")
    assert_same("\ud800 a", "a \udfff")


@pytest.mark.parametrize("joint", ["\n", " ", "", "。"])
@pytest.mark.parametrize("side", ["head", "tail", "both"])
def test_a_small_edit_in_a_large_text(joint: str, side: str) -> None:
    chance = random.Random(f"{joint}{side}")
    letters = "数据会保存三十天" if joint in ("", "。") else "we keep data, thirty days. "
    lines = ["".join(chance.choice(letters) for _ in range(90)) for _ in range(1500)]
    before = joint.join(lines)
    at = {"head": len(before) - 40, "tail": 40, "both": len(before) // 2}[side]
    assert_same(before, before[:at] + " not " + before[at:])
    assert_same(before[:at] + "é\n" + before[at:], before[:at] + before[at + 300 :])
    assert_same(before, before[:at] + before[at - 50_000 : at] + before[at:])


def test_the_plain_form_is_the_same_without_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = "1. We keep data.\n\n2. You may go.\n", "1. We keep no data.\n\n3. You may go.\n"
    with_core = diff_ops(*pair)
    monkeypatch.setattr(module, "CORE", None)
    assert diff_ops(*pair) == with_core
    assert isinstance(find_steps(*pair, RedlineOptions()), Steps)


def test_references_are_given_back(core: ModuleType) -> None:
    pair = "We keep data. You may go.", "We keep no data. You may stay."
    arguments = (*pair, 0.8, 8, 4e9)
    core.steps(*arguments)
    core.ops(*arguments)
    blocks = sys.getallocatedblocks()
    for _ in range(500):
        core.steps(*arguments)
        core.ops(*arguments)
    assert sys.getallocatedblocks() - blocks < 100


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["corpus", "planted"])
def test_real_and_planted_pairs(shared: Path, kind: str) -> None:
    for case in sorted((shared / "bench" / "comparison" / kind).glob("*/before.md")):
        before, after = case.read_bytes().decode(), (case.parent / "after.md").read_bytes().decode()
        assert_same(before, after)
        assert_same(after, before)
