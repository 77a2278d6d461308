"""The one door of extraction: a capture in, its policy text out. Pure; every result says what made it."""

from collections.abc import Sequence

from generator.extract.decode import Decoded, decode_html, decode_markdown
from generator.extract.markdown import MADE_BY as MARKDOWN
from generator.extract.markdown import find_blocks
from generator.extract.markup import STOPPED, parse_page
from generator.extract.segments import segment_policy
from generator.extract.walker import walk_page
from generator.model.captures import Capture
from generator.model.policy import PolicyText
from generator.model.text import Text
from generator.model.words import count_words, fold

HTML = "html-1"
MAX_BYTES = 24_000_000

_HTML_TYPES = ("text/html", "application/xhtml+xml")


def extract_policy(
    capture: Capture, *, select: Sequence[str] = (), remove: Sequence[str] = (), language: str = ""
) -> PolicyText:
    """The policy text of a capture, read with the selectors of its document's location at that time.

    Markdown captures are taken as they are; selectors are for HTML captures. Nothing is raised for strange bytes: what
    could not be read, and every limit that was hit, is said in ``warnings``.
    """
    is_html = capture.media_type.partition(";")[0].strip().lower() in _HTML_TYPES
    body, notes, unread = _capped(capture.body)
    if is_html:
        base = capture.locator.base if capture.locator else ""  # a page's own `<base>` is not believed
        return _from_html(decode_html(body, capture.charset), (notes, unread), base, select, remove, language)
    decoded = decode_markdown(body)
    return PolicyText(
        text=decoded.text,
        language=language,
        blocks=find_blocks(decoded.text),
        extractor=MARKDOWN,
        encoding=decoded.encoding,
        warnings=notes + decoded.warnings,
        replaced=decoded.replaced,
        unread=unread,
    )


def extract_text(
    capture: Capture, *, select: Sequence[str] = (), remove: Sequence[str] = (), language: str = ""
) -> Text:
    """A capture as read, once and for every room: its policy text, folded words and segments."""
    return text_of(extract_policy(capture, select=select, remove=remove, language=language))


def text_of(policy: PolicyText) -> Text:
    """A policy text with its folded words and segments."""
    folded = fold(policy.text)
    return Text(
        policy=policy,
        folded=folded,
        segments=segment_policy(policy, folded),
        word_count=count_words(folded.text),
    )


def _from_html(
    decoded: Decoded,
    cut: tuple[tuple[str, ...], int],
    base: str,
    select: Sequence[str],
    remove: Sequence[str],
    language: str,
) -> PolicyText:
    page = parse_page(decoded.text, select, remove)
    walked = walk_page(page, base)
    warnings = [*cut[0], *decoded.warnings, *page.warnings]
    if walked.hidden:
        size = sum(len(span) for span in walked.hidden)
        warnings.append(
            f"{len(walked.hidden)} passages ({size:,} characters) are hidden by the page's own styles; kept"
        )
    return PolicyText(
        text=walked.text,
        language=language or page.language,
        blocks=walked.blocks,
        extractor=HTML,
        encoding=decoded.encoding,
        chrome=walked.chrome,
        warnings=tuple(dict.fromkeys(warnings)),
        declared=decoded.declared,
        replaced=decoded.replaced,
        hidden=walked.hidden,
        title=page.title,
        unread=cut[1] + page.unread,
    )


def _capped(body: bytes) -> tuple[bytes, tuple[str, ...], int]:
    """The bytes that are read, what is said of the others, and how many these are."""
    rest = len(body) - MAX_BYTES
    if rest <= 0:
        return body, (), 0
    return (
        body[:MAX_BYTES],
        (f"{STOPPED} after {MAX_BYTES:,} bytes; {rest:,} bytes of the capture were not read",),
        rest,
    )
