"""Nothing is published without its teller's consent, whatever way one tries."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, streamfield

from pages import models
from pages.models.agreeing import NO_RECORD
from pages.models.consents import GRACE, years_on
from pages.models.readings import WORKFLOW, OwnWords
from pages.models.telling import NotAgreed
from tests.counting import settled_cost
from tests.desk.seeing import lines_of

from .factories import EasyReadFactory, StoryFactory, TermFactory, consented, home
from .test_editing import add_url, form_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def draft():
    return StoryFactory(live=False, title="A draft")


@pytest.fixture
def story():
    """A story on the site, with a version of it."""
    story = StoryFactory(title="On the site")
    story.save_revision().publish()
    story.refresh_from_db()
    return story


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


@pytest.fixture
def approver(client, member_of):
    client.force_login(member_of("Approvers"))
    return client


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def words(response):
    return response.content.decode()


NOT_IN_FORCE = {
    "none": None,
    "not for the website": {"for_website": False, "for_print": True},
    "lapsed": {"agreed_on": datetime.date(2020, 1, 1)},
    "withdrawn": {"withdrawn_at": timezone.now()},
}
lacking = pytest.mark.parametrize("fields", NOT_IN_FORCE.values(), ids=NOT_IN_FORCE)


@lacking
def test_a_story_without_a_consent_in_force_is_not_published(draft, fields, member_of):
    if fields is not None:
        consented(draft, **fields)
    with pytest.raises(NotAgreed):
        draft.save_revision().publish(user=member_of(None))
    with pytest.raises(NotAgreed):
        draft.save_revision().publish(user=member_of(None), skip_permission_checks=True)
    draft.live = True
    with pytest.raises(NotAgreed):
        draft.save()
    assert not is_live(draft)


def test_with_consent_it_is_published(draft):
    consented(draft)
    draft.save_revision().publish()
    assert is_live(draft)


def test_an_editor_gets_a_draft_and_is_told_why(editor):
    response = editor.post(add_url("story"), form_of("story") | {"action-publish": "1"}, follow=True)
    story = models.StoryPage.objects.get()
    assert not story.live
    assert NO_RECORD in words(response)
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert 'name="action-publish"' not in words(editor.get(edit))
    response = editor.post(edit, form_of("story") | {"action-publish": "1"}, follow=True)
    assert NO_RECORD in words(response)
    assert not is_live(story)
    consented(story)
    assert 'name="action-publish"' in words(editor.get(edit))
    editor.post(edit, form_of("story") | {"action-publish": "1"})
    assert is_live(story)


def test_what_was_scheduled_is_held_back_where_consent_went_meanwhile(draft):
    consent = consented(draft)
    draft.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    draft.save_revision().publish()
    other = StoryFactory(live=False)
    consented(other)
    other.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    other.save_revision().publish()
    models.StoryConsent.objects.filter(pk=consent.pk).update(review_on=TODAY - datetime.timedelta(days=1000))
    for page in (draft, other):
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = None
        revision.save()
    Revision.objects.update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not is_live(draft)
    assert is_live(other), "one that is held back keeps no other from going out"
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    assert "lapsed" in PageLogEntry.objects.get(action="core.page.held").data["why"]


def test_many_pages_at_once_leave_out_the_story(editor, draft):
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    editor.post(f"{url}?id={draft.pk}", {"include_descendants": ""})
    parent = draft.get_parent()
    editor.post(f"{url}?id={parent.pk}", {"include_descendants": "on"})
    assert not is_live(draft)


def test_a_story_cannot_be_copied(editor, story):
    copy = reverse("wagtailadmin_pages:copy", args=[story.pk])
    assert copy not in words(editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])))
    editor.post(copy, {"new_title": "Again", "new_slug": "again", "new_parent_page": story.get_parent().pk})
    for options in ({}, {"keep_live": False}, {"copy_revisions": False}):
        with pytest.raises(NotAgreed):
            story.copy(update_attrs={"slug": "again"}, **options)
    with pytest.raises(NotAgreed):
        story.get_parent().copy(recursive=True, to=home(), update_attrs={"slug": "all-again"})
    assert models.StoryPage.objects.count() == 1


def test_an_older_version_is_not_brought_back_without_consent(story):
    older = story.get_latest_revision()
    story.consent.delete()
    with pytest.raises(NotAgreed):
        older.as_object().save_revision(previous_revision=older).publish(previous_revision=older)


def test_an_alias_is_on_the_site_only_as_its_source_is(story, draft):
    alias = draft.create_alias(update_slug="an-alias")
    alias.live = True
    with pytest.raises(NotAgreed):
        alias.save()
    alias = story.create_alias(update_slug="another-alias")
    assert is_live(alias)
    with pytest.raises(NotAgreed):
        ConvertAliasPageAction(alias).execute()
    story.consent.for_website = False
    story.consent.save()
    assert not is_live(story)
    assert not is_live(alias)


def test_a_story_on_the_site_without_a_record_stays_and_is_listed(story, approver):
    story.consent.delete()
    story.save()
    story.save_revision()
    assert is_live(story)
    assert "Consent to be recorded: it is on the site" in words(approver.get(reverse("story_consents_report")))
    with pytest.raises(NotAgreed):
        story.save_revision().publish()


def test_a_use_that_is_taken_away_takes_the_story_down_and_out_of_the_schedule(story):
    story.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    story.save_revision().publish()
    assert story.revisions.exclude(approved_go_live_at=None).exists()
    consent = models.StoryConsent.objects.get(story=story)
    consent.for_website = False
    consent.save()
    assert not is_live(story)
    assert not story.revisions.exclude(approved_go_live_at=None).exists()


def test_two_years_later_and_ninety_days_it_leaves_the_site(story):
    models.StoryConsent.objects.update(review_on=timezone.localdate() - GRACE + datetime.timedelta(days=1))
    call_command("review_story_consents")
    assert is_live(story)
    models.StoryConsent.objects.update(review_on=timezone.localdate() - GRACE)
    call_command("review_story_consents")
    assert not is_live(story)
    assert PageLogEntry.objects.filter(action="pages.story.lapsed").exists()


def test_what_says_a_story_in_easy_read_needs_its_consent_and_goes_with_it(story):
    easy = EasyReadFactory(original=story)
    easy.clean()
    models.StoryConsent.objects.get().delete()
    with pytest.raises(ValidationError, match="recorded yet"):
        models.EasyReadPage.objects.get().clean()
    story.take_down()
    assert not is_live(easy)


@pytest.mark.parametrize("way", ["the use is taken away", "nobody answered"])
def test_what_tells_it_again_leaves_the_site_also_where_the_story_itself_is_off_it(story, way):
    alias = story.create_alias(update_slug="again")
    forms = [EasyReadFactory(original=story), EasyReadFactory(original=alias)]
    story.unpublish()
    assert not any(map(is_live, forms))
    # As it was on a site where it stayed.
    models.EasyReadPage.objects.update(live=True)
    consent = models.StoryConsent.objects.get(story=story)
    if way == "nobody answered":
        models.StoryConsent.objects.update(review_on=timezone.localdate() - GRACE)
        call_command("review_story_consents")
        call_command("review_story_consents")
        assert PageLogEntry.objects.filter(action="pages.story.lapsed").count() == 1
    else:
        consent.for_website = False
        consent.save()
    assert not any(map(is_live, forms))


def test_who_agreed_on_a_leap_day_is_asked_on_the_28th():
    assert years_on(datetime.date(2024, 2, 29)) == datetime.date(2026, 2, 28)


def test_a_story_in_which_there_is_nothing_is_a_draft(approver, draft):
    consented(draft)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    empty = form_of("story", body=streamfield([]), short_form="", title="Empty", page_terms=inline_formset([]))
    response = approver.post(edit, empty | {"action-publish": "1"})
    assert "nothing to read or hear" in str(response.context["form"].errors["body"])
    assert approver.post(edit, empty).status_code == 302
    draft.refresh_from_db()
    assert draft.draft_title == "Empty"
    approver.post(edit, empty | {"short_form": "In short.", "action-publish": "1"})
    assert is_live(draft)


# --- The record -----------------------------------------------------------------------------------


def consent_form(about, **fields):
    return {
        "story": about.pk, "for_website": "on", "wording_version": "Version 2", "agreed_on": "2026-11-01",
        "review_on": "", "kept_at": "Blue folder",
    } | fields  # fmt: skip


def test_an_approver_records_a_consent_from_the_storys_screen(approver, draft):
    edit = words(approver.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    add = f"{reverse('story_consents:add')}?story={draft.pk}"
    assert add in edit
    assert f'value="{draft.pk}"' in words(approver.get(add))
    response = approver.post(add, consent_form(draft))
    assert response.status_code == 302, response.context["form"].errors
    consent = models.StoryConsent.objects.get()
    assert (consent.story, consent.number) == (draft, draft.pk)
    assert consent.review_on == datetime.date(2028, 11, 1)
    assert "Blue folder" not in words(approver.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    assert approver.get(reverse("story_consents:index")).status_code == 200
    assert "Blue folder" in words(approver.get(reverse("story_consents:edit", args=[consent.pk])))


def test_nobody_deletes_a_consent(client, member_of, story):
    consent = models.StoryConsent.objects.get(story=story)
    client.force_login(member_of(None))
    delete = reverse("story_consents:delete", args=[consent.pk])
    client.post(delete)
    assert models.StoryConsent.objects.exists()
    assert delete not in words(client.get(reverse("story_consents:edit", args=[consent.pk])))


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("agreed_on", {"agreed_on": "2099-01-01"}),
        ("review_on", {"review_on": "2026-10-01"}),
        ("review_on", {"review_on": "2030-01-01"}),
        ("wording_version", {"wording_version": ""}),
        ("story", {"story": ""}),
    ],
)
def test_a_consent_that_cannot_be_is_refused_at_its_field(approver, draft, field, fields):
    response = approver.post(reverse("story_consents:add"), consent_form(draft, **fields))
    assert field in response.context["form"].errors
    assert not models.StoryConsent.objects.exists()


def test_a_story_has_one_consent(approver, story):
    response = approver.post(reverse("story_consents:add"), consent_form(story))
    assert "Change that one" in str(response.context["form"].errors["story"])


def test_editors_see_no_consent(editor, story):
    models.StoryConsent.objects.update(kept_at="Blue folder", wording_version="Version 77")
    consent = models.StoryConsent.objects.get()
    assert "Version 77" not in words(editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])))
    for address in (
        reverse("story_consents:index"),
        reverse("story_consents:edit", args=[consent.pk]),
        reverse("story_consents_report"),
    ):
        response = editor.get(address, follow=True)
        assert "Version 77" not in words(response)
        assert response.redirect_chain, address
    assert "Blue folder" not in str(Revision.objects.values_list("content", flat=True))


def test_the_report_costs_the_same_for_many_stories(approver):
    address = reverse("story_consents_report")
    StoryFactory.create_batch(2)
    few = settled_cost(lambda: approver.get(address))
    StoryFactory.create_batch(4)
    assert settled_cost(lambda: approver.get(address)) == few


# --- Two people ----------------------------------------------------------------------------------


@pytest.fixture
def hard(draft):
    """A draft that speaks of suicide, with consent."""
    draft.content_notes = [TermFactory(taxonomy_slug="content-notes", slug="note-suicide")]
    draft.save()
    consented(draft)
    return draft


def test_a_hard_story_is_published_by_a_second_persons_approval(client, hard, member_of):
    one, two = member_of("Approvers"), member_of("Approvers")
    form = form_of("story", page_terms=inline_formset([])) | {"content_notes": [hard.content_notes.get().pk]}
    edit = reverse("wagtailadmin_pages:edit", args=[hard.pk])
    client.force_login(one)
    assert "a second person reads it first" in words(client.post(edit, form | {"action-publish": "1"}, follow=True))
    client.post(edit, form | {"action-submit": "1"})
    approve = form | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client.post(edit, approve)
    assert not is_live(hard), "who submitted it does not approve it"
    client.force_login(two)
    client.post(edit, approve)
    assert is_live(hard)
    assert models.StoryReading.objects.get().reader == two
    # The next version is read again.
    response = client.post(edit, form | {"title": "Changed", "action-publish": "1"}, follow=True)
    assert "a second person reads it first" in words(response)
    hard.refresh_from_db()
    assert hard.title != "Changed"


def test_a_second_reader_opens_what_an_editor_submitted(client, hard, member_of):
    writer = member_of("Editors")
    hard.save_revision(user=writer)
    hard.get_workflow().start(hard, writer)
    client.force_login(member_of("Approvers"))
    address = reverse("wagtailadmin_pages:edit", args=[hard.pk])
    # From the dashboard one comes to the page, and decides there.
    number, way_in = lines_of(client.get(reverse("wagtailadmin_home")))[
        "page to read and decide: A second person reads it"
    ]
    assert number == 1
    assert address in client.get(way_in).content.decode()
    response = client.get(address)
    assert "Approve" in response.content.decode()
    assert "a colleague asks you to read it" in words(response)
    client.force_login(writer)
    assert "waits for a second person to read it" in words(client.get(address))


def test_whoever_records_a_consent_goes_on_to_its_story(approver, draft):
    fields = {"story": draft.pk, "for_website": "on", "wording_version": "2", "agreed_on": "1/5/2026"}
    response = approver.post(reverse("story_consents:add"), fields, follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert "Consent recorded for “A draft”." in words(response)


def test_what_a_second_reader_changes_is_read_by_a_third(client, hard, member_of):
    edit = reverse("wagtailadmin_pages:edit", args=[hard.pk])
    form = form_of("story", page_terms=inline_formset([])) | {"content_notes": [hard.content_notes.get().pk]}
    approve = form | {"title": "Changed", "action-workflow-action": "1", "workflow-action-name": "approve"}
    one, two, three = (member_of("Approvers") for _each in range(3))
    client.force_login(one)
    client.post(edit, form | {"action-submit": "1"})
    client.force_login(two)
    response = client.post(edit, approve, follow=True)
    assert "ask a colleague to approve it" in words(response)
    assert not is_live(hard)
    assert not models.StoryReading.objects.exists()
    hard.refresh_from_db()
    assert hard.draft_title == "Changed", "nothing that was written is lost"
    task_state = hard.current_workflow_task_state
    names = [name for name, *_rest in task_state.task.specific.get_actions(hard, two)]
    assert names == ["reject"]
    with pytest.raises(OwnWords):
        task_state.task.specific.on_action(task_state, one, "approve")
    client.force_login(three)
    client.post(edit, approve)
    assert is_live(hard)
    assert models.StoryReading.objects.get().reader == three


def test_a_note_that_is_added_in_the_same_step_asks_for_the_second_person_too(editor, story):
    note = TermFactory(taxonomy_slug="content-notes", slug="note-self-harm")
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    editor.post(edit, form_of("story", title="Changed") | {"content_notes": [note.pk], "action-publish": "1"})
    story.refresh_from_db()
    assert story.title == "On the site"


def test_no_hard_story_is_published_past_its_reading(hard, member_of):
    with pytest.raises(NotAgreed):
        hard.save_revision().publish(user=member_of(None), skip_permission_checks=True)
    assert hard.get_workflow().name == WORKFLOW


def test_a_second_reader_is_not_offered_approval_without_consent(client, hard, member_of):
    models.StoryConsent.objects.all().delete()
    hard.save_revision(user=member_of("Editors"))
    hard.get_workflow().start(hard, member_of("Editors"))
    actions = hard.current_workflow_task.get_actions(hard, member_of("Approvers"))
    assert [name for name, *_rest in actions] == ["reject"]


def autosaved(client, page, version, **fields):
    """Save as the editor's screen does while somebody types: over the version that it saved last."""
    form = form_of("story", page_terms=inline_formset([])) | {"content_notes": [page.content_notes.get().pk]}
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(edit, form | fields | {"overwrite_revision_id": version.pk}, HTTP_ACCEPT="application/json")


def test_a_version_that_was_read_is_not_written_over_while_its_author_types_on(hard, member_of, client):
    writer = member_of("Approvers")
    read = hard.save_revision(user=writer)
    hard.get_workflow().start(hard, writer)
    client.force_login(writer)
    assert autosaved(client, hard, read, title="While it waits").json()["success"]
    read.refresh_from_db()
    assert read.content["title"] == "A draft", "who reads it now decides on what they see"
    task_state = hard.current_workflow_task_state
    task_state.task.specific.on_action(task_state, member_of("Approvers"), "approve")
    live = models.StoryPage.objects.get(pk=hard.pk).live_revision
    assert autosaved(client, hard, live, title="UNREAD").json()["success"]
    live.refresh_from_db()
    assert live.content["title"] == "While it waits"
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={hard.pk}", {})
    hard.refresh_from_db()
    assert hard.title == "While it waits"
    # An own draft that nobody looks at is written over as ever; somebody else's is not.
    draft = hard.get_latest_revision()
    assert autosaved(client, hard, draft, title="On and on").json()["pk"] == hard.pk
    assert hard.get_latest_revision() == draft
    client.force_login(member_of("Editors"))
    assert autosaved(client, hard, draft).status_code == 400


def test_a_reading_is_of_words_and_not_of_a_number(hard, member_of):
    version = hard.save_revision(user=member_of("Editors"))
    hard.get_workflow().start(hard, member_of("Editors"))
    task_state = hard.current_workflow_task_state
    task_state.task.specific.on_action(task_state, member_of("Approvers"), "approve")
    assert hard.is_read(version.pk)
    version.refresh_from_db()
    version.content["title"] = "UNREAD"
    version.save()
    assert not hard.is_read(version.pk)
    with pytest.raises(NotAgreed):
        models.StoryPage.objects.get(pk=hard.pk).save_revision().publish()


def test_what_is_approved_on_the_screen_is_what_the_screen_showed(client, draft, member_of):
    from wagtail.models import Task, Workflow, WorkflowTask

    from cms.intake.models import ReviewTask

    consented(draft)
    writer, reader = member_of("Editors"), member_of("Approvers")
    opened = draft.save_revision(user=writer)
    task = ReviewTask.objects.create(name="A look", points="")
    task.groups.set(reader.groups.all())
    workflow = Workflow.objects.create(name="A look")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=0)
    workflow.start(draft, writer)
    later = draft.get_latest_revision_as_object()
    later.title = "Later"
    later.save_revision(user=writer)
    client.force_login(reader)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = form_of("story", page_terms=inline_formset([])) | {
        "action-workflow-action": "1", "workflow-action-name": "approve", "loaded_revision_id": opened.pk,
        "loaded_revision_created_at": opened.created_at.isoformat(),
    }  # fmt: skip
    assert "after you opened it" in words(client.post(edit, form, follow=True))
    assert not is_live(draft)
    now = models.StoryPage.objects.get(pk=draft.pk).get_latest_revision()
    assert now.content["title"] == "Later", "nothing is saved either"
    shown = {"loaded_revision_id": now.pk, "loaded_revision_created_at": now.created_at.isoformat()}
    client.post(edit, form | shown)
    assert is_live(draft)


def test_who_wrote_the_words_does_not_approve_them_after_a_colleague_saved_them_again(hard, member_of):
    author, colleague = member_of("Approvers"), member_of("Editors")
    hard.short_form = "Mine"
    hard.save_revision(user=author)
    for _each in range(2):
        hard.save_revision(user=colleague)
    hard.get_workflow().start(hard, colleague)
    state = hard.current_workflow_task_state
    assert "approve" not in [name for name, *_rest in state.task.specific.get_actions(hard, author)]
    with pytest.raises(OwnWords):
        state.task.specific.on_action(state, author, "approve")
    state.task.specific.on_action(state, member_of("Approvers"), "approve")
    assert is_live(hard)
