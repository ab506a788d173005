"""``person export|erase``: all that is kept of one person, handed out or deleted."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.intake import people
from cms.intake.models import Draft, OutboxMessage, Sender, Upload
from cms.intake.purge import received_models
from contribute import desk
from contribute.models import Contribution, StorySent, Suggestion
from directory.models import ListingContact, Report
from tests.directory.factories import make_service
from tests.intake.making import pdf

from .conftest import a_story
from .filled import EMAIL, TOLD
from .telling import a_picture

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


def something(field):
    """Return a value of ``field`` that says something; what it leads to is not saved."""
    if field.choices:
        return next(value for value, _label in field.choices if value)
    if field.is_relation:
        words = {
            "Page": {"title": "Tea"}, "Service": {"name": "Tea"}, "CharterEndorsement": {"name": "Tea"},
            "SiteDocument": {"pk": 1, "title": "Tea"}, "Upload": {"original_name": "tea.pdf", "caption": "Tea"},
        }[field.related_model.__name__]  # fmt: skip
        return field.related_model(**words)
    kind = field.get_internal_type()
    if field.name == "topics":
        return [Report.Topic.UNSAFE]
    if kind == "JSONField":
        return {"page_terms": [], "content_notes": [], "services_mentioned": [], "title": "Tea"}
    return {"DateField": date(2026, 1, 2), "DateTimeField": timezone.now(), "BooleanField": True}.get(kind, "tea")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("model", received_models(), ids=lambda model: model.__name__)
def test_each_field_of_each_kind_is_handed_out_or_stands_with_the_reason_why_not(model):
    fields = {field.name: field for field in model._meta.concrete_fields}
    assert set(model.NOT_TOLD) <= set(fields)
    assert all(model.NOT_TOLD.values())
    assert not set(model.FORGOTTEN) & set(model.NOT_TOLD)
    told = {name: field for name, field in fields.items() if name not in model.NOT_TOLD}
    assert len({field.verbose_name for field in told.values()}) == len(told), "one label would hide another"
    for name, field in told.items():
        empty, row = model().told_fields(), model(**{name: something(field)})
        label = str(field.verbose_name)
        assert row.told_fields()[label], name
        assert row.told_fields()[label] != empty.get(label) or field.has_default(), name
        if field.choices:
            assert row.told_fields()[label] == dict(field.choices)[getattr(row, name)]


def test_what_is_held_of_work_is_handed_out_with_the_name_of_its_file_and_where_staff_open_it(sent, client, member_of):
    file = SimpleUploadedFile("our tea.pdf", pdf(), content_type="application/pdf")
    work = sent("work", document=file, link="")
    [told] = person("export", EMAIL)["shared work"]
    assert told["licence"] == work.get_licence_display()
    assert told["what it is"] == "A reflection on practice"
    assert told["agreed for"] == work.consent.purposes
    assert told["upload"]["name"] == "our tea.pdf"
    assert told["upload"]["size in bytes"] == work.upload.size
    client.force_login(member_of("Approvers"))
    assert client.get(told["upload"]["staff open it at"]).status_code == 200


def test_the_picture_of_a_story_is_handed_out_before_it_is_taken_and_after(client, member_of):
    upload = Upload.objects.create(
        original_name="kettle.jpg", caption="A kettle", content_type="image/jpeg", extension=".jpg", size=9,
        file=a_picture(),
    )  # fmt: skip
    story = a_story(
        picture={"photo_alt": "A kettle", "people": "none"}, name={"name_shown": "pseudonym", "teller_name": "River"}
    )
    StorySent.objects.filter(pk=story.pk).update(upload=upload)
    [told] = person("export", EMAIL)["stories"]
    assert (told["upload"]["name"], told["upload"]["what it shows"]) == ("kettle.jpg", "A kettle")
    assert told["the story"]["The name"] == told["as it was sent"]["The name"] == "River"
    client.force_login(member_of("Approvers"))
    client.post(reverse("contribute_story_teller", args=[story.pk]), {"do": "picture"})
    [told] = person("export", EMAIL)["stories"]
    assert "upload" not in told
    [picture] = told["pictures in it"]
    assert picture["what it shows"] == "A kettle"
    assert client.get(picture["staff open it at"]).status_code == 200


def test_topic_way_of_answering_and_last_day_are_handed_out_in_words(sent):
    enquiry = sent("enquiry")
    suggestion = sent("suggestion")
    Suggestion.objects.filter(pk=suggestion.pk).update(closes_on=date(2027, 2, 3))
    told = person("export", EMAIL)
    assert told["questions"][0]["topic"] == enquiry.topic_name
    assert told["questions"][0]["wants to be answered"] == "By email"
    assert told["suggestions"][0]["closes on"] == "2027-02-03"


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
