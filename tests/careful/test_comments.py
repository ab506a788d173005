"""Colleagues comment on pages; the mail about it says that, and nothing of what they or the page say."""

import pytest
from django.urls import reverse
from wagtail.models import Comment, Page, PageSubscription
from wagtail.test.utils.form_data import inline_formset

from cms.intake.models import OutboxMessage
from tests.pages.factories import StandardFactory
from tests.pages.test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


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


def test_who_is_asked_for_changes_reads_where_to_find_the_words(client, member_of):
    from wagtail.models import Workflow

    page, writer = StandardFactory(title="zebrafinch title", live=False), member_of("Editors")
    page.save_revision(user=writer)
    state = Workflow.objects.get(name="A colleague reads it first").start(page, writer).current_task_state
    state.task.specific.on_action(state, member_of("Approvers"), "reject", comment="zebrafinch words")
    mail = [each for each in OutboxMessage.objects.all() if writer.email in each.recipients][-1]
    said = bytes(mail.content).decode().replace("=\r\n", "").replace("=\n", "")
    assert "zebrafinch words" not in said
    assert f"/admin/pages/{page.pk}/edit/" in said
    assert Page.objects.get(pk=page.pk).current_workflow_state.current_task_state.comment == "zebrafinch words"
