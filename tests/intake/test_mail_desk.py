"""Emails that did not leave: seen by who may read addresses, and tried again by a button."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.mail import WAITS, send_due, send_template
from cms.intake.models import OutboxMessage
from tests.counting import settled_cost
from tests.desk.seeing import lines_of
from tests.promises.test_mail import Refusing

pytestmark = pytest.mark.django_db
EMAIL = "kookaburra@example.org"
SCREEN = "/admin/intake/mail/"


@pytest.fixture
def staff(client, member_of):
    client.force_login(member_of("Inbox staff"))
    return client


def write(key="a:1", to=EMAIL):
    send_template(key, "directory/email/link", to, {"title": "T", "link": "https://example.org/x"})
    return OutboxMessage.objects.get(key=key)


def refuse(settings, times):
    """Let the mail server refuse everything that waits, so many times."""
    settings.OUTBOX_EMAIL_BACKEND = f"{Refusing.__module__}.Refusing"
    for _try in range(times):
        OutboxMessage.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        send_due()
    settings.OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.parametrize("times", [3, len(WAITS) + 1])
def test_what_did_not_leave_is_said_on_the_dashboard_and_leaves_once_it_is_tried_again(staff, settings, times):
    message = write()
    refuse(settings, times)
    assert lines_of(staff.get(reverse("wagtailadmin_home"))) == {"email that could not be sent": (1, SCREEN)}
    content = staff.get(SCREEN).content.decode()
    assert EMAIL in content
    assert ModelLogEntry.objects.get(action="intake.see_list").label == "List: outbox messages"
    assert ("It was given up on" in content) == (times > len(WAITS))
    assert not send_due()
    page = staff.post(SCREEN, {"message": message.pk}, follow=True)
    assert "It is tried again now." in page.content.decode()
    assert send_due() == 1
    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    assert "Every email has left." in staff.get(SCREEN).content.decode()
    assert lines_of(staff.get(reverse("wagtailadmin_home"))) == {}


def test_what_failed_once_or_is_sent_or_in_bulk_is_nothing_to_look_at(staff, settings):
    write("once:1")
    refuse(settings, 1)
    sent = write("sent:1")
    OutboxMessage.objects.filter(pk=sent.pk).update(attempts=9, sent_at=timezone.now())
    bulk = write("bulk:1")
    OutboxMessage.objects.filter(pk=bulk.pk).update(attempts=9, given_up_at=timezone.now(), is_bulk=True)
    assert "Every email has left." in staff.get(SCREEN).content.decode()
    for chosen in (sent.pk, bulk.pk, "all", "", "x", "١", "9" * 30):
        page = staff.post(SCREEN, {"message": chosen}, follow=True)
        assert "It is not in this list any more" in page.content.decode()
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1, 9}


def test_all_are_tried_again_by_one_button_and_the_list_costs_the_same_for_many(staff, settings):
    write("a:0")
    refuse(settings, 3)
    before = settled_cost(lambda: staff.get(SCREEN))
    for number in range(1, 4):
        write(f"a:{number}", f"person{number}@example.org")
    refuse(settings, 3)
    assert settled_cost(lambda: staff.get(SCREEN)) == before
    assert "4 emails are tried again now." in staff.post(SCREEN, {"message": "all"}, follow=True).content.decode()
    assert send_due() == 4


@pytest.mark.parametrize("role", ["Contributors", "Editors"])
def test_who_may_not_read_contact_details_sees_and_does_nothing_here(client, member_of, settings, role):
    message = write()
    refuse(settings, 3)
    client.force_login(member_of(role))
    assert EMAIL not in client.get(SCREEN, follow=True).content.decode()
    client.post(SCREEN, {"message": message.pk})
    assert OutboxMessage.objects.get().attempts == 3
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "could not be sent" not in home
    assert SCREEN not in home
