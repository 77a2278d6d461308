"""The rules for wrong captures, as histories ask for them: texts in, reasons in plain words out."""

from collections.abc import Sequence

from generator.extract.quality import judge
from generator.model.policy import PolicyText


def judge_texts(policy: PolicyText, before: PolicyText | None, after: Sequence[PolicyText]) -> Sequence[str]:
    """Why a capture is suspect, given the last good text before it and those after it; nothing where it is not.

    The text that comes after decides between a page that collapsed and recovered and a genuine deletion: the first one of
    those given that is not the same text again.
    """
    following = next((other for other in after if other.text != policy.text), None)
    return tuple(reason.sentence for reason in judge(policy, before, following))
