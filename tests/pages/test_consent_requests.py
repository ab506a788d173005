"""Who writes a story down and keeps no consents has a way on: they ask, a colleague records, and they are told."""

from html import unescape

import pytest
from django.core import mail
from django.urls import reverse

from cms.intake.models import OutboxMessage
from pages.models import ConsentRequest, StoryConsent
from tests.desk.seeing import lines_of, rows_of, text_of

from .factories import StoryFactory, TermFactory, consented
from .test_consent import consent_form

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
LINE = "story that waits for its consent to be recorded"
BUTTON = "Ask an approver to record the consent"
WHERE = "Blue folder, second drawer"


@pytest.fixture
def draft():
    story = StoryFactory(live=False, title="The long way", teller_name="Rowan Field")
    StoryConsent.objects.all().delete()
    story.save_revision()
    return story


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def mailed_to(person):
    return [row for row in OutboxMessage.objects.order_by("pk") if row.recipients == [person.email]]


@pytest.fixture
def people(member_of):
    """An editor and an approver with addresses."""
    found = {}
    for role in ("Editors", "Approvers"):
        person = member_of(role)
        person.email, person.first_name = f"{role.lower()}@example.org", role[:-1]
        person.save()
        found[role] = person
    return found


def test_an_editor_asks_an_approver_records_and_the_editor_publishes(client, people, draft):
    editor, approver = people["Editors"], people["Approvers"]
    type(draft).objects.filter(pk=draft.pk).update(owner=editor)
    edit, ask = reverse("wagtailadmin_pages:edit", args=[draft.pk]), reverse("story_consent_ask", args=[draft.pk])
    client.force_login(editor)
    screen = words(client.get(edit))
    assert (BUTTON in screen, ask in screen, "Record the consent</a>" in screen) == (True, True, False)
    assert "Where is the signed form?" in words(client.get(ask))
    assert client.post(ask, {"where": " "}).context["form"].errors
    answered = words(client.post(ask, {"where": WHERE}, follow=True))
    assert "Approvers are asked to record the consent of “The long way”." in answered
    assert f"Where the signed form is: {WHERE}" in answered
    assert LINE not in lines_of(client.get("/admin/"))
    # Saying anew where it is asks nobody twice.
    client.post(ask, {"where": f"{WHERE}, at the back"})
    (message,) = mailed_to(approver)
    assert "The long way" not in bytes(message.content).decode() + message.subject
    assert not mailed_to(editor)

    client.force_login(approver)
    number, way = lines_of(client.get("/admin/"))[LINE]
    StoryFactory(live=False)
    listed = client.get(way)
    assert (number, rows_of(listed)) == (1, 1)
    assert f"{editor.get_full_name() or editor.get_username()} asks for it." in words(listed)
    assert WHERE in words(client.get(edit))
    add = f"{reverse('story_consents:add')}?story={draft.pk}"
    form = words(client.get(add))
    assert f"{WHERE}, at the back" in form
    assert "Readers see the name “Rowan” with it." in form
    assert ("Record the consent" in form, ">Create<" in form) == (True, False)
    recorded = client.post(add, consent_form(draft), follow=True)
    assert recorded.redirect_chain[-1][0] == edit
    assert (
        "Consent recorded for “The long way”. Editor Editors gets an email, and can publish it now. You can do it too."
        in words(recorded).replace(editor.get_full_name(), "Editor Editors")
    )
    assert LINE not in lines_of(client.get("/admin/"))
    assert not ConsentRequest.objects.exists()
    (message,) = mailed_to(editor)
    assert "It is your turn: you can publish it." in bytes(message.content).decode()

    client.force_login(editor)
    assert "Consent recorded: you can publish it" in text_of(client.get("/admin/"), "drafts-heading")
    assert "so the story may be published. It is your turn: you can publish it." in words(client.get(edit))
    assert 'name="action-publish"' in words(client.get(edit))


def test_who_needs_not_ask_is_led_back(client, people, draft, member_of):
    ask = reverse("story_consent_ask", args=[draft.pk])
    client.force_login(people["Approvers"])
    assert "record it here" in words(client.get(ask, follow=True))
    client.force_login(member_of("Inbox staff"))
    client.post(ask, {"where": WHERE})
    client.force_login(people["Editors"])
    consented(draft)
    assert "Nobody has to be asked" in words(client.post(ask, {"where": WHERE}, follow=True))
    assert not ConsentRequest.objects.exists()
    assert not mail.outbox


def test_a_contributor_is_told_to_hand_it_in_and_who_records_hears_who_publishes(client, people, draft, member_of):
    writer = member_of("Contributors")
    writer.email = "writer@example.org"
    writer.save()
    type(draft).objects.filter(pk=draft.pk).update(owner=writer)
    client.force_login(writer)
    home = text_of(client.get("/admin/"), "drafts-heading")
    assert "Its consent is not recorded yet" in home
    client.post(reverse("story_consent_ask", args=[draft.pk]), {"where": WHERE})
    assert "Waits for an approver to record the consent" in text_of(client.get("/admin/"), "drafts-heading")
    client.force_login(people["Approvers"])
    add = f"{reverse('story_consents:add')}?story={draft.pk}"
    recorded = words(client.post(add, consent_form(draft), follow=True))
    assert (
        f"{writer.get_full_name() or writer.get_username()} gets an email. It is your turn: you can publish it."
        in recorded
    )
    (message,) = mailed_to(writer)
    assert "Your role does not publish." in bytes(message.content).decode()
    client.force_login(writer)
    home = text_of(client.get("/admin/"), "drafts-heading")
    assert "Consent recorded: submit it, and a colleague publishes it" in home
    assert "submit it: a colleague then publishes it." in words(
        client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    )
    draft.refresh_from_db()
    draft.get_workflow().start(draft, writer)
    assert "Waits for a colleague to approve it" in text_of(client.get("/admin/"), "drafts-heading")


def test_of_a_draft_that_is_noted_as_hard_the_first_screen_promises_nothing(client, people, draft):
    type(draft).objects.filter(pk=draft.pk).update(owner=people["Editors"])
    consented(draft)
    draft.content_notes = [TermFactory(taxonomy_slug="content-notes", slug="note-suicide")]
    draft.save_revision()
    client.force_login(people["Editors"])
    home = text_of(client.get("/admin/"), "drafts-heading")
    assert "Consent recorded: open it to see what comes next" in home


def test_nothing_is_chosen_beforehand_on_the_screen_that_cannot_be_undone(client, people):
    story = StoryFactory()
    client.force_login(people["Approvers"])
    withdraw = reverse("story_withdraw", args=[story.pk])
    assert " checked" not in words(client.get(withdraw))
    assert "how" in client.post(withdraw).context["form"].errors
    assert "The story was withdrawn." in words(client.post(withdraw, {"how": "asked"}, follow=True))
