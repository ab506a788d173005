"""What of the directory's queue waits for somebody who may settle it, on the dashboard: a line for each kind."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse, reverse_lazy

from cms.core.times_said import in_words
from cms.desk import adding, recent, waiting
from cms.desk.waiting import Urgency

from . import queue
from .currency import UNLIST_AFTER
from .models import Service

PUBLISH = "directory.publish_service"
# By kind: for one, for several, how urgent, and who settles it.
SAID = {
    "new": ("new service sent in", "new services sent in", Urgency.PEOPLE + 10, PUBLISH),
    "update": ("service with an update sent in", "services with an update sent in", Urgency.PEOPLE + 11, PUBLISH),
    "report": (
        "service with a report of a problem", "services with a report of a problem", Urgency.PEOPLE + 5,
        "directory.decide_report",
    ),
    "contact": (
        "service where somebody else wants to look after the entry",
        "services where somebody else wants to look after the entry", Urgency.PEOPLE + 12, PUBLISH,
    ),
    "closing": ("service that closed its entry", "services that closed their entries", Urgency.REVIEW + 20, PUBLISH),
    "draft": ("service with a colleague’s draft", "services with a colleague’s draft", Urgency.REVIEW + 10, PUBLISH),
    "check": ("service to ring: its check is overdue", "services to ring: their checks are overdue", Urgency.DATES + 50, PUBLISH),
    "unlist": (
        f"service that nobody confirmed for {in_words(UNLIST_AFTER)}",
        f"services that nobody confirmed for {in_words(UNLIST_AFTER)}",
        Urgency.DATES + 40, PUBLISH,
    ),
}  # fmt: skip
ICONS = {"report": "warning", "check": "date", "unlist": "date", "contact": "user", "closing": "cross"}

# What is told of services, the most telling first where one press wrote several.
HAPPENS = {
    "wagtail.workflow.approve": "Approved",
    "directory.decline": "Declined",
    "wagtail.workflow.reject": "Sent back for changes",
    "directory.receive": "Sent in",
    "directory.propose": "Update sent in",
    "directory.hold": "Update sent in",
    "directory.report": "Problem reported",
    "directory.report_decided": "Report dealt with",
    "directory.closing_seen": "Seen that it closed",
    "directory.check": "Checked",
    "directory.check_by_link": "Confirmed by the service",
    "directory.unlist": "Taken out of the directory",
    "wagtail.publish": "Published",
    "wagtail.unpublish": "Taken out of the directory",
}


def service_url(pk, user):
    may = user.has_perm("directory.change_service")
    return reverse("wagtailsnippets_directory_service:edit", args=[pk]) if may else ""


def to_do(**given):
    return f"{reverse('directory_queue:index')}?{urlencode({'stage': queue.WAITING} | given)}"


def join():
    """Register a line for each source of the queue, what happens to services, and the button that adds one."""
    for kind, (one, many, order, permission) in SAID.items():
        waiting.register(
            f"directory-{kind}", many, counter(kind, permission), lambda user, kind=kind: to_do(kind=kind), order=order,
            icon=ICONS.get(kind, "group"), one=one,
        )  # fmt: skip
    waiting.register(
        "directory-safety", "services with a report about safety", about_safety,
        lambda user: to_do(kind="report", first="safety"), order=Urgency.DANGER + 10, icon="warning",
        one="service with a report about safety", hint="Read it before all else.",
    )  # fmt: skip
    adding.register(
        "service", "Service", reverse_lazy("wagtailsnippets_directory_service:add"), "directory.add_service", order=60
    )
    recent.register(Service.objects.all(), "directory.view_service", HAPPENS, service_url)


def counter(kind, permission):
    """Return the function that counts, for a user with ``permission``, the services with something of ``kind``."""

    def services(user):
        source = next((each for each in queue.sources_for(user, (kind,))), None)
        if source is None or not user.has_perm(permission):
            return None
        return Service.objects.filter(source.condition(queue.WAITING))

    return services


def about_safety(user):
    if not user.has_perm("directory.decide_report"):
        return None
    urgent = Q(pk__in=[])
    for source in queue.sources_for(user, ("report",)):
        urgent |= source.urgent(queue.WAITING)
    return Service.objects.filter(urgent)
