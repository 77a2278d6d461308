"""Time rulers as inline SVG: pixel heights, per cent widths, no viewBox, no script, no inline style."""

from markupsafe import Markup, escape

from generator.pages.change.ruler import LaneView, RulerView
from generator.render.translation import Translation

LANE = 42  # pixels a lane with its name
AXIS = 24

HATCH = Markup(
    '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs></svg>'
)


def ruler(tongue: Translation, view: RulerView) -> Markup:
    """One ruler: a lane an archive, open dots without the words, filled ones with them, hatched where not known."""
    height = LANE * len(view.lanes) + AXIS
    body = "".join(_lane(tongue, lane, number * LANE) for number, lane in enumerate(view.lanes))
    top = LANE * len(view.lanes)
    axis = f'<line class="axis" x1="0" x2="100%" y1="{top}" y2="{top}"/>'
    for tick in view.ticks:
        wide = " w" if tick.wide else ""
        axis += (
            f'<line class="tick{wide}" x1="{tick.x}" x2="{tick.x}" y1="{top}" y2="{top + 5}"/>'
            f'<text class="t2{wide}" x="{tick.x}" y="{top + 18}" text-anchor="{tick.anchor}">{tongue.html(tick.text)}</text>'
        )
    return Markup(
        f'<svg height="{height}" role="img" aria-label="{tongue.html(view.label)}">{body}{axis}</svg>'
    )


def _lane(tongue: Translation, lane: LaneView, top: int) -> str:
    y = top + 28
    parts = [
        f'<text class="tb" x="0" y="{top + 12}">{escape(lane.name)}</text>',
        f'<line class="lane" x1="0" x2="100%" y1="{y}" y2="{y}"/>',
    ]
    for bar in lane.bars:
        if bar.kind == "gap":
            parts.append(f'<rect class="gap" x="{bar.x}" width="{bar.width}" y="{y - 6}" height="12"/>')
        else:
            parts.append(f'<rect class="held" x="{bar.x}" width="{bar.width}" y="{y - 2}" height="4"/>')
    for dot in lane.dots:
        kind = "with" if dot.present else "without"
        parts.append(
            f'<circle class="{kind}" cx="{dot.x}" cy="{y}" r="5"><title>{tongue.html(dot.title)}</title></circle>'
        )
    return "".join(parts)
