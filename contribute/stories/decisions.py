"""What follows when a story that was sent in is declined, published or removed: receivers of what lies below."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Workflow, WorkflowState
from wagtail.signals import page_published, page_unpublished

from cms.core.models import Term
from cms.intake.mail import send_template
from cms.intake.purge import forget
from cms.intake.review import decided, register_public_submission
from pages.models import StoryPage
from pages.models.agreeing import register_hard_words
from pages.models.readings import NOTES
from pages.models.telling import register_condition, register_last_condition

from .. import desk
from ..models import StorySent
from ..receiving import take_back_link
from .asking import why_not_said
from .pictures import drop_pictures
from .sending import WORKFLOW, start_review

Status, Decision = StorySent.Status, StorySent.Decision

NOT_APPROVED = "Nobody has approved it yet. A colleague’s approval in “Story review” publishes it: submit it there."
IN_REVIEW = "Nobody has approved it yet. It waits for a colleague’s approval in “Story review”, which publishes it."

register_condition(why_not_said)


@register_last_condition
def why_not_unreviewed(page):
    """Return why a story that was sent in and never approved may not be published past its review; '' otherwise.

    Where administrators took the review away there is none to wait for.
    """
    sent = StorySent.objects.filter(page=page.pk).exclude(decision=Decision.APPROVED).first()
    if sent is None:
        return ""
    states = WorkflowState.objects.for_instance(page)
    if states.filter(status=WorkflowState.STATUS_APPROVED).exists():
        return ""
    if states.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists():
        return IN_REVIEW
    is_reviewed = states.exists() or Workflow.objects.active().filter(name=WORKFLOW).exists()
    return NOT_APPROVED if is_reviewed else ""


@register_hard_words
def is_noted_as_hard(page):
    """Whether the teller of ``page``, a story that was sent in, noted it as hard, whatever editors note."""
    first = StorySent.objects.filter(page=page.pk).values_list("first_content", flat=True).first() or {}
    return Term.objects.filter(pk__in=first.get("content_notes", []), slug__in=NOTES).exists()


@register_public_submission
def is_story_sent_in(obj):
    """Whether ``obj`` is the page of a story that was sent in and is not decided."""
    return isinstance(obj, Page) and StorySent.objects.filter(page=obj.pk, decision=Decision.NONE).exists()


@receiver(decided, dispatch_uid="contribute.story_decided")
def declined(instance, user, reason, decision, stage, **kwargs):
    """Answer the teller with the editor's words; what was sent is deleted when its time is over."""
    if decision != "decline" or stage != "after" or not isinstance(instance, Page):
        return
    sent = StorySent.objects.select_related("sender").filter(page=instance.pk).first()
    if sent is None or sent.is_emptied:
        return
    _decide(sent, Decision.DECLINED, user)
    drop_pictures(sent)
    if sent.has_email and reason:
        desk.reply(sent, reason, user=user, then=Status.DONE)
    else:
        desk.set_status(sent, Status.DONE, user=user)


@receiver(page_published, sender=StoryPage, dispatch_uid="contribute.story_published")
def published(instance, **kwargs):
    """Tell the teller, once, that their story is on the site; the mail does not lead to it, since its address holds told words."""
    sent = StorySent.objects.select_related("sender").filter(page=instance.pk).first()
    if sent is None:
        return
    with transaction.atomic():
        is_first = sent.decision != Decision.APPROVED
        if is_first:
            _decide(sent, Decision.APPROVED, None)
        # What readers can read may outlive what is kept of its teller.
        row = desk.claim(sent, "", even_emptied=True)
        # On the site it has no day on which it goes, whenever it was done.
        desk.move(row, row.status if row.is_over else Status.DONE)
        log(instance=row, action="contribute.story.published")
        if is_first and row.has_email:
            send_template(
                f"contribute:{row.pk}:published", "contribute/story/email/published", row.sender.email,
                {"reference": row.reference, "take_back": take_back_link(row)},
            )  # fmt: skip


@receiver(page_unpublished, sender=StoryPage, dispatch_uid="contribute.story_unpublished")
def unpublished(instance, **kwargs):
    """Begin the days of a story that left the site, by whatever way: an editor has these to mend it, or its teller to agree."""
    sent = StorySent.objects.filter(page=instance.pk).first()
    if sent is None:
        return
    with transaction.atomic():
        row = desk.claim(sent, "", even_emptied=True)
        if row.is_over:
            desk.move(row, row.status)


@receiver(post_save, sender=StorySent, dispatch_uid="contribute.story_held_no_more")
def held_no_more(instance, update_fields=None, **kwargs):
    """Let the review begin of a story that a colleague took out of Junk."""
    waits = instance.status == Status.NEW and instance.page_id and not (instance.held or instance.decision)
    if waits and update_fields is None and not instance.page.workflow_states.exists():
        start_review(instance)


@receiver(pre_delete, sender=StoryPage, dispatch_uid="contribute.story_gone")
def gone(instance, **kwargs):
    """Empty what is kept beside a story that is withdrawn, by whatever way."""
    found = list(StorySent.objects.filter(page=instance.pk).values_list("pk", flat=True))
    if found:
        StorySent.objects.filter(pk__in=found).update(page=None)
        forget(StorySent, found)


def _decide(sent, decision, user):
    StorySent.objects.filter(pk=sent.pk).update(decision=decision, decided_at=timezone.now(), decided_by=user)
