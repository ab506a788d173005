"""Deleting what has had its time: drafts nobody finished, links, files, mail, senders' details."""

import logging
import re
from datetime import timedelta
from functools import partial

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .mail import purge_sent
from .models import AccessLink, Consent, Draft, Received, Sender, Upload
from .models.uploads import private_storage

logger = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
# As an upload's file is called (``private_name``); whatever else lies there is not ours to delete.
OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}\.\w+")
_more = {}


def register(name, purge_more):
    """Let an app above have its own things deleted with the rest: ``purge_more()`` returns how many, told as ``name``."""
    _more[name] = purge_more


def delete_uploads(uploads):
    """Delete rows, and with them their files once that is committed; return how many."""
    count = 0
    for upload in uploads:
        upload.delete()
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


class PurgeIncomplete(Exception):
    """Something could not be deleted; everything else was. ``counts`` is what ``purge`` returns, ``failed`` names the rest."""

    def __init__(self, counts, failed):
        self.counts, self.failed = counts, failed
        super().__init__(f"Not deleted: {', '.join(failed)}.")


def purge():
    """Delete what is over; return a dict of counts by name.

    Each kind is deleted in a transaction of its own: one that fails keeps no other from going. Raises PurgeIncomplete at
    the end where one did.
    """
    works = {
        "drafts": purge_drafts,
        "links": lambda: AccessLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()[0],
        "uploads": purge_uploads,
        "mail": purge_sent,
        **{
            f"senders of {model._meta.verbose_name_plural}": partial(purge_senders, model)
            for model in received_models()
        },
        "senders of nothing": purge_strangers,
        **_more,
        "files without a row": purge_files,
    }
    counts, failed = {}, []
    for name, work in works.items():
        try:
            with transaction.atomic():
                counts[name] = work()
        except Exception as error:  # noqa: BLE001, RUF100 - whatever it is, what comes after it has its time too
            # The class only: a database's own words may repeat what somebody told.
            logger.error("Not purged: %s (%s)", name, type(error).__name__)
            failed.append(name)
    if failed:
        raise PurgeIncomplete(counts, failed)
    return counts


def purge_drafts():
    """Delete forms that nobody finished; return how many."""
    over = list(Draft.objects.filter(expires_at__lte=timezone.now()))
    for draft in over:
        delete_draft(draft)
    return len(over)


def purge_uploads():
    """Delete files of yesterday and before that belong to nothing; return how many."""
    orphans = Upload.objects.filter(draft=None, created_at__lt=timezone.now() - A_DAY)
    for model in received_models():
        if any(field.name == "upload" for field in model._meta.get_fields()):
            orphans = orphans.exclude(pk__in=model.objects.exclude(upload=None).values("upload"))
    return delete_uploads(orphans)


def purge_senders(model):
    """Empty what rows of ``model`` say of their senders once their time is over; return how many senders went."""
    over = list(model.over().values_list("pk", flat=True))
    # Looked at again once they are locked: somebody may have written to one, or taken it up again, in between.
    list(model.objects.select_for_update().filter(pk__in=over))
    return forget(model, list(model.over().filter(pk__in=over).values_list("pk", flat=True)))


def purge_strangers():
    """Delete whom nothing names any more: who was taken off the last entry that they looked after, for one."""
    old = set(Sender.objects.filter(created_at__lt=timezone.now() - A_DAY).values_list("pk", flat=True))
    return Sender.objects.filter(pk__in=old - still_needed("sender")).delete()[1].get("intake.Sender", 0)


def purge_files():
    """Delete files of the private storage that no row knows, such as after a crash between the two; return how many."""
    storage, count = private_storage(), 0
    known = set(Upload.objects.values_list("file", flat=True))
    for folder in storage.listdir("")[0] if storage.exists("") else []:
        for name in storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if OURS.fullmatch(path) and path not in known and storage.get_modified_time(path) < timezone.now() - A_DAY:
                storage.delete(path)
                count += 1
    return count


def still_needed(field):
    """The ids of senders (or consents) that another received thing, or an entry they look after, still needs."""
    target = Sender if field == "sender" else Consent
    needed = set()
    for model in apps.get_models():
        for candidate in model._meta.concrete_fields:
            if candidate.related_model is target and model is not AccessLink:
                needed |= set(model.objects.exclude(**{candidate.name: None}).values_list(candidate.attname, flat=True))
    return needed
