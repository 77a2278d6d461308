"""Why a difference between two texts of equal tokens is quiet: the rule that a reader is told."""

from generator.model.words import straighten_quotes, without_zero_width

RULES = {
    "invisible": "characters of no width differ: soft hyphens, joiners, direction marks",
    "quotes": "only the shape of quote marks or apostrophes differs",
    "tracking": "a link address differs only in parameters that follow people about",
    "numbering": "the number or letter that opens a line differs",
    "markup": "Markdown marks differ: emphasis, headings, bullets, escapes",
    "reflow": "lines are broken elsewhere",
    "space": "white space differs",
    "unread": "not judged: the other capture was not read to its end",
}


def quiet_rule(old: str, new: str) -> str:
    """The rule for two pieces of text that stand in the same place and differ."""
    if without_zero_width(old) == without_zero_width(new):
        return "invisible"
    if "?" in old + new and ("://" in old or old.startswith("](")):
        return "tracking"
    if old and new and straighten_quotes(old) == straighten_quotes(new):
        return "quotes"
    if any(map(str.isalnum, old)) or any(map(str.isalnum, new)):
        return "markup" if _letters(old) == _letters(new) else "numbering"
    if old.strip() or new.strip():
        return "markup"
    return "reflow" if "\n" in old or "\n" in new else "space"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
