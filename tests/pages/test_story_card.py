"""The social card of a story: one quotation with what governs it, the first of the story or the one it names."""

from dataclasses import replace

from generator.pages.change.cards import CardView
from generator.pages.material import published_stories
from generator.pages.site.story_card import story_card
from tests.pages.conftest import WholeSite


def shown(view: object) -> str:
    assert isinstance(view, CardView)
    return " | ".join("".join(run.words for run in words.runs) for words in view.words)


def test_each_story_has_a_card_that_its_page_names(whole: WholeSite) -> None:
    for story in published_stories(whole.material):
        assert whole.files[f"{story.url}card.png"].media_type == "image/png"
        assert whole.view(f"{story.url}index.html").chrome.card.endswith(f"/{story.url}card.png")


def test_the_card_shows_the_first_quotation_or_the_one_the_story_names(whole: WholeSite) -> None:
    story = published_stories(whole.material)[0]
    first = story_card(story, whole.material)
    assert first.path == f"{story.url}card.png"
    assert "licence" in shown(first.view) or "license" in shown(first.view)
    change = whole.material.catalog.change(story.changes[0])
    assert change is not None
    other = change.quotations[-1].name
    named = story_card(replace(story, card=f"{change.key}#{other}"), whole.material)
    assert shown(named.view)
    assert shown(named.view) != shown(first.view)


def test_a_story_without_a_quotation_at_hand_has_a_card_of_its_title(whole: WholeSite) -> None:
    story = replace(published_stories(whole.material)[0], body="Words.", card="nobody/terms/2024-01-01#x")
    view = story_card(story, whole.material).view
    assert isinstance(view, CardView)
    assert view.words == ()
    assert view.title == story.title
