"""What must never be public: one word in everything hidden, and every public reading of the directory looked through."""

import copy
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.intake.keys import new_key
from cms.intake.models import AccessLink
from directory import bin as the_bin
from directory import moderation
from directory.answers import of_service
from directory.models import Closure, ContactRequest, ListingContact, Note, NotListed, Report, Service, ServiceRedirect
from tests.pages.factories import StoryFactory

from .conftest import ANSWERS
from .factories import BALLARAT, make_location, make_service, make_taxonomy, make_term

pytestmark = pytest.mark.django_db
CANARY = "zebrafinch"


# Where the hidden places are: no other number of the tests begins so.
LATITUDE, LONGITUDE = "-37.1234", "143.9876"
POINT = (-37.123456, 143.987654)


@pytest.fixture
def hidden(localities):
    """A listed service with hidden parts, a waiting update and what people sent about it; and six that are not listed."""
    types = make_taxonomy("Type", "Group")
    term = types.terms.get()
    retired = make_term(types, f"late{CANARY}", is_retired=True)
    shown = make_service("Shown service", [term, retired], how_to_join="Just turn up.")
    make_location(
        shown, (f"{CANARY} Creek", "3999", *POINT, f"{CANARY} shire", "Grampians"), "nothing",
        name=f"{CANARY} hall", street=f"1 {CANARY} street", access_note=f"by the {CANARY}", times=[{}],
    )  # fmt: skip
    make_location(
        shown, BALLARAT, "suburb", name=f"{CANARY} house", street=f"2 {CANARY} lane", access_note=CANARY, times=[{}]
    )
    make_service(f"{CANARY} draft", [term], live=False, place=BALLARAT)
    make_service(f"{CANARY} closed", [term], status="closed", place=BALLARAT)
    make_service(f"{CANARY} unpublished", [term], place=BALLARAT).unpublish()
    the_bin.put(make_service(f"{CANARY} binned", [term], place=BALLARAT, summary=CANARY), None)
    declined = make_service(f"{CANARY} declined", [term], live=False, summary=CANARY, place=BALLARAT)
    declined.save_revision()
    sent_about(shown)
    return shown


def sent_about(shown):
    """Send in a new service, an update of ``shown``, a report, a wish for another contact; write an editor's notes."""
    answers = copy.deepcopy(ANSWERS)
    answers["about"] |= {"service_name": f"{CANARY} pending", "summary": CANARY}
    answers["places"]["list"][0] |= {"street": f"3 {CANARY} street", "place_name": f"{CANARY} room"}
    answers["contact"] |= {
        "your_name": f"{CANARY} sender", "your_email": f"{CANARY}@example.org", "note": f"{CANARY} note",
    }  # fmt: skip
    sender = moderation.submit_new(answers, new_key()).sender
    ListingContact.objects.create(service=shown, sender=sender)
    update = of_service(shown)
    update["about"]["summary"] = f"{CANARY} new summary"
    update["contact"]["note"] = f"{CANARY} other note"
    link, _token = AccessLink.make(moderation.UPDATE, shown.uuid, sender)
    moderation.submit_update(shown, update, new_key(), link)
    about = {"service": shown, "title": shown.name, "sender": sender}
    Report.objects.create(**about, topics=["unsafe"], words=f"{CANARY} words", token_hash="report")
    ContactRequest.objects.create(**about, kind="add", note=f"{CANARY} wish", token_hash="contact")
    Note.objects.create(service=shown, text=f"{CANARY} internal")
    Closure.objects.create(service=shown, reason=f"{CANARY} reason", undone_at=timezone.now())
    NotListed.objects.create(name=f"{CANARY} asked", why=f"{CANARY} why")
    ServiceRedirect.objects.create(old_slug="older-name", service=shown)


ADDRESSES = [
    "/",
    "/sitemap.xml",
    "/sitemap-services.xml",
    "/feeds/directory/",
    "/directory/",
    "/directory/?near=3350",
    "/directory/?near=Ballarat+Central&within=50",
    "/directory/?how=in-person&term=type-group",
    "/directory/?region=grampians",
    "/directory/?q=turn",
    "/directory/?council=ballarat&sort=checked&open=now",
    "/directory/?view=map",
    "/directory/?view=map&near=3350",
    "/directory/?view=map&part=grampians",
    "/directory/places/?q=ball",
    "/directory/shortlist/",
    "/directory/shown-service/",
    "/directory/older-name/",
    "/search/?q=shown",
    "/search/suggest/?q=sho",
    "/open-data/",
    "/directory/services.csv",
    "/directory/services.csv?near=3350",
    "/directory/places.geojson",
    "/directory/shown-service/calendar.ics",
    "/directory/update/?name=s",
    "/directory/shown-service/update/",
    "/directory/shown-service/update/somebody-else/",
    "/directory/shown-service/report/",
    "/api/hsds/v3/taxonomies",
    "/api/hsds/v3/taxonomy_terms",
    "/api/hsds/v3/services?postcode=3350&proximity=500000&full=true",
]


def text_of(response):
    """Return an answer as people read it (addresses are written as references), and where it sends on to."""
    return unescape(b"".join(response).decode()).lower() + response.get("Location", "").lower()


def says_nothing_hidden(text):
    return CANARY not in text and LATITUDE not in text and LONGITUDE not in text


def test_nothing_hidden_is_on_any_page(client, hidden, walk, answers):
    story = StoryFactory(title="A story")
    for service in (hidden, Service.objects.get(name=f"{CANARY} draft")):
        story.services_mentioned.create(service=service)
    story.save_revision().publish()
    times = [time.uuid for place in hidden.locations.all() for time in place.schedules.all()]
    assert len(times) == 2
    # Somebody sends in what looks like the shown one and like what waits.
    answers["about"]["service_name"] = "Shown service"
    key = walk(answers, send=False)
    addresses = [
        *ADDRESSES,
        story.url,
        *(f"/directory/shown-service/{time}.ics" for time in times),
        f"/directory/add/{key}/yours/",
        f"/directory/add/{key}/preview/",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code in ((200, 404) if address.endswith(f"{times[0]}.ics") else (200, 301)), address
        assert says_nothing_hidden(text_of(response)), address


def test_nothing_private_is_in_the_editors_statistics(hidden, as_member):
    for query in ("", "?export=csv"):
        text = text_of(as_member("Approvers", username=f"a{len(query)}").get(f"/admin/reports/directory/{query}"))
        for word in ("street", "lane", "hall", "house", "sender", "note", "words", "internal", "reason", "why"):
            assert f"{CANARY} {word}" not in text, word
        assert f"{CANARY}@" not in text
        assert LATITUDE not in text


@pytest.mark.parametrize(
    "address", [f"/directory/?q={CANARY}", f"/search/?q={CANARY}", f"/directory/update/?name={CANARY}"]
)
def test_nothing_hidden_can_be_searched_for(client, hidden, address):
    content = client.get(address).content.decode()
    assert "Shown service" not in content
    # What was typed stands on the page again; nothing more of it does.
    for word in ("draft", "closed", "unpublished", "declined", "pending", "hall", "street", "lane", "creek"):
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
        assert says_nothing_hidden(content)
    for one in client.get(f"/api/hsds/v3/{kind}").json()["contents"]:
        assert says_nothing_hidden(text_of(client.get(f"/api/hsds/v3/{kind}/{one['id']}")))
    assert client.get(f"/api/hsds/v3/{kind}?search={CANARY}").json()["total_items"] == 0
    if kind != "organizations":
        # The other place of the shown service is in Ballarat; the hidden one is near nothing.
        assert client.get(f"/api/hsds/v3/{kind}?postcode=3350").json()["total_items"] == 1
        assert client.get(f"/api/hsds/v3/{kind}?postcode=3999").json()["total_items"] == 0
