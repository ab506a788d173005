"""Every page of the public's forms, asked and with its errors, keeps the accessibility rules on every screen."""

import copy

import pytest

from cms.core.models import Taxonomy, Term
from cms.intake import forms as intake_forms
from cms.intake.models import AccessLink, Draft
from directory import moderation
from directory.models import Locality
from directory.submit_forms import ORDER
from tests.directory.conftest import ANSWERS
from tests.directory.factories import make_service

pytestmark = pytest.mark.django_db(transaction=True)

# In other themes and on a wide screen each page is looked at in tests/browser/served.
SCREENS = [(320, "dark")]


@pytest.fixture
def ground(live_server, monkeypatch):
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    Locality.objects.create(
        name="Sebastopol",
        postcode="3356",
        latitude=-37.59,
        longitude=143.84,
        council_area="Ballarat",
        region="Grampians",
    )
    taxonomy, _new = Taxonomy.objects.get_or_create(slug="type", defaults={"name": "Type", "is_prominent": True})
    Term.objects.get_or_create(slug="drop-in-test", defaults={"taxonomy": taxonomy, "name": "Drop-in or social"})


def no_overflow(page):
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_of_adding_a_service_keep_the_rules_with_and_without_errors(ground, open_page, axe, width, scheme):
    page = open_page(width=width, height=740, scheme=scheme)

    def look():
        axe(page)
        no_overflow(page)

    page.goto("/directory/add/")
    look()
    _draft, empty = Draft.start("directory-add")
    _draft, filled = Draft.start("directory-add", answers=copy.deepcopy(ANSWERS))
    for step in ORDER:
        page.goto(f"/directory/add/{filled}/{step}/")
        look()
        address = f"/directory/add/{empty}/{step}/" + ("1/" if step == "places" else "")
        page.goto(address)
        if step == "places":
            page.get_by_label("Street address").fill("1 Somewhere Street")
            page.get_by_label("Starts").fill("never")
        page.locator("main form").get_by_role("button", name="Save and continue").click()
        if step not in {"people", "safety"}:
            assert "Error: " in page.title()
            assert page.evaluate("document.activeElement.className") == "error-summary"
            look()
    for name in ("check", "delete"):
        page.goto(f"/directory/add/{filled}/{name}/")
        look()
    page.goto(f"/directory/add/{filled}/check/")
    page.get_by_role("button", name="Send to the editors").click()
    page.wait_for_url("**/sent/**")
    look()
    page.goto("/directory/add/no-such-key-at-all/check/")
    look()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_of_changing_a_service_keep_the_rules(ground, open_page, axe, width, scheme):
    page = open_page(width=width, height=740, scheme=scheme)
    service = make_service("Tuesday Table")
    link, token = AccessLink.make(moderation.UPDATE, service.uuid, None)
    page.goto(f"/directory/{service.slug}/update/")
    axe(page)
    page.get_by_role("button", name="Send me a link").click()
    assert "Error: " in page.title()
    axe(page)
    page.get_by_label("Your email address").fill("someone@example.org")
    page.get_by_role("button", name="Send me a link").click()
    axe(page)
    page.goto(f"/directory/update/{token}/")
    axe(page)
    link.use()
    page.reload()
    axe(page)
    no_overflow(page)
