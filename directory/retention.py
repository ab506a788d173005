"""How long words about an entry and its people are kept that stand beside it: the words go, that they were written stays.

They are what people wrote to the editors, and what editors wrote when they decided.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry, TaskState

from .models import Closure, ContactRequest, Service, Submission

# Long enough to answer a question about it.
KEEP_WORDS = timedelta(days=365)


def forget_words():
    """Empty notes of what was decided, and reasons of closings, when their time is over; return how many."""
    before = timezone.now() - KEEP_WORDS
    count = 0
    for model in (Submission, ContactRequest):
        count += model.objects.filter(decided_at__lt=before).exclude(note="").update(note="")
    return count + Closure.objects.filter(closed_at__lt=before).exclude(reason="").update(reason="")


def forget_comments():
    """Empty what editors wrote in the reviews of submissions whose time is over, in the history too; return how many.

    What a sender was asked to change says as much about them as the reason of a decline, which Wagtail keeps nowhere, and
    goes with it. Where the entry is deleted, only its history is left; that goes after a year.
    """
    services = ContentType.objects.get_for_model(Service)
    over = Submission.objects.filter(retain_until__lte=timezone.localdate()).exclude(decision="")
    about_it = over.annotate(key=Cast("service_id", CharField())).filter(
        key=OuterRef("workflow_state__object_id"),
        received_at__lte=OuterRef("finished_at"),
        decided_at__gte=OuterRef("finished_at"),
    )
    # What was reviewed while this waited behind it is another submission's.
    kept = Submission.objects.exclude(pk__in=over.values("pk")).filter(
        revision__task_states__workflow_state=OuterRef("workflow_state")
    )
    states = TaskState.objects.filter(
        Exists(about_it),
        ~Exists(kept),
        workflow_state__base_content_type=services,
        # A colleague's own changes have somebody who asked for the review.
        workflow_state__requested_by=None,
    ).exclude(comment="")
    pks = list(states.values_list("pk", flat=True))
    entries = ModelLogEntry.objects.filter(content_type=services, action__startswith="wagtail.workflow.")
    _forget_in(entries.filter(data__workflow__task_state_id__in=pks))
    stands = Service.objects.annotate(key=Cast("pk", CharField())).filter(key=OuterRef("object_id"))
    _forget_in(entries.filter(~Exists(stands), timestamp__lt=timezone.now() - KEEP_WORDS))
    return TaskState.objects.filter(pk__in=pks).update(comment="")


def _forget_in(entries):
    for entry in entries:
        if entry.data.get("comment"):
            # Not with save(): that asks for the version under review, which may be gone.
            ModelLogEntry.objects.filter(pk=entry.pk).update(data=entry.data | {"comment": ""})
