"""The one door of extraction: a capture in, its policy text out. Pure; every result says what made it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.extract.codings import undo_unsaid
from generator.extract.decode import Decoded, decode_html, decode_markdown
from generator.extract.labels import find_labels
from generator.extract.markdown import MADE_BY as MARKDOWN
from generator.extract.markdown import find_blocks
from generator.extract.markup import parse_page
from generator.extract.page_roles import STUB_WORDS, frame_warning
from generator.extract.segments import segment_policy
from generator.extract.sniff import Kind, sniff
from generator.extract.walker import walk_page
from generator.model.captures import Capture
from generator.model.errors import ArchiveError, Unreadable
from generator.model.policy import STOPPED, PolicyText, Role
from generator.model.text import Text
from generator.model.words import count_words, fold

HTML = "html-2"
MAX_BYTES = 24_000_000

_LARGEST = 60 * 1024 * 1024  # bytes that an undeclared coding may unpack to


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is said of the end of a body that was cut off, and how many bytes it has."""

    warnings: tuple[str, ...] = ()
    unread: int = 0


def extract_policy(
    capture: Capture, *, select: Sequence[str] = (), remove: Sequence[str] = (), language: str = ""
) -> PolicyText:
    """The policy text of a capture, read with the selectors of its document's location at that time.

    Markdown and PDF captures are taken as they are; selectors are for HTML captures. What could not be read of a text, and
    every limit that was hit, is said in ``warnings``. Raises Unreadable for what is no text: pictures, files of other
    kinds, PDFs without letters, bytes that are compressed and do not unpack.
    """
    unpacked, coding = _unpacked(capture)
    said: list[str] = [f"compressed with {coding}, which its headers do not say; unpacked"] if coding else []
    kind, notice = sniff(unpacked, capture.media_type)
    charset = capture.charset or capture.media_type.partition("charset=")[2]
    if kind is Kind.OTHER:
        raise Unreadable(f"{_named(capture)}: {notice}", url=_named(capture))
    said += [notice] if notice else []
    if kind is Kind.PDF:
        policy = _from_pdf(unpacked, capture, language)
    else:
        body, cut = _capped(unpacked)
        if kind is Kind.HTML:
            base = capture.locator.base if capture.locator else ""  # a page's own `<base>` is not believed
            policy = _from_html(decode_html(body, charset), cut, base, select, remove, language)
        else:
            policy = _from_text(decode_markdown(body, charset), cut, language)
    return replace(policy, warnings=(*said, *policy.warnings)) if said else policy


def _named(capture: Capture) -> str:
    return str(capture.locator) if capture.locator else f"sha256:{capture.sha256[:12]}"


def _unpacked(capture: Capture) -> tuple[bytes, str]:
    """The bytes with a coding undone that nobody declared, and its name."""
    try:
        return undo_unsaid(capture.body, _LARGEST, _named(capture))
    except ArchiveError as error:
        raise Unreadable(str(error), url=_named(capture), code="unreadable") from error


def _from_pdf(body: bytes, capture: Capture, language: str) -> PolicyText:
    from generator.extract.pdf import read_pdf  # seldom needed, and slow to load

    return read_pdf(body, _named(capture), language=language)


def _from_text(decoded: Decoded, cut: _Cut, language: str) -> PolicyText:
    return PolicyText(
        text=decoded.text,
        language=language,
        blocks=find_blocks(decoded.text),
        extractor=MARKDOWN,
        encoding=decoded.encoding,
        declared=decoded.declared,
        warnings=cut.warnings + decoded.warnings,
        replaced=decoded.replaced,
        unread=cut.unread,
    )


def extract_text(
    capture: Capture, *, select: Sequence[str] = (), remove: Sequence[str] = (), language: str = ""
) -> Text:
    """A capture as read, once and for every room: its policy text, folded words and segments."""
    return text_of(extract_policy(capture, select=select, remove=remove, language=language))


def text_of(policy: PolicyText) -> Text:
    """A policy text with its folded words and segments."""
    folded = fold(policy.text)
    labels = find_labels(policy.text)
    return Text(
        policy=policy,
        folded=folded,
        segments=segment_policy(policy, folded, labels),
        word_count=count_words(folded.text),
        labels=labels,
    )


def _from_html(
    decoded: Decoded,
    cut: _Cut,
    base: str,
    select: Sequence[str],
    remove: Sequence[str],
    language: str,
) -> PolicyText:
    page = parse_page(decoded.text, select, remove)
    walked = walk_page(page, base)
    warnings = [*cut.warnings, *decoded.warnings, *page.warnings, *walked.warnings]
    warnings += [frame_warning(found) for found in walked.elsewhere]
    is_stub = bool(walked.elsewhere) and count_words(fold(walked.text).text) <= STUB_WORDS
    if is_stub:
        warnings.append(f"{STOPPED} at what the page only shows or leads to: its own words are few")
    hidden = tuple(found.span for found in walked.roles if found.role is Role.HIDDEN)
    if hidden:
        size = sum(len(span) for span in hidden)
        what = "1 passage is" if len(hidden) == 1 else f"{len(hidden):,} passages are"
        warnings.append(f"{what} hidden by the page's own styles ({size:,} characters); kept")
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
        hidden=hidden,
        title=page.title,
        roles=walked.roles,
        outside=walked.outside,
        elsewhere=walked.elsewhere,
        unread=cut.unread + page.unread + int(is_stub),
    )


def _capped(body: bytes) -> tuple[bytes, _Cut]:
    """The bytes that are read, and what is said of the others."""
    rest = len(body) - MAX_BYTES
    if rest <= 0:
        return body, _Cut()
    note = f"{STOPPED} after {MAX_BYTES:,} bytes; {rest:,} bytes of the capture were not read"
    return body[:MAX_BYTES], _Cut((note,), rest)
