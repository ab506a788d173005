"""Beside the steps: save and come back by a mailed link, "is this yours?", the preview."""

import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.intake.models import AccessLink, Draft, OutboxMessage
from cms.intake.models.drafts import SAVED_LIFE
from directory import moderation
from directory.models import ListingContact, Service, Submission

from .conftest import place_data, posted
from .factories import BALLARAT, make_phone, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(client):
    def go():
        return client.post(reverse("directory:add"), posted({})).url.split("/")[3]

    return go


def step(key, name="about"):
    return reverse("directory:add_step", args=[key, name])


def save(client, key, email="me@example.org"):
    return client.post(reverse("directory:add_save", args=[key]), posted({"email": email}, "directory-save"))


def mails():
    return OutboxMessage.objects.filter(key__startswith="directory:saved:").order_by("pk")


def mailed_path(message=None):
    message = message or mails().latest("pk")
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/directory/add/\S+)", text)[1]


def test_what_was_typed_is_kept_though_it_is_not_right_yet_and_comes_back_by_the_link(client, begin):
    key = begin()
    response = client.post(step(key), posted({"service_name": "", "summary": "Half a sent", "then": "later"}))
    assert response.url == reverse("directory:add_save", args=[key])
    assert save(client, key).status_code == 200
    path = mailed_path()
    assert client.get(path).status_code == 200
    assert Draft.objects.of_key("directory-add", key), "opening a link changes nothing"
    back = client.post(path, posted({}, "directory-return")).url
    assert key not in back
    assert "Half a sent" in client.get(back).text
    assert client.get(step(key)).status_code == 410
    # The link works again, on another device.
    assert client.post(path, posted({}, "directory-return")).status_code == 302
    assert client.get(back).status_code == 410


def test_a_place_left_in_the_middle_comes_back_with_its_rows_and_keeps_the_form_from_being_sent(
    client, walk, answers, localities
):
    key = walk(answers, send=False)
    begun = place_data({"place_name": "The other hall", "locality": "Atlantis", "times": []})
    begun |= {"rows": "3", "time_2_starts": "6.30 pm", "then": "later"}
    client.post(reverse("directory:add_place", args=[key, 2]), posted(begun))
    page = client.get(reverse("directory:add_save", args=[key])).text
    assert reverse("directory:add_place", args=[key, 2]) in page
    page = client.get(reverse("directory:add_place", args=[key, 2])).text
    for typed in ("The other hall", "Atlantis", "time_2_starts", "6.30 pm"):
        assert typed in page
    assert client.get(reverse("directory:add_check", args=[key])).url == step(key, "places")
    assert "not finished" in client.get(step(key, "places")).text
    client.post(step(key, "places"), posted({}))
    assert client.get(reverse("directory:add_check", args=[key])).status_code == 200


def test_a_saved_form_is_kept_for_fourteen_days_and_says_until_when(client, begin):
    key = begin()
    page = save(client, key).text
    draft = Draft.objects.get()
    assert draft.expires_at > timezone.now() + SAVED_LIFE - timezone.timedelta(minutes=1)
    until = timezone.localdate(draft.expires_at)
    assert f"{until:%A} {until.day} {until:%B %Y}" in page
    assert f"until {until.day} {until:%B %Y}" in client.get(step(key)).text
    Draft.objects.update(expires_at=timezone.now())
    assert client.get(mailed_path()).status_code == 410


def test_the_same_address_is_mailed_once_in_ten_minutes_and_the_first_link_still_works(client, begin):
    key = begin()
    first, second = save(client, key), save(client, key, "ME@example.org")
    strip = re.compile(r'value="[^"]{40,}"')
    assert strip.sub("", first.text) == strip.sub("", second.text)
    assert mails().count() == 1
    assert client.get(mailed_path()).status_code == 200
    save(client, key, "right@example.org")
    assert [m.recipients for m in mails()] == [["me@example.org"], ["right@example.org"]]
    assert client.get(mailed_path(mails().first())).status_code == 410
    assert client.get(mailed_path()).status_code == 200


def test_many_forms_do_not_fill_one_mailbox(client, begin):
    for _each in range(9):
        assert save(client, begin(), "victim@example.org").status_code == 200
    assert mails().count() == 6


def test_the_address_of_the_form_is_offered_and_a_wrong_one_is_refused_kindly(client, walk, answers, localities):
    key = walk(answers, send=False)
    assert 'value="private.person@example.org"' in unescape(client.get(reverse("directory:add_save", args=[key])).text)
    response = save(client, key, "nobody")
    assert response.status_code == 400
    assert 'value="nobody"' in response.text
    assert "Enter an email address such as" in response.text


def test_an_update_goes_to_the_address_that_looks_after_it_which_no_page_says(client, submitted, decide):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    link, _token = AccessLink.make(moderation.UPDATE, service.uuid, ListingContact.objects.get().sender)
    AccessLink.objects.update(expires_at=timezone.now() + timezone.timedelta(days=1))
    draft, key = Draft.start("directory-add", link=link, subject=service.uuid, answers={"about": {}})
    pages = client.get(reverse("directory:add_save", args=[key])).text + save(client, key, "other@example.org").text
    assert "private.person" not in pages
    assert mails().get().recipients == ["private.person@example.org"]
    link.refresh_from_db()
    draft.refresh_from_db()
    assert link.expires_at >= draft.expires_at, "it must still be possible to send what was saved"


def test_nothing_of_what_was_typed_is_in_the_mail(client, walk, answers, localities):
    save(client, walk(answers, send=False))
    content = bytes(mails().get().content).decode()
    # The day until which it is kept may be a Tuesday.
    assert answers["about"]["service_name"] not in content
    assert "Private Person" not in content


def test_what_was_saved_can_be_deleted_and_leaving_in_a_hurry_closes_the_way_in(client, begin):
    key = begin()
    save(client, key)
    path = mailed_path()
    assert client.post(reverse("directory:add_leave", args=[key])).status_code == 204
    assert client.get(step(key)).status_code == 410
    back = client.post(path, posted({}, "directory-return")).url
    client.post(reverse("directory:add_delete", args=[back.split("/")[3]]), posted({}))
    assert not Draft.objects.exists()
    assert client.get(path).status_code == 410


def test_what_was_typed_in_a_tab_that_closed_meanwhile_is_shown_to_be_copied(client, begin):
    key = begin()
    Draft.objects.get().rekey()
    response = client.post(
        step(key), "service_name=Kept+words&token=x", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 410
    assert "Kept words" in response.text
    assert "Name of the service" in response.text


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/\\?#\x00"), min_size=1, max_size=40))
def test_a_link_that_is_not_ours_opens_nothing(client, text):
    Draft.start("directory-add")[0].save_for_later()
    response = client.get(reverse("directory:add_return", args=[text]))
    assert response.status_code in {404, 410}


# --- Is this yours? -------------------------------------------------------------------------------


ABOUT = {"service_name": "Tuesday Table", "provider_name": "Wendouree Peer Collective", "summary": "Tea."}


def test_a_listed_entry_that_is_alike_is_asked_about_once_and_nothing_is_blocked(client, begin):
    make_service("The Tuesday Tables", place=BALLARAT, provider_name="Somebody")
    key = begin()
    url = client.post(step(key), posted(ABOUT)).url
    page = client.get(url).text
    for word in (
        "The Tuesday Tables",
        "Somebody",
        "Ballarat Central",
        "the same name",
        "/directory/the-tuesday-tables/update/",
    ):
        assert word in page
    assert step(key, "people") in page
    assert client.post(step(key), posted(ABOUT)).url == step(key, "people"), "asked once"


def test_of_an_entry_that_waits_only_that_it_waits_is_said(client, begin, submitted):
    key = begin()
    page = client.get(client.post(step(key), posted(ABOUT | {"summary": "Other words"})).url).text
    assert "already waiting" in page
    for word in ("A weekly table", "Sebastopol", "Tuesday Table", submitted.service.slug):
        assert word not in page


def test_a_phone_number_is_asked_about_after_the_contact_and_an_update_is_never_asked(
    client, walk, answers, localities, submitted, decide
):
    decide(submitted.service, "approve")
    answers["about"]["service_name"] = "Quite another name"
    answers["about"]["provider_name"] = "Others"
    make_phone(make_service("A line"), "03 5550 0012")
    key = walk(answers, send=False)
    response = client.post(step(key, "contact"), posted(answers["contact"]))
    assert response.url == reverse("directory:add_check", args=[key])
    draft = Draft.objects.get()
    assert len(draft.answers["_seen"]) == 2
    page = client.get(reverse("directory:add_yours", args=[key])).text
    assert "the same phone number" in page


def test_is_this_yours_leads_on_where_nothing_is_alike_and_to_no_other_place(client, begin):
    key = begin()
    for to in ("people", "https://evil.example", "", "nothing"):
        url = client.get(reverse("directory:add_yours", args=[key]), {"to": to}).url
        assert url == step(key, "people" if to == "people" else "about")


def test_asking_costs_the_same_queries_whatever_is_alike(client, begin, django_assert_max_num_queries):
    for number in range(3):
        make_service("Tuesday Table", place=BALLARAT, website=f"https://{number}.example.org")
    key = begin()
    url = client.post(step(key), posted(ABOUT)).url
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)
    for _each in range(6):
        make_service("Tuesday Table", place=BALLARAT)
    # What stands on every page is read anew after a change of what readers may see.
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)


# --- Preview --------------------------------------------------------------------------------------


def test_the_preview_shows_what_readers_would_see_and_saves_nothing(client, walk, answers, localities):
    key = walk(answers, send=False)
    response = client.get(reverse("directory:add_preview", args=[key]))
    page = response.text
    for shown in (
        "Preview",
        "Tuesday Table",
        "Wendouree Peer Collective",
        "Jo meets you",
        "(03) 5550 0012",
        "Sebastopol",
    ):
        assert shown in page
    for private in ("Hidden Lane", "Private Person", "private.person", "0491 570 156", "A note for editors"):
        assert private not in page
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not Service.objects.exists()
    assert "Report a problem" not in page


def test_the_preview_of_an_update_shows_the_change_and_leaves_the_entry(client, submitted, decide, answers):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    link, _token = AccessLink.make(moderation.UPDATE, service.uuid, ListingContact.objects.get().sender)
    answers["about"]["service_name"] = "Wednesday Table"
    _draft, key = Draft.start("directory-add", link=link, subject=service.uuid, answers=answers)
    assert "Wednesday Table" in client.get(reverse("directory:add_preview", args=[key])).text
    assert Service.objects.get().name == "Tuesday Table"
    assert Submission.objects.count() == 1


def test_the_preview_asks_for_what_is_missing_first(client, begin):
    key = begin()
    assert client.get(reverse("directory:add_preview", args=[key])).url == step(key)


def test_a_colleagues_draft_or_what_was_taken_off_is_not_said_to_wait(client, begin):
    make_service("Tuesday Table", live=False)
    key = begin()
    assert client.get(client.post(step(key), posted(ABOUT)).url).status_code == 302
