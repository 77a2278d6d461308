"""The picture of time in a story: how long the quoted words stood, when versions were captured, what was said and reported.

Nothing is drawn that the story does not cite: its passages with their lives, its changes, and its sources as far as they
name a day. What lies outside the story's own span is cut off at the edge. The same facts stand in a list below.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from generator.model.catalog import Change, Source, Status, Story
from generator.model.evidence import Quotation
from generator.pages.material import Material, company_name, document_title
from generator.pages.site.timeline import (
    LANE,
    Axis,
    LaneView,
    MarkView,
    RulerView,
    life_lane,
    ruler_of,
)
from generator.pages.messages import chained, say, say_many

FEWEST = 3  # different times from which a picture says more than the sentences do


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A day of the picture in words. `url` leads to a page of the site, `href` to another one; either may be empty."""

    at: datetime
    what: str
    url: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPicture:
    """The picture, and all that it shows as a list in order of time."""

    ruler: RulerView
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A passage that a story quotes, with its change."""

    change: Change
    quotation: Quotation


def picture_of(story: Story, cited: Iterable[Cited], material: Material) -> StoryPicture | None:
    """The picture of a story; None where it has too few days to draw. Passages without a known life are left out."""
    catalog = material.catalog
    changes = [c for key in story.changes if (c := catalog.change(key)) and c.status is not Status.WITHDRAWN]
    passages = [one for one in dict.fromkeys((c.change.key, c.quotation.mark.name) for c in cited)]
    known = [
        Cited(change=change, quotation=quotation)
        for key, name in passages
        if (change := catalog.change(key))
        and (quotation := material.quotation(change, name))
        and quotation.life is not None
        and quotation.life.own >= 0
    ]
    dated = [(at, source) for source in story.sources if (at := day_of(source)) is not None]
    moments = [at for at, _ in dated] + [at for c in changes for at in (c.before.at, c.after.at)]
    if len(set(moments)) < FEWEST:
        return None
    axis = Axis(start=min(moments), end=max(moments))
    names = {company_name(catalog, c.company, c.after.at) for c in changes}
    lanes: list[LaneView] = []
    for one in known:
        lanes.append(_passage_lane(one, names, material, axis, len(lanes)))
    for key in dict.fromkeys(c.document_key for c in changes):
        own = [c for c in changes if c.document_key == key]
        who = company_name(catalog, own[0].company, own[0].after.at)
        title = f"{who}, {document_title(catalog, key)}"
        label = say_many(
            "%(title)s: %(number)s version with a note", "%(title)s: %(number)s versions with a note", len(own), title=title
        )
        lanes.append(_dots(label, [(c.after.at, _version(c), c.url) for c in own], axis, len(lanes)))
    said = [(at, s) for at, s in dated if s.publisher in names]
    reported = [(at, s) for at, s in dated if s.publisher not in names]
    publishers = sorted({s.publisher for _, s in said})
    said_by = say("Said by %(names)s", names=chained(publishers)) if publishers else ""
    for teller, some in ((said_by, said), (say("Reported elsewhere"), reported)):
        if some:
            lanes.append(_dots(teller, [(at, _told(s), "") for at, s in some], axis, len(lanes)))
    events = sorted(
        (
            *(EventView(at=c.after.at, what=say("captured: %(title)s", title=c.title), url=c.url) for c in changes),
            *(event for one in known for event in _life_events(one, names, material, axis)),
            *(
                EventView(
                    at=at,
                    what=say("said: %(source)s", source=_told(s))
                    if s.publisher in names
                    else say("reported: %(source)s", source=_told(s)),
                    href=s.url,
                )
                for at, s in dated
            ),
        ),
        key=lambda event: (event.at, event.what),
    )
    label = say(
        "From %(first)s to %(last)s: %(passages)s, %(versions)s, %(sources)s.",
        first=axis.start.date(),
        last=axis.end.date(),
        passages=say_many(
            "%(number)s passage and how long captures hold it",
            "%(number)s passages and how long captures hold them",
            len(known),
        ),
        versions=say_many("%(number)s version", "%(number)s versions", len(changes)),
        sources=say_many("%(number)s dated source", "%(number)s dated sources", len(dated)),
    )
    return StoryPicture(ruler=ruler_of(label, lanes, axis), events=tuple(events))


def day_of(source: Source) -> datetime | None:
    """The day a source was published, None where it names a month or a year only."""
    try:
        return datetime.combine(date.fromisoformat(source.published), time(), UTC)
    except ValueError:
        return None


def _name_of(one: Cited, names: set[str], material: Material) -> str:
    """A passage by its clause and the name that its editor gave it, which its address has too: ``10.2, no training``.

    Its words are not cut to a label: they would stand there without what governs them.
    """
    clause = one.quotation.clause or one.quotation.mark.clause
    where = clause if clause[:1].isdigit() else document_title(material.catalog, one.change.document_key)
    if len(names) > 1:
        where = f"{company_name(material.catalog, one.change.company, one.change.after.at)}, {where}"
    return f"{where}, {one.quotation.mark.name.replace('-', ' ')}"


def _passage_lane(
    one: Cited, names: set[str], material: Material, axis: Axis, index: int
) -> LaneView:
    """The life of a passage inside the axis, nothing drawn of what lies outside; its label leads to the passage."""
    life = one.quotation.life
    assert life is not None
    lane = life_lane(_name_of(one, names, material), life, axis, index)
    inside = {axis.x(at) for i in life.intervals for at in (i.first, i.last) if axis.start <= at <= axis.end}
    return replace(
        lane,
        start=axis.x(axis.start),
        end=axis.x(axis.end),
        marks=tuple(mark for mark in lane.marks if mark.x in inside),
        stretches=tuple(bar for bar in lane.stretches if bar.width != "0%"),
        url=f"{one.change.url}#{one.quotation.mark.name}",
    )


def _dots(label: str, marks: list[tuple[datetime, str, str]], axis: Axis, index: int) -> LaneView:
    y = 34 + index * LANE
    return LaneView(
        label=label,
        y=y,
        label_y=y - 20,
        start=axis.x(axis.start),
        end=axis.x(axis.end),
        marks=tuple(
            MarkView(kind="with", x=axis.x(at), title=title, url=url) for at, title, url in sorted(marks)
        ),
    )


def _version(change: Change) -> str:
    return say("%(day)s: %(title)s", day=change.after.at.date(), title=change.title)


def _told(source: Source) -> str:
    return f"{source.publisher}, “{source.title}”" if source.publisher else f"“{source.title}”"


def _life_events(
    one: Cited, names: set[str], material: Material, axis: Axis
) -> Iterable[EventView]:
    """When captures first held the words and when they first lacked them again."""
    life = one.quotation.life
    assert life is not None
    name, url = _name_of(one, names, material), f"{one.change.url}#{one.quotation.mark.name}"
    for at, what in (
        (life.last_without, say("%(passage)s: the last capture without the words", passage=name)),
        (life.first_with, say("%(passage)s: the first capture with the words", passage=name)),
        (life.first_without_after, say("%(passage)s: captured without the words", passage=name)),
    ):
        if at and axis.start <= at <= axis.end:
            yield EventView(at=at, what=what, url=url)
