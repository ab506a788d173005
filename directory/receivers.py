"""How the directory listens to the review step below it."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished, workflow_approved, workflow_cancelled

from cms.core.models import Taxonomy, Term
from cms.intake.checklist import register_present
from cms.intake.review import decided, register_public_submission

from . import moderation
from .models import Organisation, Service


@register_public_submission
def is_directory_submission(obj):
    """Whether ``obj`` is a service whose version under review came from the public."""
    return isinstance(obj, Service) and obj.submissions.in_workflow().exists()


@register_present
def has_something_to_look_at(version, heading):
    """Whether an entry's ``version`` has links or a photo where the site itself sees none: an address, a photo that waits."""
    if not isinstance(version, Service):
        return False
    if heading == "links":
        return bool(version.website or version.public_email)
    return heading == "pictures" and version.submissions.in_workflow().exclude(upload=None).exists()


@receiver(decided, sender=Service, dispatch_uid="directory.decided")
def record_decision(instance, task_state, user, reason, details, decision, stage, **kwargs):
    """Keep what the workflow does not keep, in the decision's own transaction."""
    if stage == "before":
        moderation.publish_sent_photo(instance, user, wanted=details.get("take_photo", False))
        return
    submission = instance.submissions.in_workflow().order_by("-received_at").first()
    if submission is not None:
        moderation.after_decision(
            instance, submission, decision=decision, reason=reason, user=user, remember=details.get("remember", False)
        )


@receiver([workflow_approved, workflow_cancelled], dispatch_uid="directory.workflow_over")
def let_held_update_in(instance, **kwargs):
    """When a colleague's own review is over, the update that waited behind it comes next.

    A public submission's decision does the same itself, once it is recorded.
    """
    service = instance.content_object
    if isinstance(service, Service) and not service.submissions.in_workflow().exists():
        moderation.let_next_in(service.pk)


@receiver(post_save, sender=Organisation, dispatch_uid="directory.organisation_saved")
@receiver(post_save, sender=Term, dispatch_uid="directory.term_saved")
@receiver(post_save, sender=Taxonomy, dispatch_uid="directory.taxonomy_saved")
def services_say_so(instance, raw=False, created=False, **kwargs):
    """What services say of their provider or by a term has changed with it, for who asks what is newer."""
    if raw or created:
        return
    by = {Organisation: "organisation", Term: "terms", Taxonomy: "terms__taxonomy"}[type(instance)]
    Service.objects.filter(pk__in=Service.objects.filter(**{by: instance}).values("pk")).update(
        changed_at=timezone.now()
    )


@receiver([published, unpublished], sender=Service, dispatch_uid="directory.ways_back_end")
def end_ways_back(instance, **kwargs):
    """Whether the entry is listed was decided anew: a link that was mailed when it was unlisted lists it no more.

    A closing is another matter: a closed entry is not listed by publishing it.
    """
    if instance.status != Service.Status.CLOSED:
        moderation.end_ways_back(instance)
