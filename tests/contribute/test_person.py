"""``person export|erase``: all that is kept of one person, handed out or deleted."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cms.intake import people
from cms.intake.models import Draft, OutboxMessage, Sender
from contribute import desk
from contribute.models import Contribution
from directory.models import ListingContact
from tests.directory.factories import make_service

from .filled import EMAIL, TOLD

pytestmark = pytest.mark.django_db


def person(what, who):
    out = StringIO()
    call_command("person", what, who, stdout=out)
    return json.loads(out.getvalue())


def test_all_that_somebody_sent_is_handed_out_with_what_they_agreed_to_and_what_was_written_since(
    sent, kind, member_of
):
    contribution = sent(kind)
    desk.reply(contribution, "Our answer", user=member_of("Inbox staff"))
    desk.write_note(contribution, "Between ourselves", user=None)
    told = person("export", EMAIL.upper())
    text = json.dumps(told)
    assert TOLD in text
    assert contribution.reference in text
    assert "Our answer" in text
    assert contribution.consent.version in text
    assert "Between ourselves" not in text


def test_what_was_sent_without_an_address_is_handed_out_by_its_reference(sent):
    contribution = sent("complaint", your_email="", your_name="")
    assert TOLD in json.dumps(person("export", contribution.reference.lower().replace("-", "")))
    assert person("export", EMAIL) == {}


def test_erasing_a_person_leaves_nothing_of_them_anywhere(sent, kind, member_of):
    contribution = sent(kind)
    other = sent(kind, your_email="wombat@example.org")
    desk.reply(contribution, "Our answer", user=member_of("Inbox staff"))
    Draft.start("directory-add", answers={"contact": {"your_email": EMAIL}})
    listed = make_service("Quiet Corner")
    ListingContact.objects.create(service=listed, sender=Sender.objects.create(email=EMAIL))
    counts = person("erase", EMAIL)
    assert counts["forms that were begun"] == counts["entries looked after"] == 1
    assert person("export", EMAIL) == {}
    assert not Sender.objects.filter(email=EMAIL).exists()
    assert not OutboxMessage.objects.filter(recipients__icontains=EMAIL).exists()
    assert not contribution.messages.exists()
    assert TOLD in Contribution.objects.get(pk=other.pk).words


def test_erasing_twice_says_that_nothing_was_left(sent):
    sent("enquiry")
    assert person("erase", EMAIL)
    assert person("erase", EMAIL) == {}


@pytest.mark.parametrize("who", ["", "nobody@example.org", "AAAA-BBBB", "%", '"'])
def test_who_is_not_known_has_nothing_here(sent, who):
    sent("enquiry")
    assert people.export(who) == {}
    assert people.erase(who) == {}
    assert TOLD in Contribution.objects.get().words
