"""What must never be public: one word in everything hidden, and every public reading of the directory looked through."""

from html import unescape

import pytest
from django.urls import reverse

from cms.intake.models import Sender
from directory.models import ListingContact, Service

from .factories import BALLARAT, make_location, make_service, make_taxonomy

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"


@pytest.fixture
def hidden():
    """A listed service with hidden parts and a waiting update, and four services that are not listed at all."""
    term = make_taxonomy("Type", "Group").terms.get()
    shown = make_service("Shown service", [term], how_to_join="Just turn up.")
    make_location(
        shown, (f"{CANARY} Creek", "3999", -37.5, 143.8, f"{CANARY} shire", "Grampians"), "nothing",
        name=f"{CANARY} hall", street=f"1 {CANARY} street", access_note=f"by the {CANARY}", times=[{}],
    )  # fmt: skip
    make_location(shown, BALLARAT, "suburb", name=f"{CANARY} house", street=f"2 {CANARY} lane", access_note=CANARY)
    sender = Sender.objects.create(name=f"{CANARY} person", email=f"{CANARY}@example.org")
    ListingContact.objects.create(service=shown, sender=sender)
    shown.name, shown.summary = f"{CANARY} new name", f"{CANARY} new summary"
    shown.save_revision()
    make_service(f"{CANARY} draft", [term], live=False, place=BALLARAT)
    make_service(f"{CANARY} closed", [term], status="closed", place=BALLARAT)
    make_service(f"{CANARY} unpublished", [term], place=BALLARAT).unpublish()
    declined = make_service(f"{CANARY} declined", [term], live=False, summary=CANARY, place=BALLARAT)
    declined.save_revision()
    return shown


ADDRESSES = [
    "/directory/",
    "/directory/?near=3350",
    "/directory/?near=Ballarat+Central&within=50",
    "/directory/?how=in-person&term=type-group",
    "/directory/?region=grampians",
    "/directory/?q=turn",
    "/directory/?council=ballarat&sort=checked&open=now",
    "/directory/?view=map",
    "/directory/?view=map&near=3350",
    "/directory/shown-service/",
    "/search/?q=shown",
    "/open-data/",
    "/directory/services.csv",
    "/directory/services.csv?near=3350",
    "/directory/places.geojson",
    "/directory/shown-service/calendar.ics",
    "/directory/update/?name=s",
    "/directory/shown-service/update/",
    "/directory/shown-service/update/somebody-else/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_hidden_is_on_a_page(client, hidden, address):
    response = client.get(address)
    assert response.status_code == 200
    # As people read it: addresses are written as references.
    assert CANARY not in unescape(b"".join(response).decode()).lower()


@pytest.mark.parametrize("address", [f"/directory/?q={CANARY}", f"/search/?q={CANARY}"])
def test_nothing_hidden_can_be_searched_for(client, hidden, address):
    content = client.get(address).content.decode()
    assert "Shown service" not in content
    # What was typed stands on the page again; nothing more of it does.
    for word in ("draft", "closed", "unpublished", "declined", "hall", "street", "lane", "creek"):
        assert f"{CANARY} {word}" not in content.lower()


def test_nothing_hidden_is_counted(client, hidden):
    content = client.get("/directory/?near=3350").content.decode()
    assert "1 result near 3350" in content
    assert 'Group<span class="visually-hidden">, 1 result</span>' in content


def test_nothing_hidden_is_in_a_shared_list(client, hidden):
    ids = ".".join(service.list_id for service in Service.objects.order_by("pk"))
    content = client.get("/directory/shortlist/", {"s": ids}).content.decode()
    assert "Shown service" in content
    assert CANARY not in unescape(content).lower()


def test_what_is_not_listed_has_no_page(client, hidden):
    for word in ("draft", "closed", "unpublished", "declined"):
        assert client.get(reverse("directory:detail", args=[f"{CANARY}-{word}"])).status_code == 404


@pytest.mark.parametrize("kind", ["services", "organizations", "service_at_locations"])
def test_nothing_hidden_is_open_data(client, hidden, kind):
    full = "full_service" if kind == "organizations" else "full"
    for query in (f"?{full}=true", f"?{full}=true&format=ndjson", f"?search={CANARY}", f"?{full}=true&search=shown"):
        content = b"".join(client.get(f"/api/hsds/v3/{kind}{query}")).decode().lower()
        assert CANARY not in content
    for one in client.get(f"/api/hsds/v3/{kind}").json()["contents"]:
        assert CANARY not in client.get(f"/api/hsds/v3/{kind}/{one['id']}").content.decode().lower()
    assert client.get(f"/api/hsds/v3/{kind}?search={CANARY}").json()["total_items"] == 0
    if kind != "organizations":
        # The other place of the shown service is in Ballarat; the hidden one is near nothing.
        assert client.get(f"/api/hsds/v3/{kind}?postcode=3350").json()["total_items"] == 1
        assert client.get(f"/api/hsds/v3/{kind}?postcode=3999").json()["total_items"] == 0
