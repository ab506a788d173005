"""What reading a public form costs: eight queries at most, whatever somebody typed or asked for before."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.intake.models import OutboxMessage
from cms.intake.receipts import seal
from contribute.models import StoryPrompt
from contribute.newsletter.links import key_of
from contribute.receiving import ANSWER, TAKE_BACK
from contribute.views.links import WROTE_AGAIN
from contribute.views.opinions import RECEIPT
from pages.models import StoryIndexPage
from tests.contribute.newsletter.conftest import typed
from tests.contribute.newsletter.making import a_list, reader
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import StoryFactory, index

from . import telling
from .telling import TOLD, a_note, a_picture, answers, posted, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
MOST = 8


def path_in(mail, begins):
    """Return the path in ``mail`` that begins so."""
    return re.search(rf"https?://[^/\s]+({begins}\S+)", bytes(mail.content).decode().replace("=\n", ""))[1]


def assert_cheap(addresses, most=MOST):
    """Read each of ``addresses`` (by name) as an anonymous reader does, and count."""
    costs = {}
    for name, address in addresses.items():
        client = Client()
        page = client.get(address)
        assert page.status_code == 200, (name, page.status_code)
        costs[name] = settled_cost(lambda client=client, address=address: client.get(address))
    assert {name: cost for name, cost in costs.items() if cost > most} == {}


def test_the_pages_of_the_newsletters_readers(client):
    lists = [a_list(f"List {number}") for number in range(5)]
    client.post("/newsletter/", typed(email="new@example.org", lists=[one.pk for one in lists]))
    key = key_of(reader("known@example.org", *lists))
    assert_cheap({
        "subscribe": reverse("newsletter:subscribe"), "asked": reverse("newsletter:asked"),
        "confirm": path_in(OutboxMessage.objects.get(), "/newsletter/confirm/"),
        "yours": reverse("newsletter:yours", args=[key]), "stop": reverse("newsletter:stop", args=[key]),
    })  # fmt: skip


def test_the_pages_of_was_this_useful():
    index(StoryIndexPage)
    story, service = StoryFactory(), make_service("Quiet Rivers")
    form = {"token": "", "comment": TOLD}
    page = reverse("contribute:useful", args=[story.pk, "no"])
    client = Client()
    form["token"] = client.get(page).context["form"].token()
    thanks = client.post(page, form).url
    assert thanks.startswith(reverse("contribute:useful_thanks", args=["x"])[:-2]), RECEIPT
    assert_cheap({
        "page": page, "entry": reverse("contribute:useful_entry", args=[service.slug, "yes"]), "thanks": thanks,
    })  # fmt: skip


def test_the_pages_behind_the_links_of_a_contribution(sent, kind):
    contribution = sent(kind)
    receipt = seal(WROTE_AGAIN, contribution.reference)
    assert_cheap({
        "sent": contribution.confirmed_at,
        "take back": reverse("contribute:take_back", args=[seal(TAKE_BACK, contribution.reference)]),
        "write again": reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)]),
        "wrote again": reverse("contribute:answered", args=[receipt]),
    })  # fmt: skip


def test_the_pages_of_the_form_for_a_story(client):
    index(StoryIndexPage)
    prompts = [f"What about {number}?" for number in range(6)]
    for number, words in enumerate(prompts):
        StoryPrompt.objects.create(words=words)
        a_note(f"note-{number}", f"Note {number}")
    key = walk(client, answers(
        begin={"prompts": prompts}, notes={"notes": ["note-1", "note-2"]},
        picture={"photo": a_picture(), "photo_alt": "A kettle", "people": "none"},
    ))  # fmt: skip
    save = reverse("contribute:story_save", args=[key])
    pages = {
        "check": reverse("contribute:story_check", args=[key]), "picture": telling.step(key, "picture"),
        "words": telling.step(key, "words"), "save": save,
    }  # fmt: skip
    assert_cheap(pages)
    saved = client.post(save, posted({"email": telling.EMAIL}, "contribute-story-save"))
    back = {"return": path_in(OutboxMessage.objects.get(), "/contribute/story/")}
    assert_cheap(back | ({"saved": saved.url} if saved.status_code == 302 else {}))
    confirmation = telling.send(client, key)
    assert_cheap({"sent": confirmation.url})
