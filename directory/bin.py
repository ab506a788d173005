"""Services in the bin: for no reader and in no list of editors, with everything that belongs to them, for 30 days.

A row in the bin is not live, which the database holds to; so every public output leaves it out as it does a draft.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.careful.bin import LIFE, MOST, Item, NotInTheBin, Source, is_over, last_day
from cms.intake.review import DecisionRefused

from . import desk, moderation, not_listed
from .deleting import waits
from .models import Service

PUT, RESTORED = "directory.bin", "directory.bin_restored"


class SomethingWaits(DecisionRefused):
    """Somebody waits for a decision about it."""

    message = "Something about this service waits for a decision. Decide on it first; nothing was deleted."


def put(service, user):
    """Put ``service`` into the bin; return the last day on which it can be restored.

    Raises SomethingWaits, also where a colleague's review goes on, and NotInTheBin where it is gone already.
    """
    with transaction.atomic():
        row = _claim(Service.objects, service.pk)
        schedule = dict(row.revisions.exclude(approved_go_live_at=None).values_list("pk", "approved_go_live_at"))
        was = {
            "live": row.live,
            "published": row.live_revision_id,
            "drafted": row.has_unpublished_changes,
            "schedule": {str(pk): at.isoformat() for pk, at in schedule.items()},
        }
        row.revisions.update(approved_go_live_at=None)
        if row.live:
            # Which uses up the links that were mailed to its people, too.
            row.unpublish(user=user, log_action=False)
        now = timezone.now()
        Service.objects.filter(pk=row.pk).update(binned_at=now, binned_by=user)
        moderation.end_ways_back(row)
        log(instance=row, action=PUT, user=user, data=was)
    return last_day(now)


def delete_for_good(service, user):
    """Delete ``service``, past the bin: somebody asked us to. Raises SomethingWaits, and NotInTheBin where it is gone."""
    with transaction.atomic():
        _delete(_claim(Service.objects, service.pk), user)


def restore(pk, user):
    """Put the service ``pk`` back as it was; return it, and whether readers see it again. Raises NotInTheBin.

    Where its people asked meanwhile not to be listed, it comes back as a draft.
    """
    with transaction.atomic():
        row = _in_the_bin(pk)
        was = _putting(row)
        row.binned_at = row.binned_by = None
        if was.get("live") and not not_listed.asked_of(row):
            row.live = True
            row.live_revision = row.revisions.filter(pk=was.get("published")).first()
            row.has_unpublished_changes = bool(was.get("drafted"))
        row.save()
        for number, at in was.get("schedule", {}).items():
            if parse_datetime(at) > timezone.now():
                row.revisions.filter(pk=number).update(approved_go_live_at=parse_datetime(at))
        log(instance=row, action=RESTORED, user=user)
    return row


def delete_now(pk, user):
    """Delete the service ``pk``, which is in the bin, for good; return its name. Raises NotInTheBin."""
    with transaction.atomic():
        row = _in_the_bin(pk)
        _delete(row, user)
    return row.name


def purge_bin():
    """Delete what has been in the bin for its 30 days; return how many."""
    count = 0
    # A day more than any of them has: the exact day is looked at row by row, in Melbourne's days.
    old = Service.everything.filter(binned_at__lt=timezone.now() - LIFE + timedelta(days=1))
    for pk in list(old.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Locked and looked at again: an administrator may be restoring it at this moment.
            row = Service.everything.select_for_update().filter(pk=pk).exclude(binned_at=None).first()
            if row is not None and is_over(row.binned_at):
                _delete(row, None)
                count += 1
    return count


def _claim(services, pk):
    row = services.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotInTheBin
    if waits(row):
        raise SomethingWaits
    return row


def _in_the_bin(pk):
    row = Service.everything.select_for_update().filter(pk=pk).exclude(binned_at=None).first()
    if row is None:
        raise NotInTheBin
    return row


def _putting(row):
    """Return what the history keeps of how ``row`` stood when it was put into the bin: a dict."""
    rows = ModelLogEntry.objects.for_instance(row).filter(action=PUT)
    found = rows.order_by("-timestamp", "-pk").first()
    return found.data if found else {}


def _delete(row, user):
    log(instance=row, action="wagtail.delete", user=user, deleted=True)
    row.delete()


class ServicesInTheBin(Source):
    """Services, for those who may delete them."""

    key = "service"

    def may_see(self, user):
        return user.has_perm("directory.delete_service")

    def items(self, user):
        binned = Service.everything.exclude(binned_at=None).select_related("binned_by").order_by("binned_at", "pk")
        return [
            Item(
                row.pk, row.name, "Service", f"by {desk.name_of(row.binned_by)}" if row.binned_by else "by a colleague",
                row.binned_at, last_day(row.binned_at),
            )
            for row in binned.only("name", "binned_at", "binned_by")[:MOST]
        ]  # fmt: skip

    def restore(self, pk, user):
        row = restore(pk, user)
        if row.is_listed:
            return f"“{row.name}” is restored with everything, and readers find it again."
        return f"“{row.name}” is restored with everything. Readers do not see it: it is not published."

    def delete(self, pk, user):
        return f"“{delete_now(pk, user)}” is deleted for good."
