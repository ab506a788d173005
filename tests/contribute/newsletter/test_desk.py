"""The editors' side: composing, trying, sending once, the report; and who may do what."""

import io
from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.intake.mail import send_due
from cms.intake.models import OutboxMessage, Sender
from contribute.newsletter import sending
from contribute.newsletter.addresses import digest
from contribute.newsletter.models import Issue, MailingList, Subscriber, Suppression
from tests.counting import settled_cost
from tests.pages.factories import StandardFactory

from .conftest import words_of
from .making import a_list, an_issue, page_part, reader, with_address

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

LIST = "/admin/snippets/newsletter/issue/"
READERS = "/admin/snippets/newsletter/subscriber/"
ROLES = ["Contributors", "Editors", "Approvers", "Inbox staff", "Administrators"]


def desk(issue):
    return reverse("newsletter_desk", args=[issue.pk])


def send(issue):
    return reverse("newsletter_send", args=[issue.pk])


def edit(issue):
    return reverse("wagtailsnippets_newsletter_issue:edit", args=[issue.pk])


def posted(subject="A chair by the window", lists=(), body=()):
    words = {"subject": subject, "preheader": "", "opening": rich_text("<p>Hello</p>")}
    return nested_form_data(words | {"body": streamfield(list(body))}) | {"lists": [one.pk for one in lists]}


@pytest.fixture
def ready():
    """An issue that can be sent: a list with a reader, an address."""
    with_address()
    reader("someone@example.org")
    return an_issue(page_part(StandardFactory(title="How we began", teaser="A short history.")))


@pytest.mark.parametrize(
    ("role", "composes", "sends", "reads"),
    [
        ("Contributors", False, False, False),
        ("Editors", True, False, False),
        ("Approvers", True, True, False),
        ("Inbox staff", False, False, True),
        ("Administrators", True, True, True),
        (None, True, True, True),
    ],
)
def test_who_may_compose_send_and_read_addresses(client, member_of, ready, role, composes, sends, reads):
    client.force_login(member_of(role))
    assert (client.get(LIST).status_code == 200) == composes
    assert (client.get(desk(ready)).status_code == 200) == composes
    assert (client.get(edit(ready)).status_code == 200) == composes
    assert (client.get(send(ready)).status_code == 200) == sends
    answer = client.get(READERS)
    assert (b"someone@example.org" in answer.content) == reads
    for number in Subscriber.objects.values_list("pk", flat=True):
        assert (client.get(f"{READERS}delete/{number}/").status_code == 200) == reads
    for address in (f"{READERS}add/", f"{READERS}edit/{ready.pk}/"):
        assert client.get(address).status_code != 200
    export = client.get(f"{READERS}?export=xlsx")
    assert ("spreadsheet" in export["Content-Type"]) == reads
    if not sends:
        client.post(send(ready))
        assert Issue.objects.get().is_draft


def test_an_editor_composes_an_issue(client, member_of):
    client.force_login(member_of("Editors"))
    page = StandardFactory(title="How we began")
    body = [("heading", "To read"), ("page", {"page": page.pk, "words": rich_text("<p>Read <b>this</b>.</p>")})]
    answer = client.post(f"{LIST}add/", posted(lists=[a_list()], body=body))
    assert answer.status_code == 302, answer.context["form"].errors
    issue = Issue.objects.get()
    assert issue.page_numbers() == [page.pk]
    assert [one.name for one in issue.lists.all()] == ["News from the Centre"]
    assert issue.slug == "a-chair-by-the-window"


def test_a_link_that_is_not_safe_is_refused(client, member_of):
    client.force_login(member_of("Editors"))
    data = posted() | {"opening": rich_text('<p><a href="http://example.org/">x</a></p>')}
    assert client.post(f"{LIST}add/", data).status_code == 200
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("mode", "says"),
    [("", "color-scheme: light dark"), ("text", "<pre>"), ("archive", "<main")],
)
def test_it_is_previewed_as_email_as_text_and_in_the_archive(client, member_of, mode, says):
    client.force_login(member_of("Editors"))
    draft = StandardFactory(title="Not yet", live=False)
    page = StandardFactory(title="How we began", teaser="A short history.")
    issue = an_issue(page_part(page), page_part(draft))
    address = reverse("wagtailsnippets_newsletter_issue:preview_on_edit", args=[issue.pk])
    changed = posted("Another subject", body=[("page", {"page": page.pk, "words": rich_text("")})])
    assert client.post(address, changed).json()["is_valid"]
    text = client.get(address, {"mode": mode}).content.decode()
    for word in ("Another subject", "How we began", "A short history.", says):
        assert word in text
    if mode != "archive":
        assert "/newsletter/stop/test/" in text
    assert Issue.objects.get().subject == "A chair by the window"


def test_what_a_preview_costs_does_not_grow(client, member_of):
    client.force_login(member_of("Editors"))

    def cost(count):
        issue = an_issue(*(page_part(StandardFactory(title=f"{number} of {count}")) for number in range(count)))
        return settled_cost(lambda: client.get(desk(issue)))

    assert cost(2) == cost(8)


def test_a_test_goes_to_the_editor_alone_and_says_what_it_is(client, member_of, ready):
    editor = member_of("Editors")
    client.force_login(editor)
    assert client.post(desk(ready)).status_code == 302
    message = OutboxMessage.objects.get()
    assert message.recipients == [editor.email]
    assert "This is a test." in words_of(message)
    send_due()
    (sent,) = mail.outbox
    assert sent.subject == "Test: A chair by the window"
    assert "List-Unsubscribe" not in sent.message()
    assert Issue.objects.get().is_draft
    assert not Issue.objects.get().deliveries.exists()


def test_what_is_missing_is_said_and_nothing_is_sent(client, member_of):
    client.force_login(member_of("Approvers"))
    issue = an_issue(opening="", lists=[])
    text = client.get(desk(issue)).content.decode()
    for word in ("Nothing is in it yet", "No list is chosen", "The postal address is missing"):
        assert word in text
    assert client.get(send(issue)).url == desk(issue)
    assert client.post(send(issue)).url == desk(issue)
    assert Issue.objects.get().is_draft
    issue.lists = [a_list()]
    issue.save()
    assert "Nobody is on its lists yet" in client.get(desk(issue)).content.decode()


def test_pages_that_are_not_public_are_named_before_it_is_sent(client, member_of, ready):
    client.force_login(member_of("Approvers"))
    draft = StandardFactory(title="Not yet", live=False)
    ready.body = ready.body.stream_block.to_python([*ready.body.raw_data, page_part(draft)])
    ready.save()
    for address in (desk(ready), send(ready)):
        text = client.get(address).content.decode()
        assert "Readers may not see these pages" in text
        assert "Not yet" in text


def test_two_presses_send_once_and_the_report_says_what_became_of_it(client, member_of, ready):
    approver = member_of("Approvers", first_name="Ada", last_name="Approver")
    client.force_login(approver)
    assert "Send to 1 reader" in client.get(send(ready)).content.decode()
    assert Issue.objects.get().is_draft
    for _press in range(2):
        assert client.post(send(ready)).url == desk(ready)
    assert ModelLogEntry.objects.filter(action="newsletter.send").count() == 1
    assert send_due() == 1
    assert send_due() == 0
    text = client.get(desk(ready)).content.decode()
    assert "Ada Approver" in text
    assert "Nobody learns who opened it" in text
    assert "someone@example.org" not in text
    assert [message.to for message in mail.outbox] == [["someone@example.org"]]


@pytest.mark.parametrize("role", ["Editors", "Administrators", None])
def test_an_issue_that_was_sent_cannot_be_changed_or_deleted(client, member_of, ready, role):
    client.force_login(member_of(role))
    sending.press(ready, None)
    assert client.get(edit(ready)).url == desk(ready)
    assert client.post(edit(ready), posted("Changed")).url == desk(ready)
    delete = reverse("wagtailsnippets_newsletter_issue:delete", args=[ready.pk])
    assert client.get(delete).status_code == 302
    assert client.post(delete).status_code == 302
    many = reverse("wagtail_bulk_action", args=["newsletter", "issue", "delete"])
    client.post(f"{many}?id={ready.pk}")
    assert Issue.objects.get().subject == "A chair by the window"
    assert desk(ready) in client.get(LIST).content.decode()


def test_a_list_that_has_readers_cannot_be_deleted_by_an_editor(client, member_of, ready):
    client.force_login(member_of("Editors"))
    address = reverse("wagtailsnippets_newsletter_mailinglist:delete", args=[MailingList.objects.get().pk])
    client.post(address)
    assert MailingList.objects.exists()


@pytest.mark.parametrize("many", [False, True])
def test_inbox_staff_take_somebody_off_who_rings(client, member_of, many):
    client.force_login(member_of("Inbox staff"))
    one = reader("someone@example.org", name="Sam")
    if many:
        client.post(f"{reverse('wagtail_bulk_action', args=['newsletter', 'subscriber', 'delete'])}?id={one.pk}")
    else:
        client.post(f"{READERS}delete/{one.pk}/")
    assert not Subscriber.objects.exists()
    assert not Sender.objects.filter(email="someone@example.org").exists()
    assert Suppression.objects.get().digest == digest("someone@example.org")
    assert "someone" not in str(list(ModelLogEntry.objects.values()))


def test_the_download_of_readers_runs_no_formula(client, member_of):
    client.force_login(member_of("Inbox staff"))
    reader("someone@example.org", name='=HYPERLINK("https://example.com","x")')
    rows = list(load_workbook(io.BytesIO(client.get(f"{READERS}?export=xlsx").getvalue())).active.values)
    assert rows[0][:2] == ("Email", "Name")
    assert rows[1][0] == "someone@example.org"
    sheet = load_workbook(io.BytesIO(client.get(f"{READERS}?export=xlsx").getvalue())).active
    assert sheet["B2"].data_type == "s"
    assert "'=HYPERLINK" in client.get(f"{READERS}?export=csv").getvalue().decode()


def test_what_the_lists_cost_does_not_grow(client, member_of):
    client.force_login(member_of("Administrators"))

    def costs(count):
        for number in range(count):
            reader(f"reader{count}-{number}@example.org", a_list(), a_list(f"List {number} of {count}"))
            an_issue(subject=f"Issue {number} of {count}")
        return [
            settled_cost(partial(client.get, address))
            for address in (LIST, READERS, LIST.replace("issue", "mailinglist"))
        ]

    assert costs(2) == costs(5)


def test_searching_readers_tells_no_more_than_they_may_see(client, member_of):
    client.force_login(member_of("Inbox staff"))
    reader("someone@example.org")
    assert "someone@" in client.get(f"{READERS}?q=some").content.decode()
    assert "someone@" not in client.get(f"{READERS}?q=nobody").content.decode()


def test_who_may_delete_readers_but_not_read_addresses_sees_none(client, member_of):
    user = member_of("Editors")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_subscriber", "delete_subscriber"]))
    client.force_login(user)
    reader("someone@example.org")
    assert b"someone@" not in client.get(READERS).content


def test_editors_change_the_words_and_see_the_page(client, member_of):
    client.force_login(member_of("Editors"))
    assert client.get("/admin/settings/newsletter/newsletterwords/", follow=True).status_code == 200
