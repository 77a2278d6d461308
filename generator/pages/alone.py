"""Quoted words as they stand alone: with the lead-in of their list and the rest of their sentence.

Whatever leaves a page without the clause round it (an embed, a card, a copied sentence, a feed's entry) is drawn from
here, so that no form forgets the words that govern the others.
"""

from dataclasses import dataclass

from generator.model.lock import LeadIn, Quotation
from generator.pages.material import shown_words

UNREAD = "The sentence around these words was not read in this build."
_PAUSES = ":：,，;；.。!?！？–—-"


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneView:
    """`before`, `words` and `rest` put together are the whole sentence, spaces and all; `lead` governs it."""

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
    def notice(self) -> str:
        """What has to be said where the sentence is not known."""
        return "" if self.known else UNREAD


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
