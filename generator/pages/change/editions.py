"""What pages, data and `diff` say where a capture holds two editions of the document."""

from typing import Any

from generator.compare.editions import TwoEditions, find_editions
from generator.model.captures import Side
from generator.model.redline import Redline
from generator.pages.messages import say


def editions_line(redline: Redline) -> str:
    """What is said where a side holds two editions of the document; empty where neither does."""
    found = find_editions(redline)
    return _line(found) if found else ""


def _line(found: TwoEditions) -> str:
    numbers = {"told": found.unpaired, "twice": found.doubled}
    if found.side is Side.AFTER:
        return say(
            "The later capture holds two editions of this document, one after the other. A clause of the earlier capture is "
            "set against one of them only: of the %(told)s clauses told as new here, %(twice)s stand in the "
            "other edition of the same capture too, word for word or nearly.",
            **numbers,
        )
    return say(
        "The earlier capture holds two editions of this document, one after the other. A clause of the later capture is "
        "set against one of them only: of the %(told)s clauses told as removed here, %(twice)s stand in the "
        "other edition of the same capture too, word for word or nearly.",
        **numbers,
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
        "note": _line(found),
    }
