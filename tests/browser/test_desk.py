"""An editor's first minutes: what waits, a way in, and a page that is added by a button. axe sees this screen in test_role_days."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pages.models import NewsIndexPage, NewsPage
from tests.pages.factories import OpportunityFactory, index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def closing():
    """An opportunity that closes within days, and a place for news."""
    index(NewsIndexPage)
    return OpportunityFactory(title="Tea for trainers", closes_at=timezone.now() + timedelta(days=3))


def test_an_editor_reads_what_waits_follows_the_way_in_and_adds_a_page_by_a_button(signed_in, closing, settings):
    # Saving by itself at the moment of the button is a race that a person sees as one more question, and a test loses.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = signed_in("Editors")
    page.goto("/admin/")
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    waiting = page.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name="1 opportunity that closes within 14 days").click()
    expect(page.get_by_role("heading", name="Opportunities").first).to_be_visible()
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Tea for trainers")
    page.goto("/admin/")
    page.get_by_role("region", name="Add", exact=True).get_by_role("link", name="News").click()
    page.locator("#id_title").fill("We moved")
    page.locator("#id_teaser").fill("The Centre is in Ballarat now.")
    # The address of the page follows its title a moment later.
    expect(page.locator("#id_slug")).to_have_value("we-moved")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("“We moved” is kept as a draft.")).to_be_visible(timeout=15_000)
    assert NewsPage.objects.get().title == "We moved"
    page.goto("/admin/")
    expect(page.get_by_role("region", name="Your drafts").get_by_role("link", name="We moved")).to_be_visible()
