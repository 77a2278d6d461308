"""What somebody may have meant by a word that is not known."""

import difflib


def did_you_mean(word: str, known: "list[str] | tuple[str, ...]") -> str:
    """A hint that names the nearest known word, or a few of them."""
    near = difflib.get_close_matches(word.lower(), [k.lower() for k in known], n=1, cutoff=0.6)
    by_lower = {k.lower(): k for k in known}
    if near:
        return f"did you mean {by_lower[near[0]]}?"
    listed = sorted(known)
    return f"known are {', '.join(listed[:12])}{' …' if len(listed) > 12 else ''}" if listed else ""
