"""What every reader of ``diff-ops-1`` may rely on, checked, and the marks drawn into the text."""

from collections.abc import Sequence
from typing import Any

from generator.compare import redline
from generator.model.redline import Op
from tests.compare.policies import policy_of

Ops = Sequence[dict[str, Any]]


def assert_lossless(ops: Ops, before: str, after: str) -> None:
    """The ranges of each side tile its text exactly once, and what is called equal is equal."""
    for side, text in (("a", before), ("b", after)):
        at = 0
        for start, end in sorted(op[side] for op in ops if side in op):
            assert start == at
            assert end > start
            at = end
        assert at == len(text)
    for op in ops:
        assert op["op"] in "=~-+"
        if op["op"] == "=":
            assert before[slice(*op["a"])] == after[slice(*op["b"])]


def marked(ops: Ops, side: str, text: str) -> list[str]:
    """The pieces of one side that are shown as deleted (side ``a``) or inserted (side ``b``), in order."""
    sign = "-" if side == "a" else "+"
    return [
        text[slice(*op[side])] for op in sorted((o for o in ops if o["op"] == sign), key=lambda o: o[side])
    ]


def drawn(before: str, after: str) -> str:
    """The later text with ``{+inserted+}`` and ``{>moved<}`` pieces, and ``[-deleted-]`` ones where they stood."""
    pieces = []
    for edit in redline(policy_of(before), policy_of(after)).edits:
        new = after[edit.after.start : edit.after.end]
        if edit.op is Op.DELETE:
            pieces.append(f"[-{before[edit.before.start : edit.before.end]}-]")
        elif edit.op is Op.INSERT:
            pieces.append(f"{{+{new}+}}")
        elif edit.op is Op.EQUAL and edit.move >= 0:
            pieces.append(f"{{>{new}<}}")
        else:
            pieces.append(new)
    return "".join(pieces)
