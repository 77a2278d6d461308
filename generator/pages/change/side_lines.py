"""What is said of a side that has no words of its own for a quotation. `earlier`: the side without is the earlier text."""

from generator.pages.messages import say, say_many


def lacks_line(earlier: bool, is_new: bool) -> str:
    """That the words, or parts of them, do not stand at that place."""
    if is_new:
        return say("Not in the earlier text.") if earlier else say("Not in the later text.")
    if earlier:
        return say("Parts of it stand elsewhere in the earlier text.")
    return say("Parts of it stand elsewhere in the later text.")


def bare_line(none: str) -> str:
    """The same that the words are not in the other text, or stand in it, behind a colon; empty where more than that is said."""
    if none == lacks_line(True, True):
        return say("not in the earlier text")
    if none == lacks_line(False, True):
        return say("not in the later text")
    if none == same_words_line(True):
        return say("the same words stand in the earlier text")
    return say("the same words stand in the later text") if none == same_words_line(False) else ""


def same_words_line(earlier: bool) -> str:
    if earlier:
        return say("The same words stand in the earlier text.")
    return say("The same words stand in the later text.")


def unjudged_line(earlier: bool) -> str:
    if earlier:
        return say("Not judged: the earlier capture was not read to its end.")
    return say("Not judged: the later capture was not read to its end.")


def out_of_reach_line(earlier: bool, edited: bool) -> str:
    """That the other text, which is not at hand, has other words or has them elsewhere."""
    if edited:
        if earlier:
            return say("The words read differently in the earlier text, which is out of reach of this build.")
        return say("The words read differently in the later text, which is out of reach of this build.")
    if earlier:
        return say(
            "The words stand in another place in the earlier text, which is out of reach of this build."
        )
    return say("The words stand in another place in the later text, which is out of reach of this build.")


def times_line(earlier: bool, times: int) -> str:
    """How often the very words stand in the other text."""
    if earlier:
        return say_many(
            "The same words stand once in the earlier text.",
            "The same words stand %(number)s times in the earlier text.",
            times,
        )
    return say_many(
        "The same words stand once in the later text.",
        "The same words stand %(number)s times in the later text.",
        times,
    )


def reads_line(earlier: bool, clause: str) -> str:
    """What comes before the clause that new words were added to, or removed ones taken from."""
    if earlier:
        if clause:
            return say(
                "Not in the earlier text. There the clause that they were added to, %(clause)s, reads:",
                clause=clause,
            )
        return say("Not in the earlier text. There the clause that they were added to reads:")
    if clause:
        return say(
            "Not in the later text. There the clause that they were taken from, %(clause)s, reads:",
            clause=clause,
        )
    return say("Not in the later text. There the clause that they were taken from reads:")
