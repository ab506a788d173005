"""Ways to write to us: their words are the editors', previewed while they write; each form has its own limit."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from contribute.kinds import KINDS
from contribute.models import Channel, Contribution
from contribute.models.channels import says
from contribute.views.forms import MOST

from .filled import FIRST, TOLD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_every_kind_has_its_words_from_the_migrations(kind):
    channel = Channel.objects.get(kind=kind)
    assert channel.title
    assert channel.teaser
    assert channel.privacy


def test_what_a_form_says_of_how_long_it_is_kept_is_how_long_it_is_kept(client):
    for channel in Channel.objects.all():
        assert says(channel.privacy, channel.keep_for), channel.kind
        FIRST.get(channel.kind, bool)()
        page = unescape(client.get(reverse(KINDS[channel.kind].url_name)).content.decode())
        assert all(line in page for line in channel.privacy.split("\n")), channel.kind


@pytest.mark.parametrize(
    ("words", "days", "is_said"),
    [
        ("We delete it 180 days after.", 180, True), ("We delete it 180 days after.", 18, False),
        ("for two years after", 730, True), ("for two years after", 731, True), ("for two years after", 700, False),
        ("Six months, then it goes", 182, True), ("a week", 7, True), ("12 weeks", 84, True), ("We delete it.", 90, False),
    ],
)  # fmt: skip
def test_a_time_is_read_in_digits_and_in_words(words, days, is_said):
    assert says(words, days) is is_said


def test_an_editor_who_changes_how_long_it_is_kept_changes_what_people_are_told():
    channel = Channel.objects.get(kind="enquiry")
    channel.full_clean()
    channel.keep_for = 90
    with pytest.raises(ValidationError, match="do not say 90 days"):
        channel.full_clean()
    channel.privacy = channel.privacy.replace("180 days", "three months")
    channel.full_clean()


@pytest.mark.parametrize("mode", ["", "closed"])
def test_a_preview_shows_the_words_being_edited(rf, kind, mode):
    channel = Channel.objects.get(kind=kind)
    channel.title = channel.closed_message = "Words being edited"
    page = channel.make_preview_request(preview_mode=mode)
    assert page.status_code == 200
    assert "Words being edited" in page.rendered_content


def test_the_preview_of_a_short_form_shows_its_questions(rf):
    page = Channel.objects.get(kind="enquiry").make_preview_request()
    assert "How would you like to be answered?" in page.rendered_content


def test_each_form_has_a_limit_of_its_own(client, url_of, filled):
    for _press in range(MOST):
        client.post(url_of("enquiry"), {})
    refused = client.post(url_of("enquiry"), filled("enquiry"))
    assert refused.status_code == 429
    assert TOLD in refused.content.decode()
    assert client.post(url_of("feedback"), filled("feedback")).status_code == 302
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(("role", "may"), [("Approvers", True), ("Editors", False), ("Inbox staff", False)])
def test_who_may_change_the_words(client, member_of, role, may):
    client.force_login(member_of(role))
    channel = Channel.objects.get(kind="enquiry")
    page = client.get(reverse("wagtailsnippets_contribute_channel:edit", args=[channel.pk]))
    assert (page.status_code == 200) == may


def test_nobody_adds_a_way_to_write_to_us_or_deletes_one(client, member_of):
    client.force_login(member_of("Administrators"))
    channel = Channel.objects.get(kind="enquiry")
    for address in (
        reverse("wagtailsnippets_contribute_channel:add"),
        reverse("wagtailsnippets_contribute_channel:delete", args=[channel.pk]),
    ):
        assert client.post(address, {}).status_code in {302, 403, 404}
    assert Channel.objects.filter(pk=channel.pk).exists()
