"""What a page does to words, as HTML: a line through, a smaller letter, a frame; and in words for those who listen."""

from generator.model.policy import Role
from generator.pages.messages import say
from generator.pages.role_marks import RoleMark
from generator.render.translation import Translation

END = say("[end]")
_TAGS = {
    Role.STRUCK: "s",
    Role.INSERTED: "u",
    Role.RAISED: "sup",
    Role.LOWERED: "sub",
    Role.HIDDEN: "span",
    Role.LATER: "span",
}


def draw_roles(tongue: Translation, html: str, marks: tuple[RoleMark, ...]) -> str:
    """Words with their roles; what only one page does is framed too (for what is lost no line is drawn through)."""
    for mark in marks:
        tag = "span" if mark.state == "lost" else _TAGS[mark.role]
        label = tongue.html(mark.label)
        kind = f"pg {mark.role.value} {mark.state}".strip()
        html = (
            f'<{tag} class="{kind}" title="{label}"><span class="vh"{tongue.aside}>[{label}] </span>{html}'
            f'<span class="vh"{tongue.aside}> {tongue.word(END)}</span></{tag}>'
        )
    return html
