"""The calendar: what happens by itself, or is due, on which day. Apps register what they know of.

Days are Melbourne's: what goes out at 11.30 pm belongs to that evening, also where its clock changes that night.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.core.moments import clock_said
from cms.upkeep.reviews import reviewable

# Of each source, in one month: more is no calendar but a list, and the screen says so.
MOST = 300
# A job that runs every few minutes is late after this.
LATE = timedelta(hours=1)

_sources = {}


@dataclass(frozen=True)
class Entry:
    """Something on a day. ``what`` says it in two or three words, such as "Goes live"; ``at`` is its time, '' for all day."""

    day: date
    what: str
    title: str
    url: str
    at: str = ""
    order: datetime | None = None


def register(name, entries):
    """Let an app put things into the calendar.

    ``entries(user, first, last)`` returns a list of Entry for the days from ``first`` to ``last``, both included: only
    what ``user`` may see, at most MOST, in a fixed number of queries.
    """
    _sources[name] = entries


def between(field, first, last):
    """Return the filters for moments ``field`` on the days from ``first`` to ``last`` here, as a dict."""
    return {f"{field}__gte": beginning(first), f"{field}__lt": beginning(last + timedelta(days=1))}


def beginning(day):
    """Return the moment at which ``day`` begins here; midnight is never within the hour that a clock skips or repeats."""
    return timezone.make_aware(datetime.combine(day, time()))


def at(moment):
    """Return the day and the time of ``moment`` here, in words of the site's style: (date, "9.05 am")."""
    return timezone.localdate(moment), clock_said(moment)


def month_of(user, year, month):
    """Return what the calendar holds for ``user`` in that month: weeks of (day, entries), and whether something was left out.

    Days of other months are None.
    """
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    found, is_cut = {}, False
    for entries in _sources.values():
        some = entries(user, first, last)
        is_cut = is_cut or len(some) >= MOST
        for entry in some:
            found.setdefault(entry.day, []).append(entry)
    for some in found.values():
        some.sort(key=lambda entry: (entry.at != "", entry.order or beginning(entry.day), entry.what, entry.title))
    weeks = [
        [(day, found.get(day, [])) if day.month == month else None for day in week]
        for week in calendar.Calendar(calendar.MONDAY).monthdatescalendar(year, month)
    ]
    return weeks, is_cut


def overdue():
    """Return since when something should have gone out or left the site by itself and has not; None where all is well."""
    late = timezone.now() - LATE
    waits = Revision.objects.filter(approved_go_live_at__lt=late).order_by("approved_go_live_at")
    moments = [waits.values_list("approved_go_live_at", flat=True).first()]
    for model in [Page, *_with_drafts()]:
        stays = model._default_manager.filter(live=True, expire_at__lt=late).order_by("expire_at")
        moments.append(stays.values_list("expire_at", flat=True).first())
    return min(filter(None, moments), default=None)


def _with_drafts():
    return [model for model in get_snippet_models() if issubclass(model, DraftStateMixin)]


def _mine(user):
    """Return the pages that ``user`` may do something with: a queryset."""
    policy = policy_registry.get_by_type(Page)
    return policy.instances_user_has_any_permission_for(user, {"change", "publish"}).order_by().values("pk")


def _edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def going_live(user, first, last):
    """What is published by itself: pages, and other things with drafts."""
    due = Revision.objects.filter(**between("approved_go_live_at", first, last)).select_related("base_content_type")
    due = list(due.defer("content").order_by("approved_go_live_at")[:MOST])
    things = _things(user, due)
    found = []
    for revision in due:
        thing = things.get((revision.base_content_type_id, revision.object_id))
        if thing:
            day, clock = at(revision.approved_go_live_at)
            found.append(Entry(day, "Goes live", *thing, at=clock, order=revision.approved_go_live_at))
    return found


def _things(user, revisions):
    """Return title and address of what ``revisions`` are of, as far as ``user`` may see it, by content type and key."""
    keys = {}
    for revision in revisions:
        keys.setdefault(revision.base_content_type, []).append(revision.object_id)
    found = {}
    for kind, pks in keys.items():
        model = kind.model_class()
        if model is Page:
            for page in Page.objects.filter(pk__in=pks).filter(pk__in=_mine(user)):
                found[kind.pk, str(page.pk)] = (page.get_admin_display_title(), _edit(page))
        elif model in get_snippet_models() and _may_change(user, model):
            name = model.snippet_viewset.get_url_name("edit")
            for thing in model._default_manager.filter(pk__in=pks):
                found[kind.pk, str(thing.pk)] = (str(thing), reverse(name, args=[thing.pk]))
    return found


def _may_change(user, model):
    return policy_registry.get_by_type(model).user_has_permission(user, "change")


def leaving(user, first, last):
    """What leaves the site by itself."""
    found = []
    pages = Page.objects.filter(live=True, **between("expire_at", first, last)).filter(pk__in=_mine(user))
    for page in pages.order_by("expire_at")[:MOST]:
        day, clock = at(page.expire_at)
        found.append(Entry(day, "Leaves the site", page.get_admin_display_title(), _edit(page), clock, page.expire_at))
    for model in _with_drafts():
        if _may_change(user, model):
            name = model.snippet_viewset.get_url_name("edit")
            things = model._default_manager.filter(live=True, **between("expire_at", first, last))
            for thing in things.order_by("expire_at")[:MOST]:
                day, clock = at(thing.expire_at)
                url = reverse(name, args=[thing.pk])
                found.append(Entry(day, "Leaves the site", str(thing), url, clock, thing.expire_at))
    return found


def reviews_due(user, first, last):
    """Pages that are to be checked again."""
    pages = reviewable().filter(due_on__gte=first, due_on__lte=last, pk__in=_mine(user)).order_by("due_on", "title")
    return [Entry(page.due_on, "Check again", page.get_admin_display_title(), _edit(page)) for page in pages[:MOST]]


register("going live", going_live)
register("leaving", leaving)
register("reviews", reviews_due)
