"""Signs that nobody sees and that a redline does not mark: how many there are of each, and where the first stand."""

from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.signs import code_of, count_unseen, name_of
from generator.pages.sheets import Sheet

MOST = 12  # places that are shown of one sign
AROUND = 24  # characters on either side of it


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenView:
    """One sign of one text. `places` are the words round it, cut from the text as it is."""

    side: Side
    code: str
    name: str
    count: int
    places: tuple[str, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.places)


def unseen_views(sheet: Sheet) -> tuple[UnseenView, ...]:
    """The signs of a text by their codes."""
    return tuple(
        UnseenView(
            side=sheet.side,
            code=code_of(sign),
            name=name_of(sign),
            count=count,
            places=_places(sheet.text, sign),
        )
        for sign, count in sorted(count_unseen(sheet.text).items())
    )


def _places(text: str, sign: str) -> tuple[str, ...]:
    found: list[str] = []
    at = text.find(sign)
    while at >= 0 and len(found) < MOST:
        found.append(" ".join(text[max(0, at - AROUND) : at + AROUND].split()))
        at = text.find(sign, at + 1)
    return tuple(found)
