"""Measure search on a built site: ``python -m benchmarks search [SITE] [--tuning]``. Needs Node."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "templates" / "assets" / "scripts" / "search.js"
FIRST = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the addresses that are a right answer (none: nothing may be found)."""

    kind: str
    query: str
    answers: tuple[str, ...]


def read_questions(name: str) -> list[Question]:
    """The questions of a file in this folder."""
    lines = (HERE / name).read_text("utf-8").splitlines()[1:]
    rows = [(*line.split("\t"), "", "")[:3] for line in lines if line.strip()]
    return [Question(kind, query, tuple(answers.split())) for kind, query, answers in rows]


def ask(site: Path, queries: list[str]) -> list[dict[str, object]]:
    """What the site's own script finds for each question."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(queries, file)
        file.flush()
        command = ["node", str(HERE / "ask.mjs"), str(site), str(SCRIPT), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def is_found(question: Question, answer: dict[str, object]) -> bool:
    """Whether a right answer is among the first three; of a question without one, whether nothing was found."""
    urls = answer["urls"]
    assert isinstance(urls, list)
    return any(url in question.answers for url in urls[:FIRST]) if question.answers else not urls


def main(arguments: list[str]) -> int:
    """Print what was not found and how many were."""
    sites = [one for one in arguments if not one.startswith("--")]
    questions = read_questions("tuning.tsv" if "--tuning" in arguments else "questions.tsv")
    right: Counter[str] = Counter()
    answers = ask(Path(sites[0] if sites else "site"), [q.query for q in questions])
    for question, answer in zip(questions, answers, strict=True):
        if is_found(question, answer):
            right[question.kind] += 1
        else:
            print(f"{question.kind}: {question.query} -> {answer['urls']} {answer['instead']}")
    every = Counter(q.kind for q in questions)
    print(", ".join(f"{kind} {right[kind]} of {number}" for kind, number in every.items()))
    print(f"{right.total()} of {len(questions)} among the first {FIRST}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
