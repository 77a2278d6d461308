"""What a change means: lines of our reading, each with the quotations it rests on."""

from dataclasses import dataclass, replace

from generator.model.catalog import Change
from generator.pages.change.passage import QuoteView


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningView:
    """One line of ours. `refuse` is the quotation in which the capture itself says how to refuse, None without one."""

    says: str
    quotes: tuple[QuoteView, ...]
    refuse: QuoteView | None
    linked: tuple[int, ...] = ()  # numbers that a line above links to: the Tab key passes them by


def meaning_views(change: Change, quotes: tuple[QuoteView, ...]) -> tuple[MeaningView, ...]:
    """The lines in the order of the front matter; one whose quotations are all gone is left out."""
    named = {quote.name: quote for quote in quotes}
    views = (
        MeaningView(
            says=meaning.says,
            quotes=tuple(named[name] for name in meaning.quotes if name in named),
            refuse=named.get(meaning.refuse),
        )
        for meaning in change.means
    )
    told: list[MeaningView] = []
    linked: tuple[int, ...] = ()
    for view in views:
        if view.quotes:
            told.append(replace(view, linked=linked))
            linked += tuple(quote.number for quote in view.quotes)
    return tuple(told)
