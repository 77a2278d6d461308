"""What differs outside the policy, as a part of a page that opens: the words as they changed, nothing more."""

from markupsafe import Markup, escape

from generator.model.redline import Op, Outside
from generator.pages.role_marks import outside_line

_TAGS = {Op.DELETE: ("del", "removed"), Op.INSERT: ("ins", "added")}


def outside_part(outside: Outside | None) -> Markup:
    """A line that opens to the words; nothing where nothing is known to differ."""
    if outside is None:
        return Markup("")
    lines = [
        f'<p class="small">Words that the selectors or the reader left out as header, footer, menu or the like '
        f"({outside.words_before:,} before, {outside.words_after:,} after), as far as they differ.</p>"
    ]
    lines += [
        f'<p class="limit">A limit was hit: {escape(d.stage)}: {escape(d.reason)}</p>'
        for d in outside.degraded
    ]
    html = []
    for piece in outside.pieces:
        words = str(escape(piece.words)).replace("\n", "<br>")
        if piece.op in _TAGS:
            tag, said = _TAGS[piece.op]
            words = f'<{tag}><span class="vh">[{said}] </span>{words}<span class="vh"> [end]</span></{tag}>'
        html.append(words)
    return Markup(
        f'<details class="outside"><summary>{escape(outside_line(outside))}</summary>{"".join(lines)}'
        f'<p class="words">{"".join(html)}</p></details>'
    )
