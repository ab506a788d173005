"""What colleagues put under Junk, in the bin: it is deleted 30 days later, and can be put back until then.

What its sender took back is not here: it is deleted at once.
"""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cms.careful.bin import MOST, Item, Source

from . import desk
from .kinds import KINDS
from .models import Contribution

A_DAY = timedelta(days=1)


class JunkInTheBin(Source):
    """Contributions under Junk, for those who may change their kind. Their words are not shown here."""

    key = "sent-in"

    def kinds(self, user):
        return [key for key, kind in KINDS.items() if user.has_perm(kind.permission("change"))]

    def may_see(self, user):
        return bool(self.kinds(user))

    def junk(self, user):
        # Whose time is over goes with the next night; what is emptied already has nothing to put back.
        stays = Q(retain_until__gt=timezone.localdate()) & Q(forgotten_on=None)
        return Contribution.objects.filter(stays, status=Contribution.Status.JUNK, kind__in=self.kinds(user))

    def items(self, user):
        return [
            Item(
                row.pk, row.reference, KINDS[row.kind].label.capitalize(), row.get_held_display(), row.changed_at,
                row.retain_until - A_DAY,
            )
            for row in self.junk(user).order_by("retain_until", "pk")[:MOST]
        ]  # fmt: skip

    def restore(self, pk, user):
        row = get_object_or_404(self.junk(user), pk=pk)
        desk.put_back(row, user=user)
        return f"{row.reference} is out of Junk. It counts as new, and stands in the Inbox."

    def delete(self, pk, user):
        row = get_object_or_404(self.junk(user), pk=pk)
        desk.delete_junk(row, user=user)
        return f"What {row.reference} said is deleted for good."
