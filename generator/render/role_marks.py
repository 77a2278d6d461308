"""What a page does to words, as HTML: a line through, a smaller letter, a frame; and in words for those who listen."""

from markupsafe import escape

from generator.model.policy import Role
from generator.pages.role_marks import RoleMark

_TAGS = {
    Role.STRUCK: "s",
    Role.INSERTED: "u",
    Role.RAISED: "sup",
    Role.LOWERED: "sub",
    Role.HIDDEN: "span",
    Role.LATER: "span",
}


def draw_roles(html: str, marks: tuple[RoleMark, ...]) -> str:
    """Words with their roles; what only one page does is framed too (for what is lost no line is drawn through)."""
    for mark in marks:
        tag = "span" if mark.state == "lost" else _TAGS[mark.role]
        label = escape(mark.label)
        kind = f"pg {mark.role.value} {mark.state}".strip()
        html = (
            f'<{tag} class="{kind}" title="{label}"><span class="vh">[{label}] </span>{html}'
            f'<span class="vh"> [end]</span></{tag}>'
        )
    return html
