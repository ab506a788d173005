"""What a service says as open data: valid by HSDS's own schemas, and never more than its page says."""

import csv
import datetime
import io
import json

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hsds.objects import Objects
from directory.hsds.parts import clocks_changed, provider_id
from directory.models import Link, Schedule, Service

from .factories import BALLARAT, GEELONG, make_location, make_phone, make_service, make_taxonomy, make_term
from .hsds import BASE, ask, names, problems

pytestmark = pytest.mark.django_db
SUMMER = datetime.datetime(2026, 1, 15, 3, tzinfo=datetime.UTC)
WINTER = datetime.datetime(2026, 7, 15, 3, tzinfo=datetime.UTC)


def full(service, now=None):
    return Objects(now).service_full(Service.objects.get(pk=service.pk))


def attribute(thing, kind):
    return [one.get("value") for one in thing["attributes"] if one["link_type"] == kind]


def whole_service(**fields):
    """A service with something in every field."""
    types = make_taxonomy("Support type", "Group")
    spoken = make_taxonomy("Languages", "Auslan", "Klingon")
    access = make_taxonomy("Access", "Step-free entry")
    terms = [*types.terms.all(), *spoken.terms.all(), *access.terms.all()]
    service = make_service(
        "Tuesday table", terms, organisation="Peer House",
        description="We sit together.", first_visit="Jo meets you.", who_for="Adults", not_for="Children",
        age_min=18, age_max=65, offers_phone=True, cost_note="A coin for tea.", how_to_join="Just turn up.",
        website="https://example.org/table", public_email="table@example.org", contact_note="Ask for Jo.",
        safety_run_by="People with lived experience.", safety_privacy="First names only.",
        assured_at=datetime.date(2026, 11, 1), **fields,
    )  # fmt: skip
    times = [
        {},
        {"frequency": "fortnightly", "from_date": datetime.date(2026, 2, 5), "ends": None},
        {"frequency": "monthly", "week_of_month": -1, "note": "Not in January"},
    ]
    make_location(service, BALLARAT, "street", times, name="Doveton House", street="7 Doveton St", access_note="Ramp")
    make_location(service, name="By phone")
    make_phone(service, label="Jo", hours="weekdays")
    Link(service=service, label="Group’s page", url="https://example.org/g").save()
    return service


def test_a_service_with_everything_is_valid_and_says_it_all():
    service = whole_service()
    said = full(service)
    assert problems("service", said) == []
    assert said["description"] == "People who have been there.\n\nWe sit together."
    assert said["application_process"] == "People join by themselves.\n\nJust turn up."
    assert said["fees_description"] == "Free. A coin for tea."
    assert (said["minimum_age"], said["maximum_age"], said["assured_date"]) == (18, 65, "2026-11-01")
    assert said["last_modified"].endswith("Z")
    assert said["organization"]["name"] == "Peer House"
    assert said["additional_urls"][0]["url"] == "https://example.org/g"
    assert said["phones"][0]["description"] == "Jo. weekdays"
    assert [(one["name"], one.get("code")) for one in said["languages"]] == [("Auslan", "asf"), ("Klingon", None)]
    assert said["cost_options"][0]["amount"] == 0
    assert said["service_areas"][0]["name"] == "Ballarat, Victoria"
    terms = {one["taxonomy_term"]["name"] for one in said["attributes"] if "taxonomy_term" in one}
    assert terms == {"Group", "Auslan", "Klingon", "Step-free entry"}
    assert attribute(said, "delivery") == ["in-person", "phone"]
    assert attribute(said, "first-visit") == ["Jo meets you."]
    assert attribute(said, "not-for") == ["Children"]
    assert attribute(said, "safety-privacy") == ["First names only."]
    place, phone = [one["location"] for one in said["service_at_locations"]]
    assert place["location_type"] == "physical"
    assert place["addresses"][0]["address_1"] == "7 Doveton St"
    assert [one["description"] for one in place["accessibility"]] == ["Ramp", "Step-free entry"]
    assert phone == {"id": phone["id"], "location_type": "virtual", "name": "By phone"}


def test_times_are_rules_with_the_offset_of_the_day_and_the_zone_beside_it():
    service = whole_service()
    weekly, fortnightly, monthly = full(service, SUMMER)["service_at_locations"][0]["schedules"]
    assert (weekly["freq"], weekly["interval"], weekly["byday"]) == ("WEEKLY", 1, "TU")
    assert (weekly["opens_at"], weekly["closes_at"]) == ("18:30+11:00", "20:00+11:00")
    assert weekly["attributes"][0]["value"] == "Australia/Melbourne"
    # 5 February 2026 is a Thursday: it says which weeks, and the Tuesday of that week is the first.
    assert (fortnightly["interval"], fortnightly["dtstart"]) == (2, "2026-02-03")
    assert "closes_at" not in fortnightly
    assert (monthly["freq"], monthly["byday"], monthly["notes"]) == ("MONTHLY", "-1TU", "Not in January")
    assert full(service, WINTER)["service_at_locations"][0]["schedules"][0]["opens_at"] == "18:30+10:00"


def test_the_clocks_last_changed_when_they_did():
    assert clocks_changed(SUMMER.date()).date() in {datetime.date(2025, 10, 5), datetime.date(2025, 10, 6)}
    assert clocks_changed(WINTER.date()).date() in {datetime.date(2026, 4, 5), datetime.date(2026, 4, 6)}


def test_a_hidden_address_gives_a_place_without_name_town_or_point():
    service = make_service()
    make_location(
        service, BALLARAT, "nothing", [{}], name="Doveton House", street="7 Doveton St", access_note="Blue door"
    )
    said = full(service)
    place = said["service_at_locations"][0]
    assert place["location"] == {
        "id": place["location"]["id"],
        "location_type": "physical",
        "name": "Address kept private",
        "description": "The service tells people where it is.",
    }
    assert place["schedules"]
    assert "service_areas" not in said
    text = json.dumps(said)
    for word in ("Ballarat", "3350", "Doveton", "Blue door", "-37.5"):
        assert word not in text


def test_where_only_the_suburb_shows_there_is_no_street_and_no_point():
    service = make_service()
    make_location(service, BALLARAT, "suburb", name="Doveton House", street="7 Doveton St", access_note="Blue door")
    said = full(service)
    place = said["service_at_locations"][0]["location"]
    assert place["name"] == "Ballarat Central, area only"
    assert "latitude" not in place
    assert (place["addresses"][0]["address_1"], place["addresses"][0]["city"]) == (
        "Street not published",
        "Ballarat Central",
    )
    text = json.dumps(said)
    assert "Doveton" not in text
    assert "Blue door" not in text


def test_a_point_beside_a_street_says_that_it_is_the_towns():
    service = make_service()
    make_location(service, GEELONG, "street", street="1 Long St")
    place = full(service)["service_at_locations"][0]["location"]
    assert (place["latitude"], place["longitude"]) == (GEELONG[2], GEELONG[3])
    assert place["attributes"][0]["value"] == "suburb or town"


@pytest.mark.parametrize(
    ("fields", "status", "alert"),
    [
        ({}, "active", None),
        (
            {"status": "waiting", "status_message": "About a month."},
            "active",
            "There is a waiting list. About a month.",
        ),
        (
            {"status": "paused", "status_until": datetime.date(2027, 3, 1)},
            "temporarily closed",
            "Paused until 1 March 2027.",
        ),
        ({"takes_newcomers": False}, "active", "Not taking new people now."),
    ],
)
def test_a_status_of_ours_is_one_of_hsds_and_an_alert(fields, status, alert):
    said = full(make_service(**fields))
    assert (said["status"], said.get("alert")) == (status, alert)
    assert attribute(said, "status") == [fields.get("status", "open")]


def test_a_provider_in_words_is_an_organisation_with_an_id_of_its_own():
    service = make_service(provider_name="A few neighbours")
    said = full(service)
    assert said["organization"] == {"id": said["organization_id"], "name": "A few neighbours", "description": ""}
    assert said["organization_id"] != said["id"]
    assert provider_id(provider_id(service.uuid)) == service.uuid


def test_a_retired_term_goes_out_nowhere(client):
    types = make_taxonomy("Type", "Group")
    group = types.terms.get()
    gone = make_term(types, "Gone", is_retired=True)
    into_gone, below = make_term(types, "Was", merged_into=gone), make_term(types, "Below", parent=gone)
    service = make_service(terms=[group, gone, into_gone, below])
    said = [one["taxonomy_term"] for one in full(service)["attributes"] if "taxonomy_term" in one]
    assert sorted(one["name"] for one in said) == ["Below", "Group"]
    assert not any("parent_id" in one for one in said)
    assert sorted(names(ask(client, "taxonomy_terms?top_only=true"))) == ["Below", "Group"]
    assert client.get(f"{BASE}/taxonomy_terms/{gone.uuid}").status_code == 404
    for term in (gone, into_gone):
        assert ask(client, f"services?taxonomy_term_id={term.uuid}")["empty"]
    assert names(ask(client, f"services?taxonomy_id={types.uuid}")) == [service.name]


def test_an_end_that_is_over_is_said_nowhere(client):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    service = make_service(status="paused", status_message="Back soon", status_until=yesterday, place=BALLARAT)
    said = full(service)
    assert said["alert"] == "Paused. Back soon"
    assert not [one for one in said["attributes"] if one["link_type"] == "status-until"]
    [row] = csv.DictReader(io.StringIO(b"".join(client.get("/directory/services.csv")).decode("utf-8-sig"), newline=""))
    assert (row["status"], row["about the status"]) == ("Paused", "Back soon")
    service = make_service(status_message="No meeting on Friday", status_until=yesterday)
    assert "alert" not in full(service)
    assert service.status_words == ""
    service.status_until = timezone.localdate()
    assert service.status_words == "No meeting on Friday"


def test_an_answer_of_many_organisations_stays_a_page(client, monkeypatch):
    for number in range(12):
        make_service(organisation=f"Organisation {number:02}", place=BALLARAT)
    for _number in range(2):
        make_service(organisation="Organisation 00")
    assert ask(client, "organizations?full_service=true")["size"] == 10
    response = client.get(f"{BASE}/organizations?full_service=true&per_page=11")
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "per_page")
    monkeypatch.setattr("directory.hsds.objects.MOST_IN_FULL", 2)
    monkeypatch.setattr("directory.hsds.lists.MOST_IN_FULL", 2)
    many, few, *_others = ask(client, "organizations?full_service=true")["contents"]
    assert [len(many["services"]), len(few["services"])] == [3, 1]
    assert not any("attributes" in one for one in many["services"])
    assert few["services"][0]["service_at_locations"]
    described = client.get(f"{BASE}/openapi.json").json()["components"]["parameters"]
    assert "at most 10" in described["per_page"]["description"]
    assert "more than 50 services" in described["full_service"]["description"]


def test_a_merged_term_goes_out_as_what_it_became_and_once():
    types = make_taxonomy("Type", "Group")
    group = types.terms.get()
    old = make_term(types, "Circle", merged_into=group)
    older = make_term(types, "Ring", merged_into=old)
    said = full(make_service(terms=[group, old, older]))
    assert [one["taxonomy_term"]["name"] for one in said["attributes"] if "taxonomy_term" in one] == ["Group"]


def test_ids_stay_the_same_and_are_each_there_once():
    service = whole_service()
    assert full(service) == full(service)
    found = []

    def collect(thing):
        if isinstance(thing, dict):
            if "id" in thing and "taxonomy" not in thing and "uri" not in thing:
                found.append(thing["id"])
            for value in thing.values():
                collect(value)
        elif isinstance(thing, list):
            for value in thing:
                collect(value)

    collect(full(service))
    assert len(found) == len(set(found))


def test_only_a_role_address_stands_for_what_was_checked(client):
    from cms.core.models import SiteSettings

    site = SiteSettings.load()
    site.email = "editors@example.org"
    site.save()
    checked = make_service(assured_at=datetime.date(2026, 11, 1))
    never = make_service()
    assert ask(client, f"services/{checked.uuid}")["assurer_email"] == "editors@example.org"
    assert "assurer_email" not in ask(client, f"services/{never.uuid}")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
times_of_day = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@given(
    texts=st.fixed_dictionaries(dict.fromkeys(("description", "who_for", "how_to_join", "safety_privacy"), words)),
    choices=st.fixed_dictionaries(
        {
            "cost_kind": st.sampled_from(Service.Cost.values),
            "coverage": st.sampled_from(Service.Coverage.values),
            "status": st.sampled_from(["open", "waiting", "paused"]),
            "age_min": st.none() | st.integers(0, 99),
            "offers_video": st.booleans(),
            "takes_newcomers": st.booleans(),
            "assured_at": st.none() | st.dates(),
        }
    ),
    shown=st.sampled_from(["street", "suburb", "nothing"]),
    rules=st.lists(
        st.fixed_dictionaries(
            {
                "weekday": st.sampled_from(Schedule.Weekday.values),
                "starts": times_of_day,
                "frequency": st.sampled_from(Schedule.Frequency.values),
                "week_of_month": st.sampled_from(Schedule.WeekOfMonth.values),
                "from_date": st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)),
                "ends": st.none(),
            }
        ),
        max_size=2,
    ),
)
@settings(max_examples=20)
def test_whatever_a_service_holds_is_valid(texts, choices, shown, rules):
    service = make_service(**texts, **choices)
    make_location(service, BALLARAT, shown, rules, street="1 Street")
    said = full(service)
    assert problems("service", said) == []
    row = Service.objects.get(pk=service.pk)
    assert problems("service_at_location", Objects().at_location_full(row.locations.get(), row)) == []
