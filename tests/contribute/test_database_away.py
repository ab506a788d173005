"""A database that does not answer: whatever the form, it is said, and what was typed is given back."""

from contextlib import contextmanager
from html import unescape

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.urls import reverse
from lxml import html

from cms.core.models import SiteSettings
from cms.intake import guard
from cms.intake.keys import form_token
from cms.intake.models import Draft
from cms.intake.receipts import seal
from contribute.models import Contribution, PageOpinion
from contribute.newsletter.models import MailingList, Subscriber
from contribute.receiving import ANSWER, TAKE_BACK
from directory.models import ContactRequest, Report, Submission
from home.models import HelpLine
from tests.directory import conftest as of_the_directory
from tests.directory.factories import make_service
from tests.home.factories import HelpLineFactory

from .filled import TOLD
from .ways import WAYS, Press, press

pytestmark = pytest.mark.django_db

# What one press makes, where it is no contribution.
MADE = {"newsletter": Subscriber, "useful": PageOpinion}


@contextmanager
def gone(said="server closed the connection unexpectedly"):
    """Let every question to the database be refused, as by a server that is not there."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError(said)

    with connection.execute_wrapper(refuse):
        yield


def given_back(response):
    """Return, of an answer that says that nothing was saved, what its one form would send: (name, value), and fields of files."""
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies
    page = html.fromstring(response.content.decode())
    assert page.xpath("string(//h1)") == "It was not saved"
    assert not page.xpath("//script")
    [form] = page.xpath("//form")
    files = form.xpath(".//input[@type='file']/@name")
    assert bool(files) == (form.get("enctype") == "multipart/form-data")
    return form.form_values(), files


def as_posted(data):
    """Return the pairs that a browser sends for the values of a form."""
    return [
        (name, str(value))
        for name, values in data.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def again(pairs):
    """Return the form data of such pairs."""
    return {name: [value for other, value in pairs if other == name] for name, _value in pairs}


# --- Nothing can be asked at all ----------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_sent_in_while_the_database_is_gone_is_given_back_and_sent_again_makes_one(client, way):
    one = press(way, with_files=True)
    assert client.get(one.url).status_code == 200
    with gone():
        pairs, files = given_back(one.by(client))
        assert sorted(pairs) == sorted(as_posted(one.data))
        assert files == list(one.files)
        # Not back yet: what came from that page is given back as well.
        once_more = Press(one.url, again(pairs), one.form, one.files)
        assert given_back(once_more.by(client)) == (pairs, files)
    model = MADE.get(way, Contribution)
    assert not model.objects.exists()
    for _press in range(2):
        assert once_more.by(client).status_code == 302
    assert model.objects.count() == 1


def test_a_page_of_a_story_that_is_typed_while_the_database_is_gone_is_given_back_and_kept_later(client):
    draft, key = Draft.start("contribute-story", answers={"begin": {"prompts": []}})
    address = reverse("contribute:story_step", args=[key, "words"])
    page = client.get(address)
    field = next(field.html_name for field in page.context["form"].asked())
    data = {"token": page.context["form"].token(), field: f"First line.\r\n\r\n“Second”, <b>{TOLD}</b> & more"}
    with gone():
        pairs, _files = given_back(client.post(address, data))
    # As HTML is read, an end of a line is one character; a browser sends two again.
    told = data[field].replace("\r\n", "\n")
    assert pairs == [("token", data["token"]), (field, told)]
    assert client.post(address, again(pairs)).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["words"][field] == told


def test_what_is_said_of_a_listed_service_while_the_database_is_gone_is_given_back_and_sent_again_makes_one(
    client, monkeypatch
):
    monkeypatch.setattr("cms.intake.forms.QUICKEST", -1)
    service = make_service("Quiet Corner")
    posted = of_the_directory.posted
    report = posted({"topics": ["times", "closed"], "words": TOLD}, "directory-report")
    stranger = posted(
        {"person": "Quoll", "email": "quoll@example.org", "note": TOLD, "consent": True}, "directory-stranger"
    )
    for name, data, model in (("report", report, Report), ("stranger", stranger, ContactRequest)):
        address = reverse(f"directory:{name}", args=[service.slug])
        assert client.get(address).status_code == 200
        with gone():
            pairs, _files = given_back(client.post(address, data))
        assert sorted(pairs) == sorted(as_posted(data))
        for _press in range(2):
            assert client.post(address, again(pairs)).status_code == 302
        assert model.objects.count() == 1


def test_a_service_that_is_typed_while_the_database_is_gone_is_given_back_page_by_page(client):
    key = client.post(reverse("directory:add"), of_the_directory.posted({})).url.split("/")[3]
    address = reverse("directory:add_step", args=[key, "about"])
    assert client.get(address).status_code == 200
    data = of_the_directory.posted(of_the_directory.ANSWERS["about"])
    with gone():
        pairs, _files = given_back(client.post(address, data))
    assert sorted(pairs) == sorted(as_posted(data))
    assert client.post(address, again(pairs)).status_code == 302
    assert Draft.objects.get().answers["about"]
    assert not Submission.objects.exists()


class AsksFirst:
    """A middleware that asks the database before any view is reached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        SiteSettings.objects.first()
        return self.get_response(request)


@pytest.mark.parametrize("asked", ["before the view", "by a page of refusal"])
def test_what_was_typed_is_given_back_also_where_no_view_could_do_it(client, settings, monkeypatch, asked):
    one = press("enquiry")
    if asked == "before the view":
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.AsksFirst"]
    else:
        monkeypatch.setattr(guard, "within_rate", lambda *args, **options: False)
    client.raise_request_exception = False
    with gone():
        pairs, _files = given_back(one.by(client))
    assert sorted(pairs) == sorted(as_posted(one.data))


def test_a_password_that_was_typed_is_not_written_into_a_page(client):
    client.raise_request_exception = False
    with gone():
        response = client.post(reverse("account_login"), {"login": "quoll", "password": TOLD})
    assert response.status_code == 503
    assert TOLD not in response.text


def test_the_numbers_to_ring_are_there_while_the_database_is_gone(client, tmp_path, settings):
    settings.ERROR_PAGES_ROOT = tmp_path
    HelpLine.objects.all().delete()
    HelpLineFactory(name="Emergency", number="000", is_emergency=True)
    site = SiteSettings.load()
    site.phone = "(03) 5550 0000"
    site.save()
    call_command("write_error_pages", verbosity=0)
    one = press("enquiry")
    with gone():
        page = html.fromstring(one.by(client).content.decode())
    assert page.xpath("//main//a[@href='tel:000']")
    assert page.xpath("string(//main//a[@href='tel:0355500000'])") == "(03) 5550 0000"


def test_what_the_database_said_is_neither_shown_nor_told_to_the_log_by_a_form(client, caplog):
    one = press("enquiry")
    with gone(f"could not store {TOLD.upper()}"):
        response = one.by(client)
    assert TOLD.upper() not in response.text + caplog.text
    assert "OperationalError" in caplog.text


@pytest.mark.parametrize("address", ["/contribute/enquiry/", "/contribute/", "/", "/no-such-page/"])
def test_whoever_only_reads_while_the_database_is_gone_is_told_to_come_back_soon(client, address):
    client.get(address)
    client.raise_request_exception = False
    with gone():
        response = client.get(address)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "Back soon" in response.text
    assert not response.cookies


# --- One thing cannot be done ---------------------------------------------------------------------------


def away(*args, **kwargs):
    raise DatabaseError("words that may hold what somebody typed")


def assert_given_back(page, words):
    content = unescape(page.content.decode())
    assert page.status_code == 503
    assert "was not saved" in content
    assert words in content
    assert "no-store" in page["Cache-Control"]


def test_a_step_of_a_story_is_given_back(client, monkeypatch):
    _draft, key = Draft.start("contribute-story", answers={"begin": {"prompts": []}})
    address = reverse("contribute:story_step", args=[key, "words"])
    page = client.get(address)
    assert page.status_code == 200
    monkeypatch.setattr(Draft, "keep", away)
    field = next(field.html_name for field in page.context["form"].asked())
    token = page.context["form"].token()
    assert_given_back(client.post(address, {"token": token, field: TOLD}), TOLD)


def test_an_address_for_the_newsletter_is_given_back(client, monkeypatch):
    monkeypatch.setattr("contribute.newsletter.views.ask", away)
    page = client.get("/newsletter/")
    given = {"token": page.context["form"].token(), "email": "kookaburra@example.org", "agrees": "on"}
    if MailingList.objects.count() > 1:
        given["lists"] = [MailingList.objects.first().pk]
    assert_given_back(client.post("/newsletter/", given), "kookaburra@example.org")


@pytest.mark.parametrize(
    ("name", "purpose", "does"), [("take_back", TAKE_BACK, "take_back"), ("answer", ANSWER, "answered_again")]
)
def test_taking_back_and_writing_again_say_that_nothing_was_saved(client, sent, monkeypatch, name, purpose, does):
    contribution = sent("enquiry")
    monkeypatch.setattr(f"contribute.desk.{does}", away)
    address = reverse(f"contribute:{name}", args=[seal(purpose, contribution.reference)])
    form = "contribute-take-back" if name == "take_back" else "contribute-answer"
    page = client.post(address, {"token": form_token(form), "words": TOLD})
    assert page.status_code == 503
    assert "It was not saved" in page.content.decode()


def test_a_page_that_is_only_read_is_no_form_that_was_lost(client, monkeypatch):
    monkeypatch.setattr("contribute.views.forms.channel_of", away)
    client.raise_request_exception = False
    assert client.get("/contribute/enquiry/").status_code == 500
