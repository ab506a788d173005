"""The search page: what it finds, what it never shows, what it says."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from cms.core import tools
from cms.core.models import Taxonomy, Term
from search import matching, views
from search.apps import SearchConfig
from tests.counting import settled_cost
from tests.directory.factories import BALLARAT, make_service, make_taxonomy

from .content import FactSheetPage, OpportunityPage, ResearchPage, ResourcePage, StoryPage, make_page, make_private

pytestmark = pytest.mark.django_db


@pytest.fixture
def look_for(client):
    """Return a function that asks the search page and returns its response."""

    def ask(q="", **more):
        return client.get(reverse("search:results"), {"q": q} | more)

    return ask


def titles(response):
    """Return the titles of the results as a reader reads them."""
    return [re.sub("<.*?>", "", unescape(str(result.title))) for result in response.context["results"]]


def counts(response):
    return response.context["outcome"].counts


# --- Finding ------------------------------------------------------------------------------------


def test_pages_and_services_are_found_together_with_counts_by_kind(look_for):
    make_page(StoryPage, "Kettles at ten", text="A kettle sings.")
    make_page(FactSheetPage, "What a kettle is")
    make_service("Kettle group", summary="Tea for anyone.")
    response = look_for("kettles")
    assert titles(response) == ["Kettles at ten", "Kettle group", "What a kettle is"]
    assert counts(response) == {"stories": 1, "fact-sheets": 1, "services": 1}
    assert [(tab.label, tab.count, tab.is_current) for tab in response.context["tabs"]] == [
        ("Everything", 3, True),
        ("Fact sheets", 1, False),
        ("Services", 1, False),
        ("Stories", 1, False),
    ]


def test_one_kind_can_be_shown_alone_and_the_others_keep_their_counts(look_for):
    make_page(StoryPage, "Kettles at ten")
    make_service("Kettle group")
    response = look_for("kettle", kind="services")
    assert titles(response) == ["Kettle group"]
    assert counts(response) == {"stories": 1, "services": 1}
    assert "<title>kettle: Services – Search ·" in " ".join(response.text.split())


@pytest.mark.parametrize("typed", ["recovery", "Recovering", "RECOVERED"])
def test_endings_do_not_matter(look_for, typed):
    make_page(title="One", text="She spoke of recovering slowly.")
    make_service("Two", description="A place for recovery.")
    assert titles(look_for(typed)) == ["One", "Two"]


@pytest.mark.parametrize("typed", ["cafe", "Café", "CAFÉS"])
def test_accents_do_not_matter(look_for, typed):
    make_page(title="At the café")
    make_service("Cafe table")
    assert len(titles(look_for(typed))) == 2


def test_words_are_found_in_a_body_and_shown_in_their_sentence(look_for):
    make_page(title="One", text="Something else. " * 40 + "Then the harmonica began. " + "And on. " * 90)
    response = look_for("harmonicas")
    assert "Then the <mark>harmonica</mark> began." in response.text


def test_every_word_has_to_be_there_and_a_phrase_has_to_stand_together(look_for):
    make_page(title="Peer workers", text="They listen.")
    make_page(title="Workers", text="A peer is elsewhere.")
    make_page(title="Workers alone")
    assert titles(look_for("peer workers")) == ["Peer workers", "Workers"]
    assert titles(look_for('"peer workers"')) == ["Peer workers"]
    assert titles(look_for("peer workers zebra")) == []


def test_the_order_is_title_then_summary_then_the_rest(look_for):
    make_page(title="A door", text="The lantern is lit.")
    make_page(title="A lamp", teaser="About a lantern.")
    make_page(title="The old lantern")
    make_page(title="Lanterns in winter")
    make_page(title="Lantern")
    assert titles(look_for("lantern")) == ["Lantern", "Lanterns in winter", "The old lantern", "A lamp", "A door"]


def test_many_results_come_in_pages_and_the_title_says_which(look_for):
    for number in range(23):
        make_page(title=f"Lantern {number:02}")
    first, third = look_for("lantern"), look_for("lantern", page=3)
    assert titles(first) == [f"Lantern {number:02}" for number in range(10)]
    assert titles(third) == ["Lantern 20", "Lantern 21", "Lantern 22"]
    assert "<title>lantern: Search · page 3 ·" in " ".join(third.text.split())
    assert "?q=lantern&amp;page=2" in third.text
    assert "Showing 21 to 23 of 23" in third.text
    late = look_for("lantern", page=99)
    assert titles(late) == titles(third)
    assert "There are 3 pages, so this is the last one." in late.text


def test_more_hits_than_are_ranked_are_counted_exactly_and_the_best_are_there(look_for, monkeypatch):
    monkeypatch.setattr(matching, "CANDIDATES", 4)
    oldest = make_page(StoryPage, "Lantern")
    for number in range(6):
        make_page(FactSheetPage, f"Sheet {number}", text="By a brass lantern.")
        make_page(StoryPage, f"Story {number}", text="By a brass lantern.")
        make_service(f"Service {number}", summary="By a brass lantern.")
    response = look_for("lantern")
    assert counts(response) == {"stories": 7, "fact-sheets": 6, "services": 6}
    assert titles(response)[0] == oldest.title
    assert response.context["outcome"].total == 19
    assert "Here are the best 9." in response.text
    alone = look_for("lantern", kind="stories")
    assert counts(alone) == counts(response)
    assert titles(alone) == ["Lantern", "Story 2", "Story 3", "Story 4", "Story 5"]
    assert "Here are the best 5." in alone.text
    assert len(titles(look_for('"brass lantern"', kind="stories"))) == 4


def test_results_carry_facts_and_what_a_story_talks_about(look_for):
    notes = Taxonomy.objects.create(name="Content notes", slug="content-notes")
    term = Term.objects.create(taxonomy=notes, name="Talks about a hospital stay", slug="hospital-stay")
    story = make_page(StoryPage, "Lantern story", teller_name="Rowan")
    story.content_notes.set([term])
    story.save()
    make_service("Lantern group", organisation="Lantern House", place=BALLARAT)
    make_page(ResearchPage, "Lantern paper", year=2020)
    make_page(ResourcePage, "Lantern form")
    response = look_for("lantern")
    found = {titles(response)[place]: result for place, result in enumerate(response.context["results"])}
    assert found["Lantern story"].note == "Talks about a hospital stay"
    assert found["Lantern story"].facts[0].startswith("Rowan")
    assert "Lantern House" in found["Lantern group"].facts
    assert any("Ballarat" in fact for fact in found["Lantern group"].facts)
    assert "Talks about a hospital stay" in response.text


# --- Never shown --------------------------------------------------------------------------------


def test_what_is_not_public_is_in_no_result_count_or_suggestion(look_for, client):
    make_page(title="Zebra draft", live=False)
    make_page(title="Zebra unpublished").unpublish()
    make_private(make_page(title="Zebra private"))
    parent = make_page(title="A closed room")
    make_page(title="Zebra below", parent=parent)
    make_private(parent)
    make_service("Zebra waiting", live=False)
    make_service("Zebra closed", status="closed")
    make_page(OpportunityPage, "Zebra past", closes_at=timezone.now() - datetime.timedelta(days=1))
    Page.objects.get(depth=1).add_child(instance=Page(title="Zebra elsewhere", slug="zebra-elsewhere"))
    response = look_for("zebra")
    assert counts(response) == {}
    assert titles(response) == []
    assert "Zebra" not in response.text
    assert client.get(reverse("search:suggest"), {"q": "zebra"}).json()["suggestions"] == []


def test_words_of_an_unpublished_change_are_not_found(look_for):
    page = make_page(title="Open", text="Old words.")
    page.teaser = "A zebra came."
    page.save_revision()
    service = make_service("Open service", summary="Old words.")
    service.summary = "A zebra came."
    service.save_revision()
    assert titles(look_for("zebra")) == []
    page.refresh_from_db()
    page.get_latest_revision().publish()
    assert titles(look_for("zebra")) == ["Open"]


def test_an_opportunity_is_found_until_it_closes(look_for):
    page = make_page(OpportunityPage, "Zebra course", closes_at=timezone.now() + datetime.timedelta(days=1))
    assert titles(look_for("zebra")) == ["Zebra course"]
    page.closes_at = timezone.now() - datetime.timedelta(days=1, minutes=1)
    page.save()
    assert titles(look_for("zebra")) == []


# --- Nothing typed, nothing found, danger -------------------------------------------------------


def test_without_words_there_is_somewhere_to_start(look_for):
    make_page(StoryPage, "A story")
    response = look_for("")
    assert [start.title for start in response.context["starts"]] == ["All index of stories", "Find peer support"]
    assert "outcome" not in response.context
    assert "A story" not in response.text


@pytest.mark.parametrize("typed", ["what is it", "!!!", '"""'])
def test_words_that_say_nothing_ask_for_one_that_does(look_for, typed):
    assert "Try a word that says more" in look_for(typed).text


def test_nothing_found_says_what_to_loosen_and_offers_the_directory_and_help(look_for):
    response = look_for('"quite unheard" of')
    assert "Nothing here has all of those words" in response.text
    assert "Nothing here has that word" in look_for("unheard").text
    assert "Take out the quote marks." in response.text
    assert reverse("directory:list") in response.text
    assert reverse("home:get_help_now") in response.text


def test_nothing_of_a_kind_offers_what_there_is_of_others(look_for):
    make_page(StoryPage, "Lantern")
    response = look_for("lantern", kind="services")
    assert "No Services for these words" in response.text
    assert 'href="?q=lantern"' in response.text


def test_words_of_danger_bring_the_help_lines_before_anything_else(look_for):
    make_page(title="After suicide: for families")
    response = look_for("suicide")
    text = response.text
    assert text.index("You can talk to someone now") < text.index("After")
    assert "You can talk to someone now" not in look_for("families").text
    assert "You can talk to someone now" in look_for("i want to die").text


# --- Promoted -----------------------------------------------------------------------------------


def test_what_editors_promote_comes_first_and_only_if_it_is_public(look_for):
    page, hidden = make_page(title="Start with this"), make_page(title="Hidden", live=False)
    query = Query.objects.create(query_string="Cards")
    SearchPromotion.objects.create(query=query, page=page, description="For new readers", sort_order=0)
    SearchPromotion.objects.create(query=query, page=hidden, sort_order=1)
    SearchPromotion.objects.create(
        query=query, external_link_url="https://example.org/", external_link_text="Elsewhere", sort_order=2
    )
    response = look_for("  CARDS ")
    assert [result.title for result in response.context["promoted"]] == ["Start with this", "Elsewhere"]
    assert "For new readers" in response.text
    assert "Hidden" not in response.text
    assert not look_for("card").context["promoted"]


def test_no_query_is_kept(look_for):
    make_page(title="Lantern")
    look_for("lantern")
    look_for("something very private")
    assert not Query.objects.exists()


# --- The page itself ----------------------------------------------------------------------------


def test_results_are_for_no_search_engine_and_no_shared_cache(look_for):
    response = look_for("tea")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_what_was_typed_is_shown_as_text(look_for):
    response = look_for('<script>alert("x")</script>')
    assert "<script>alert" not in response.text
    assert 'value="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"' in response.text


def test_nothing_can_be_posted(client):
    assert client.post(reverse("search:results"), {"q": "tea"}).status_code == 405


def test_search_is_a_tool_that_menus_can_name():
    assert SearchConfig.name == "search"
    assert tools.get("search:results").url == "/search/"


def test_the_number_of_queries_does_not_grow_with_results(look_for, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 40)

    def fill(how_many):
        for number in range(how_many):
            make_page(StoryPage, f"Lantern story {number}", text="Lit.")
            make_page(ResearchPage, f"Lantern paper {number}", year=2020)
            make_page(ResourcePage, f"Lantern form {number}")
            make_page(FactSheetPage, f"Lantern sheet {number}")
            make_service(f"Lantern group {number}", organisation=f"House {number}", place=BALLARAT)

    def asked(**more):
        assert look_for("lantern", **more).status_code == 200
        return settled_cost(lambda: look_for("lantern", **more))

    fill(2)
    few, few_of_a_kind = asked(), asked(kind="services")
    fill(4)
    assert (asked(), asked(kind="services")) == (few, few_of_a_kind)
    assert few <= 15
    # More hits than are ranked cost no query more.
    monkeypatch.setattr(matching, "CANDIDATES", 3)
    assert asked() <= few
    assert asked(kind="services") == few_of_a_kind


def test_a_service_is_found_by_the_same_words_as_in_the_directory_and_by_no_retired_term(look_for, client):
    types = make_taxonomy("Type", "Lantern walks")
    service = make_service("Tuesday table", types.terms.all())
    found = [look_for("lantern walks"), client.get("/directory/", {"q": "lantern walks"})]
    assert all(service.get_absolute_url() in response.content.decode() for response in found)
    term = types.terms.get()
    term.is_retired = True
    term.save()
    assert service.get_absolute_url() not in look_for("lantern walks").content.decode()
