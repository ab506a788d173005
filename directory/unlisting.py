"""Taking an entry out that nobody confirmed for 18 months, never in silence: who looks after it gets a way back."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from . import moderation, not_listed, upkeep
from .currency import UNLIST
from .models import Service

ACTION = "directory.unlist"


def unlist(pk, *, user):
    """Unpublish the entry ``pk`` where it still stands at the last step of the reminders, and mail a link that undoes it.

    Returns (number of people written to, ""), or (0, why it was not done, in words). The entry itself is kept.
    """
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(pk=pk).first()
        if service is None or not service.is_listed or service.reminder_step != UNLIST:
            return 0, "somebody confirmed it, or took it off, after this page was opened"
        if service.current_workflow_state is not None or service.submissions.undecided().exists():
            return 0, "something about it is under review. Decide on that first"
        # What publishing knew of it, for the way back.
        was = {
            "published": service.live_revision_id,
            "latest": service.latest_revision_id,
            "drafted": service.has_unpublished_changes,
        }
        # Which uses up every link that was mailed before.
        service.unpublish(user=user)
        log(instance=service, action=ACTION, user=user, data=was)
        return upkeep.mail_way_back(service, "unlisted"), ""


def is_unlisted(service):
    """Whether ``service`` is out of the directory because nobody confirmed it, and nothing else keeps it out."""
    return (
        not service.live
        and service.status != Service.Status.CLOSED
        and service.reminder_step == UNLIST
        and not not_listed.asked_of(service)
    )


def unlisted(link):
    """Return the Service that a usable REOPEN ``link`` may list again, since it was only unlisted; None where there is none."""
    service = Service.objects.select_related("organisation").filter(uuid=link.subject).first()
    if service is None or not is_unlisted(service) or _unlisting(service) is None:
        return None
    return service


def list_again(link):
    """List the entry of a REOPEN ``link`` again as it was, as confirmed today, and use up every such link.

    Returns whether that was done.
    """
    with transaction.atomic():
        Service.objects.select_for_update().filter(uuid=link.subject).first()
        # After the lock: a press at the same moment, or an editor, has used the link up.
        service = unlisted(link) if link.use() else None
        if service is None:
            return False
        was = _unlisting(service).data
        service.live = True
        service.live_revision = service.revisions.filter(pk=was["published"]).first()
        service.has_unpublished_changes = was["drafted"] or service.latest_revision_id != was["latest"]
        service.assured_at, service.reminder_step = timezone.localdate(), 0
        service.save()
        moderation.end_ways_back(service)
        log(instance=service, action="directory.list_again")
        upkeep.mail_contacts(service, "listed_again")
    return True


def _unlisting(service):
    """Return the history's row of the last unlisting, None where there was none."""
    rows = ModelLogEntry.objects.for_instance(service).filter(action=ACTION)
    return rows.order_by("-timestamp", "-pk").first()
