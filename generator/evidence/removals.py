"""Clauses that a note calls removed and the redline pairs with a counterpart. Pure.

Three things tell what a sentence with "removed", "dropped" or "gone" is about: the clause that it names as its subject, the
words that it quotes, and the quotations of the earlier text that follow it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.content.prose import Block, blocks_of, own_blocks, own_voice
from generator.evidence.clauses import clause_of
from generator.model.captures import Side
from generator.model.catalog import Change
from generator.model.evidence import Quotation, Sides
from generator.model.lock import Said
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.redline import HunkKind, Redline
from generator.model.words import casefold_text, casefold_words

GONE = re.compile(
    r"\b(?:remov(?:ed|es|al)|dropp?(?:ed|s)|delet(?:ed|es)|gone|left out|taken out|struck out)\b",
    re.IGNORECASE,
)
PAIRED = (HunkKind.SAME, HunkKind.EDITED, HunkKind.MOVED)
_STANDS = {Said.EDITED: "edited", Said.MOVED: "moved", Said.UNCHANGED: "unchanged"}
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*(?:\(\w{1,4}\))*"
_NUMBERS = rf"(?:sections?|clauses?) (?P<numbers>{_NUMBER}(?:(?:, | and |, and ){_NUMBER})*)"
_SUBJECT = re.compile(
    rf"(?<!\bin )(?<!\bof )(?<!\bby )(?<!\bto )(?<!\bon )(?<!\bfrom )(?<!\bunder )(?<!\babout )\b{_NUMBERS}"
    rf" (?:\w+ ){{0,3}}?{GONE.pattern}",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"{GONE.pattern} (?:the )?{_NUMBERS}", re.IGNORECASE)
_TEXT = re.compile(
    r"\b(?:clauses?|sections?|sentences?|paragraphs?|provisions?|promises?|licen[cs]es?|consents?|items?|lists?|lines?|"
    r"words?|terms?|bans?|rules?|exceptions?|exhibits?|statements?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]{3,})”")


def removal_problems(
    change: Change, sides: Sides, redline: Redline, quotations: Sequence[Quotation]
) -> list[Problem]:
    """Sentences of title, summary and note that call removed what has a counterpart."""
    problems: list[Problem] = []
    for where, sentence, following in _sentences(change, quotations):
        told = [
            *_named(sentence, sides, redline),
            *_still_there(sentence, sides),
            *(
                f"“{q.mark.name}” is {_STANDS[q.said]} by the redline"
                for q in following
                if q.said in _STANDS and q.mark.side is Side.BEFORE
            ),
        ]
        problems += [_problem(sentence, each, where) for each in told]
    return problems


def _problem(sentence: str, why: str, where: SourcePos) -> Problem:
    said = GONE.search(sentence)
    return Problem(
        code="removed-with-counterpart",
        message=f"“{said[0] if said else ''}” is said where the later text has a counterpart: {why}",
        where=where,
        severity=Severity.WARNING,
        hint="say what became of it: reworded, moved, shortened; or say which words of it went",
    )


def _sentences(
    change: Change, quotations: Sequence[Quotation]
) -> Iterator[tuple[SourcePos, str, list[Quotation]]]:
    """Each sentence with such a word, its place, and the quotations that it leads to."""
    for line in (change.title, change.summary):
        yield from ((change.where, each, []) for each in _SENTENCE.split(line) if _says(each))
    if not GONE.search(change.body):
        return
    blocks = [block for block in own_blocks(blocks_of(change.body)) if not block.heading]
    for number, block in enumerate(blocks):
        end = blocks[number + 1].at if number + 1 < len(blocks) else change.body.count("\n") + 1
        each = _SENTENCE.split(" ".join(block.text.split()))
        for index, sentence in enumerate(each):
            if _says(sentence):
                last = index + 1 == len(each) and _TEXT.search(own_voice(sentence)) is not None
                where = SourcePos(path=change.where.path, line=change.body_line + _line_in(block, sentence))
                yield where, sentence, list(_between(change, quotations, block.at, end)) if last else []


def _says(sentence: str) -> bool:
    return bool(GONE.search(own_voice(sentence)))


def _line_in(block: Block, sentence: str) -> int:
    """The line of the body on which the word stands."""
    said = GONE.search(own_voice(sentence))
    lines = [line.at for line in block.lines if said and said[0] in line.text]
    return lines[0] if lines else block.at


def _between(change: Change, quotations: Iterable[Quotation], first: int, end: int) -> Iterator[Quotation]:
    """Quotations that stand between two lines of the body."""
    for quotation in quotations:
        if first <= change.body.count("\n", 0, quotation.mark.offset) < end:
            yield quotation


def _named(sentence: str, sides: Sides, redline: Redline) -> Iterator[str]:
    """Clauses that the sentence names as its subject, of which most words have a counterpart."""
    voice = own_voice(sentence)
    spelled = [found["numbers"] for form in (_SUBJECT, _OBJECT) for found in form.finditer(voice)]
    for number in re.findall(_NUMBER, " ".join(spelled)):
        own = [
            index
            for index, segment in enumerate(sides.before.segments)
            if clause_of(sides.before, segment.span.start)[0].rstrip(".") == number
        ]
        sizes = {index: len(sides.before.segments[index].words.split()) for index in own}
        kept = sum(
            sizes.get(index, 0)
            for hunk in redline.hunks
            if hunk.kind in PAIRED
            for index in range(hunk.before.start, hunk.before.end)
        )
        if sizes and kept * 2 > sum(sizes.values()):
            yield f"the redline pairs most of clause {number}"


def _still_there(sentence: str, sides: Sides) -> Iterator[str]:
    """Quoted words that stand in the later text as often as in the earlier one."""
    if sides.before.folded is None or sides.after.folded is None:
        return
    texts = [casefold_words(side.folded.text) for side in (sides.before, sides.after) if side.folded]
    for found in _QUOTED.finditer(sentence):
        words = casefold_text(found[1])
        had, has = (text.count(words) for text in texts)
        if had and has >= had:
            yield f"“{found[1]}” stands there {has} times, {had} before"
