"""The picture of time in a story shows what the story cites, each at its own time, and says the same in a list."""

from dataclasses import replace

import pytest

from generator.model.catalog import Source, Story
from generator.pages.material import Material
from generator.pages.site.story import cited_in
from generator.pages.site.story_picture import StoryPicture, day_of, picture_of
from tests.pages.conftest import WholeSite
from tests.pages.test_story_card import published_stories


@pytest.fixture
def story(whole: WholeSite) -> Story:
    return published_stories(whole.material)[0]


def drawn(story: Story, material: Material) -> StoryPicture:
    picture = picture_of(story, cited_in(story, material), material)
    assert picture is not None
    return picture


def test_a_lane_for_each_passage_and_each_document_and_an_event_for_each_mark(
    story: Story, whole: WholeSite
) -> None:
    picture = drawn(story, whole.material)
    labels = [lane.label for lane in picture.ruler.lanes]
    assert labels == ["10.4, licence", "Brightnote, Terms of Service: 2 versions with a note"]
    links = {mark.url for lane in picture.ruler.lanes for mark in lane.marks if mark.url}
    assert links == {f"{key}/" for key in story.changes}
    assert links <= {event.url for event in picture.events}
    assert [event.at for event in picture.events] == sorted(event.at for event in picture.events)
    assert whole.text(f"{story.url}index.html").count("The same as a list") == 1


def test_what_the_company_says_and_what_others_report_are_told_apart_and_only_days_are_drawn(
    story: Story, whole: WholeSite
) -> None:
    sources = (
        Source(url="https://a.example/", title="Our terms", publisher="Brightnote", published="2024-04-09"),
        Source(url="https://b.example/", title="Their terms", publisher="The Invented Paper", published="2024-04-12"),
        Source(url="https://c.example/", title="Some month", publisher="The Invented Paper", published="2024-04"),
    )  # fmt: skip
    assert [day_of(source) is None for source in sources] == [False, False, True]
    picture = drawn(replace(story, sources=sources), whole.material)
    lanes = {lane.label: [mark.title for mark in lane.marks] for lane in picture.ruler.lanes}
    assert lanes["Said by Brightnote"] == ["Brightnote, “Our terms”"]
    assert lanes["Reported elsewhere"] == ["The Invented Paper, “Their terms”"]
    assert not any("Some month" in event.what for event in picture.events)


def test_a_story_of_one_change_has_no_picture(story: Story, whole: WholeSite) -> None:
    alone = replace(story, changes=story.changes[:1], sources=())
    assert picture_of(alone, (), whole.material) is None
