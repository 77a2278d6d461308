"""A redline as one HTML file that needs nothing beside it: what `diff --format html` prints.

Its stylesheet is small and inside the file, for it is opened from a disk or a mail and not from the report's site.
"""

from markupsafe import Markup

from generator.model.captures import Side
from generator.model.redline import Redline
from generator.model.text import Text
from generator.model.visible import show_controls
from generator.pages.change.parts import counts_view
from generator.pages.change.redline_part import RIGHT_TO_LEFT
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.unmarked import quiet_views
from generator.pages.change.unseen import unseen_views
from generator.pages.sheets import make_sheet
from generator.render.outside import outside_part
from generator.render.rows import rows, unmarked
from generator.render.signs import show_every_sign, show_signs
from generator.render.translation import english_translation

STYLE = Markup("""
:root{color-scheme:light dark;--add:#1c66a8;--del:#b4560a;--mov:#7553a6;--aw:#e0edf9;--dw:#fbe9d6}
@media (prefers-color-scheme:dark){:root{--add:#63aaec;--del:#e0924e;--mov:#a98ce0;--aw:#14324f;--dw:#442a12}}
body{font:17px/1.55 Georgia,serif;max-width:78rem;margin:2rem auto;padding:0 1rem}
h1,h3,.counts,.none,.elide,.gut,.rowsay,dl{font-family:"Segoe UI",Roboto,Arial,sans-serif}
h1{font-size:1.4rem}h3{font-size:1rem;margin:2.5rem 0 .5rem}.gut,.none,.elide,.rowsay{font-size:.85rem;opacity:.85}
.row{margin:1rem 0}.gut{display:flex;gap:.7rem}.gut a{color:inherit}.half{margin-bottom:.5rem}.cell p{margin:.3rem 0}
ins{background:var(--aw);text-decoration:underline 2px var(--add)}del{background:var(--dw);text-decoration:line-through var(--del)}
ins.whole,del.whole{display:block;background:none;text-decoration:none;padding-left:.9rem}
ins.whole{border-left:3px solid var(--add)}del.whole{border-left:3px dashed var(--del)}
.kept summary{cursor:pointer;font:.85rem "Segoe UI",Roboto,Arial,sans-serif;opacity:.85}
.sign{font:.75em/1 monospace;border:1px solid;border-radius:2px;padding:0 .2em;margin:0 .1em;user-select:none;-webkit-user-select:none}
.mixed{font:italic .8em "Segoe UI",Roboto,Arial,sans-serif;user-select:none;-webkit-user-select:none}
.cell,.cell p,.cell li,dd,.sign,.mixed{unicode-bidi:isolate}
.mov{text-decoration:underline dotted 2px var(--mov)}.same{opacity:.8}
.edited>.before,.moved>.before{display:none}
s.pg{text-decoration:line-through}u.pg{text-decoration:underline dotted 1px}.pg.hidden,.pg.later{border-block:1px dotted}
.pg.gained,.pg.lost{outline:2px solid var(--mov);outline-offset:1px}
:is(.pg.hidden.gained,.pg.later.gained,.pg.lost)::before{content:attr(title) ": ";font:.75em/1 Arial,sans-serif}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.row:target{outline:2px solid}
""")

PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1 id="redline"><bdi>{before}</bdi> → <bdi>{after}</bdi></h1>
<dl><dt>Before</dt><dd><bdi>{before}</bdi></dd><dt>After</dt><dd><bdi>{after}</bdi></dd></dl>
<p class="counts">{counts} {lengths}</p>
{noticed}{rows}
{outside}
{quiet}
{unseen}<p class="counts" id="evidence">Compared by {made_by}.</p>
</body>
</html>
""")


def standalone_redline(compared: Redline, before: Text, after: Text, *, names: tuple[str, str]) -> str:
    """The comparison of two texts as a page of its own; `names` are what the two texts are called."""
    sheets = (make_sheet(Side.BEFORE, before, compared, ()), make_sheet(Side.AFTER, after, compared, ()))
    drawn = draw_rows(compared, sheets, ())
    counts = counts_view(compared)
    english = english_translation()
    language = after.policy.language or before.policy.language
    direction = "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
    page = show_controls(
        PAGE.format(
            title=f"{names[0]} → {names[1]}",
            style=STYLE,
            before=names[0],
            after=names[1],
            counts=counts.sentence,
            lengths=f"{counts.lengths} {counts.editions}".strip(),
            noticed=Markup("").join(
                Markup('<p class="counts">{}.</p>\n').format(one.sentence)
                for sheet in sheets
                for one in sheet.noticed
                if not one.stops  # the counts say it
            ),
            rows=rows(english, drawn.items, language, direction),
            quiet=unmarked(english, counts.quiet, quiet_views(compared, before.text, after.text), language),
            unseen=Markup("").join(
                Markup("<details><summary>{}: {} ({}), {}</summary>{}</details>\n").format(
                    one.side.value.capitalize(),
                    one.name,
                    one.code,
                    one.count,
                    Markup("").join(
                        Markup("<p><bdi>…{}…</bdi></p>").format(show_every_sign(p)) for p in one.places
                    ),
                )
                for sheet in sheets
                for one in unseen_views(sheet)
            ),
            outside=outside_part(english, compared.outside),
            made_by=compared.made_by,
        )
    )
    return show_signs(page)
