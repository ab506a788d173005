"""Adding a service through the public pages: what is kept, shown, refused, and what never gets out."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from cms.core.words import stem
from cms.intake.models import Draft, OutboxMessage, Sender
from directory import words_table
from directory.models import Service, Submission

from .conftest import place_data, posted
from .factories import make_service

pytestmark = pytest.mark.django_db


def test_a_service_is_sent_in_without_an_account_and_waits_unseen(client, localities, answers, walk):
    response = walk(answers)
    assert response.status_code == 302
    page = client.get(response.url)
    submission = Submission.objects.get()
    assert submission.reference in page.content.decode()
    service = submission.service
    assert not service.live
    assert service not in Service.objects.listed()
    assert service.current_workflow_state.workflow.name == "Directory approval"
    assert service.locations.get().schedules.get().in_words == "Tuesdays, 6.30 pm to 8 pm"
    assert submission.sender.email == "private.person@example.org"
    assert submission.consent.version
    assert not Draft.objects.exists()
    assert client.get(service.get_absolute_url()).status_code == 404


def test_the_public_form_sets_no_cookie_and_is_kept_by_no_cache(client, localities, answers, walk):
    key = walk(answers, send=False)
    for url in (
        reverse("directory:add"),
        reverse("directory:add_step", args=[key, "about"]),
        reverse("directory:add_check", args=[key]),
    ):
        response = client.get(url)
        assert not response.cookies
        assert "private" in response["Cache-Control"]
        assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_confirmation_shows_nothing_that_was_sent(client, localities, answers, walk):
    page = client.get(walk(answers).url).content.decode()
    for private in ("Tuesday Table", "private.person", "Private Person"):
        assert private not in page


def test_sending_twice_makes_one_record_and_one_message(client, localities, answers, walk):
    key = walk(answers, send=False)
    url = reverse("directory:add_check", args=[key])
    first = client.post(url, posted({}, "directory-send"))
    second = client.post(url, posted({}, "directory-send"))
    assert first.status_code == second.status_code == 302
    assert Submission.objects.count() == Service.objects.count() == Sender.objects.count() == 1
    assert OutboxMessage.objects.filter(key__contains="received").count() == 1


def test_each_editor_who_reviews_and_the_sender_get_one_message(approver, client, localities, answers, walk):
    walk(answers)
    assert {tuple(m.recipients) for m in OutboxMessage.objects.all()} == {
        (approver.email,),
        ("private.person@example.org",),
    }


@pytest.mark.parametrize("step", ["about", "people", "taking-part", "safety", "contact"])
def test_a_step_shows_what_was_typed_when_one_comes_back(client, localities, answers, walk, step):
    key = walk(answers, send=False)
    page = unescape(client.get(reverse("directory:add_step", args=[key, step])).content.decode())
    typed = [value for value in answers[step].values() if isinstance(value, str) and len(value) > 4]
    assert typed or step == "taking-part"
    for value in typed:
        assert value.replace("’", "'") in page or value in page


def test_a_wrong_step_keeps_what_was_typed_and_says_how_to_mend_it(client, localities):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    response = client.post(
        reverse("directory:add_step", args=[key, "about"]), posted({"service_name": "", "summary": "Tea & talk <b>"})
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert 'href="#id_service_name"' in page
    assert "Enter the name of the service" in page
    assert "Tea &amp; talk &lt;b&gt;" in page


@pytest.mark.parametrize(
    ("step", "sent"),
    [("taking-part", {}), ("places/1", {"street": "1 Somewhere Street", "starts": "never"}), ("contact", {})],
)
def test_the_title_of_a_page_that_was_refused_begins_with_the_news(client, localities, step, sent):
    _draft, key = Draft.start("directory-add")
    response = client.post(f"/directory/add/{key}/{step}/", posted(sent))
    assert response.status_code == 400
    assert "<title>Error: " in response.text
    assert "There is a problem" in response.text


def test_the_title_of_a_link_not_asked_for_rightly_begins_with_the_news(client):
    response = client.post(f"/directory/{make_service('Tuesday Table').slug}/update/", posted({}))
    assert response.status_code == 400
    assert "<title>Error: " in response.text


def test_the_check_asks_for_a_step_that_is_missing_first(client, localities):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    for method in (client.get, client.post):
        response = method(reverse("directory:add_check", args=[key]))
        assert response.status_code == 302
        assert response.url.endswith("/about/")
    assert not Submission.objects.exists()


def test_more_rows_of_times_keep_what_was_typed(client, localities):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    url = reverse("directory:add_place", args=[key, 1])
    page = client.post(url, posted({"place_name": "The hall", "rows": "1", "time_0_starts": "6.30 pm", "more": "1"}))
    html = page.content.decode()
    assert "time_1_weekday" in html
    assert 'value="The hall"' in html
    assert 'value="6.30 pm"' in html


def test_a_name_that_stands_twice_is_asked_about(client, localities, answers):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    place = answers["places"]["list"][0] | {"locality": "Ascot"}
    page = client.post(reverse("directory:add_place", args=[key, 1]), posted(place_data(place))).content.decode()
    assert "Ascot 3364" in page
    assert "Ascot 3551" in page


def test_places_can_be_changed_and_removed(client, localities, answers, walk):
    answers["places"]["list"].append(answers["places"]["list"][0] | {"place_name": "Second hall"})
    key = walk(answers, send=False)
    page = client.get(reverse("directory:add_step", args=[key, "places"])).content.decode()
    assert "Doveton House" in page
    assert "Second hall" in page
    client.post(reverse("directory:add_step", args=[key, "places"]), posted({"remove": "1"}))
    page = client.get(reverse("directory:add_step", args=[key, "places"])).content.decode()
    assert "Doveton House" not in page
    assert "Second hall" in page


def test_what_was_typed_can_be_deleted(client, localities, answers, walk):
    key = walk(answers, send=False)
    url = reverse("directory:add_delete", args=[key])
    assert client.get(url).status_code == 200
    assert Draft.objects.exists()
    client.post(url, posted({}))
    assert not Draft.objects.exists()
    assert client.get(reverse("directory:add_step", args=[key, "about"])).status_code == 410


def test_the_foot_of_a_printed_form_does_not_say_the_key(client, localities, answers, walk):
    key = walk(answers, send=False)
    page = client.get(reverse("directory:add_check", args=[key])).content.decode()
    assert key not in re.search(r'class="only-print printed">.*?</p>', page, re.DOTALL)[0]


def test_leaving_the_form_deletes_what_was_typed_and_only_by_its_own_page(client, localities, answers, walk):
    key = walk(answers, send=False)
    url = reverse("directory:add_leave", args=[key])
    assert client.get(url).status_code == 405
    assert client.post(url, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post(reverse("directory:add_leave", args=["A" * 22])).status_code == 204
    assert Draft.objects.exists()
    response = client.post(url)
    assert (response.status_code, response.content) == (204, b"")
    assert not Draft.objects.exists()


def test_a_post_from_another_site_is_refused(client):
    for header in ({"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}):
        assert client.post(reverse("directory:add"), posted({}), **header).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "é" * 50])
def test_a_missing_or_altered_token_is_refused_and_nothing_is_lost(client, localities, answers, walk, token):
    key = walk(answers, send=False)
    response = client.post(
        reverse("directory:add_step", args=[key, "about"]), posted({"service_name": "Kept name"}) | {"token": token}
    )
    assert response.status_code == 400
    assert "Kept name" in response.content.decode()
    response = client.post(reverse("directory:add_check", args=[key]), {"token": token})
    assert response.status_code == 400
    assert not Submission.objects.exists()


def test_a_token_of_another_form_does_not_send(client, localities, answers, walk):
    key = walk(answers, send=False)
    assert client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-add")).status_code == 400
    assert not Submission.objects.exists()


def test_a_program_that_fills_the_hidden_field_is_asked_again(client):
    response = client.post(reverse("directory:add"), posted({"website_address": "https://spam.example"}))
    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_answers_that_come_faster_than_a_person_types_are_asked_again(client, localities, monkeypatch):
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    monkeypatch.setattr("cms.intake.forms.QUICKEST", 60)
    response = client.post(reverse("directory:add_step", args=[key, "about"]), posted({"service_name": "Quick"}))
    assert response.status_code == 400
    assert "faster than a person" in response.content.decode()


@pytest.fixture
def limited(monkeypatch):
    """Let no more forms through."""
    monkeypatch.setattr("cms.intake.guard.within_rate", lambda *args, **options: False)


def test_somebody_who_sends_too_much_is_told_when_to_try_again(client):
    for _number in range(61):
        response = client.post(reverse("directory:add"), posted({}))
    assert response.status_code == 429
    assert int(response["Retry-After"]) == 600
    assert "in 10 minutes" in response.text
    assert 'id="help"' in response.text


def test_somebody_who_sends_too_much_can_send_what_they_typed_again(client, limited, monkeypatch):
    _draft, key = Draft.start("directory-add")
    address = reverse("directory:add_step", args=[key, "people"])
    typed = {"who_for": 'Adults & "others"', "not_for": "Nobody\r\nat all", "age_min": "18"}
    as_browsers_send = {"content_type": "application/x-www-form-urlencoded"}
    response = client.post(address, urlencode(posted(typed)), **as_browsers_send)
    assert response.status_code == 429
    assert "no-store" in response["Cache-Control"]
    [form] = html.fromstring(response.text).xpath("//main//form[@method='post']")
    assert not form.get("action")
    monkeypatch.undo()
    again = client.post(address, urlencode(form.form_values()), **as_browsers_send)
    assert again.status_code == 302
    assert Draft.objects.of_key("directory-add", key).answers["people"]["not_for"] == "Nobody\nat all"


def test_a_photo_is_not_kept_when_too_much_is_sent_but_the_words_beside_it_are(client, limited):
    photo = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    response = client.post(reverse("directory:add"), posted({}) | {"photo": photo, "photo_alt": "A garden"})
    assert response.status_code == 429
    assert "no picture" not in response.text
    [form] = html.fromstring(response.text).xpath("//main//form[@method='post'][@enctype='multipart/form-data']")
    assert dict(form.form_values())["photo_alt"] == "A garden"
    assert form.xpath(".//input[@type='file']/@name") == ["photo"]
    assert "Please choose it again" in response.text


def test_a_dead_cache_does_not_close_the_form(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("cms.intake.guard.cache.add", broken)
    assert client.post(reverse("directory:add"), posted({})).status_code == 302


def test_an_unknown_key_or_step_or_receipt_is_said_kindly(client):
    assert client.get("/directory/add/nokeyatall/about/").status_code == 410
    assert client.get("/directory/add/sent/nonsense/").status_code == 404
    key = client.post(reverse("directory:add"), posted({})).url.split("/")[3]
    assert client.get(reverse("directory:add_step", args=[key, "nothing"])).status_code == 404
    assert client.get(f"/directory/add/{key}/places/999999999999/").status_code == 404


def test_the_private_contact_is_nowhere_but_in_its_own_table(client, localities, answers, walk, decide):
    walk(answers)
    service = Service.objects.get()
    decide(service, "approve")
    service.refresh_from_db()
    words = words_table.read([service.pk])[service.pk]
    assert stem("tuesday") in words
    assert not any(stem(secret) in words for secret in ("private", "hidden", "lane", "570"))
    everything = [
        client.get(service.get_absolute_url()).content.decode(),
        client.get(reverse("directory:list")).content.decode(),
        client.get("/search/?q=tuesday").content.decode(),
        *[str(r.content) for r in service.revisions.all()],
        *[m.subject + bytes(m.content).decode() for m in OutboxMessage.objects.all()],
    ]
    for secret in ("Private Person", "0491 570 156", "A note for editors only"):
        assert not any(secret in text for text in everything), secret
    # The address stands in the mail that is sent to it, and in no page, revision or index.
    assert not any("private.person@" in text for text in everything[:-2] if "To: private.person" not in text)
    assert "Hidden Lane" not in everything[0] + everything[1] + everything[2]


def test_the_address_in_the_form_is_masked_in_logs():
    from cms.core.logs import masked

    assert re.search(
        r"/directory/add/\*\*\*/check/", masked("GET /directory/add/aB3_xY9-aB3_xY9-aB3_xY/check/ HTTP/1.1")
    )


def test_behind_a_proxy_each_sender_is_counted_by_the_address_that_the_proxy_wrote(client, settings):
    settings.BEHIND_PROXY = True
    for number in range(62):
        made_up = f"10.9.8.{number}, 203.0.113.5"
        response = client.post(reverse("directory:add"), posted({}), HTTP_X_FORWARDED_FOR=made_up)
    assert response.status_code == 429
    assert client.post(reverse("directory:add"), posted({}), HTTP_X_FORWARDED_FOR="203.0.113.6").status_code == 302


def test_without_a_proxy_nobody_escapes_the_limit_by_a_header(client):
    for number in range(62):
        response = client.post(reverse("directory:add"), posted({}), HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert response.status_code == 429
