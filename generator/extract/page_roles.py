"""What an element of a page does to the words in it: the roles it gives, and whether it parts them from their neighbours."""

import re
from dataclasses import replace

from generator.extract.inline import Marks, Style
from generator.extract.markup import Node
from generator.extract.styles import Declared, change_colours, change_veil, why_hidden
from generator.model.policy import Elsewhere, Role

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul caption optgroup".split()
)
NEVER = frozenset(
    "script style template head iframe frame object embed canvas audio video noframes svg".split()
)
SPACED = frozenset(("button", "option", "select", "textarea", "label"))
STUB_WORDS = 60  # a page this short that shows a frame or leads on holds nothing else
FRAMES = frozenset(("iframe", "frame", "object", "embed"))
CELL_ROLES = frozenset(("cell", "gridcell", "columnheader", "rowheader"))
BLOCK_ROLES = frozenset(
    ("row", "rowgroup", "table", "grid", "treegrid", "list", "listitem", "heading", "paragraph")
)
MATH_SPACED = frozenset(
    ("mfrac", "mroot", "mtr", "mtable", "mlabeledtr", "mmultiscripts")
)  # their children part words
MATH_SKIPPED = frozenset(("annotation", "annotation-xml"))
_MATH_ROLES: dict[str, tuple[Role | None, ...]] = {
    "mfrac": (Role.RAISED, Role.LOWERED),
    "msup": (None, Role.RAISED),
    "msub": (None, Role.LOWERED),
    "msubsup": (None, Role.LOWERED, Role.RAISED),
    "mover": (None, Role.RAISED),
    "munder": (None, Role.LOWERED),
    "munderover": (None, Role.LOWERED, Role.RAISED),
}
_TAG_ROLES = {
    "del": Role.STRUCK,
    "s": Role.STRUCK,
    "strike": Role.STRUCK,
    "ins": Role.INSERTED,
    "sup": Role.RAISED,
    "sub": Role.LOWERED,
    "math": Role.FORMULA,
}
_BLOCK_DISPLAY = frozenset(
    "block flow-root flex grid table list-item table-row table-caption table-row-group".split()
)
_FLEX_DISPLAY = frozenset("flex inline-flex grid inline-grid".split())
_CHROME = frozenset(["nav", "header", "footer", "aside", "noscript", "dialog"])
_CHROME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"))
_NOTHING = ("", "about:blank", "about:srcdoc")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico)(?:[?#]|\Z)", re.IGNORECASE)


def change_roles(style: Style, tag: str, given: dict[str, str | None], declared: Declared) -> Style:
    """The style of the words in an element, with its roles, from the style of the words around it."""
    marks, veil, colours = style.marks, style.veil, style.colours
    role = _TAG_ROLES.get(tag)
    if role is not None and not (role is Role.STRUCK and declared.get("text-decoration") == "none"):
        marks = with_role(marks, role, f"<{tag}>")
    if "hidden" in given:
        if (given["hidden"] or "").strip().lower() == "until-found":
            marks = with_role(marks, Role.LATER, "hidden until found")
        else:
            marks = with_role(marks, Role.HIDDEN, "the attribute hidden")
    if "popover" in given:
        marks = with_role(marks, Role.LATER, "popover")
    if declared:
        line = declared.get("text-decoration-line", "") + declared.get("text-decoration", "")
        if "line-through" in line:
            marks = with_role(marks, Role.STRUCK, "line-through")
        raised = {"super": Role.RAISED, "sub": Role.LOWERED}.get(declared.get("vertical-align", ""))
        if raised is not None:
            marks = with_role(marks, raised, f"vertical-align: {declared['vertical-align']}")
        if cause := why_hidden(declared):
            marks = with_role(marks, Role.HIDDEN, cause)
        veil = change_veil(veil, declared)
        colours = change_colours(colours, declared)
    if tag == "font" and (colour := given.get("color")):
        colours = change_colours(colours, {"color": colour.strip().lower()})
    if ground := given.get("bgcolor"):
        colours = change_colours(colours, {"background-color": ground.strip().lower()})
    if marks is style.marks and veil == style.veil and colours == style.colours:
        return style
    return replace(style, marks=marks, veil=veil, colours=colours)


def with_role(marks: Marks, role: Role, detail: str) -> Marks:
    """Roles with one more; one that is there already stays as it is."""
    return marks if any(known is role for known, _ in marks) else (*marks, (role, detail))


def without_role(marks: Marks, role: Role) -> Marks:
    """Roles without one."""
    return tuple(mark for mark in marks if mark[0] is not role)


def is_set_apart(tag: str, given: dict[str, str | None], declared: Declared) -> bool:
    """Whether an inline element stands on lines of its own."""
    return given.get("role") in BLOCK_ROLES or declared.get("display") in _BLOCK_DISPLAY


def is_spaced(node: Node, tag: str, given: dict[str, str | None], declared: Declared) -> bool:
    """Whether an inline element's words stand apart from those beside it: a cell, what floats or is placed."""
    return (
        tag in SPACED
        or given.get("role") in CELL_ROLES
        or declared.get("display") == "table-cell"
        or (declared.get("float") in ("left", "right") and len((node.raw.text() or "").strip()) > 1)
        or declared.get("position") in ("absolute", "fixed")
    )


def is_flexible(declared: Declared) -> bool:
    """Whether an element sets each of its children apart."""
    return declared.get("display") in _FLEX_DISPLAY


def is_footnote_mark(node: Node, tag: str, given: dict[str, str | None]) -> bool:
    """Whether an element is a raised link to a note, which is no part of the word before it."""
    if tag == "sup":
        return node.holds("a[href]")
    is_inner = tag == "a" and (given.get("href") or "").startswith("#")
    children = list(node.children()) if is_inner else []
    return len(children) == 1 and children[0].tag == "sup"


def math_children(node: Node, tag: str) -> dict[int, Role]:
    """The children of a formula's part that are raised or lowered, by key."""
    roles = _MATH_ROLES.get(tag, ())
    children = [child for child in node.children() if child.tag != "-text"] if roles else []
    return {child.key: role for child, role in zip(children, roles, strict=False) if role is not None}


def frame_of(node: Node, tag: str, given: dict[str, str | None]) -> Elsewhere | None:
    """What a frame shows that is not in the capture; None where it is a picture, has no address or no size."""
    names = {"object": ("data",)}.get(tag, ("src", "data-src"))
    address = next((value.strip() for name in names if (value := given.get(name))), "")
    kind = (given.get("type") or "").strip().lower()
    sizes = {(given.get(name) or "").strip().removesuffix("px") for name in ("width", "height")}
    if (
        address.lower() in _NOTHING
        or kind.startswith(("image/", "audio/", "video/"))
        or _PICTURE.search(address)
    ):
        return None
    return None if sizes & {"0", "1"} else Elsewhere(tag, address)


def frame_warning(found: Elsewhere) -> str:
    """The line that says what was not read."""
    if found.kind == "refresh":
        return f"the page leads on by itself to {found.address}; what is there was not read"
    return f"the page shows {found.address} in a frame (<{found.kind}>); its words were not read"


def is_chrome(node: Node, tag: str, given: dict[str, str | None], inside: bool) -> bool:
    """Whether an element only surrounds the text of a page that nobody wrote selectors for (``inside``: of its main part)."""
    if tag not in _CHROME and given.get("role") not in _CHROME_ROLES:
        return False
    if inside and tag in ("header", "footer", "aside"):
        return False
    return not (tag in ("header", "dialog") and node.holds("h1"))


def is_shown(given: dict[str, str | None], declared: Declared) -> bool:
    """Whether an item takes part in its list."""
    return "hidden" not in given and declared.get("display") != "none"
