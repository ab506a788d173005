"""A second person reads told words that speak of suicide or self-harm before they are published."""

import hashlib
import json
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Revision, TaskState

from cms.intake.models import ReviewTask
from cms.intake.review import DecisionRefused

# The notes that ask for it: slugs of the taxonomy content-notes, which never change.
NOTES = ("note-suicide", "note-self-harm")
WORKFLOW = "Second reading of stories"
# The fields of a story, and of what says it in Easy Read, that readers read, see or hear.
SAID = (
    "title", "seo_title", "teaser", "search_description", "teaser_image", "teller_name", "name_shown", "role",
    "content_notes", "short_form", "pull_quote", "body", "recording",
)  # fmt: skip


class OwnWords(DecisionRefused):
    """The reader wrote, or submitted, what they were to read as a second person."""

    message = (
        "You wrote or submitted this version, and it is saved. A second person reads it before it is "
        "published: ask a colleague to approve it."
    )


class SamePerson(DecisionRefused):
    """Who approved the step before this one cannot be the second person."""

    message = "You approved the first step. A second person reads it before it is published: ask a colleague."


def approved_in(workflow_state):
    """Return the steps of ``workflow_state`` that somebody approved: a queryset."""
    return workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)


class StoryReading(models.Model):
    """Somebody who neither submitted nor wrote this version of a page, a story or its Easy Read, agreed to publish it."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    # Of what they read: a version that says something else is not the one.
    digest = models.CharField(max_length=64, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "revision"], name="one_reading_a_version")]

    def __str__(self):
        return f"Reading of page {self.page_id}"

    @classmethod
    def keep(cls, page, revision, reader):
        """Write down that ``reader`` read ``revision`` of ``page`` as it stands now."""
        read = {"reader": reader, "digest": digest_of(revision.content)}
        cls.objects.update_or_create(page_id=page.pk, revision=revision, defaults=read)


def wrote_latest(page, user):
    """Whether the newest version of ``page`` says what is by ``user``. One query."""
    # Asked afresh: what an approver has just changed is a newer version than the one that ``page`` may know.
    versions = page.revisions.order_by("-created_at", "-pk").values_list("user", "content")
    return author_of(versions.iterator(chunk_size=20)) == user.pk


def author_of(versions):
    """Return the number of who first saved the words of the newest of ``versions``, pairs of user and content, newest first.

    Versions before it that say the same are looked through: a colleague who saves words once more is not who wrote them,
    and the screen saves a version also where nothing was written, only a term was set, or blocks got other numbers.
    None where there is no version, or nobody saved it.
    """
    words = author = None
    for user, content in versions:
        if words is not None and said(content) != words:
            break
        words, author = said(content), user
    return author


def not_theirs(user):
    """Return the second readings, now in progress, that ``user`` may not approve: numbers of task states. One query.

    They wrote what is to be read. Who approved the step before is left out by ``first_read``.
    """
    page_type = ContentType.objects.get_for_model(Page)
    now = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=SecondReadingTask.objects.values("pk"),
        workflow_state__base_content_type=page_type,
    )  # fmt: skip
    of_pages = Revision.objects.filter(base_content_type=page_type)
    here = now.filter(workflow_state__object_id=OuterRef("object_id"))
    theirs = of_pages.filter(user=user, object_id=OuterRef("object_id"))
    versions = of_pages.filter(Exists(here), Exists(theirs)).annotate(step=Subquery(here.values("pk")[:1]))
    rows = versions.order_by("step", "-created_at", "-pk").values_list("step", "user", "content")
    steps = groupby(rows.iterator(chunk_size=20), key=itemgetter(0))
    return [step for step, found in steps if author_of((who, content) for _step, who, content in found) == user.pk]


def first_read(user):
    """Return the second readings whose step before ``user`` approved: a queryset of task states."""
    before = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"), status=TaskState.STATUS_APPROVED, finished_by=user
    )
    return TaskState.objects.filter(Exists(before), task__in=SecondReadingTask.objects.values("pk"))


def said(content):
    """Return what a version, as its dict, says to readers: without its numbers, dates and settings."""
    return [_unnumbered(content.get(name)) for name in SAID]


def digest_of(content):
    """Return a short name of what a version, as its dict, says to readers."""
    return hashlib.blake2b(json.dumps(said(content), sort_keys=True).encode(), digest_size=16).hexdigest()


def _unnumbered(value):
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return {key: _unnumbered(each) for key, each in value.items() if key != "id"}
    return [_unnumbered(each) for each in value] if isinstance(value, list) else value


class SecondReadingTask(ReviewTask):
    """The step in which the second person reads. Who submitted the page is offered nothing; who wrote it, no approval."""

    class Meta:
        verbose_name = "second reading of a story"

    @classmethod
    def get_description(cls):
        return "A second person reads a story that speaks of suicide or self-harm"

    def get_actions(self, obj, user):
        """Those of a review; *Approve* only where the consent allows publication, and for no version of one's own."""
        actions = super().get_actions(obj, user)
        # The edit screen asks with the story, and Wagtail's state of a workflow with the page that it is.
        if actions and (wrote_latest(obj, user) or self._is_first_reader(obj, user) or self._may_not_go_out(obj)):
            return [each for each in actions if each[0] != "approve"]
        return actions

    def get_form_for_action(self, action):
        return self.with_points(action, TaskStateCommentForm)

    def start(self, workflow_state, user=None):
        """Begin; after another step, where the words ask for no second person, the step is passed over.

        What is passed over begins for nobody: Wagtail's own ``start`` would write to all who could decide in it.
        """
        page = workflow_state.content_object.specific
        is_asked_for = page.get_latest_revision_as_object().needs_second_reader
        if is_asked_for or not approved_in(workflow_state).exists():
            return super().start(workflow_state, user=user)
        return self.get_task_state_class().objects.create(
            workflow_state=workflow_state, task=self, revision=page.get_latest_revision(),
            status=TaskState.STATUS_SKIPPED, finished_at=timezone.now(),
        )  # fmt: skip

    @staticmethod
    def _is_first_reader(obj, user):
        state = obj.current_workflow_state
        return bool(state) and approved_in(state).filter(finished_by=user).exists()

    @staticmethod
    def _may_not_go_out(obj):
        story = obj.specific
        return story.why_not_agreed() or story.why_not_said(of_latest=True)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **details):
        """Decide, and where it is approved write down who read which version: its publication asks for that.

        Raises OwnWords. Wagtail saves what an approver changed on the screen, as a version of theirs, before it asks.
        """
        if action_name == "approve":
            page = task_state.workflow_state.content_object
            state = task_state.workflow_state
            if state.requested_by_id == user.pk or wrote_latest(page, user):
                raise OwnWords
            if approved_in(state).filter(finished_by=user).exists():
                raise SamePerson
            StoryReading.keep(page, page.get_latest_revision(), user)
        super().on_action(task_state, user, action_name, **details)
