"""Somebody who writes letters, in the form of a page that saves itself: days, what is said of a draft, and no false alarm."""

import re
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

from home.models import Notice
from pages.models import OpportunityIndexPage, OpportunityPage
from tests.pages.factories import StandardFactory, index

from .harness import wait_until

WATCHES = (
    "!!wagtail.app.getControllerForElementAndIdentifier(document.querySelector('[data-edit-form]'), 'w-unsaved')"
    ".initialFormData"
)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only]


def choose_a_day(page, name):
    """Choose the 15th of next month in the calendar of the field ``name``; return what it writes."""
    field = page.locator(f"[name={name}]")
    field.click()
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    calendar.locator(".xdsoft_datepicker .xdsoft_next").click()
    calendar.locator("td[data-date='15']:not(.xdsoft_other_month)").click()
    expect(field).not_to_have_value("")
    written = field.input_value()
    # It would lie over the next field.
    page.evaluate("document.querySelectorAll('.xdsoft_datetimepicker').forEach((part) => part.style.display = 'none')")
    return written


def types_until(page, seen):
    """Write a teaser, as somebody does who goes on typing, until ``seen`` is on the screen.

    What is typed while the form begins to look at itself is noticed with the next change.
    """
    for words in ("When we are here.", "When we are here, and when not.", "When we are here, and when we are not."):
        page.locator("#id_teaser").fill(words)
        with suppress(TooLate):
            seen.wait_for(timeout=6_000)
            break
    expect(seen).to_be_visible()


def test_a_day_that_is_chosen_brings_the_hour_that_its_field_names_or_none(signed_in):
    page = signed_in("Editors")
    page.goto(reverse(Notice.snippet_viewset.get_url_name("add")))
    assert re.fullmatch(r"15/\d\d/\d{4} 00:00", choose_a_day(page, "begins"))
    assert re.fullmatch(r"15/\d\d/\d{4} 23:59", choose_a_day(page, "until"))
    parent = index(OpportunityIndexPage)
    page.goto(reverse("wagtailadmin_pages:add", args=["pages", "opportunitypage", parent.pk]))
    expect(page.locator("#id_slug")).to_be_attached()
    assert re.fullmatch(r"15/\d\d/\d{4} 09:00", choose_a_day(page, "starts_at"))
    assert re.fullmatch(r"15/\d\d/\d{4}", choose_a_day(page, "closes_at"))
    assert not OpportunityPage.objects.exists()


def test_one_window_that_saves_itself_is_warned_of_no_other_and_says_one_true_thing(signed_in):
    thing = StandardFactory(title="Opening hours", teaser="Our hours.")
    page = signed_in("Editors")
    held = []
    page.route("**/editing-sessions/ping/**", lambda route: held.append(route) if not held else route.continue_())
    page.goto(reverse("wagtailadmin_pages:edit", args=[thing.pk]))
    expect(page.locator("#id_slug")).to_be_attached()
    saved = page.locator(".w-autosave-indicator__state--saved")
    # It looks for changes from two seconds on.
    wait_until(page, WATCHES)
    types_until(page, saved)
    # The question that began before, and is answered only now.
    held[0].continue_()
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft of “Opening hours” is saved. Readers still see the version")).to_be_visible()

    # What is missing for readers: red, beside a draft that is kept.
    page.locator("#id_teaser").fill("")
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("That did not work yet. Look at each field that is marked in red.")).to_be_visible()
    expect(page.get_by_text("could not be saved")).to_have_count(0)
    expect(saved).to_be_visible(timeout=15_000)
