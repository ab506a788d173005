"""What waits for an editor, of every kind, by service: the sources of the queue and how they are asked.

A kind joins with ``register(source)``. Each source says which services have something of its kind waiting, since
when, and what to show of it; so the queue asks the same number of questions whatever the rows.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from wagtail.models import WorkflowState

from .models import Report, Service, Submission

WAITING, CHANGES = "waiting", "changes"
STAGES = [(WAITING, "Waits for us"), (CHANGES, "Waits for changes by the sender")]
# Later than anything that waits.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One thing that waits: what the queue says of it, and where it is decided (``url``, '' where not by this user)."""

    kind: str
    label: str
    since: datetime
    summary: str
    url: str = ""
    reference: str = ""
    stage: str = WAITING
    is_urgent: bool = False
    # Where a press settles it at once; '' where it must be opened, or this user may not.
    press: str = ""

    @property
    def age(self):
        """How long it has waited, in words."""
        return age_of(self.since)

    @property
    def stage_label(self):
        return "Changes asked" if self.stage == CHANGES else ""


def age_of(moment):
    """Return how long ago ``moment`` was, as people say it: "3 weeks", "today"."""
    if timezone.now() - moment < timedelta(days=1):
        return "today"
    return timesince(moment, depth=1).replace("\xa0", " ")


class Source(ABC):
    """One kind of thing that waits. ``permissions``: any of them lets a user see it."""

    kind = label = ""
    permissions = ("directory.change_service",)

    def may_see(self, user):
        return any(user.has_perm(permission) for permission in self.permissions)

    @abstractmethod
    def condition(self, stage=""):
        """Return the condition on services that have something of this kind in ``stage`` ('' is any)."""

    @abstractmethod
    def since(self, stage=""):
        """Return the expression for the moment since when the oldest of them has waited; null where there is none."""

    def urgent(self, stage=""):
        """Return the condition on services for which something of this kind is read before all else."""
        return Q(pk__in=[])

    @abstractmethod
    def items(self, services, user):
        """Return pairs (service id, Item) for ``services`` (a list), in a fixed number of queries."""


class Rows(Source):
    """A kind that is kept in rows with a foreign key ``service``; subclasses give ``rows`` and ``item``."""

    since_field = "received_at"

    @abstractmethod
    def rows(self, stage=""):
        """Return the rows that wait, as a queryset."""

    @abstractmethod
    def item(self, row, user):
        """Return the Item of one of those rows, as ``user`` may see it."""

    def condition(self, stage=""):
        return Q(Exists(self.rows(stage).order_by().filter(service=OuterRef("pk"))))

    def since(self, stage=""):
        rows = self.rows(stage).filter(service=OuterRef("pk")).order_by(self.since_field)
        return Subquery(rows.values(self.since_field)[:1])

    def items(self, services, user):
        rows = self.rows().filter(service__in=[service.pk for service in services]).order_by(self.since_field, "pk")
        return [(row.service_id, self.item(row, user)) for row in rows]


def in_review(*statuses):
    """Return the ids of services whose review is in one of ``statuses``, as a subquery."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Service), status__in=statuses
    )
    return states.annotate(service=Cast("object_id", IntegerField())).values("service")


class Submissions(Rows):
    """New services, or updates, that were sent in."""

    permissions = ("directory.change_service", "directory.view_submission")

    def __init__(self, kind, label):
        self.kind, self.label = kind, label

    def rows(self, stage=""):
        rows = Submission.objects.undecided().filter(kind=self.kind).select_related("service")
        sent_back = Q(proposed__isnull=True, service__in=in_review(WorkflowState.STATUS_NEEDS_CHANGES))
        started = Q(service__in=in_review(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES))
        if stage == CHANGES:
            return rows.filter(sent_back)
        return (
            rows.exclude(sent_back)
            if stage == WAITING
            else rows.annotate(
                sent_back=ExpressionWrapper(sent_back, output_field=BooleanField()),
                has_review=ExpressionWrapper(started, output_field=BooleanField()),
            )
        )

    def item(self, row, user):
        if row.kind == Submission.Kind.NEW:
            summary = row.service.summary
        else:
            summary = ", ".join(row.changes) or "Nothing differs from the entry"
        if row.proposed is not None:
            summary = f"Waits behind another update. {summary}"
        elif not row.has_review:
            summary = f"Not in review: start the review. {summary}"
        if user.has_perm("directory.change_service"):
            url = reverse("wagtailsnippets_directory_service:edit", args=[row.service_id])
        else:
            url = reverse("directory_submission_modeladmin_inspect", args=[row.pk])
        stage = CHANGES if row.sent_back else WAITING
        return Item(self.kind, self.label, row.received_at, summary, url, row.reference, stage)


class Reports(Rows):
    """Problems that readers reported; what is about safety comes first. Their words stay on the report's own screen."""

    kind, label = "report", "Report of a problem"
    permissions = ("directory.view_report",)

    def rows(self, stage=""):
        return Report.objects.none() if stage == CHANGES else Report.objects.undecided()

    def urgent(self, stage=""):
        return Q(Exists(self.rows(stage).about_safety().order_by().filter(service=OuterRef("pk"))))

    def item(self, row, user):
        url = reverse("directory_report", args=[row.pk])
        summary = "; ".join(row.topic_labels)
        return Item(self.kind, self.label, row.received_at, summary, url, row.reference, is_urgent=row.is_about_safety)


def at_midnight(day: date):
    """Return the first moment of ``day`` here."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ColleaguesDrafts(Source):
    """A colleague's own changes that wait for somebody else to approve them."""

    kind, label = "draft", "A colleague’s draft"

    def condition(self, stage=""):
        statuses = {WAITING: ["in_progress"], CHANGES: ["needs_changes"]}.get(stage, ["in_progress", "needs_changes"])
        sent_in = Submission.objects.in_workflow().filter(service=OuterRef("pk"))
        return Q(pk__in=in_review(*statuses)) & ~Exists(sent_in)

    def since(self, stage=""):
        states = WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Service))
        mine = states.annotate(service=Cast("object_id", IntegerField())).filter(service=OuterRef("pk"))
        sent_in = Submission.objects.in_workflow().filter(service=OuterRef(OuterRef("pk")))
        return Subquery(mine.filter(~Exists(sent_in)).values("created_at")[:1])

    def items(self, services, user):
        sent_in = set(
            Submission.objects.in_workflow().filter(service__in=services).values_list("service_id", flat=True)
        )
        states = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Service),
            object_id__in=[str(service.pk) for service in services if service.pk not in sent_in],
        )
        found = []
        for state in states.select_related("requested_by"):
            who = state.requested_by and state.requested_by.known_as
            stage = CHANGES if state.status == WorkflowState.STATUS_NEEDS_CHANGES else WAITING
            url = reverse("wagtailsnippets_directory_service:edit", args=[state.object_id])
            item = Item(self.kind, self.label, state.created_at, f"By {who or 'a colleague'}", url, stage=stage)
            found.append((int(state.object_id), item))
        return found


_sources = {}


def register(source):
    """Add a Source to the queue; a second one of the same kind takes the first one's place."""
    _sources[source.kind] = source


def sources_for(user, kinds=()):
    """Return the sources that ``user`` may see, of ``kinds`` only where some are given."""
    return [source for source in _sources.values() if (not kinds or source.kind in kinds) and source.may_see(user)]


def waiting(user, *, kinds=(), stage=""):
    """Return the services with something waiting that ``user`` may see: a queryset with ``waiting_since``.

    First those where something is urgent, then the oldest.
    """
    sources = sources_for(user, kinds)
    if not sources:
        return Service.objects.none()
    condition, urgent = Q(pk__in=[]), Q(pk__in=[])
    for source in sources:
        condition |= source.condition(stage)
        urgent |= source.urgent(stage)
    never = Value(NEVER, output_field=DateTimeField())
    moments = [Coalesce(source.since(stage), never, output_field=DateTimeField()) for source in sources]
    return (
        Service.objects.filter(condition)
        .annotate(
            waiting_since=Least(*moments, never),
            turn=Case(When(urgent, then=0), default=1, output_field=IntegerField()),
        )
        .select_related("assignment__user")
        .order_by("turn", "waiting_since", "pk")
    )


def count(user):
    """Return for how many services something waits for us that ``user`` may see. One query."""
    condition = Q(pk__in=[])
    for source in sources_for(user):
        condition |= source.condition(WAITING)
    return Service.objects.filter(condition).count()


def with_items(services, user, *, kinds=(), stage=""):
    """Give each of ``services`` (a page of ``waiting``) its ``items``, as they are ordered themselves. As many queries as there are kinds."""
    services = list(services)
    by_service = {service.pk: [] for service in services}
    for source in sources_for(user, kinds) if services else []:
        for pk, item in source.items(services, user):
            if not stage or item.stage == stage:
                by_service[pk].append(item)
    for service in services:
        service.items = sorted(by_service[service.pk], key=lambda item: (not item.is_urgent, item.since))
    return services


register(Submissions(Submission.Kind.NEW.value, "New service"))
register(Submissions(Submission.Kind.UPDATE.value, "Update"))
register(Reports())
register(ColleaguesDrafts())
