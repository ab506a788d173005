"""Which services there are: those that readers see, those that editors see, and those in the bin."""

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.search.queryset import SearchableQuerySetMixin

from cms.core.models import Term

from .parts import Location

# What the row keeps for editors' work: a change of it is none to readers.
BOOKKEEPING = {
    "latest_revision", "latest_revision_id", "latest_revision_created_at", "live_revision", "live_revision_id",
    "has_unpublished_changes", "reminder_step", "locked", "locked_at", "locked_by", "locked_by_id",
    "go_live_at", "expire_at",
}  # fmt: skip

# By these it is decided whether readers see a row.
SEEN_BY = {"live", "status", "binned_at"}
# ``pks``: rows that readers see now, or no longer, by an update of which Django sends no signal.
seen_or_not = Signal()


class ServiceQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def update(self, **values):
        """As Django's; what readers see of a row changes ``changed_at`` too, and the search, which hears no signal of it.

        Whether they see it is told by ``seen_or_not``.
        """
        if set(values) - BOOKKEEPING:
            values.setdefault("changed_at", timezone.now())
        is_searched = not values.keys() <= self.model.NOT_SEARCHED
        if not is_searched and not values.keys() & SEEN_BY:
            return super().update(**values)
        with transaction.atomic(using=self.db):
            pks = list(self.order_by().values_list("pk", flat=True))
            number = super().update(**values)
            if is_searched:
                refresh_search(pks)
            if pks and values.keys() & SEEN_BY:
                seen_or_not.send(self.model, pks=pks)
        return number

    update.alters_data = True

    def listed(self):
        """What the public may see: approved and live, not closed. Every public output starts here."""
        return self.filter(live=True).exclude(status=self.model.Status.CLOSED)

    def once_public(self):
        """What is listed, or was once: who keeps a copy is told when it is withdrawn, too."""
        return self.filter(Q(live=True) | Q(first_published_at__isnull=False))

    def for_results(self):
        """With everything that a result card shows, in a fixed number of queries."""
        return self.select_related("organisation").prefetch_related(
            Prefetch("terms", Term.objects.select_related("taxonomy")),
            Prefetch("locations", Location.objects.select_related("locality")),
            "locations__schedules",
        )


def refresh_search(pks):
    """Bring the search up to date with these services (``directory.engine``, which stands on the models)."""
    from ..engine import refresh

    refresh(pks)


class ServiceManager(models.Manager.from_queryset(ServiceQuerySet)):
    """Every service but those in the bin."""

    def get_queryset(self):
        return super().get_queryset().filter(binned_at=None)
