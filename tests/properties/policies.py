"""Policies made up of a few words in several scripts, and changes to them."""

import random

from hypothesis import strategies as st

WORDS = [
    "we",
    "you",
    "may",
    "not",
    "must",
    "will",
    "share",
    "keep",
    "sell",
    "delete",
    "your",
    "personal",
    "data",
    "content",
    "service",
    "rights",
    "law",
    "30",
    "90",
    "days",
    "5%",
    "$9",
    "and",
    "or,",
    "the",
    "of",
    "to",
    "in",
    "for",
    "with",
    "(a)",
    "except",
    "Acme’s",
    "Partner's",
    "“quoted”",
    "[link](https://acme.example/a)",
    "[terms](https://acme.example/b?utm_source=x)",
    "**bold**",
    "_soft_",
    "数据",
    "我们",
    "使用",
    "データ",
    "개인정보",
    "ข้อมูล",
    "البيانات",
    "נתונים",
    "डेटा",
]
LABELS = ("", "", "", "1. ", "2. ", "10.3 ", "(a) ", "* ", "- ", "## ", "**4.1** ")

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(lambda words: " ".join(words) + ".")
paragraphs = st.builds(
    lambda label, parts: label + " ".join(parts),
    st.sampled_from(LABELS),
    st.lists(sentences, min_size=1, max_size=3),
)
policies = st.lists(paragraphs, min_size=0, max_size=9).map("\n\n".join)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, str]:
    """A policy and what became of it: paragraphs gone, new, doubled, moved, edited."""
    before = draw(st.lists(paragraphs, min_size=0, max_size=9))
    after = list(before)
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["drop", "add", "double", "move", "edit"]))
        at = draw(st.integers(0, max(0, len(after) - 1)))
        if kind == "add" or not after:
            after.insert(at, draw(paragraphs))
        elif kind == "drop":
            after.pop(at)
        elif kind == "double":
            after.insert(draw(st.integers(0, len(after))), after[at])
        elif kind == "move":
            after.insert(draw(st.integers(0, len(after) - 1)), after.pop(at))
        else:
            words = after[at].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            after[at] = " ".join(words)
    joint = draw(st.sampled_from(["\n\n", "\n", " "]))
    return "\n\n".join(before), joint.join(after)


@st.composite
def reworded(draw: st.DrawFn) -> tuple[str, str]:
    """A policy of many words and its rewrite: of every sentence some words stay, and some paragraphs join or part."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    share = draw(st.sampled_from([0.2, 0.4, 0.5, 0.6]))
    vocabulary = ["".join(chance.choices("abdegiklmnoprstu", k=chance.randint(2, 9))) for _ in range(400)]

    def sentence() -> str:
        return " ".join(chance.choices(vocabulary, k=chance.randint(5, 14))).capitalize() + "."

    before = [" ".join(sentence() for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(4, 14))]
    after = [
        " ".join(chance.choice(vocabulary) if chance.random() < share else word for word in text.split())
        for text in before
    ]
    joints = [" " if chance.random() < 0.15 else "\n\n" for _ in after]
    rewritten = "".join(text + joint for text, joint in zip(after, joints, strict=True)).strip()
    return "\n\n".join(before), rewritten.replace(". ", ".\n\n", chance.randint(0, 2))
