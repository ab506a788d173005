"""The directory in a browser: filters without script, what comes first on a phone, nothing wider than the screen."""

import datetime

import pytest

from tests.directory.factories import BALLARAT, WENDOUREE, make_location, make_phone, make_service, make_taxonomy

pytestmark = pytest.mark.django_db
LIST, LONG_NAME = "/directory/", "A circle for everybody who has ever sat in a car park and not gone in"


@pytest.fixture
def services(live_server):
    """Three services: one with everything and a long name, one that waits, one by phone."""
    terms = list(make_taxonomy("Looking for support as", "A person with lived experience").terms.all())
    terms += make_taxonomy("Access", "Step-free", is_prominent=False).terms.all()
    full = make_service(
        LONG_NAME, terms, organisation="Wendouree Peers", slug="full", description="One.\n\nTwo.",
        how_to_join="Just turn up.", first_visit="Jo meets you.", safety_run_by="We do.", who_for="Adults.",
        public_email="a-rather-long-address@wendouree-peers.example.org", website="https://example.org/",
        assured_at=datetime.date(2026, 11, 3), status="waiting", status_message="about 4 weeks",
    )  # fmt: skip
    make_location(full, BALLARAT, "street", name="Doveton House", street="18 Made-up Street", times=[{}])
    make_phone(full, label="Jo", hours="Weekdays")
    make_service("Next door", terms, place=WENDOUREE)
    make_service("Warm line", terms[:1], coverage="statewide", offers_in_person=False, offers_phone=True)
    return full


@pytest.mark.parametrize("address", [f"{LIST}?near=3350", f"{LIST}full/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_text_at_twice_its_size_fits_the_screen(services, open_page, address, width):
    page = open_page(width=width)
    page.goto(address)
    page.evaluate("document.documentElement.dataset.text = '200'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_work_without_script(services, open_page):
    page = open_page(javascript=False)
    page.goto(LIST)
    page.locator("label[for=choose-how-phone]").click()
    page.get_by_role("button", name="Show results").click()
    assert "how=phone" in page.url
    assert page.get_by_role("status").inner_text() == "1 result"
    page.get_by_role("link", name="Remove filter: Phone").click()
    assert page.get_by_role("status").inner_text().startswith("3 ")


def test_on_a_phone_filters_fold_and_open_without_script(services, open_page):
    page = open_page(width=390, javascript=False)
    page.goto(LIST)
    assert not page.get_by_label("Phone").is_visible()
    page.get_by_text("Filters", exact=True).click()
    page.locator("label[for=choose-how-phone]").click()
    page.get_by_role("button", name="Show results").click()
    assert page.get_by_role("status").inner_text() == "1 result"


def test_on_a_phone_the_first_result_begins_within_one_and_a_half_screens(services, open_page):
    page = open_page(width=390, height=844)
    page.goto(LIST)
    assert page.locator(".result").first.bounding_box()["y"] < 844 * 1.5


def test_on_a_phone_next_time_and_contact_come_before_the_long_text(services, open_page):
    page = open_page(width=390, height=844)
    page.goto(f"{LIST}full/")
    tops = [page.locator(part).bounding_box()["y"] for part in (".next-time", ".service-contact", ".service-text")]
    assert tops == sorted(tops)
