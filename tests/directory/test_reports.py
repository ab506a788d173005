"""Reporting a problem: what is asked, kept and mailed, and what never leaves the editors' desk."""

from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from cms.intake import purge
from cms.intake.keys import form_token, new_key
from cms.intake.mail import send_due
from cms.intake.models import OutboxMessage, Sender
from directory import contact_requests, reports
from directory.models import ContactRequest, Report, Service

from .conftest import posted
from .factories import make_service

pytestmark = pytest.mark.django_db
FORM = "directory-report"
DISCLOSED = "zebrafinch shouted at me"


@pytest.fixture
def service(db):
    return make_service("Quiet Corner")


def address(service):
    return reverse("directory:report", args=[service.slug])


def send(client, service, **values):
    return client.post(address(service), posted(values, FORM))


def test_an_entry_leads_to_its_report_page_which_needs_no_account_and_sets_no_cookie(client, service):
    assert address(service) in client.get(service.get_absolute_url()).content.decode()
    page = client.get(address(service))
    assert page.status_code == 200
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex"
    assert "call <a" in page.content.decode()


def test_a_report_is_kept_with_its_reference_and_shows_nothing_of_itself_afterwards(client, service):
    response = send(client, service, topics=["times", "closed"], words=DISCLOSED)
    report = Report.objects.get()
    assert (report.service, report.title, report.topics) == (service, "Quiet Corner", ["times", "closed"])
    page = client.get(response.url)
    assert report.reference in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert DISCLOSED not in page.content.decode()
    assert "Quiet Corner" not in page.content.decode()
    assert not OutboxMessage.objects.exists()
    assert not Sender.objects.exists()


def test_who_reports_something_unsafe_is_shown_who_listens(client, service):
    unsafe = client.get(send(client, service, topics=["unsafe"]).url).content.decode()
    other = client.get(send(client, service, topics=["times"]).url).content.decode()
    assert "help-full" in unsafe
    assert "help-full" not in other


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Choose what is not right"),
        ({"topics": ["nonsense"]}, "Choose from the list"),
        ({"topics": ["other"], "words": ""}, "Say in a few words"),
        ({"topics": ["times"], "email": "not an address"}, "such as name@example.org"),
        ({"topics": ["times"], "words": "x" * 3001}, "3000"),
    ],
)
def test_a_report_that_lacks_something_is_asked_for_it_and_keeps_what_was_typed(client, service, values, says):
    response = send(client, service, **({"words": "Typed words"} | values))
    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert says in page
    assert (values.get("words", "Typed words") or 'value="other"') in page
    assert not Report.objects.exists()


def test_the_same_form_sent_twice_makes_one_report_and_one_message(client, service):
    data = {"token": form_token(FORM), "topics": ["times"], "email": "reader@example.org"}
    urls = {client.post(address(service), data).status_code for _ in range(2)}
    assert urls == {302}
    assert Report.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_no_page_of_an_unlisted_entry_and_no_foreign_token_takes_a_report(client, service):
    hidden = make_service("Hidden", live=False)
    assert client.get(address(hidden)).status_code == 404
    data = {"token": form_token("directory-add"), "topics": ["times"]}
    assert client.post(address(service), data).status_code == 400
    assert client.get(reverse("directory:report_sent", args=["made-up"])).status_code == 404
    assert not Report.objects.exists()


def test_a_program_that_fills_every_field_in_is_kept_out(client, service):
    assert send(client, service, topics=["times"], website_address="http://spam.example").status_code == 400
    assert not Report.objects.exists()


def test_the_mails_tell_reference_and_outcome_and_nothing_of_what_was_reported(client, service, approver):
    send(client, service, topics=["unsafe"], words=DISCLOSED, email="reader@example.org")
    reports.decide(Report.objects.get(), "changed", user=approver, words="We spoke with them.", reason="For us only")
    send_due()
    received, outcome = mail.outbox
    reference = Report.objects.get().reference
    for message in (received, outcome):
        whole = message.message().as_string()
        assert message.to == ["reader@example.org"]
        assert reference in message.subject
        for secret in ("zebrafinch", "Quiet Corner", "unsafe", "For us only"):
            assert secret not in whole
    assert "We spoke with them." in outcome.body


def test_a_report_is_decided_once_and_the_second_editor_is_told_by_whom(client, service, approver, member_of):
    send(client, service, topics=["closed"], email="reader@example.org")
    report = Report.objects.get()
    reports.decide(report, "changed", user=approver, words="Done.")
    with pytest.raises(reports.ReportDecided) as refused:
        reports.decide(report, "kept", user=member_of("Approvers"), words="Not done.")
    assert "Ada Approver" in refused.value.message
    assert Report.objects.get().decision == "changed"
    assert OutboxMessage.objects.filter(key__contains="report_outcome").count() == 1


def test_a_year_after_the_outcome_the_words_and_the_address_are_gone(client, service, approver):
    send(client, service, topics=["unsafe"], words=DISCLOSED, email="reader@example.org")
    reports.decide(Report.objects.get(), "kept", user=approver)
    purge.purge()
    assert Report.objects.get().words
    Report.objects.update(retain_until="2020-01-01")
    purge.purge()
    report = Report.objects.get()
    assert (report.words, report.sender, report.topics) == ("", None, ["unsafe"])
    assert not Sender.objects.exists()


def test_a_report_outlives_its_service(client, service):
    send(client, service, topics=["twice"])
    Service.objects.all().delete()
    assert Report.objects.get().title == "Quiet Corner"


def test_what_the_database_refuses_for_another_reason_is_said_as_it_is(service, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(Report.objects, "create", refuse)
    with pytest.raises(IntegrityError):
        reports.receive(service, ["closed"], "", "", new_key())
    monkeypatch.setattr(ContactRequest.objects, "create", refuse)
    with pytest.raises(IntegrityError):
        contact_requests.ask(service, "add", {"email": "a@example.org"}, new_key())


def test_many_reports_do_not_fill_a_strangers_mailbox(service):
    for _number in range(8):
        reports.receive(service, ["closed"], "", "Other@example.org", new_key())
        contact_requests.ask(service, "add", {"email": "other@example.org"}, new_key())
    assert OutboxMessage.objects.count() == 6
    assert Report.objects.count() == ContactRequest.objects.count() == 8
