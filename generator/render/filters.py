"""Small filters for templates: times, days, numbers, digests. Each gives escaped Markup or plain text."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from generator.model.visible import escape_controls
from generator.pages.messages import say
from generator.pages.spelling import direction_of
from generator.render import markdown, rows, signs, svg
from generator.render.outside import outside_part
from generator.render.translation import Translation


def script_data(text: str) -> Markup:
    """JSON for a data block: no character in it can end the block or open a comment, and none is unseen."""
    safe = escape_controls(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")))
    return Markup(safe.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def head_digits(digest: str, digits: int = 16) -> Markup:
    """The head of a digest, the whole of it as title."""
    return Markup('<span class="mono" title="sha256:{}">{}…</span>').format(digest, escape(digest[:digits]))


def contact_href(contact: str) -> str:
    """A link for a contact: mail or web."""
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact


BACKINGS = {
    "fact": say("each quotation is checked against the evidence"),
    "reading": say("opinion"),
    "context": say("linked and dated"),
}


def backing(kind: str) -> str:
    """What backs a part of a note, in grey beside its head."""
    return BACKINGS.get(kind, "")


def unlike_the_page(tongue: Translation, language: str, direction: str) -> tuple[str, str]:
    """Language and direction of a text, for its marks; nothing where the page that it stands on has both."""
    own = (tongue.language, direction_of(tongue.language))
    return ("", "") if (language, direction) == own else (language, direction)


def speaking_filters(tongue: Translation) -> dict[str, Callable[..., Any]]:
    """Filters that draw parts of a page with sentences of ours in them."""
    return {
        **tongue.filters(),
        "script_sentences": lambda named: script_data(json.dumps(tongue.sentences(named))),
        "ruler": partial(svg.ruler, tongue),
        "pieces": partial(rows.pieces, tongue),
        "rows": lambda view: rows.rows(
            tongue, view.items, *unlike_the_page(tongue, view.language, view.direction), view.note
        ),
        "unmarked": lambda view: rows.unmarked(tongue, view.counts.quiet, view.quiet, view.language),
        "map_wide": partial(rows.map_wide, tongue),
        "map_tall": partial(rows.map_tall, tongue),
        "outside_part": partial(outside_part, tongue),
        "markdown": lambda text, root="": markdown.markdown(tongue.text(text), root),
    }


FILTERS: dict[str, Callable[..., Any]] = {
    "script_data": script_data,
    "head_digits": head_digits,
    "contact_href": contact_href,
    "backing": backing,
    "show_signs": lambda html: Markup(signs.show_signs(str(html))),
    "every_sign": signs.show_every_sign,
    "markdown_inline": markdown.markdown_inline,
}
