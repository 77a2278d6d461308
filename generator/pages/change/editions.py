"""What pages, data and `diff` say where a capture holds two editions of the document."""

from typing import Any

from generator.compare.editions import find_editions
from generator.model.captures import Side
from generator.model.redline import Redline


def editions_line(redline: Redline) -> str:
    """What is said where a side holds two editions of the document; empty where neither does."""
    found = find_editions(redline)
    if found is None:
        return ""
    own, other, told = (
        ("later", "earlier", "new") if found.side is Side.AFTER else ("earlier", "later", "removed")
    )
    return (
        f"The {own} capture holds two editions of this document, one after the other. A clause of the {other} capture is "
        f"set against one of them only: of the {found.unpaired:,} clauses told as {told} here, {found.doubled:,} stand in the "
        f"other edition of the same capture too, word for word or nearly."
    )


def editions_json(redline: Redline) -> dict[str, Any] | None:
    """What is known of a side that holds the document twice; null where neither does."""
    found = find_editions(redline)
    if found is None:
        return None
    return {
        "side": found.side.value,
        "told": found.unpaired,
        "twice": found.doubled,
        "note": editions_line(redline),
    }
