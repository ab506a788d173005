"""Carrying an import out: everything of it or nothing, in one transaction, and never straight to the public."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from ..models import Service, ServiceImport
from ..moderation import review_workflow
from .applying import Applied
from .cells import in_words
from .preview import CHANGED, NEW, Preview
from .reading import UnreadableFile

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The import cannot be carried out; ``args[0]`` says why, in words."""


CHANGED_MEANWHILE = "Something changed since you looked. Nothing was imported. Send the file again and look once more."


@task()
def carry_out(pk):
    """Carry out the import with this primary key, where it has been started and not been carried out."""
    run = ServiceImport.objects.filter(pk=pk, state=ServiceImport.State.RUNNING).select_related("user").first()
    if run is None:
        return
    try:
        with transaction.atomic():
            _carry_out(run)
    except (Refused, UnreadableFile) as refused:
        _failed(run, str(refused))
    except Exception:
        # Not the error's own words: they may hold what stands in the file.
        logger.error("Import %s failed", run.pk)
        _failed(run, "Something went wrong on our side. Nothing was imported.")
        raise


def _failed(run, why):
    ServiceImport.objects.filter(pk=run.pk).update(state=ServiceImport.State.FAILED, failure=why, content=None)


def start(run, *, goes, seen):
    """Begin the import that its editor agreed to: at once, or in the queue of slow work. False where it had begun."""
    waiting = ServiceImport.objects.filter(pk=run.pk, state=ServiceImport.State.WAITING)
    begun = waiting.update(state=ServiceImport.State.RUNNING, started_at=timezone.now(), goes=goes, seen=seen)
    if begun:
        carry_out.enqueue(run.pk)
    return bool(begun)


def _carry_out(run):
    preview = Preview(run.file, run.choices, run.resemblances)
    if preview.hindrance or preview.digest != run.seen:
        raise Refused(CHANGED_MEANWHILE)
    for outcome in preview.of(NEW):
        _add(run, preview, outcome)
    for outcome in preview.of(CHANGED):
        _change(run, preview, outcome)
    counts = preview.counts
    run.new, run.changed, run.same = counts["new"], counts["changed"], counts["same"]
    run.state, run.content = ServiceImport.State.DONE, None
    run.resemblances, run.choices = {}, {}
    run.save()
    log(instance=run, action="directory.import", user=run.user, data={"new": run.new, "changed": run.changed})


def _add(run, preview, outcome):
    service = Service(live=False, has_unpublished_changes=True)
    applied = Applied(outcome.entry, service, preview.sheet, preview.known)
    _refuse_where(applied.problems, outcome)
    try:
        service.full_clean()
    except ValidationError as error:
        raise _refusal(outcome, error) from error
    service.save()
    _revise(run, service, service, outcome)


def _change(run, preview, outcome):
    row = Service.objects.select_for_update().get(pk=outcome.service.pk)
    if WorkflowState.objects.active().for_instance(row).exists():
        raise Refused(CHANGED_MEANWHILE)
    proposed = row.get_latest_revision_as_object()
    applied = Applied(
        outcome.entry, proposed, preview.sheet, preview.known,
        reference=row, only=outcome.touched, fills_only=outcome.fills_only,
    )  # fmt: skip
    _refuse_where(applied.problems, outcome)
    _revise(run, row, proposed, outcome)


def _revise(run, row, proposed, outcome):
    try:
        revision = proposed.save_revision(user=run.user, log_action=False)
    except ValidationError as error:
        raise _refusal(outcome, error) from error
    log(
        instance=row, action="directory.import", user=run.user, revision=revision, content_changed=True,
        data={"file": run.file_name, "lines": outcome.numbers},
    )  # fmt: skip
    workflow = review_workflow(row)
    if run.goes == ServiceImport.Goes.APPROVAL and workflow is not None:
        workflow.start(row, run.user)


def _refuse_where(problems, outcome):
    if problems:
        raise Refused(f"Line {outcome.numbers}: {problems[0].reason}. Nothing was imported.")


def _refusal(outcome, error):
    return Refused(f"Line {outcome.numbers}: {in_words(error)}. Nothing was imported.")


def purge_imports():
    """Delete files that nobody imported within a day; return how many."""
    return ServiceImport.objects.over().delete()[0]
