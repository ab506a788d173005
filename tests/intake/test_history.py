"""Who read, or took away, what people told us is written down: who, what and when, and nothing of what it is."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.intake.models import Sender
from contribute.models import Feedback
from contribute.newsletter.models import Subscriber
from directory.models import ContactRequest, Report, Submission
from tests.contribute.newsletter.making import reader
from tests.directory.factories import make_service

pytestmark = pytest.mark.django_db
TOLD = "zebrafinch"
EMAIL = "kookaburra@example.org"
READERS = "/admin/snippets/newsletter/subscriber/"


def entries(user):
    """Return ``(model, action, label, data)`` of what the audit log holds of ``user``, the oldest first."""
    found = ModelLogEntry.objects.filter(user=user).exclude(action__startswith="wagtail.").order_by("pk")
    return [(each.content_type.model, each.action, each.label, each.data) for each in found]


def nothing_told():
    """Whether the audit log is free of names, addresses and words."""
    kept = str(list(ModelLogEntry.objects.values()))
    return not any(word in kept for word in (TOLD, EMAIL, "Quoll"))


@pytest.fixture
def user(client, member_of):
    user = member_of("Administrators")
    client.force_login(user)
    return user


@pytest.fixture
def things():
    """A submission, a report and a wish about an entry, by one sender, and the screen on which each is read."""
    sender = Sender.objects.create(name="Quoll", email=EMAIL)
    about = {"sender": sender, "service": make_service(f"Rivers {TOLD}"), "title": f"Rivers {TOLD}"}
    submission = Submission.objects.create(**about, kind="update", token_hash="a")
    report = Report.objects.create(**about, topics=["unsafe"], words=TOLD, token_hash="b")
    wish = ContactRequest.objects.create(**about, kind="add", note=TOLD, token_hash="c")
    return {
        submission: reverse("directory_submission_modeladmin_inspect", args=[submission.pk]),
        report: reverse("directory_report", args=[report.pk]),
        wish: reverse("directory_contact_request", args=[wish.pk]),
    }


def test_who_opens_what_was_sent_about_an_entry_with_its_senders_details_is_written_down_once_for_a_sitting(
    client, user, things
):
    for address in [*things.values()] * 2:
        page = client.get(address)
        assert EMAIL in page.content.decode()
    opened = [(thing._meta.model_name, "intake.see_details", thing.reference, {}) for thing in things]
    assert entries(user) == opened
    assert nothing_told()


def test_who_sees_no_details_leaves_no_line_about_them(client, member_of, things):
    user = member_of("Editors")
    client.force_login(user)
    for address in things.values():
        assert EMAIL not in client.get(address).content.decode()
    assert entries(user) == []


def test_who_opens_the_list_of_readers_is_written_down_once_for_a_sitting_and_each_download_of_it(client, user):
    for _each in range(3):
        reader(f"{_each}{EMAIL}", name="Quoll")
    for _each in range(2):
        assert EMAIL in client.get(READERS).content.decode()
    for kind in ("xlsx", "csv"):
        assert client.get(f"{READERS}?export={kind}").status_code == 200
    name = f"List: {Subscriber._meta.verbose_name_plural}"
    assert entries(user) == [
        ("subscriber", "intake.see_list", name, {}),
        ("subscriber", "intake.download", name, {"number": 3}),
        ("subscriber", "intake.download", name, {"number": 3}),
    ]
    assert nothing_told()


@pytest.mark.parametrize(("role", "with_details"), [("Editors", False), ("Inbox staff", True)])
def test_each_download_of_a_list_of_the_inbox_is_written_down(client, member_of, role, with_details):
    user = member_of(role)
    client.force_login(user)
    for number in range(2):
        Feedback.objects.create(
            kind="feedback", words=TOLD, token_hash=str(number), sender=Sender.objects.create(name="Quoll", email=EMAIL)
        )
    taken = client.get(reverse("contribute_feedback_modeladmin_index") + "?export=csv")
    assert (EMAIL in b"".join(taken.streaming_content).decode()) is with_details
    each = [action for _model, action, _label, _data in entries(user)]
    assert each == ["contribute.download"] * (2 * with_details) + ["intake.download"]
    assert entries(user)[-1][1:] == ("intake.download", "List: feedback on the site", {"number": 2})
    assert nothing_told()


def test_the_sites_history_tells_of_it_in_words(client, user, things):
    reader(EMAIL)
    client.get(READERS)
    client.get(f"{READERS}?export=csv")
    client.get(next(iter(things.values())))
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    for words in (
        "Opened the list, which shows names",
        "Took the list away in a file; lines: 1",
        "Opened it with the details",
    ):
        assert words in page, words
    assert EMAIL not in page
