"""The one door of extraction: a capture in, its policy text out. Pure; every result says what made it."""

from collections.abc import Sequence

from generator.extract.decode import decode_markdown
from generator.extract.markdown import MADE_BY as MARKDOWN
from generator.extract.markdown import find_blocks
from generator.model.captures import Capture
from generator.model.policy import PolicyText


def extract_policy(
    capture: Capture, *, select: Sequence[str] = (), remove: Sequence[str] = (), language: str = ""
) -> PolicyText:
    """The policy text of a capture, read with the selectors of its document's location at that time.

    Markdown captures are taken as they are; selectors are for HTML captures. Nothing is raised for strange bytes: what
    could not be read is counted in ``warnings``.
    """
    decoded = decode_markdown(capture.body)
    return PolicyText(
        text=decoded.text,
        language=language,
        blocks=find_blocks(decoded.text),
        extractor=MARKDOWN,
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )
