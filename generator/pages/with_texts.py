"""Material with its texts made ready for drawing, and with what pages of the whole site show of them."""

from dataclasses import replace

from generator.model.captures import Side
from generator.pages.excerpt import parts_of
from generator.pages.material import Material
from generator.pages.sheets import Sheets, make_sheet


def with_sheets(material: Material) -> Material:
    """The same material with every change whose texts are at hand made ready for drawing."""
    sheets: dict[str, Sheets] = {}
    for change in material.catalog.changes:
        redline = material.redlines.get(change.key)
        before, after = material.text(change, Side.BEFORE), material.text(change, Side.AFTER)
        if redline is not None and before is not None and after is not None:
            sheets[change.key] = Sheets(
                redline=redline,
                before=make_sheet(Side.BEFORE, before, redline, ()),
                after=make_sheet(Side.AFTER, after, redline, ()),
            )
    policy = material.catalog.report.whole_texts
    parts = {key: parts_of(both, policy) for key, both in sheets.items()}
    return replace(material, sheets=sheets, parts=parts)
