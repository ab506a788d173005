"""One person with one window that saves itself is warned of nobody; two windows are, and nothing is lost by either."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset

from cms.core.page_form import A_MOMENT
from tests.pages.factories import StandardFactory
from tests.pages.test_editing import form_of
from tests.promises.racing import at_once


def asked(client, page, version, seen):
    """Ask as a window does that knows ``version`` as it was at ``seen``; return whether it is warned."""
    session = EditingSession.objects.filter(object_id=str(page.pk)).latest("pk")
    address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, session.pk])
    answer = client.post(address, {"revision_id": version.pk, "revision_created_at": seen.isoformat()}).json()
    return any(other["revision_id"] for other in answer["other_sessions"])


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_a_question_that_was_on_its_way_while_the_form_saved_warns_of_nobody(client, member_of):
    editor = member_of("Editors")
    client.force_login(editor)
    page = StandardFactory()
    version = page.save_revision(user=editor)
    before = version.created_at
    client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert not asked(client, page, version, before)
    # The window saves: a first time as a new version, later over it.
    own = Page.objects.get(pk=page.pk).specific.save_revision(user=editor)
    assert not asked(client, page, version, before)
    # What another window of theirs saved is told with the next question.
    Revision.objects.filter(pk=own.pk).update(created_at=timezone.now() - A_MOMENT - timedelta(seconds=1))
    Revision.objects.filter(pk=version.pk).update(created_at=timezone.now() - 2 * A_MOMENT)
    assert asked(client, page, version, timezone.now() - 2 * A_MOMENT)
    # What the very version that it shows was saved over with, by the last saving before a button, is no news either.
    assert not asked(client, page, own, timezone.now() - 2 * A_MOMENT)
    # A colleague's is told at once.
    Page.objects.get(pk=page.pk).specific.save_revision(user=member_of("Editors"))
    assert asked(client, page, own, timezone.now() - A_MOMENT)


@pytest.mark.django_db(transaction=True)
def test_a_form_that_saves_itself_never_takes_the_place_of_what_a_button_saved_meanwhile(member_of):
    editor = member_of("Editors")
    page = StandardFactory(title="As it was")
    own = page.save_revision(user=editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of("standard", page_terms=inline_formset([])) | {"overwrite_revision_id": own.pk}

    def work(number):
        client = Client(raise_request_exception=False)
        client.force_login(editor)
        if number % 2:
            return client.post(edit, form | {"title": "By the button", "action-publish": "1"}).status_code
        return client.post(edit, form | {"title": "By itself"}, headers={"accept": "application/json"}).status_code

    results = at_once(4, work)
    assert set(results[1::2]) == {302}
    page.refresh_from_db()
    assert page.title == "By the button"
    assert page.get_latest_revision_as_object().title == "By the button"
    assert not page.has_unpublished_changes


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_a_form_that_came_back_goes_on_saving_itself_though_it_saved_once_more_meanwhile(client, member_of):
    editor = member_of("Editors")
    client.force_login(editor)
    page = StandardFactory(title="As it was")
    shown = page.save_revision(user=editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of("standard", page_terms=inline_formset([])) | {"title": "By itself"}
    known = {"loaded_revision_id": shown.pk, "loaded_revision_created_at": shown.created_at.isoformat()}

    def saves_itself(**more):
        return client.post(edit, form | known | more, headers={"accept": "application/json"}).json()

    Revision.objects.filter(pk=shown.pk).update(created_at=timezone.now())
    assert saves_itself()["success"]
    # A version of its own: the other stays.
    assert page.revisions.count() == 2
    # A colleague's, or another one of theirs, is in the way as before.
    assert saves_itself()["error_code"] == "invalid_revision"
    known["loaded_revision_id"] = page.revisions.latest("pk").pk
    Revision.objects.update(user=member_of("Editors"))
    assert saves_itself()["error_code"] == "invalid_revision"
