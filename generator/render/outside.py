"""What differs outside the policy, as a part of a page that opens: the words as they changed, nothing more."""

from markupsafe import Markup, escape

from generator.model.redline import Op, Outside
from generator.pages.messages import say
from generator.pages.role_marks import outside_line
from generator.render.translation import Translation

_TAGS = {Op.DELETE: ("del", say("[removed]")), Op.INSERT: ("ins", say("[added]"))}
END = say("[end]")


def outside_part(tongue: Translation, outside: Outside | None) -> Markup:
    """A line that opens to the words; nothing where nothing is known to differ."""
    if outside is None:
        return Markup("")
    what = say(
        "Words that the selectors or the reader left out as header, footer, menu or the like "
        "(%(before)s before, %(after)s after), as far as they differ.",
        before=outside.words_before,
        after=outside.words_after,
    )
    lines = [f'<p class="small">{tongue.html(what)}</p>']
    told = (f"{d.stage}: {d.reason}" for d in outside.degraded)
    limits = (say("A limit was hit: %(limit)s", limit=limit) for limit in told)
    lines += [f'<p class="limit">{tongue.html(limit)}</p>' for limit in limits]
    html = []
    for piece in outside.pieces:
        words = str(escape(piece.words)).replace("\n", "<br>")
        if piece.op in _TAGS:
            tag, said = _TAGS[piece.op]
            words = f'<{tag}><span class="vh"{tongue.aside}>{tongue.word(said)} </span>{words}<span class="vh"{tongue.aside}> {tongue.word(END)}</span></{tag}>'
        html.append(words)
    return Markup(
        f'<details class="outside"><summary>{tongue.html(outside_line(outside))}</summary>{"".join(lines)}'
        f'<p class="words">{"".join(html)}</p></details>'
    )
