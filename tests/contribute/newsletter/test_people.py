"""A reader's details: handed out, deleted, and in no place where nobody looks for them."""

import json

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from cms.intake.models import OutboxMessage
from cms.intake.people import erase, export
from contribute.newsletter import sending
from contribute.newsletter.models import Delivery, NewsletterWords, Subscriber, Suppression
from tests.pages.factories import StandardFactory

from .making import an_issue, page_part, reader, with_address

pytestmark = pytest.mark.django_db

ADDRESS = "zebrafinch@example.org"


@pytest.fixture
def written():
    """A reader to whom an issue is on its way."""
    with_address()
    one = reader(ADDRESS, name="Zebrafinch")
    issue = an_issue(page_part(StandardFactory()))
    sending.press(issue, None)
    sending.fill()
    return one, issue


def test_all_that_is_kept_is_handed_out(written):
    (told,) = export("Zebrafinch@Example.org ")["newsletter"]
    assert told["email"] == ADDRESS
    assert told["name"] == "Zebrafinch"
    assert told["lists"] == ["News from the Centre"]
    assert told["agreed_to"] == "Yes, please."
    assert told["issues"] == [{"subject": "A chair by the window", "sent_at": None}]
    json.dumps(told)


def test_all_that_is_kept_is_deleted_but_a_code_and_nothing_waits(written):
    _one, issue = written
    assert erase(ADDRESS)["newsletter"] == 1
    assert not Subscriber.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Delivery.objects.exists()
    sending.fill()
    issue.refresh_from_db()
    assert issue.finished_at
    assert Suppression.objects.get().reason == Suppression.Reason.NEVER
    (told,) = export(ADDRESS)["newsletter"]
    assert told["never written to"] == "Asked never to be written to"
    assert erase(ADDRESS) == {}
    assert "newsletter" not in export("nobody@example.org")


def test_an_address_stands_in_its_own_table_and_on_the_way_and_nowhere_else(written, client, tmp_path):
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump), verbosity=0)
    holding = {row["model"] for row in json.loads(dump.read_text()) if "zebrafinch" in json.dumps(row).lower()}
    assert holding <= {"intake.sender", "intake.outboxmessage"}
    _one, issue = written
    for address in (issue.get_absolute_url(), "/newsletter/issues/", "/newsletter/", "/search/?q=zebrafinch"):
        text = client.get(address).content.decode().lower().replace('value="zebrafinch"', "")
        assert ADDRESS not in text
        assert "&#122;ebrafinch" not in text
    Subscriber.objects.all().delete()
    call_command("dumpdata", output=str(dump), verbosity=0)
    assert "zebrafinch" not in dump.read_text().lower()


def test_editors_see_the_page_with_their_words_before_they_save():
    words = NewsletterWords.load()
    words.introduction = "Other words."
    response = words.make_preview_request(RequestFactory().get("/admin/"))
    assert response.status_code == 200
    assert "Other words." in response.content.decode()
