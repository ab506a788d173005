"""What tests of the directory share: a few localities, complete answers, a walk through the form."""

import copy
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.intake import forms as intake_forms
from cms.intake.keys import form_token, new_key
from cms.intake.models import AccessLink, Sender
from directory import moderation
from directory.models import ListingContact, Locality, Service
from tests.intake.deciding import gone_through

from .factories import BALLARAT, make_service

ME = "me@example.org"

ANSWERS = {
    "about": {
        "service_name": "Tuesday Table",
        "provider_name": "Wendouree Peer Collective",
        "summary": "A weekly table and a pot of tea.",
        "description": "We sit together and talk, or do not.",
        "first_visit": "Jo meets you at the door.",
    },
    "people": {
        "who_for": "Adults",
        "not_for": "",
        "age_min": 18,
        "age_max": None,
        "children_welcome": "no",
        "support_person_welcome": "yes",
    },
    "taking-part": {
        "delivery": ["offers_in_person", "offers_phone"],
        "coverage": "place",
        "cost_kind": "free",
        "cost_note": "",
        "joining": "self",
        "how_to_join": "Just turn up.",
        "takes_newcomers": "yes",
    },
    "places": {
        "list": [
            {
                "place_name": "Doveton House",
                "locality": "Sebastopol 3356",
                "street": "18 Hidden Lane",
                "address_shown": "suburb",
                "access_note": "Ramp",
                "times": [
                    {
                        "weekday": "1",
                        "starts": "18:30",
                        "ends": "20:00",
                        "frequency": "weekly",
                        "week_of_month": "",
                        "from_date": "",
                        "note": "",
                    }
                ],
            }
        ]
    },
    "safety": {
        "safety_run_by": "People with lived experience.",
        "safety_facilitators": "Both did a course.",
        "safety_guidelines": "One page on the wall.",
        "safety_privacy": "First names only.",
        "photo_alt": "",
    },
    "contact": {
        "phone": "(03) 5550 0012",
        "phone_label": "Jo",
        "phone_hours": "weekdays",
        "phone_2": "",
        "phone_2_label": "",
        "public_email": "table@example.org",
        "website": "",
        "contact_note": "",
        "your_name": "Private Person",
        "your_email": "private.person@example.org",
        "your_phone": "0491 570 156",
        "note": "A note for editors only",
        "consent": True,
    },
}


@pytest.fixture
def localities(db):
    """Two towns, and a name that stands twice."""
    rows = [
        ("Sebastopol", "3356", -37.5967, 143.8403, "Ballarat", "Grampians"),
        ("Horsham", "3400", -36.7106, 142.1994, "Horsham", "Grampians"),
        ("Ascot", "3364", -37.4, 143.8, "Ballarat", "Grampians"),
        ("Ascot", "3551", -36.7, 144.3, "Greater Bendigo", "Loddon Mallee"),
    ]
    return [
        Locality.objects.create(name=n, postcode=p, latitude=lat, longitude=lon, council_area=area, region=region)
        for n, p, lat, lon, area, region in rows
    ]


@pytest.fixture
def answers():
    """Complete answers of the form, fresh for each test."""
    return copy.deepcopy(ANSWERS)


@pytest.fixture
def submitted(localities, answers):
    """A new service as the public sent it in: its Submission."""
    return moderation.submit_new(answers, new_key())


@pytest.fixture(autouse=True)
def _no_time_trap(monkeypatch):
    # Tests fill a page in faster than a person; the trap has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)


def look_after(service, email=None):
    return ListingContact.objects.create(service=service, sender=Sender.objects.create(name="Jo", email=email or ME))


@pytest.fixture
def entry(db):
    """A listed service that ME looks after."""
    service = make_service("Tuesday Table", place=BALLARAT, assured_at=timezone.localdate() - timedelta(days=200))
    service.save_revision().publish()
    look_after(service)
    return Service.objects.get()


@pytest.fixture
def token(entry):
    """The token of a mailed link to keep ``entry`` right."""
    return AccessLink.make(moderation.UPDATE, entry.uuid, ListingContact.objects.get().sender)[1]


@pytest.fixture
def approver(member_of):
    return member_of("Approvers", first_name="Ada", last_name="Approver")


@pytest.fixture
def as_member(member_of):
    """A client signed in as a new member of a group: ``as_member("Editors")``; its user is ``client.user``."""

    def sign_in(group, **fields):
        client = Client()
        client.user = member_of(group, **fields)
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def decide(approver):
    """Take a decision through the review step: ``decide(service, "approve")``."""

    def take(service, action, user=None, **details):
        service.refresh_from_db()
        state = service.current_workflow_task_state
        task = state.task.specific
        return task.on_action(state, user or approver, action, **gone_through(task) | details)

    return take


def posted(values, form="directory-add"):
    """Return form data with a fresh token, lists and booleans as a browser sends them."""
    data = {"token": form_token(form)}
    for name, value in values.items():
        if value is None or value is False:
            continue
        data[name] = "on" if value is True else value
    return data


def place_data(place):
    """Return the form data of one kept place."""
    data = {name: value for name, value in place.items() if name != "times"} | {"rows": str(len(place["times"]) or 1)}
    for number, row in enumerate(place["times"]):
        data |= {f"time_{number}_{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def walk(client):
    """Send complete answers through the real pages; return the last response (the redirect to the confirmation)."""

    def go(answers, send=True):
        response = client.post(reverse("directory:add"), posted({}))
        assert response.status_code == 302, response.content
        key = response.url.split("/")[3]
        for step, values in answers.items():
            if step == "places":
                for number, place in enumerate(values["list"], 1):
                    response = client.post(
                        reverse("directory:add_place", args=[key, number]), posted(place_data(place))
                    )
                    assert response.status_code == 302, response.content.decode()
                values = {}
            response = client.post(reverse("directory:add_step", args=[key, step]), posted(values))
            assert response.status_code == 302, response.content.decode()
        if not send:
            return key
        return client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send"))

    return go


@pytest.fixture
def listed(submitted, decide):
    """A service that was sent in and approved."""
    decide(submitted.service, "approve")
    return Service.objects.get(pk=submitted.service_id)


def link_for(service, purpose=moderation.UPDATE):
    """Return the link that was mailed to the one who looks after ``service``."""
    return AccessLink.make(purpose, service.uuid, service.listing_contacts.get().sender)[0]
