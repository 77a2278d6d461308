"""What a page's own styles do to its elements: hide them, strike them, set them as blocks, take a list's numbers away.

Only what bears on words is read: a few properties of the `style` attribute and of simple rules in the page's own
`<style>` elements. Style sheets that the page links to are not in its capture, so nothing is known of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_RULES = (
    400  # rules with a property that is read; beyond, the page's sheets are taken as too long to follow
)
MAX_RULED = 300_000  # values that rules may set, over all elements
MAX_SHEET = 1_000_000  # characters

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_READ = (
    "display visibility content-visibility opacity font-size color position left right top bottom text-indent transform "
    "clip clip-path width height max-width max-height overflow overflow-x overflow-y list-style list-style-type "
    "text-decoration text-decoration-line vertical-align float filter background background-color background-image margin-left margin-right margin-top -webkit-text-fill-color"
).split()
_PROPERTY = re.compile(rf"(?:^|[;{{\s])(?:{'|'.join(_READ)})\s*:", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(px|em|rem|pt|%|vw|vh|ex|ch|)\s*\Z", re.IGNORECASE)
_SPECIFIC = re.compile(r"(?P<id>#[\w-]+)|(?P<kind>\.[\w-]+|\[[^\]]*\])|(?P<tag>[a-z][\w-]*)", re.IGNORECASE)
_CLEAR = re.compile(
    r"transparent\Z|rgba?\(.*[,/]\s*0*(?:\.0*)?%?\s*\)\Z|hsla?\(.*/\s*0*(?:\.0*)?%?\s*\)\Z|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)\Z"
)
_NONE_LEFT = re.compile(
    r"inset\(\s*(?:50%|100%)|circle\(\s*0|rect\(\s*(?:0|1px|0px)[\s,]+(?:0|1px|0px)[\s,]+(?:0|1px|0px)[\s,]+(?:0|1px|0px)\s*\)"
    r"|polygon\(\s*0(?:px)?\s+0(?:px)?\s*(?:,\s*0(?:px)?\s+0(?:px)?\s*)*\)"
)
_FILTERED = re.compile(r"opacity\(\s*0*(?:\.0*)?%?\s*\)")
_FAR = 500.0  # pixels (or em times sixteen) from which words stand off the screen

Declared = Mapping[str, str]
Ruled = dict[str, tuple[bool, str]]  # by property: whether it is important, and the value
Weight = tuple[bool, int, int, int]


def parse_declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    """Each declaration that is read: property, value in lower case, whether it is important."""
    if not text:
        return
    for part in _COMMENT.sub("", text).split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _READ:
            value = " ".join(value.lower().split())
            important = value.endswith("!important")
            yield name, value.removesuffix("!important").rstrip(), important


def is_for_screens(media: str | None) -> bool:
    """Whether a sheet or an at-rule of some media is for every screen: not for print, not for wide screens alone."""
    return _SCREENS.fullmatch(media or "all") is not None


_SCREENS = re.compile(
    r"\s*(?:(?:[\w\s]+,)*\s*(?:only\s+)?(?:all|screen)\s*(?:,.*)?)?", re.IGNORECASE | re.DOTALL
)


def sets_ground(sheets: Iterable[str]) -> bool:
    """Whether style sheets say anything of the ground under words."""
    return any("background" in sheet for sheet in sheets)


def added_words(sheets: Iterable[str]) -> Iterator[str]:
    """What styles write into a page that is not in its text, as warnings."""
    text = "".join(_COMMENT.sub("", sheet[:MAX_SHEET]) for sheet in sheets)
    if _COUNTED.search(text):
        yield "the page's styles count clauses (content: counter); these numbers were not read"
    if found := _ADDED.search(text):
        yield f"the page's styles add words (content: {found[1][:60]}); they were not read"


_COUNTED = re.compile(r"content\s*:[^;}]*\bcounters?\(", re.IGNORECASE)
_ADDED = re.compile(
    r"""content\s*:[^;}"']*("[^"\\}]*[^\W_]{2}[^"\\}]*"|'[^'\\}]*[^\W_]{2}[^'\\}]*')""", re.IGNORECASE
)


def read_sheets(
    sheets: Iterable[str], find: Callable[[str], Iterable[int]], *, most_rules: int = MAX_RULES
) -> tuple[dict[int, Ruled], bool]:
    """What the rules of some style sheets say of each element, by its key; and whether all of them were followed.

    `find` answers a selector with the keys of the elements it selects. Rules for other media than the screen, and
    selectors with states (`:hover`), are not followed.
    """
    rules = [(selector, tuple(parse_declarations(body))) for selector, body in _rules(sheets)]
    telling = {name for _, declared in rules for name, value, _ in declared if _is_telling(name, value)}
    if telling & {"color", "background", "background-color"}:
        telling |= {"color", "background", "background-color", "background-image"}
    if telling & set(_TOGETHER):
        telling |= set(_TOGETHER)
    weights: dict[tuple[int, str], Weight] = {}
    found: dict[int, Ruled] = {}
    followed = 0
    for selector, all_declared in rules:
        declared = [one for one in all_declared if one[0] in telling]
        for one in selector.split(",") if declared else ():
            one = one.strip().replace(":root", "html")
            if not one or ":" in one or "\\" in one:
                continue
            followed += 1
            if followed > most_rules or len(weights) > MAX_RULED:
                return found, False
            specific = _specificity(one)
            for key in find(one):
                values = found.setdefault(key, {})
                for name, value, important in declared:
                    weight = (important, *specific)
                    if weight >= weights.get((key, name), (False, -1, 0, 0)):
                        weights[key, name] = weight
                        values[name] = (important, value)
    return found, True


_TOGETHER = (
    "position left right top bottom clip clip-path width height max-width max-height overflow overflow-x overflow-y "
    "text-indent margin-left margin-right margin-top"
).split()  # properties that hide in company


def _is_telling(name: str, value: str) -> bool:
    """Whether a value may bear on words; where no rule has such a value, a property is not followed."""
    if name in ("display", "visibility", "content-visibility"):
        return value not in ("inline", "inline-block", "visible", "auto")
    if name in ("opacity", "font-size"):
        return _is_zero(value) or (name == "font-size" and _is_tiny(value))
    if name == "filter":
        return _FILTERED.search(value) is not None
    if name in ("color", "-webkit-text-fill-color"):
        return bool(_CLEAR.match(value)) or _colour(value) in ("#ffffff", "#fff")
    if name.startswith("text-decoration"):
        return "line-through" in value
    if name == "vertical-align":
        return value in ("super", "sub")
    if name == "float":
        return value in ("left", "right")
    if name == "transform":
        return "scale" in value or "translate" in value
    if name in ("left", "right", "top", "bottom", "text-indent", "margin-left", "margin-right", "margin-top"):
        return abs(_pixels(value)) >= _FAR or (name == "text-indent" and value == "100%")
    if name in ("clip", "clip-path"):
        return bool(_NONE_LEFT.match(value))
    if name in ("width", "height", "max-width", "max-height"):
        return 0 <= _pixels(value) <= 1
    return name.startswith("list-style")


_NOTHING: Declared = {}


def styles_of(attribute: str, ruled: Mapping[str, tuple[bool, str]] | None) -> Declared:
    """The properties of an element: its rules, and over them its own `style` attribute."""
    if not attribute and not ruled:
        return _NOTHING
    values = {name: value for name, (_, value) in ruled.items()} if ruled else {}
    values |= {
        name: value
        for name, value, important in parse_declarations(attribute)
        if important or not (ruled and name in ruled and ruled[name][0])
    }
    return values


def why_hidden(style: Declared) -> str:
    """What takes an element off the page, whatever stands in it; empty where nothing does."""
    if style.get("display") == "none":
        return "display: none"
    if style.get("content-visibility") == "hidden":
        return "content-visibility: hidden"
    if "opacity" in style and _is_zero(style["opacity"]):
        return "opacity: 0"
    if _FILTERED.search(style.get("filter", "")):
        return "opacity: 0"
    place = style.get("position", "")
    if place in ("absolute", "fixed", "relative"):
        for name in ("left", "right", "top", "bottom"):
            if _pixels(style.get(name, "")) <= -_FAR:
                return "off the screen"
    if place in ("absolute", "fixed") and _pixels(style.get("left", "")) >= 6 * _FAR:
        return "off the screen"
    if any(_pixels(style.get(name, "")) <= -_FAR for name in ("text-indent", "margin-left", "margin-top")):
        return "off the screen"
    cut = " ".join(style.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    is_cut = bool(re.search(r"\b(?:hidden|clip)\b", cut))
    if is_cut and style.get("text-indent") == "100%":
        return "off the screen"
    if place in ("absolute", "fixed") and _NONE_LEFT.match(style.get("clip", "")):
        return "clipped to nothing"
    if _NONE_LEFT.match(style.get("clip-path", "")):
        return "clipped to nothing"
    moved = style.get("transform", "")
    if re.search(r"scale[xy]?\(\s*0*(?:\.0*)?\s*[,)]", moved):
        return "scaled to nothing"
    if any(
        _pixels(part.strip()) <= -_FAR
        for inner in re.findall(r"translate(?:x|y|3d)?\(([^()]*)\)", moved)
        for part in inner.split(",")
    ):
        return "off the screen"
    if is_cut and any(
        name in style and 0 <= _pixels(style[name]) <= 1
        for name in ("width", "height", "max-width", "max-height")
    ):
        return "size zero"
    return ""


def change_veil(veil: frozenset[str], style: Declared) -> frozenset[str]:
    """What hides words until an element inside says otherwise: visibility, font size, colour."""
    if "visibility" in style:
        veil = _with(veil, "visibility: hidden", style["visibility"] in ("hidden", "collapse"))
    size = style.get("font-size", "inherit")
    if _is_zero(size) or _is_tiny(size):
        veil = veil | {"font-size: 0"}
    elif size != "inherit" and not re.search(r"(?:%|(?<!r)em|ex|ch|larger|smaller)\Z", size):
        veil = veil - {"font-size: 0"}
    for name in ("color", "-webkit-text-fill-color"):
        if name in style and style[name] not in _INHERITED:
            veil = _with(veil, "transparent", bool(_CLEAR.match(style[name])))
    return veil


_INHERITED = ("inherit", "unset", "currentcolor", "initial", "revert")


def change_colours(colours: tuple[str, str], style: Declared) -> tuple[str, str]:
    """The colours of words and of the ground under them, from those around; a ground that is a picture is not known."""
    colour, ground = colours
    if style.get("color", "inherit") not in _INHERITED:
        colour = _colour(style["color"])
    under = style.get("background-color") or style.get("background", "")
    if under and under not in (*_INHERITED, "none", "transparent"):
        first = _colour(under.split(" ")[0])
        ground = first if under == under.split(" ")[0] or first.startswith("#") else "?"
    if style.get("background-image", "none") != "none" or "url(" in under or "gradient(" in under:
        ground = "?"
    return colour, ground


def _with(veil: frozenset[str], cause: str, holds: bool) -> frozenset[str]:
    return veil | {cause} if holds else veil - {cause}


def _colour(value: str) -> str:
    """A colour in one spelling, where it has several common ones."""
    value = {"white": "#ffffff", "black": "#000000"}.get(value, value)
    if found := re.fullmatch(
        r"rgba?\((\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})(?:[,\s/]+1(?:\.0*)?)?\)", value
    ):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in found.groups())
    return "#" + "".join(2 * c for c in value[1:]) if re.fullmatch(r"#[0-9a-f]{3}", value) else value


def _is_zero(value: str) -> bool:
    found = _NUMBER.match(value)
    return found is not None and float(found[1]) == 0


def _is_tiny(value: str) -> bool:
    """Whether letters of a size are no larger than a point of the screen."""
    return value.endswith(("px", "pt")) and 0 <= _pixels(value) <= 1


def _pixels(value: str) -> float:
    """A length in pixels, about; not a number where it is none (which no comparison holds of)."""
    found = _NUMBER.match(value)
    if not found:
        return float("nan")
    unit = {
        "px": 1.0,
        "": 1.0,
        "pt": 1.3,
        "em": 16.0,
        "rem": 16.0,
        "ex": 8.0,
        "ch": 8.0,
        "%": 6.0,
        "vw": 12.0,
        "vh": 8.0,
    }
    return float(found[1]) * unit[found[2]]


def _specificity(selector: str) -> tuple[int, int, int]:
    counts = {"id": 0, "kind": 0, "tag": 0}
    for found in _SPECIFIC.finditer(selector):
        counts[found.lastgroup or "tag"] += 1
    return counts["id"], counts["kind"], counts["tag"]


def _rules(sheets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The rules with a property that is read, in order; those inside `@media` for the screen too."""
    for sheet in sheets:
        text = _COMMENT.sub("", sheet[:MAX_SHEET])
        if _PROPERTY.search(text):
            yield from _rules_of(text)


def _rules_of(text: str) -> Iterator[tuple[str, str]]:
    followed: list[bool] = []  # the open at-rules, and whether each is read
    at = 0
    for found in re.finditer(r"[{}]", text):
        if found.start() < at:
            continue
        if found.group() == "}":
            if followed:
                followed.pop()
            at = found.end()
            continue
        head = text[at : found.start()].rpartition(";")[2].strip()
        if head.startswith("@"):
            followed.append(
                is_for_screens(head[6:])
                if head[:6].lower() == "@media"
                else bool(re.match(r"@(?:layer|supports)\b", head, re.IGNORECASE))
            )
            at = found.end()
            continue
        close = text.find("}", found.end())
        close = len(text) if close < 0 else close
        body = text[found.end() : close]
        if all(followed) and head and "{" not in body and _PROPERTY.search(body):
            yield head, body
        at = close + 1
