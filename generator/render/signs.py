"""Signs that nobody sees, shown on finished pages: each stands in the page still, shut in, beside its code.

The page is read as a browser reads tags, so that a sign in words becomes markup and one in an attribute stays text. What
is copied has the real characters: the code beside them cannot be selected.
"""

import re

from markupsafe import Markup, escape

from generator.model.signs import Sign, code_of, find_mixed, find_signs, is_unseen, label_signs

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|title|textarea)\b(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>.*?</(?P=raw)\s*>"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>"
    r"|<![^>]*>",
    re.DOTALL,
)
_SPOKEN = re.compile(r"""(?<=\s)(?:title|aria-label|alt|content)=(?:"[^"]*"|'[^']*')""")
_QUOTED = re.compile(r"""\sclass=["'](?:[^"']*\s)?words(?=[\s"'])""")
_MARKS = frozenset({"ins", "del", "mark", "blockquote"})  # what changed and what is quoted
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # these hold nothing


def show_signs(html: str) -> str:
    """A page with its signs shown; one that has none comes back as it is."""
    if html.isascii() or not (find_signs(html, every=True) or find_mixed(html)):
        return html
    out: list[str] = []
    opened: list[
        tuple[str, bool]
    ] = []  # elements that are open, and whether they hold what changed or is quoted
    at = deep = svg = 0
    for token in _TOKEN.finditer(html):
        out.append(_words(html[at : token.start()], deep > 0, plain=svg > 0))
        at = token.end()
        tag = (token["tag"] or "").lower()
        if token["raw"]:
            out.append(token[0] if token["raw"] in ("script", "style") else label_signs(token[0]))
            continue
        out.append(_SPOKEN.sub(lambda found: label_signs(found[0]), token[0]) if tag else token[0])
        if not tag or tag in _VOID or token[0].endswith("/>"):
            continue
        if not token["close"]:
            holds = tag in _MARKS or bool(_QUOTED.search(token[0]))
            opened.append((tag, holds))
            deep, svg = deep + holds, svg + (tag == "svg")
        elif any(tag == name for name, _ in opened):
            while opened:
                name, holds = opened.pop()
                deep, svg = deep - holds, svg - (name == "svg")
                if name == tag:
                    break
    out.append(_words(html[at:], deep > 0, plain=svg > 0))
    return "".join(out)


def show_every_sign(words: str) -> Markup:
    """Words of a capture as HTML, every sign in them shown: soft hyphens and what is spelling too."""
    pieces = (
        f'<span class="sign">⟨{code_of(one)}⟩</span>' if is_unseen(one) else str(escape(one)) for one in words
    )
    return Markup("".join(pieces))


def draw_sign(sign: Sign) -> str:
    """The code of a sign, which says its name, and the sign itself behind it."""
    name = f"{sign.code}, {sign.name}"
    kept = f"<bdi>{sign.character}</bdi>" if sign.is_scoped else sign.character
    return f'<span class="sign" role="img" aria-label="unseen sign {name}" title="{name}">⟨{sign.code}⟩</span>{kept}'


def _words(text: str, is_marked: bool, *, plain: bool) -> str:
    """Text between tags. Among words that changed or are quoted signs of no width are shown too, and mixed scripts told."""
    if text.isascii():
        return text
    if plain:
        return label_signs(text, every=is_marked)
    changes: list[tuple[int, int, str]] = [
        (sign.at, sign.at + 1, draw_sign(sign)) for sign in find_signs(text, every=is_marked)
    ]
    if is_marked:
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
