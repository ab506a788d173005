"""A form under attack: the device does the small sum by itself, and who cannot do it is held and not lost."""

import re

import pytest
from playwright.sync_api import expect

from cms.core.models import SiteSettings
from cms.intake import forms as intake_forms
from cms.intake import proof
from contribute.models import Channel, Feedback, PageOpinion
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/contribute/feedback/"


@pytest.fixture(autouse=True)
def _under_attack(live_server, monkeypatch):
    monkeypatch.setattr(intake_forms, "QUICKEST", 0)
    Channel.objects.filter(kind="feedback").update(asks_for_proof=True)


def fill(page):
    page.goto(ADDRESS)
    page.get_by_text("Something I like").click()
    page.get_by_label("Tell us more").fill("The kettle")


def send(page):
    page.get_by_role("button", name="Send your feedback").click()
    expect(page).to_have_url(re.compile(r"/contribute/sent/"))
    return Feedback.objects.get()


def test_the_device_does_the_sum_while_somebody_writes(page, axe):
    fill(page)
    expect(page.get_by_role("status").filter(has_text="done the sum")).to_be_visible()
    axe(page, "main")
    kept = send(page)
    assert (kept.held, kept.status) == ("", "new")


def test_a_form_that_is_sent_before_the_end_waits_for_it_and_is_sent_once(page, monkeypatch):
    # The longest that anybody has to wait.
    made = proof.altcha.create_challenge_v1
    monkeypatch.setattr(proof.altcha, "create_challenge_v1", lambda options: made(_with_number(options, proof.MOST)))
    page.goto(ADDRESS)
    page.evaluate(
        """() => {
          document.querySelector("[name=about][value=good]").checked = true;
          document.querySelector("[name=words]").value = "The kettle";
          document.querySelector("main form").requestSubmit(document.querySelector("main form button"));
        }"""
    )
    expect(page).to_have_url(re.compile(r"/contribute/sent/"))
    assert Feedback.objects.get().held == ""


def _with_number(options, number):
    options.number = number
    return options


def test_a_mistake_is_shown_with_a_new_sum(page):
    page.goto(ADDRESS)
    page.get_by_label("Tell us more").fill("The kettle")
    page.get_by_role("button", name="Send your feedback").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_text("Something I like").click()
    assert send(page).held == ""


def test_without_javascript_it_is_held_and_not_lost(open_page):
    page = open_page(javascript=False)
    fill(page)
    expect(page.get_by_text("With JavaScript turned off")).to_be_visible()
    kept = send(page)
    assert (kept.held, kept.status, kept.words) == ("proof", "junk", "The kettle")


def test_where_the_sum_fails_the_page_says_so_and_the_form_is_sent_all_the_same(page, monkeypatch):
    made = proof.altcha.create_challenge_v1

    def without_answer(options):
        challenge = made(options)
        challenge.challenge = "00" * 32
        challenge.max_number = 300
        return challenge

    monkeypatch.setattr(proof.altcha, "create_challenge_v1", without_answer)
    fill(page)
    expect(page.get_by_text("Your device could not do the sum")).to_be_visible()
    assert send(page).held == "proof"


def test_whether_a_page_was_useful_is_then_asked_on_the_small_page_and_counted(page):
    settings = SiteSettings.load()
    settings.useful_asks_for_proof = True
    settings.save()
    page.goto(StandardFactory(title="Making tea").get_url())
    page.locator("[data-useful]").get_by_role("link", name="Yes").click()
    expect(page).to_have_url(re.compile(r"/contribute/useful/"))
    # Whoever presses before the script has arrived is held; that is another test's.
    expect(page.get_by_role("status").filter(has_text="done the sum")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(r"/useful/thanks/"))
    assert [(one.is_useful, one.is_held) for one in PageOpinion.objects.all()] == [(True, False)]
