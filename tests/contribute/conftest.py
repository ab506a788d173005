"""What tests of contributions share: forms that are filled in, and things that were sent."""

import pytest
from django.urls import reverse

from cms.intake import forms as intake_forms
from cms.intake.keys import form_token, new_key
from contribute.kinds import KINDS
from contribute.models import Contribution, StorySent
from contribute.stories.sending import take_story
from pages.models import StoryIndexPage
from tests.pages.factories import index

from .filled import EMAIL, FIRST, FORMS, TOLD
from .telling import answers


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    """Let forms be sent as soon as they are shown; that they are not is a test of its own."""
    monkeypatch.setattr(intake_forms, "QUICKEST", 0)


@pytest.fixture
def url_of():
    """The address of the form of a kind."""

    def address(kind):
        FIRST.get(kind, bool)()
        return reverse(KINDS[kind].url_name)

    return address


@pytest.fixture
def filled(db):
    """What a browser posts for a kind: ``filled("enquiry", words="…")``."""

    def make(kind, **values):
        form, answers = FORMS[kind]
        data = answers() | {"token": form_token(form), "website_address": ""} | values
        return {name: value for name, value in data.items() if value is not None}

    return make


@pytest.fixture
def sent(client, filled, url_of):
    """Send one of a kind by its form and return it: ``sent("enquiry")``."""

    def send(kind, **values):
        if kind == StorySent.KIND:
            return a_story()
        before = set(Contribution.objects.values_list("pk", flat=True))
        response = client.post(url_of(kind), filled(kind, **values))
        assert response.status_code == 302, response.content.decode()
        found = Contribution.objects.exclude(pk__in=before).get().own
        found.confirmed_at = response.url
        return found

    return send


def a_story(**changed):
    """Send a story in, in the words of the short forms: what its own pages do with them is a test of its own."""
    if not StoryIndexPage.objects.exists():
        index(StoryIndexPage)
    reach = {"your_name": "Quoll", "your_email": EMAIL, "may_correct": "ask"}
    told = answers(words={"story": f"Somebody listened. {TOLD}"}, reach=reach, **changed)
    return take_story(told, new_key())


@pytest.fixture(params=sorted(FORMS))
def kind(request, db):
    """Each kind of short form in turn."""
    FIRST.get(request.param, bool)()
    return request.param
