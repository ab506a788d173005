"""By no way does a page go to readers without its teaser, or a research summary without how sure we can be: all say what is missing."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core.writing.going_out import NotReadyError
from cms.intake.review import MayNotGoOut
from pages.models import ResearchPage
from tests.intake.deciding import approve
from tests.pages.factories import ResearchFactory
from tests.pages.test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
ASKED = {"teaser": "Teaser", "certainty": "How sure we can be", "certainty_reason": "Why"}
each = pytest.mark.parametrize("name", ASKED)


@pytest.fixture
def editor(client, member_of):
    client.user = member_of("Editors")
    client.force_login(client.user)
    return client


def draft_without(name, user=None, **fields):
    """Return a summary that is ready but for one thing, as a draft."""
    page = ResearchFactory(live=False)
    for field, value in ({name: ""} | fields).items():
        setattr(page, field, value)
    # As the form keeps a draft.
    page.save_revision(user=user, clean=False)
    return page


def is_live():
    return ResearchPage.objects.get().live


@each
def test_the_form_asks_for_it_at_publication_and_submission_and_not_of_a_draft(editor, name):
    page = draft_without(name)
    form = form_of("research", **{name: ""})
    form |= nested_form_data({relation: inline_formset([]) for relation in ("page_terms", "authors")})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, form).status_code == 302
    older = page.revisions.first()
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk])
    for url, action in ((edit, "action-publish"), (edit, "action-submit"), (back, "action-publish")):
        refused = editor.post(url, form | {action: "1"})
        assert refused.status_code == 200, (url, action)
        assert list(refused.context["form"].errors) == [name]
    assert not is_live()


@each
def test_many_pages_at_once_are_published_together_or_not_at_all(editor, name):
    page = draft_without(name)
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for url, data in (
        (f"{publish}?id={page.pk}", {}),
        (f"{publish}?id={page.get_parent().pk}", {"include_descendants": "on"}),
    ):
        said = editor.post(url, data, follow=True).content.decode()
        assert escape(f"Nothing was published. “{page.title}”: Still missing: “{ASKED[name]}”.") in said
    assert not is_live()


def test_many_pages_that_are_ready_are_published_at_once(editor):
    page = draft_without("limits")
    editor.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}")
    assert is_live()


@each
def test_an_approval_does_not_publish_it_and_says_why(editor, name, member_of):
    page = draft_without(name, user=editor.user)
    page.get_workflow().start(page, editor.user)
    revision = page.get_latest_revision()
    state = ResearchPage.objects.get().current_workflow_task_state
    with pytest.raises(MayNotGoOut) as refused:
        approve(state, member_of("Approvers"), revision=revision.pk)
    assert f"Still missing: “{ASKED[name]}”." in refused.value.message
    assert not is_live()


@each
def test_a_schedule_holds_it_back_and_says_why(name):
    page = draft_without(name)
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert not is_live()
    why = PageLogEntry.objects.get(action="core.page.held").data["why"]
    assert why == f"“{page.title}” is not published. Still missing: “{ASKED[name]}”."


@each
def test_a_program_does_not_publish_it(name):
    page = draft_without(name)
    with pytest.raises(NotReadyError, match=f"Still missing: “{ASKED[name]}”"):
        page.get_latest_revision().publish()
    assert not is_live()


def test_all_that_is_missing_is_said_at_once_and_what_is_wrong_by_its_name():
    page = draft_without("teaser", certainty="", open_access_url="no address")
    with pytest.raises(NotReadyError) as refused:
        page.get_latest_revision().publish()
    assert str(refused.value).endswith(
        "Still missing: “Teaser”, “How sure we can be”. Address of a free copy: Enter a valid URL."
    )


def unjudged(direction=None, user=None):
    page = ResearchFactory(live=False)
    page.findings = [
        ("finding", {"heading": "Loneliness fell a little", "text": "By a point.", "direction": direction})
    ]
    page.save_revision(user=user, clean=False)
    return page


def test_a_new_summary_asks_for_what_was_found_and_has_nothing_chosen_of_whether_it_is_good(editor):
    form = editor.get(
        reverse("wagtailadmin_pages:add", args=["pages", "researchpage", ResearchFactory().get_parent().pk])
    )
    assert "What was found, in up to ten words" in form.content.decode()
    new = form.context["form"].instance
    assert [found.value["direction"] for found in new.findings] == [None, None]
    assert (
        ResearchPage._meta.get_field("findings").stream_block.child_blocks["finding"].get_default()["direction"] is None
    )


def test_whether_a_finding_is_good_is_asked_at_publication_and_not_of_a_draft(editor):
    page = unjudged()
    finding = {"heading": "Loneliness fell a little", "text": "By a point.", "direction": ""}
    form = form_of("research", findings=streamfield([("finding", finding)]))
    form |= nested_form_data({relation: inline_formset([]) for relation in ("page_terms", "authors")})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, form).status_code == 302
    for action in ("action-publish", "action-submit"):
        refused = editor.post(edit, form | {action: "1"})
        assert list(refused.context["form"].errors) == ["findings"]
    assert not is_live()
    why = "What was found: Choose whether it was better or worse, for “Loneliness fell a little”."
    with pytest.raises(NotReadyError, match=re.escape(why)):
        page.get_latest_revision().publish()
    many = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}"
    assert escape(why) in editor.post(many, follow=True).content.decode()
    assert not is_live()


def test_what_was_chosen_as_not_clear_yet_goes_out():
    unjudged("unclear").get_latest_revision().publish()
    assert is_live()
