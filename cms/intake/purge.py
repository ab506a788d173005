"""Deleting what has had its time: drafts nobody finished, links, files, mail, senders' details."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .mail import purge_sent
from .models import AccessLink, Consent, Draft, Received, Sender, Upload

_more = {}


def register(name, purge_more):
    """Let an app above have its own things deleted with the rest: ``purge_more()`` returns how many, told as ``name``."""
    _more[name] = purge_more


def delete_uploads(uploads):
    """Delete rows and, once that is committed, their files; return how many."""
    count = 0
    for upload in uploads:
        storage, name = upload.file.storage, upload.file.name
        upload.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
        count += 1
    return count


def delete_draft(draft):
    """Delete a draft and its files, at its writer's wish or when its time is over."""
    with transaction.atomic():
        delete_uploads(draft.uploads.all())
        draft.delete()


def received_models():
    """The models of received things, of whatever app; of those that share a table, the kinds and not what they share."""
    models = [model for model in apps.get_models() if issubclass(model, Received)]
    shared = {parent for model in models for parent in model._meta.get_parent_list()}
    return [model for model in models if model not in shared]


def forget(model, pks):
    """Delete what the rows ``pks`` of ``model`` say of their senders, and the senders that nothing else needs.

    Return how many senders were deleted. Runs in the caller's transaction.
    """
    rows = model.objects.filter(pk__in=pks)
    senders = set(rows.exclude(sender=None).values_list("sender", flat=True))
    consents = set(rows.exclude(consent=None).values_list("consent", flat=True))
    model.forget(pks)
    count = Sender.objects.filter(pk__in=senders - still_needed("sender")).delete()[1].get("intake.Sender", 0)
    Consent.objects.filter(pk__in=consents - still_needed("consent")).delete()
    return count


def purge():
    """Delete what is over; return a dict of counts by name. Each kind in its own transaction."""
    now = timezone.now()
    counts = {"drafts": 0}
    for draft in Draft.objects.filter(expires_at__lte=now):
        delete_draft(draft)
        counts["drafts"] += 1
    counts["links"] = AccessLink.objects.filter(expires_at__lt=now - timedelta(days=30)).delete()[0]
    with transaction.atomic():
        orphans = Upload.objects.filter(draft=None, created_at__lt=now - timedelta(days=1))
        for model in received_models():
            if any(field.name == "upload" for field in model._meta.get_fields()):
                orphans = orphans.exclude(pk__in=model.objects.exclude(upload=None).values("upload"))
        counts["uploads"] = delete_uploads(orphans)
    counts["mail"] = purge_sent()
    counts["senders"] = 0
    with transaction.atomic():
        for model in received_models():
            counts["senders"] += forget(model, list(model.over().values_list("pk", flat=True)))
    with transaction.atomic():
        # Whom nothing names any more: who was taken off the last entry that they looked after, for one.
        old = set(Sender.objects.filter(created_at__lt=now - timedelta(days=1)).values_list("pk", flat=True))
        counts["senders"] += Sender.objects.filter(pk__in=old - still_needed("sender")).delete()[0]
    for name, purge_more in _more.items():
        with transaction.atomic():
            counts[name] = purge_more()
    return counts


def still_needed(field):
    """The ids of senders (or consents) that another received thing, or an entry they look after, still needs."""
    target = Sender if field == "sender" else Consent
    needed = set()
    for model in apps.get_models():
        for candidate in model._meta.concrete_fields:
            if candidate.related_model is target and model is not AccessLink:
                needed |= set(model.objects.exclude(**{candidate.name: None}).values_list(candidate.attname, flat=True))
    return needed
