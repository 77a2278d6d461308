"""What was noticed in reading a capture: one value, told the same on pages, in data and by every command."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.policy import STOPPED, PolicyText


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """One sentence on the reading of a capture; `bears` says that it bears on what the redline can show."""

    side: Side
    text: str
    bears: bool

    @property
    def stops(self) -> bool:
        """Whether it says that the capture was not read to its end."""
        return self.text.startswith(STOPPED)

    @property
    def sentence(self) -> str:
        """``In the later capture: reading stopped after 300,000 blocks; 4,025 characters of the page were not read``."""
        return f"In the {'earlier' if self.side is Side.BEFORE else 'later'} capture: {self.text}"


def notice_reading(policy: PolicyText) -> tuple[str, ...]:
    """Every warning of extraction, with what its counts say where no warning says it already."""
    said = " ".join(policy.warnings)
    lines = list(policy.warnings)
    if policy.replaced and "U+FFFD" not in said:
        lines.append(f"{policy.replaced} places that could not be read are shown as U+FFFD")
    if policy.hidden and "hidden" not in said:
        lines.append(f"{len(policy.hidden)} passages are hidden by the page's own styles; kept")
    return tuple(dict.fromkeys(lines))


def noticed_of(side: Side, policy: PolicyText) -> tuple[Noticed, ...]:
    """What was noticed in reading the capture of one side of a comparison."""
    return tuple(Noticed(side=side, text=line, bears=bears_on_words(line)) for line in notice_reading(policy))


def bears_on_words(line: str) -> bool:
    """Whether a warning bears on what was compared; which encoding was believed does not, unless places were lost."""
    return not line.startswith("declared as")


def warnings_json(noticed: Iterable[Noticed]) -> list[dict[str, str]]:
    """The `warnings` of data files and of `diff --format json`."""
    return [{"side": one.side.value, "text": one.text} for one in noticed]
