"""What is drawn or found once for all readers is still right for the page, the hour and the reader that it is shown to."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import kept
from cms.core.blocks import KeyChoiceBlock
from home.models import HelpLineHours
from pages.models import StoryPage
from pages.related import close_pages
from tests.home.factories import HelpLineFactory, block, set_menus
from tests.pages.factories import OpportunityFactory, StandardFactory, StoryFactory, TermFactory, with_terms

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
MONDAY = datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.UTC)  # 5 pm in Melbourne


def read(client, page, before="</body>"):
    return client.get(page.url).content.decode().split(before)[0]


def as_reader(ask):
    """Return what ``ask()`` gives within a reader's request."""
    return kept.KeptMiddleware(lambda request: ask())(RequestFactory().get("/"))


def test_menu_and_footer_mark_the_page_that_one_is_on_and_lead_back_to_it(client):
    pages = [StandardFactory(title=title) for title in ("Apple", "Pear")]
    links = [{"label": page.title, "page": page.pk} for page in pages]
    set_menus(
        main_menu=[block("link", **link) for link in links],
        footer=[block("column", heading="All", links=[block("item", **link) for link in links])],
    )
    for page in (*pages, *pages):
        html = read(client, page)
        assert re.findall(r'href="([^"]*)" aria-current="page"', html) == [page.url] * 3
        assert f'href="/reading-settings/?from={page.url.replace("/", "%2F")}"' in html


def test_help_lines_say_who_answers_at_the_hour_at_which_they_are_read(client, monkeypatch):
    line = HelpLineFactory(name="Day line", always_open=False)
    HelpLineHours.objects.create(help_line=line, weekday=0, opens="09:00", closes="17:30")
    page = StandardFactory()
    for minutes, said in ((0, "Open now"), (29, "Open now"), (31, "Closed now"), (24 * 60, "Closed now")):
        moment = MONDAY + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        shown = read(client, page).split("Day line")[-1]
        assert said in shown
        assert {"Open now": "Closed now", "Closed now": "Open now"}[said] not in shown


def test_what_closes_leaves_the_pages_that_it_was_close_to(monkeypatch):
    term = TermFactory()
    page = with_terms(StandardFactory(), term)
    with_terms(
        OpportunityFactory(title="Soon over", starts_at=MONDAY, ends_at=MONDAY + datetime.timedelta(hours=1)), term
    )
    for hours, titles in ((0, ["Soon over"]), (0.5, ["Soon over"]), (2, [])):
        moment = MONDAY + datetime.timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert [one.title for one in as_reader(lambda: close_pages(page))] == titles


def test_a_page_that_is_closed_to_readers_is_found_and_asks_who_one_is_and_no_list_has_it(client):
    term = TermFactory()
    page, other = with_terms(StandardFactory(title="For some"), term), with_terms(StandardFactory(), term)
    assert "For some" in read(client, other)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 302
    assert "For some" not in read(client, other)
    restriction.delete()
    assert client.get(page.url).status_code == 200


def test_a_version_of_a_story_says_its_own_notes_and_not_those_of_the_published_one():
    story = StoryFactory()
    story.content_notes.set([TermFactory(taxonomy_slug="content-notes", name="Talks about grief")])
    story.save_revision().publish()
    draft = StoryPage.objects.get(pk=story.pk)
    draft.content_notes.set([TermFactory(taxonomy_slug="content-notes", name="Talks about a hospital")])
    draft.save_revision()

    def said():
        published = StoryPage.objects.get(pk=story.pk)
        return published.notes_line, published.get_latest_revision_as_object().notes_line

    assert as_reader(said) == said() == ("Talks about grief", "Talks about a hospital")


def test_a_choice_is_read_as_it_is_stored_and_what_is_no_choice_is_refused():
    asked = []

    def choices():
        asked.append(1)
        return [("one", "One")]

    chosen = KeyChoiceBlock(choices=choices)
    assert chosen.bulk_to_python(["one", "gone"]) == ["one", "gone"]
    assert not asked
    assert chosen.clean("one") == "one"
    with pytest.raises(ValidationError):
        chosen.clean("gone")
    assert chosen.deconstruct()[0] == "wagtail.blocks.ChoiceBlock"


def test_a_version_that_stands_elsewhere_changes_no_address_of_what_is_published():
    page = StandardFactory(title="Here", slug="here")
    page.slug = "elsewhere"
    page.save_revision()

    def addresses():
        published = type(page).objects.get(pk=page.pk)
        return [published.get_latest_revision_as_object().url, published.url]

    assert as_reader(addresses) == addresses()
    assert as_reader(addresses)[1] == "/here/"
