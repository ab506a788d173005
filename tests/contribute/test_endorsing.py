"""Endorsing the Charter: from the form to the public list, and off it again."""

import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from cms.intake.models import OutboxMessage, Upload
from cms.intake.purge import forget
from cms.intake.receipts import seal
from contribute import desk
from contribute.models import Contribution, Endorsement
from contribute.receiving import TAKE_BACK
from pages.models import CharterEndorsement
from tests.pages.factories import CharterFactory

from .filled import EMAIL, TOLD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]


def picture(width=300, height=200, kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return SimpleUploadedFile("../../our logo.png", out.getvalue(), content_type="image/png")


@pytest.fixture
def approver(client, member_of):
    user = member_of("Approvers")
    client.force_login(user)
    return user


def publish(client, endorsement, **values):
    endorsement = Endorsement.objects.get(pk=endorsement.pk)
    data = {
        "do": "act-publish",
        "seen": endorsement.changed_at.isoformat(),
        "publish-sure": "on",
        "publish-take_logo": "on",
    }
    data = {name: value for name, value in (data | values).items() if value}
    return client.post(reverse("contribute_desk", args=[endorsement.pk]), data)


def test_what_is_sent_stands_nowhere_before_it_is_approved(client, sent):
    sent("endorsement", logo=picture())
    assert not CharterEndorsement.objects.exists()
    assert not get_image_model().objects.exists()
    assert Upload.objects.get().original_name == "our logo.png"


def test_an_approved_endorsement_is_listed_with_its_logo_and_its_sender_is_told(client, sent, approver):
    endorsement = sent("endorsement", logo=picture())
    OutboxMessage.objects.all().delete()
    assert publish(client, endorsement).status_code == 302
    listed = CharterEndorsement.objects.listed().get()
    assert (listed.name, listed.website) == ("Quiet Rivers", "https://rivers.example.org")
    assert listed.logo.description == "Logo of Quiet Rivers"
    assert not Upload.objects.exists()
    mail = OutboxMessage.objects.get()
    assert mail.recipients == [EMAIL]
    assert "Quiet Rivers" not in bytes(mail.content).decode()
    endorsement = Endorsement.objects.get()
    assert (endorsement.status, endorsement.published) == ("done", listed)


def test_readers_see_statement_and_logo_from_the_approval_on_and_no_moment_before(client, sent, approver):
    page = CharterFactory()
    endorsement = sent("endorsement", logo=picture())
    reader = Client()

    def read():
        return unescape(reader.get(f"{page.url}endorsements/").content.decode())

    assert not any(word in read() for word in (TOLD, "Quiet Rivers", "<img"))
    publish(client, endorsement)
    after = read()
    assert f"We work by it. {TOLD}" in after
    assert "Quiet Rivers" in after
    [address] = html.fromstring(after).xpath("//main//img/@src")
    assert address.startswith("/media/images/")


def test_a_logo_is_left_out_where_the_editor_says_so(client, sent, approver):
    publish(client, sent("endorsement", logo=picture()), **{"publish-take_logo": ""})
    assert CharterEndorsement.objects.get().logo is None
    assert not get_image_model().objects.exists()


def test_nothing_is_published_that_nobody_checked(client, sent, approver):
    page = publish(client, sent("endorsement"), **{"publish-sure": ""})
    assert page.status_code == 400
    assert "Tick this when you have checked it" in page.content.decode()
    assert not CharterEndorsement.objects.exists()


def test_two_presses_publish_once(client, sent, approver):
    endorsement = sent("endorsement")
    seen = endorsement.changed_at.isoformat()
    publish(client, endorsement)
    again = client.post(
        reverse("contribute_desk", args=[endorsement.pk]), {"do": "act-publish", "seen": seen, "publish-sure": "on"}
    )
    assert again.status_code in {403, 302, 409}
    assert CharterEndorsement.objects.count() == 1


def test_a_name_that_is_listed_already_is_told_to_the_editor(client, sent, approver):
    CharterEndorsement.objects.create(name="quiet rivers")
    page = publish(client, sent("endorsement"))
    assert page.status_code == 409
    assert "endorses the Charter already" in page.content.decode()
    assert CharterEndorsement.objects.count() == 1


def test_who_may_not_publish_endorsements_has_no_button(client, sent, member_of):
    endorsement = sent("endorsement")
    client.force_login(member_of("Inbox staff"))
    assert (
        "Publish the endorsement" not in client.get(reverse("contribute_desk", args=[endorsement.pk])).content.decode()
    )
    publish(client, endorsement)
    assert not CharterEndorsement.objects.exists()


def test_an_organisation_takes_its_word_back_by_the_link_even_years_later(client, sent, approver):
    endorsement = sent("endorsement", logo=picture())
    publish(client, endorsement)
    forget(Endorsement, [endorsement.pk])
    client.logout()
    address = reverse("contribute:take_back", args=[seal(TAKE_BACK, endorsement.reference)])
    token = client.get(address).context["form"].token()
    assert "It is deleted" in client.post(address, {"token": token}, follow=True).content.decode()
    assert not CharterEndorsement.objects.exists()
    assert not get_image_model().objects.exists()
    assert Contribution.objects.get().status == "taken-back"
    assert not any("Quiet Rivers" in entry.label + str(entry.data) for entry in ModelLogEntry.objects.all())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.png", b"<svg onload=alert(1)>", "not a photo that we can read"),
        ("logo.png", b"", "This file is empty"),
        ("logo.svg", b"PK\x03\x04", "not a photo that we can read"),
    ],
)
def test_a_logo_that_is_none_is_refused_kindly_and_what_was_typed_stays(client, filled, url_of, name, content, said):
    logo = SimpleUploadedFile(name, content, content_type="image/png")
    page = client.post(url_of("endorsement"), filled("endorsement", logo=logo))
    assert page.status_code == 400
    assert said in page.content.decode()
    assert "Quiet Rivers" in page.content.decode()
    assert not Contribution.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("agrees", "Tick the box if you may speak for the organisation and agree"),
        ("role", "Enter your role there"),
        ("your_name", "Enter your name, so that we can ask for you"),
        ("your_email", "Enter your email, so that we can tell you when it is published"),
        ("organisation", "Enter the name of your organisation"),
    ],
)
@pytest.mark.parametrize("value", [None, "  \u200b "])
def test_without_a_person_who_may_speak_for_it_and_agrees_nothing_is_kept(client, filled, url_of, field, said, value):
    page = client.post(url_of("endorsement"), filled("endorsement", **{field: value if field != "agrees" else ""}))
    assert page.status_code == 400
    assert page.content.decode().count(said) >= 2
    assert "https://rivers.example.org" in page.content.decode()
    assert not Contribution.objects.exists()


def test_a_logo_of_forty_megapixels_is_refused(client, filled, url_of):
    page = client.post(url_of("endorsement"), filled("endorsement", logo=picture(8000, 5000)))
    assert "more than 12 million pixels" in page.content.decode()


def test_a_form_sent_twice_keeps_one_logo(client, filled, url_of):
    data = filled("endorsement")
    for _press in range(2):
        client.post(url_of("endorsement"), data | {"logo": picture()})
    assert Contribution.objects.count() == Upload.objects.count() == 1


def test_the_charters_list_leads_to_the_form(client, filled):
    from django.template.loader import render_to_string

    assert 'href="/charter/endorse/"' in render_to_string("pages/includes/endorse.html")


def test_a_logo_that_something_else_shows_stays(client, sent, approver):
    endorsement = sent("endorsement", logo=picture())
    publish(client, endorsement)
    logo = CharterEndorsement.objects.get().logo
    CharterEndorsement.objects.create(name="Another", logo=logo)
    desk.take_back(Endorsement.objects.get())
    assert get_image_model().objects.filter(pk=logo.pk).exists()
