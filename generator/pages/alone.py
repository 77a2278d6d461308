"""Quoted words as they stand alone: with the lead-in of their list and the rest of their sentence.

Whatever leaves a page without the clause round it (an embed, a card, a copied sentence, a feed's entry) is drawn from
here, so that no form forgets the words that govern the others.
"""

import re
from dataclasses import dataclass

from generator.model.evidence import Quotation
from generator.model.lock import LeadIn
from generator.model.words import count_words
from generator.pages.material import shown_words
from generator.pages.messages import say

UNREAD = say("The sentence around these words was not read in this build.")
LONG = 90  # words before or behind what is quoted from which the other parts of a list are folded
WORTH = 40  # words that are worth folding
_PAUSES = ":：,，;；.。!?！？–—-"
_PART = re.compile(
    r"(?<![\w(])(?:[(（](?:[a-zA-Z]{1,2}|[ivx]{1,5}|\d{1,2})[)）]|(?:[a-z]|[ivx]{2,4}|\d{1,2})[.)])(?=\s)|[•▪◦‣●](?=\s)"
)
_FIRST = re.compile(r"[(（]?(?:a|i|1|A|I)[).）]|[•▪◦‣●]")
_SISTER = re.compile(r"[;；,，.]\s*(?:\b(?:and|or|and/or)\s+)?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneView:
    """`before`, `words` and `rest` put together are the whole sentence, spaces and all; `lead` governs it.

    A long sentence is a list more often than not. Its other parts stand folded, in `parts_before` and `parts_behind`;
    what governs the quoted part stands open, in `head` and `own`.
    """

    words: str
    lead: str = ""
    before: str = ""
    rest: str = ""
    known: bool = True  # False where neither the capture nor the lock told what stands round the words

    @property
    def sentence(self) -> str:
        """The whole sentence that the quoted words stand in."""
        return f"{self.before}{self.words}{self.rest}"

    @property
    def opening(self) -> str:
        """What stands before the sentence in a running line: the lead-in and what parts the two."""
        if not self.lead:
            return ""
        return f"{self.lead} " if self.lead[-1] in _PAUSES else f"{self.lead} – "

    @property
    def text(self) -> str:
        """Lead-in and sentence as one line."""
        return f"{self.opening}{self.sentence}"

    @property
    def brief(self) -> str:
        """Lead-in and sentence as one line, without the other parts of a long list."""
        return f"{self.opening}{self.head}{self.own}{self.words}{self.near}"

    @property
    def line(self) -> str:
        """The same with a mark where parts of the list are left out: for places that cannot fold them."""
        folded = ("[…] " if self.parts_before else "", " […]" if self.parts_behind else "")
        return f"{self.opening}{self.head}{folded[0]}{self.own}{self.words}{self.near}{folded[1]}"

    @property
    def more(self) -> bool:
        """Whether anything stands round the quoted words."""
        return bool(self.lead or self.before or self.rest)

    @property
    def notice(self) -> str:
        """What has to be said where the sentence is not known."""
        return "" if self.known else UNREAD

    @property
    def _split(self) -> tuple[str, str, str]:
        """The words before: what opens the list, the other parts of it, the beginning of the quoted part."""
        if count_words(self.before) <= LONG:
            return "", "", self.before
        parts = list(_PART.finditer(self.before))
        sisters = [found for found in parts if _SISTER.search(self.before[: found.start()])]
        openers = [found for found in parts if _FIRST.fullmatch(found[0]) and found not in sisters]
        if not openers or not sisters or sisters[-1].start() <= openers[-1].start():
            return "", "", self.before
        first = openers[-1]  # of the innermost list: what opens an inner one is never folded
        own = sisters[-1].start()
        if count_words(self.before[first.start() : own]) < WORTH:
            return "", "", self.before
        return self.before[: first.start()], self.before[first.start() : own], self.before[own:]

    @property
    def head(self) -> str:
        return self._split[0]

    @property
    def parts_before(self) -> str:
        return self._split[1]

    @property
    def own(self) -> str:
        return self._split[2]

    @property
    def _rest(self) -> tuple[str, str]:
        """The words behind: the end of the quoted part, and the parts of the list that follow."""
        if count_words(self.rest) > LONG and _PART.search(self.before):
            for found in _PART.finditer(self.rest):
                border = _SISTER.search(self.rest[: found.start()])
                if border and count_words(self.rest[border.end() :]) >= WORTH:
                    return self.rest[: border.start() + 1], self.rest[border.start() + 1 :].lstrip()
        return self.rest, ""

    @property
    def near(self) -> str:
        return self._rest[0]

    @property
    def parts_behind(self) -> str:
        return self._rest[1]


def alone(quotation: Quotation) -> AloneView:
    """A quotation with what governs it."""
    around = quotation.lead_in or LeadIn()
    words = " ".join(shown_words(quotation).split())
    return AloneView(
        words=words,
        lead=around.lead if words else "",
        before=around.before if words else "",
        rest=around.after if words else "",
        known=quotation.lead_in is not None or not words,
    )


def in_sentence(quotation: Quotation) -> str:
    """A line of plain text with the whole sentence and its lead-in; empty where the words are all of it."""
    view = alone(quotation)
    if view.notice:
        return f"{view.notice}\n"
    return f"In its sentence: {view.text}\n" if view.more else ""


def lead_in_json(quotation: Quotation) -> dict[str, str] | None:
    """What governs the words: `before`, the words and `after` are the sentence. None where it was not read."""
    around = quotation.lead_in
    return {"lead": around.lead, "before": around.before, "after": around.after} if around else None
