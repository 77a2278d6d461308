"""Small filters for templates: times, days, numbers, digests. Each gives escaped Markup or plain text."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from generator.model.times import spell_time
from generator.model.visible import escape_controls
from generator.pages.spelling import spell_day, spell_moment, spell_number
from generator.render import markdown, rows, signs, svg
from generator.render.outside import outside_part


def time(at: datetime, seconds: bool = False) -> Markup:
    """``<time datetime="2023-04-01T06:45:10Z">1 April 2023, 06:45 UTC</time>``."""
    return Markup('<time datetime="{}">{}</time>').format(spell_time(at), spell_moment(at, seconds=seconds))


def day(on: date | datetime) -> Markup:
    """``<time datetime="2023-04-01">1 April 2023</time>``."""
    iso = spell_time(on) if isinstance(on, datetime) else on.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(iso, spell_day(on))


def number(value: int) -> str:
    """``14,209``."""
    return spell_number(value)


def script_data(text: str) -> Markup:
    """JSON for a data block: no character in it can end the block or open a comment, and none is unseen."""
    safe = escape_controls(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")))
    return Markup(safe.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def head_digits(digest: str, digits: int = 16) -> Markup:
    """The head of a digest, the whole of it as title."""
    return Markup('<span class="mono" title="sha256:{}">{}…</span>').format(digest, escape(digest[:digits]))


def sentence(line: str) -> str:
    """A line as a sentence: its first letter raised, a full stop at its end."""
    text = line.strip()
    end = "" if text.endswith((".", "!", "?")) else "."
    raised = text[:1].upper() + text[1:]
    return Markup(raised + end) if isinstance(line, Markup) else raised + end


def contact_href(contact: str) -> str:
    """A link for a contact: mail or web."""
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact


def backing(kind: str) -> str:
    """What backs a part of a note, in grey beside its head."""
    return {
        "fact": "each quotation is checked against the evidence",
        "reading": "opinion",
        "context": "linked and dated",
    }.get(kind, "")


FILTERS: dict[str, Callable[..., Any]] = {
    "time": time,
    "day": day,
    "plain_day": spell_day,
    "number": number,
    "script_data": script_data,
    "head_digits": head_digits,
    "sentence": sentence,
    "contact_href": contact_href,
    "backing": backing,
    "show_signs": lambda html: Markup(signs.show_signs(str(html))),
    "every_sign": signs.show_every_sign,
    "ruler": svg.ruler,
    "pieces": rows.pieces,
    "rows": lambda view: rows.rows(view.items, view.language, view.direction, view.note),
    "unmarked": lambda view: rows.unmarked(view.counts.quiet, view.quiet, view.language),
    "map_wide": rows.map_wide,
    "outside_part": outside_part,
    "map_tall": rows.map_tall,
    "markdown": markdown.markdown,
    "markdown_inline": markdown.markdown_inline,
}
