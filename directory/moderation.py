"""What happens to a submission: received, amended, held, decided. All writes of moderation are here.

Moderation is Wagtail's own: a new service is a draft with a revision in the workflow, an update a revision
over the live entry. What this module adds is what the workflow does not keep (``Submission``), the mail to
the sender, and four guards: no link writes a revision while another's is in the workflow, nobody's update takes back
what somebody else changed, a decline leaves nothing behind, and sending twice makes one record.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from cms.core.site_links import absolute_url
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.models import AccessLink, Consent, Received, Sender
from cms.intake.review import DecisionRefused

from . import answers as answers_of
from . import changes, not_listed
from .models import ListingContact, Service, Submission
from .photos import publish_photo
from .submit_forms import CONSENT_VERSION, CONSENT_WORDING

logger = logging.getLogger(__name__)

UPDATE = "directory.update"
AMEND = "directory.amend"
REOPEN = "directory.reopen"
# The sender's details are needed for as long as the entry stands; after a decline, this long.
KEEP_DECLINED = timedelta(days=365)
AMEND_LIFE = timedelta(days=30)
# As many as could want one address at once, and a few more.
MOST_ATTEMPTS = 20
DECISIONS = {"approve": Received.Decision.APPROVED, "decline": Received.Decision.DECLINED}


def submit_new(answers, once, *, upload=None):
    """Receive a new service: a draft that nobody sees, in review. Return its Submission.

    ``once`` is the one-use part of the form's token: sent again, the Submission that is there already is
    returned and nothing else happens.
    """

    def receive(sender, consent):
        service = Service(live=False, has_unpublished_changes=True)
        answers_of.apply(answers, service)
        service.full_clean()
        service.save()
        log(instance=service, action="directory.receive", content_changed=True)
        submission = _record(Submission.Kind.NEW, service, answers, once, sender, consent, upload)
        _start_review(submission, service)
        ListingContact.objects.create(service=service, sender=sender)
        return submission

    return _once(once, answers, receive)


def submit_update(service, answers, once, link, *, upload=None, started=None):
    """Receive an update of ``service`` through a mailed ``link``, which is used up. Return its Submission.

    ``started`` are the answers that the form began with; what differs from them is what the sender changed, and only
    that is put onto the entry. While another submission waits for its decision, or for changes by its sender, the
    update is held; after that decision it becomes a revision. Raises LinkUsed where the link was used meanwhile.
    """

    def receive(sender, consent):
        if not link.use():
            raise LinkUsed
        locked = Service.objects.select_for_update().get(pk=service.pk)
        if not locked.is_listed:
            # Closed, or merged into another one, while this was written.
            raise LinkUsed
        if not locked.listing_contacts.filter(sender=link.sender_id).exists():
            # Somebody else looks after it since the link was mailed.
            raise LinkUsed
        submission = _record(Submission.Kind.UPDATE, locked, answers, once, sender, consent, upload)
        others = locked.submissions.in_workflow().exclude(pk=submission.pk)
        if locked.current_workflow_state is None and not others.exists():
            _revise_entry(submission, locked, answers, started)
            _start_review(submission, locked)
        else:
            submission.proposed, submission.started_from = answers, started
            submission.changes = changes.between(locked, answers_of.put(answers, _afresh(locked), started))
            submission.save(update_fields=["proposed", "started_from", "changes"])
            log(instance=locked, action="directory.hold")
            _mail(submission, "held")
        return submission

    return _once(once, answers, receive, sender=link.sender)


def amend(submission, answers, link, *, upload=None, started=None):
    """Put amended ``answers`` in place of what was sent, after *changes requested*, and resume the review.

    ``started`` as for ``submit_update``: an editor's corrections since then stay. Raises LinkUsed where the link was
    used, or the submission was decided, meanwhile; ReviewGoesOn where an editor took it up again.
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
        if not link.use() or submission.decision:
            raise LinkUsed
        service = Service.objects.select_for_update().get(pk=submission.service_id)
        state = service.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            raise ReviewGoesOn
        if upload:
            submission.upload = upload
            upload.draft = None
            upload.save(update_fields=["draft"])
        submission.note = answers["contact"].get("note", "")
        submission.title = answers["about"]["service_name"]
        submission.save(update_fields=["upload", "note", "title"])
        _revise(submission, answers_of.put(answers, service.get_latest_revision_as_object(), started))
        state.resume(user=None)
        _acknowledge(submission, again=timezone.now().isoformat())
    return submission


class LinkUsed(Exception):
    """The mailed link was used, or what it was for is over; ``state`` says which, as the page that tells it does."""

    state = "used"


class ReviewGoesOn(LinkUsed):
    """An editor went on with what was sent before, without the changes that were asked for."""

    state = "review"


def _once(once, answers, receive, *, sender=None):
    """Run ``receive(sender, consent)`` in a transaction unless this token was received before; return the Submission."""
    token_hash = hashed(once)
    for attempt in range(MOST_ATTEMPTS):
        found = Submission.objects.filter(token_hash=token_hash).first()
        if found:
            return found
        try:
            with transaction.atomic():
                return receive(sender or _sender_of(answers["contact"]), _consent())
        except IntegrityError:
            # At the same moment this was sent twice, or another service took the address made of the same name:
            # look again, and try with what is there now.
            if attempt == MOST_ATTEMPTS - 1:
                raise


def _sender_of(contact):
    return Sender.objects.create(
        name=contact.get("your_name", ""), email=contact["your_email"], phone=contact.get("your_phone", "")
    )


def _consent():
    return Consent.objects.create(
        wording=CONSENT_WORDING, version=CONSENT_VERSION, purposes=["publish in the directory"]
    )


def _record(kind, service, answers, once, sender, consent, upload):
    submission = Submission.objects.create(
        kind=kind, service=service, token_hash=hashed(once), sender=sender, consent=consent, upload=upload,
        note=answers["contact"].get("note", ""), title=answers["about"]["service_name"],
    )  # fmt: skip
    if upload:
        # From the draft, which is deleted, to the record that is kept.
        upload.draft = None
        upload.save(update_fields=["draft"])
    return submission


def _revise_entry(submission, service, answers, started):
    """Write an update as a revision over the entry as it is published; a colleague's unpublished draft is no part of it.

    That draft stays in the history, is remembered to be told, and comes back after a decline.
    """
    row = _afresh(service)
    if row.live and row.has_unpublished_changes and row.latest_revision_id not in {None, row.live_revision_id}:
        submission.set_aside = row.latest_revision
    _revise(submission, answers_of.put(answers, row, started))


def _revise(submission, proposed):
    """Keep ``proposed``, a service's content that is not saved yet, as the submission's revision; the row stays as it is."""
    # A name that an editor settled for the provider is theirs: the form's field only speaks where none is linked.
    submission.revision = proposed.save_revision(user=None, log_action=False)
    if submission.kind == Submission.Kind.UPDATE:
        submission.changes = changes.between(_afresh(proposed), proposed)
    submission.save(update_fields=["revision", "changes", "set_aside"])
    log(instance=proposed, action="directory.propose", revision=submission.revision, content_changed=True)


def _afresh(service):
    """The row as it is in the database: applying answers changes the object that is given."""
    return Service.objects.get(pk=service.pk)


def _start_review(submission, service):
    """Put the newest revision of ``service`` (made where there is none) into the workflow, and acknowledge."""
    if submission.revision is None:
        submission.revision = service.save_revision(user=None)
        submission.save(update_fields=["revision"])
    _to_workflow(service)
    _acknowledge(submission)


def review_workflow(service):
    """Return the workflow that reviews ``service``, None where it or its steps are switched off."""
    workflow = service.get_workflow()
    # Wagtail finishes a workflow without steps at once, and what it finishes is published.
    return workflow if workflow is not None and workflow.tasks.filter(active=True).exists() else None


def _to_workflow(service):
    """Start the review of the newest revision. Where the workflow, or its step, is switched off, what was sent stays in
    the queue as not in review: an editor starts it when there is one again."""
    workflow = review_workflow(service)
    if workflow is None:
        logger.error("A submission is not in review: services have no active workflow with an active step.")
        return
    workflow.start(service, None)


def after_decision(service, submission, *, decision, reason, user, remember=False):
    """Record a decision that the review step took, tell the sender, and let the next held update in.

    Runs inside the decision's transaction. ``decision`` is "approve", "reject" (changes requested) or "decline";
    with ``remember`` a decline is remembered as the wish not to be listed.
    """
    if decision == "reject":
        _ask_for_changes(submission, reason)
        return
    now = timezone.now()
    # As it stands now: the row that was given was read before an approval published it, and the mail tells where it is.
    service = _afresh(service)
    # With one decision, everything that was in the reviewed revision is decided.
    for each in service.submissions.in_workflow():
        each.decision, each.decision_reason = DECISIONS[decision], reason
        each.decided_at, each.decided_by = now, user
        if decision == "decline":
            each.retain_until = timezone.localdate() + KEEP_DECLINED
        elif not service.listing_contacts.filter(sender=each.sender_id).exists():
            # They were taken off the entry while this waited.
            each.retain_until = timezone.localdate() + KEEP_DECLINED
        each.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by", "retain_until"])
        _mail(each, "approved" if decision == "approve" else "declined", reason=reason)
    if decision == "decline":
        if remember:
            not_listed.remember(service, reason, user=user)
        _forget_declined(service, submission.set_aside, user)
        log(instance=service, action="directory.decline", user=user, data={"reference": submission.reference})
    else:
        Service.objects.filter(pk=service.pk).update(assured_at=timezone.localdate(), reminder_step=0)
    let_next_in(service.pk)


def _forget_declined(service, set_aside, user):
    """Put the live content back as the latest revision, so that no editor goes on from declined words.

    ``set_aside``, a colleague's draft that was there before (or None), comes back after it, still unpublished.
    """
    row = Service.objects.get(pk=service.pk)
    if not row.live:
        return
    row.has_unpublished_changes = False
    revision = row.save_revision(user=user, changed=False, clean=False)
    Service.objects.filter(pk=row.pk).update(
        latest_revision=revision, live_revision=revision, has_unpublished_changes=False
    )
    if set_aside is not None:
        # Still its author's words, though somebody else's decision brought it back.
        draft = set_aside.as_object().save_revision(user=set_aside.user, clean=False)
        log(instance=row, action="directory.draft_back", user=user, revision=draft)


def let_next_in(service_pk):
    """Turn the oldest held update, if there is one, into a revision under review."""
    service = Service.objects.get(pk=service_pk)
    held = service.submissions.held().order_by("received_at", "pk").first()
    if held is None:
        return
    answers, started, held.proposed, held.started_from = held.proposed, held.started_from, None, None
    held.save(update_fields=["proposed", "started_from"])
    _revise_entry(held, service, answers, started)
    _to_workflow(service)


# --- Mail to the sender: never the service's content, never contact details -----------------------


def _acknowledge(submission, again=""):
    _mail(submission, "received", key_extra=again)


def _ask_for_changes(submission, reason):
    link, token = AccessLink.make(AMEND, submission.service.uuid, submission.sender, life=AMEND_LIFE)
    _mail(
        submission, "changes", reason=reason, key_extra=str(link.pk),
        link=absolute_url(reverse("directory:update", args=[token])),
    )  # fmt: skip


def _mail(submission, template, *, key_extra="", **context):
    if submission.sender is None:
        return
    service = submission.service
    send_template(
        f"directory:{submission.pk}:{template}:{key_extra}",
        f"directory/email/{template}",
        submission.sender.email,
        {
            "submission": submission,
            "title": submission.title,
            "service_url": absolute_url(service.get_absolute_url()) if service and service.is_listed else "",
            "update_url": absolute_url(reverse("directory:update_request", args=[service.slug])) if service else "",
            **context,
        },
    )


# --- Actions on the row: status and last checked --------------------------------------------------


def set_status(service, status, *, user, message="", until=None, action="directory.status", only_from=None):
    """Set the operational status of the row (not of a revision), with an audit row. Also while an update waits.

    ``action`` says in the history who did it where no ``user`` did. ``only_from``: field values (as a filter's) that the
    row must still have; where it has not, nothing is done. Returns whether the status was set.
    """
    with transaction.atomic():
        changed = Service.objects.filter(pk=service.pk, **(only_from or {})).update(
            status=status, status_message=message, status_until=until, status_since=timezone.localdate()
        )
        if not changed:
            return False
        end_ways_back(service)
        log(instance=service, action=action, user=user, data={"status": status, "message": message})
    _index(service.pk)
    return True


def end_ways_back(service):
    """Use up every mailed link that would list ``service`` again: its status is another matter now."""
    AccessLink.objects.usable().filter(purpose=REOPEN, subject=service.uuid).update(used_at=timezone.now())


def mark_checked(service, *, user, action="directory.check"):
    """Say that somebody confirmed the entry today, with an audit row (``action`` as above)."""
    with transaction.atomic():
        Service.objects.filter(pk=service.pk).update(assured_at=timezone.localdate(), reminder_step=0)
        log(instance=service, action=action, user=user)
    _index(service.pk)


def _index(pk):
    # update() sends no signal, and the index filters on these fields.
    from wagtail.search.index import insert_or_update_object

    insert_or_update_object(Service.objects.get(pk=pk))


class PhotoWithoutWords(DecisionRefused):
    """The photo that was sent has no description: it may not be published so."""

    message = (
        "The photo has no description, so people who cannot see it would learn nothing. "
        "Ask the sender what it shows, or approve without the photo."
    )


def publish_sent_photo(service, user, *, wanted):
    """Before an approval: put the photo that was sent into the reviewed revision where the approver wants it.

    Returns the new revision, or None. A photo that is not wanted stays private, until it is purged.
    """
    submission = service.submissions.in_workflow().exclude(upload=None).order_by("-received_at").first()
    if not wanted or submission is None:
        return None
    if not submission.upload.caption.strip():
        raise PhotoWithoutWords
    reviewed = service.get_latest_revision_as_object()
    reviewed.photo, reviewed.photo_alt = publish_photo(submission.upload, service.name, user), submission.upload.caption
    return reviewed.save_revision(user=user)
