"""Signs that nobody sees, shown on finished pages: each stands in the page still, shut in, beside its code.

The page is read as a browser reads tags, so that a sign in words becomes markup and one in an attribute stays text. What
is copied has the real characters: the code beside them cannot be selected.
"""

import re
from enum import IntEnum

from markupsafe import Markup, escape

from generator.model.signs import (
    Sign,
    code_of,
    find_mixed,
    find_signs,
    find_signs_within,
    is_unseen,
    join_runs,
    label_signs,
)

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|title|textarea)\b(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>.*?</(?P=raw)\s*>"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>"
    r"|<![^>]*>",
    re.DOTALL,
)
_SPOKEN = re.compile(r"""(?<=\s)(?:title|aria-label|alt|content)=(?:"[^"]*"|'[^']*')""")
_QUOTED = re.compile(r"""\sclass=["'](?:[^"']*\s)?words(?=[\s"'])""")
_QUOTING = frozenset({"mark", "blockquote"})
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # these hold nothing


class _Place(IntEnum):
    """Where words stand, for what is shown of them."""

    PLAIN = 0
    QUOTED = 1  # quoted, or in a clause that is new or gone as a whole
    CHANGED = 2
    PICTURE = 3  # holds no markup


def show_signs(html: str) -> str:
    """A page with its signs shown; one that has none comes back as it is."""
    if html.isascii() or not (find_signs(html, every=True) or find_mixed(html)):
        return html
    out: list[str] = []
    opened: list[tuple[str, _Place]] = [("", _Place.PLAIN)]  # elements that are open, the innermost last
    at = 0
    for token in _TOKEN.finditer(html):
        out.append(_words(html[at : token.start()], opened[-1][1]))
        at = token.end()
        tag = (token["tag"] or "").lower()
        if token["raw"]:
            out.append(token[0] if token["raw"] in ("script", "style") else label_signs(token[0]))
            continue
        out.append(_SPOKEN.sub(lambda found: label_signs(found[0]), token[0]) if tag else token[0])
        if not tag or tag in _VOID or token[0].endswith("/>"):
            continue
        if not token["close"]:
            opened.append((tag, max(opened[-1][1], _place_of(tag, token[0]))))
        elif any(tag == name for name, _ in opened):
            while opened.pop()[0] != tag:
                pass
    out.append(_words(html[at:], opened[-1][1]))
    return "".join(out)


def _place_of(tag: str, token: str) -> _Place:
    """What an element says of the words in it."""
    if tag == "svg":
        return _Place.PICTURE
    if tag in ("ins", "del"):
        return _Place.QUOTED if 'class="whole"' in token else _Place.CHANGED
    return _Place.QUOTED if tag in _QUOTING or _QUOTED.search(token) else _Place.PLAIN


def show_every_sign(words: str) -> Markup:
    """Words of a capture as HTML, every sign in them shown: soft hyphens and what is spelling too."""
    pieces = (
        f'<span class="sign">⟨{code_of(one)}⟩</span>' if is_unseen(one) else str(escape(one)) for one in words
    )
    return Markup("".join(pieces))


def draw_sign(sign: Sign) -> str:
    """The code of a sign, which says its name, and the sign itself behind it."""
    name = f"{sign.code}, {sign.name}"
    own = sign.character * sign.times
    kept = f"<bdi>{own}</bdi>" if sign.is_scoped else own
    return f'<span class="sign" role="img" aria-label="unseen sign {name}" title="{name}">⟨{sign.label}⟩</span>{kept}'


def _words(text: str, place: _Place) -> str:
    """Text between tags. Among changed words every sign is shown; in quoted ones what parts a word; scripts are told in both."""
    if text.isascii():
        return text
    if place is _Place.PICTURE:
        return label_signs(text)
    signs = (
        find_signs_within(text) if place is _Place.QUOTED else find_signs(text, every=place is _Place.CHANGED)
    )
    changes: list[tuple[int, int, str]] = [(sign.at, sign.end, draw_sign(sign)) for sign in join_runs(signs)]
    if place is not _Place.PLAIN:
        changes += [
            (word.end, word.end, f'<span class="mixed" lang="en" dir="ltr"> ({word.says})</span>')
            for word in find_mixed(text)
        ]
    out: list[str] = []
    at = 0
    for start, end, html in sorted(changes):
        out += [text[at:start], html]
        at = end
    return "".join(out) + text[at:] if changes else text
