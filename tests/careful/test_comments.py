"""Colleagues comment on pages; the mail about it says that, and nothing of what they or the page say."""

import re
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import Comment, Page, PageSubscription
from wagtail.test.utils.form_data import inline_formset

from cms.intake.checklist import points_in
from cms.intake.models import OutboxMessage
from directory.models import Service
from tests.directory.conftest import localities  # noqa: F401 - a fixture
from tests.directory.factories import make_service
from tests.pages.factories import StandardFactory, StoryFactory, consented
from tests.pages.test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
BASE = settings.WAGTAILADMIN_BASE_URL


def test_a_comment_reaches_who_follows_the_page_and_its_words_stay_beside_it(client, member_of):
    page = StandardFactory(title="zebrafinch title", slug="a-page-by-an-editor")
    page.save_revision(user=member_of("Editors"))
    follower, writer = member_of("Editors"), member_of("Editors", first_name="Ada", last_name="Editor")
    PageSubscription.objects.create(page=page, user=follower, comment_notifications=True)
    client.force_login(writer)
    form = form_of("standard", page_terms=inline_formset([])) | {
        "title": page.title, "comments-TOTAL_FORMS": "1", "comments-0-id": "", "comments-0-DELETE": "",
        "comments-0-resolved": "", "comments-0-contentpath": "title", "comments-0-text": "zebrafinch words",
        "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0", "comments-0-replies-MAX_NUM_FORMS": "",
    }  # fmt: skip
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert Comment.objects.get().text == "zebrafinch words"
    mail = OutboxMessage.objects.get(subject__contains="commented on a page")
    said = f"{mail.subject} {bytes(mail.content).decode()}".replace("=\r\n", "").replace("=\n", "")
    assert follower.email in mail.recipients
    assert "Ada Editor" in said
    assert f"/admin/pages/{page.pk}/edit/" in said
    assert "zebrafinch" not in said


def mails_to(user):
    """Return what was sent to ``user``: pairs of subject and words."""
    return [
        (mail.subject, message_from_bytes(bytes(mail.content), policy=policy.default).get_content())
        for mail in OutboxMessage.objects.order_by("pk")
        if user.email in mail.recipients
    ]


def handed_in(page, writer):
    page.save_revision(user=writer)
    return page.get_workflow().start(page, writer).current_task_state


def test_who_is_asked_for_changes_reads_where_to_find_the_words(member_of):
    page, writer = StandardFactory(title="What to bring", live=False), member_of("Editors")
    state = handed_in(page, writer)
    state.task.specific.on_action(
        state, member_of("Approvers", first_name="Eden"), "reject", comment="zebrafinch words"
    )
    subject, said = mails_to(writer)[-1]
    assert subject == "Your page “What to bring” came back: a colleague asks for a change"
    assert "Eden read your page “What to bring”, and asks for a change." in said
    assert "zebrafinch" not in said
    assert f"What they ask stands at the top of its form. Open it: {BASE}/admin/pages/{page.pk}/edit/" in said
    assert Page.objects.get(pk=page.pk).current_workflow_state.current_task_state.comment == "zebrafinch words"


def test_mails_of_a_review_say_in_plain_words_what_who_and_where(member_of):
    page, writer = StandardFactory(title="Tea & talk", live=False), member_of("Editors", first_name="Ada")
    approver, superuser = member_of("Approvers"), member_of(None)
    state = handed_in(page, writer)
    address = f"{BASE}/admin/pages/{page.pk}/edit/"
    [(subject, said)] = mails_to(approver)
    assert subject == "Page “Tea & talk” waits for a colleague to read it"
    assert "Ada asks for a decision on the page “Tea & talk”" in said
    assert address in said
    assert "Page “Tea & talk” was sent on for a decision" in [subject for subject, _said in mails_to(superuser)]
    checked = dict.fromkeys(points_in(state.task.specific.points), "done")
    state.task.specific.on_action(state, approver, "approve", checked=checked)
    subject, said = mails_to(writer)[-1]
    assert subject == "Your page “Tea & talk” is approved"
    assert address in said
    for _subject, said in [*mails_to(approver), *mails_to(superuser), *mails_to(writer)]:
        assert not re.search("moderation|workflow|rejected", f"{_subject} {said}", re.IGNORECASE)


def test_mail_about_a_story_repeats_none_of_its_words(member_of):
    story, writer, approver = (
        StoryFactory(title="zebrafinch title", live=False),
        member_of("Editors"),
        member_of("Approvers"),
    )
    consented(story)
    state = handed_in(story, writer)
    state.task.specific.on_action(state, approver, "reject", comment="zebrafinch words")
    [waits], [back] = mails_to(approver), mails_to(writer)
    assert (waits[0], back[0]) == (
        "Story waits for a colleague to read it",
        "Your story came back: a colleague asks for a change",
    )
    assert "zebrafinch" not in "".join([*waits, *back])


def test_mail_about_an_entry_leads_to_its_form_and_to_no_preview(member_of):
    service, writer = make_service("Leaning Post"), member_of("Editors")
    approver = member_of("Approvers")
    service = Service.objects.get(pk=service.pk)
    service.save_revision(user=writer)
    service.get_workflow().start(service, writer)
    [(subject, said)] = mails_to(approver)
    assert subject == "Service “Leaning Post” waits for a colleague to read it"
    assert re.findall(rf"{BASE}(\S+)", said) == [
        reverse("wagtailsnippets_directory_service:edit", args=[service.pk]),
        "/admin/account/#tab-notifications",
    ]
