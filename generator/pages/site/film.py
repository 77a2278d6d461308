"""The film strip of a quoted clause: each version in which its own words changed, followed through renumbering.

From one published change to the next the clause is followed by the redline; where the redline does not pair it, by a
quotation of the same name in the next note, and the frame says so. A frame says nothing of a change that its redline does
not say. Frames come from pinned captures only, so that every machine that holds the pins draws the same strip.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from generator.model.captures import Side
from generator.model.catalog import Change, Status, WholeTexts
from generator.model.evidence import Quotation
from generator.model.policy import Span
from generator.model.redline import Hunk, HunkKind
from generator.pages.excerpt import CUT, around_words, label_of, shorten, span_of, whole
from generator.pages.sheets import Sheets
from generator.pages.material import Material, company_name, shown_words
from generator.pages.messages import joined, say, say_many
from generator.pages.spelling import direction_of
from generator.pages.records import FilmView, FrameView
from generator.pages.sheets import PieceView, Sheet, join_pieces, merged_blocks, side_pieces

KEPT = frozenset(
    {HunkKind.SAME, HunkKind.EDITED, HunkKind.MOVED}
)  # kinds that pair a clause with its later form


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Segments (by index) of the clause on the after side of a change."""

    segments: tuple[int, ...]


def film_of(change: Change, quotation: Quotation, material: Material) -> FilmView:
    """The strip of the clause that a quotation of the after side stands in: drawn already, or drawn from the texts."""
    drawn = material.films.get((change.key, quotation.mark.name))
    if drawn is not None:
        return drawn
    document = material.catalog.document(change.document_key)
    language = document.edition.language if document else "en"
    frames, missing = _frames(change, quotation, material)
    who = company_name(material.catalog, change.company, change.after.at)
    label = quotation.clause or quotation.mark.clause
    return FilmView(
        anchor=f"film-{change.slug.lower()}-{quotation.mark.name}",
        title=f"{who}, {label}" if label else who,
        label=label,
        url=f"{change.url}#{quotation.mark.name}",
        language=language,
        direction=direction_of(language),
        frames=frames,
        missing=missing,
    )


def _frames(change: Change, quotation: Quotation, material: Material) -> tuple[tuple[FrameView, ...], str]:
    if material.catalog.report.whole_texts is WholeTexts.LINK:
        return (), say("This report links to texts and does not show more of them than it quotes.")
    sheets = material.sheets.get(change.key)
    if sheets is None or quotation.mark.side is not Side.AFTER or quotation.passage.segment < 0:
        return (), say("Drawn when the captures are in reach of the build.")
    place = _clause_of(sheets.after, quotation)
    focus = shown_words(quotation)
    frames = [_frame(change, sheets, place, focus)]
    current = change
    for later in _later(change, material):
        following = material.sheets.get(later.key)
        if following is None or not _joins(current, later, material):
            break
        found = _follow(sheets, place, following, later, quotation, material)
        if found is None:
            frames.append(_gone(later, place, following, focus))
            break
        if _changed(following, place, found):
            frames.append(_frame(later, following, found, focus, place))
        sheets, place, current = following, found, later
    return _with_stills(frames, current, material), ""


def _later(change: Change, material: Material) -> list[Change]:
    listed = [c for c in material.catalog.changes_of(change.document_key) if c.status is not Status.WITHDRAWN]
    return sorted((c for c in listed if c.after.at > change.after.at), key=lambda c: (c.after.at, c.key))


def _joins(earlier: Change, later: Change, material: Material) -> bool:
    """Whether the later change begins with the words the earlier one ended with."""
    first, second = material.row(earlier, Side.AFTER), material.row(later, Side.BEFORE)
    if first is None or second is None:
        return False
    return first.sha256 == second.sha256 or bool(first.words and first.words == second.words)


def _clause_of(sheet: Sheet, quotation: Quotation) -> _Place:
    """All segments of the clause that a quotation stands in; its own segment where clauses have no numbers."""
    own = quotation.passage.segment
    path = quotation.clause_path or sheet.segments[own].path
    return _whole_clause(sheet, own, path)


def _whole_clause(sheet: Sheet, own: int, path: tuple[str, ...]) -> _Place:
    numbered = path and path[-1][:1].isdigit()
    if not numbered or sheet.segments[own].path[: len(path)] != path:
        return _Place(segments=(own,))
    first = last = own
    while first and sheet.segments[first - 1].path[: len(path)] == path:
        first -= 1
    while last + 1 < len(sheet.segments) and sheet.segments[last + 1].path[: len(path)] == path:
        last += 1
    return _Place(segments=tuple(range(first, last + 1)))


def _follow(
    sheets: Sheets, place: _Place, following: Sheets, later: Change, quotation: Quotation, material: Material
) -> _Place | None:
    """Where the clause stands after the later change; None where neither the redline nor the note tells."""
    kept = _paired(following, place, KEPT)
    words = sum(len(following.after.segments[s].words.split()) for s in kept)
    if kept and words * 2 >= _size(sheets.after, place):
        return _whole_clause(following.after, kept[0], following.after.segments[kept[0]].path)
    named = material.quotation(later, quotation.mark.name)
    if named and named.mark.side is Side.AFTER and named.passage.segment >= 0:
        return _clause_of(following.after, named)
    found = kept or _paired(following, place, {HunkKind.REPLACED})
    if not found:
        return None
    return _whole_clause(following.after, found[0], following.after.segments[found[0]].path)


def _paired(sheets: Sheets, place: _Place, kinds: Collection[HunkKind]) -> list[int]:
    """Segments of the later text that the redline pairs with the clause by a hunk of these kinds."""
    return [
        segment
        for hunk in sheets.redline.hunks
        if hunk.kind in kinds and any(hunk.before.start <= s < hunk.before.end for s in place.segments)
        for segment in range(hunk.after.start, hunk.after.end)
    ]


def _size(sheet: Sheet, place: _Place) -> int:
    return sum(len(sheet.segments[s].words.split()) for s in place.segments)


def _hunks_of(sheets: Sheets, place: _Place, before: _Place | None) -> list[Hunk]:
    """The hunks that tell of the clause: those of its later segments, and removals of its earlier ones."""
    own = set(place.segments)
    gone = set(before.segments) if before else set()
    return [
        hunk
        for hunk in sheets.redline.hunks
        if any(s in own for s in range(hunk.after.start, hunk.after.end))
        or (
            hunk.kind in (HunkKind.REMOVED, HunkKind.REPLACED)
            and any(s in gone for s in range(hunk.before.start, hunk.before.end))
        )
    ]


def _changed(sheets: Sheets, before: _Place, place: _Place) -> bool:
    return any(
        hunk.kind not in (HunkKind.SAME, HunkKind.UNREAD) and (hunk.edited or hunk.kind is not HunkKind.MOVED)
        for hunk in _hunks_of(sheets, place, before)
    )


def _frame(
    change: Change, sheets: Sheets, place: _Place, focus: str, before: _Place | None = None
) -> FrameView:
    """One version: the clause's paragraphs with the marks of the change that brought it."""
    paragraphs: list[tuple[PieceView, ...]] = []
    kinds: set[HunkKind] = set()
    own = set(place.segments)
    for hunk in _hunks_of(sheets, place, before):
        kinds.add(hunk.kind)
        inside = Span(
            max(hunk.after.start, min(own)),
            min(hunk.after.end, max(own) + 1),
        )
        own_gone = before is None or any(hunk.before.start <= s < hunk.before.end for s in before.segments)
        paragraphs.extend(around_words(p, focus) for p in _paragraphs(sheets, hunk, inside, own_gone))
    label = label_of(sheets.after, Span(min(own), max(own) + 1))
    earlier = label_of(sheets.before, _segments(before)) if before else ""
    paired = before is None or not own.isdisjoint(_paired(sheets, before, KEPT | {HunkKind.REPLACED}))
    return FrameView(
        at=change.after.at,
        url=change.url,
        label=label,
        says=_says(kinds, label, earlier) if paired else _says_beside(label, earlier),
        paragraphs=_fold_same(paragraphs),
    )


def _segments(place: _Place) -> Span:
    return Span(min(place.segments), max(place.segments) + 1)


def _paragraphs(sheets: Sheets, hunk: Hunk, inside: Span, own_gone: bool) -> list[tuple[PieceView, ...]]:
    """A hunk of the clause as one or two marked paragraphs; words that another clause lost are left out."""
    if hunk.kind is HunkKind.REMOVED:
        return [whole(sheets.before, span_of(sheets.before, hunk.before), "del")]
    after = span_of(sheets.after, inside)
    if hunk.kind is HunkKind.ADDED:
        return [whole(sheets.after, after, "ins")]
    if hunk.kind is HunkKind.UNREAD:
        return [piece for piece in (whole(sheets.after, after, "") if inside else (),) if piece]
    if hunk.kind is HunkKind.REPLACED:
        gone = whole(sheets.before, span_of(sheets.before, hunk.before), "del")
        come = whole(sheets.after, after, "ins") if inside else ()
        return [piece for piece in (gone if own_gone else (), come) if piece]
    before = span_of(sheets.before, hunk.before)
    row = span_of(sheets.after, hunk.after)
    parts = [s for s in (Span(row.start, after.start), after, Span(after.end, row.end)) if s]
    drawn = merged_blocks(sheets.before, sheets.after, hunk.edits, parts, before)
    return [shorten(drawn[parts.index(after)])]


def _fold_same(paragraphs: list[tuple[PieceView, ...]]) -> tuple[tuple[PieceView, ...], ...]:
    """Paragraphs without a mark fold to one cut, unless nothing is marked at all."""
    if not any(piece.op for pieces in paragraphs for piece in pieces):
        return tuple(pieces for pieces in paragraphs if pieces)
    kept: list[tuple[PieceView, ...]] = []
    for pieces in paragraphs:
        if any(piece.op in ("ins", "del", "mov", "away") for piece in pieces):
            kept.append(pieces)
        elif not kept or kept[-1] != (CUT,):
            kept.append((CUT,))
    return tuple(kept)


def _says(kinds: set[HunkKind], label: str, earlier: str) -> str:
    """What happened to the clause, in a few words."""
    if kinds == {HunkKind.ADDED}:
        says = say("new clause")
    elif kinds <= {HunkKind.ADDED, HunkKind.SAME}:
        says = say("words added")
    elif kinds <= {HunkKind.UNREAD, HunkKind.SAME} and HunkKind.UNREAD in kinds:
        says = say("not judged: the earlier capture was not read to its end")
    elif kinds == {HunkKind.REPLACED}:
        says = say("replaced")
    elif HunkKind.REPLACED in kinds or (HunkKind.REMOVED in kinds and HunkKind.ADDED in kinds):
        says = say("rewritten")
    elif HunkKind.REMOVED in kinds:
        says = say("words removed")
    else:
        says = say("edited")
    if earlier and label and earlier != label:
        return say("%(what)s; was %(was)s, now %(now)s", what=says, was=earlier, now=label)
    return joined((says, label))


def _says_beside(label: str, earlier: str) -> str:
    """What is said of a clause that the note sets beside the earlier one and the redline does not."""
    if label and earlier:
        return say(
            "not paired by the comparison; the note quotes %(clause)s where %(other)s stood", clause=label, other=earlier
        )
    if label:
        return say("not paired by the comparison; the note quotes %(clause)s where another clause stood", clause=label)
    if earlier:
        return say("not paired by the comparison; the note quotes it where %(other)s stood", other=earlier)
    return say("not paired by the comparison; the note quotes it where another clause stood")


def _gone(change: Change, place: _Place, sheets: Sheets, focus: str) -> FrameView:
    """The version with whose clauses the redline does not pair the clause: its words as the redline marks them."""
    label = label_of(sheets.before, _segments(place))
    pieces = side_pieces(sheets.before, span_of(sheets.before, _segments(place)))
    drawn = join_pieces(replace(piece, bold=False) for piece in pieces)
    return FrameView(
        at=change.after.at,
        url=change.url,
        label=label,
        says=say("%(clause)s removed; the comparison pairs no later clause with it", clause=label)
        if label
        else say("the clause removed; the comparison pairs no later clause with it"),
        paragraphs=(around_words(drawn, focus),),
    )


def _with_stills(frames: list[FrameView], last: Change, material: Material) -> tuple[FrameView, ...]:
    """How long each version then stood, as far as the pinned captures tell."""
    stills: list[FrameView] = []
    for index, frame in enumerate(frames):
        if index + 1 < len(frames):
            days = (frames[index + 1].at - frame.at).days
            still: str = say_many(
                "The next version was captured %(number)s day later.",
                "The next version was captured %(number)s days later.",
                days,
            )
        elif last.after.at > frame.at:
            still = say("The same words stand in the newest pinned capture.")
        else:
            still = ""
        stills.append(
            FrameView(
                at=frame.at,
                url=frame.url,
                label=frame.label,
                says=frame.says,
                paragraphs=frame.paragraphs,
                still=still,
                still_at=last.after.at if index + 1 == len(frames) and still else None,
            )
        )
    return tuple(stills)
