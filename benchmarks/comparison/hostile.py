"""``python -m benchmarks.comparison.hostile DIR``: more pairs that are meant to be slow, in invented words, by fixed seed.

Beside those of the shared bench: rewrites and crossings of a whole megabyte, scripts without spaces, and markup that does
not end.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

HALF = 0.5
PARAGRAPHS = 4_000
WIDE = range(0x4E00, 0x4E00 + 3000)
THAI = range(0x0E01, 0x0E3B)

Pair = tuple[str, str, str]


def pairs(seed: int = 3) -> Iterator[Pair]:
    """Name, before and after; each side about a megabyte."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(5000)
    ]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=12)).capitalize() + "."

    def reworded(text: str, share: float) -> str:
        return " ".join(chance.choice(words) if chance.random() < share else word for word in text.split())

    lines = [" ".join(sentence() for _ in range(3)) for _ in range(PARAGRAPHS)]
    text = "\n\n".join(lines)
    yield "every paragraph edited", text, "\n\n".join(line.replace(" ", " x", 1) for line in lines)
    yield "half of all words new", text, "\n\n".join(reworded(line, HALF) for line in lines)
    yield "paragraphs reversed", text, "\n\n".join(lines[::-1])
    moved = [reworded(line, 0.05) for line in chance.sample(lines, len(lines))]
    yield "all moved and edited", text, "\n\n".join(moved)
    yield "words sorted", " ".join(lines), " ".join(sorted(" ".join(lines).split()))
    table = ["| " + " | ".join(chance.choices(words, k=8)) + " |" for _ in range(15_000)]
    yield "table rows shuffled", "\n".join(table), "\n".join(chance.sample(table, len(table)))
    few = lines[:40]
    yield "few lines, often", "\n".join(chance.choices(few, k=4000)), "\n".join(chance.choices(few, k=4000))
    for name, letters in (("chinese", WIDE), ("thai", THAI)):
        script = "".join(map(chr, chance.choices(letters, k=300_000)))
        some = "".join(chr(letters[0]) if chance.random() < 0.03 else letter for letter in script)
        yield f"{name}, no stops, edited", script, some
    shuffled = list(script)
    chance.shuffle(shuffled)
    yield "thai shuffled", script, "".join(shuffled)
    labels = [f"{number}.{number} x" for number in range(60_000)]
    yield "all renumbered", "\n".join(labels), "\n".join(f"{n + 1}.{n} x" for n in range(60_000))
    yield "brackets", "[" * 500_000, "[" * 500_001 + "x"
    yield "nested links", "[a](b(c)" * 80_000, "[a](b(c)" * 80_001 + "q"
    yield "two words", "a b " * 250_000, "b a " * 250_000
    yield "joiners", "a\u200d" * 300_000, "a\u200d" * 300_000 + "b"


def main(folder: Path) -> None:
    for name, before, after in pairs():
        case = folder / name.replace(" ", "-").replace(",", "")
        case.mkdir(parents=True, exist_ok=True)
        (case / "before.md").write_text(before, encoding="utf-8", newline="")
        (case / "after.md").write_text(after, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
