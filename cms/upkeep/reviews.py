"""When pages were checked and are to be checked again: asked of all types at once, and recorded with one press.

Both days belong to the page's row and not to a version of it (``BasePage.OPERATIONAL``): a check that is recorded while
somebody writes is not taken back when they publish.
"""

from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import DateField, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.models import BasePage
from cms.core.moments import date_said
from cms.core.page_source import page_models

REVIEWED = "upkeep.reviewed"


@lru_cache(maxsize=1)
def _ways():
    """Return the names by which a query of Page reaches the rows of each type."""
    links = (model._meta.parents.get(Page) for model in page_models())
    return [link.related_query_name() for link in links if link is not None]


def with_review_dates(pages):
    """Annotate ``pages``, a queryset of Page, with ``checked_on`` and ``due_on``, whatever type each is. No more queries."""
    ways = _ways()
    return pages.annotate(
        checked_on=Coalesce(*[f"{way}__last_reviewed" for way in ways], output_field=DateField()),
        due_on=Coalesce(*[f"{way}__next_review_due" for way in ways], output_field=DateField()),
    )


def reviewable():
    """Return the live pages that are somebody's to keep, with their days: an alias says what its source says."""
    return with_review_dates(Page.objects.live().filter(alias_of=None, depth__gt=1))


def due_for(user, today=None):
    """Return the pages that are due on ``today`` and that ``user`` may record as checked: a queryset of Page."""
    mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return reviewable().filter(due_on__lte=today or timezone.localdate(), pk__in=mine.order_by().values("pk"))


def next_day(model, today):
    """Return when a page of type ``model`` that is right on ``today`` is to be checked again; None: never."""
    return today + relativedelta(months=model.review_months) if model.review_months else None


def record(page, user, *, checked_on, next_due):
    """Write down that ``page`` was checked, with an entry in its history; return whether that is news.

    It makes no version of the page, and changes none: what somebody is writing stays as it is.
    """
    model = page.specific_class
    with transaction.atomic():
        row = model._default_manager.select_for_update().get(pk=page.pk)
        if (row.last_reviewed, row.next_review_due) == (checked_on, next_due):
            return False
        same = model._default_manager.filter(Q(pk=row.pk) | Q(alias_of=row.pk) | Q(alias_of__alias_of=row.pk))
        same.update(last_reviewed=checked_on, next_review_due=next_due)
        data = {"checked": str(checked_on or ""), "due": str(next_due or "")}
        log(instance=row, action=REVIEWED, user=user, data=data)
    return True


def still_right(page, user):
    """Everything on ``page`` is still right, says ``user`` today. Returns the day of the next check, or None."""
    today = timezone.localdate()
    next_due = next_day(page.specific_class, today)
    record(page, user, checked_on=today, next_due=next_due)
    return next_due


def give_first_day(instance, **signal):
    """Receiver of ``page_published``: nobody has to think of the first check of a page. It is kept as its editors set it."""
    if not isinstance(instance, BasePage) or instance.last_reviewed or instance.next_review_due:
        return
    due = next_day(type(instance), timezone.localdate())
    if due:
        instance.next_review_due = due
        type(instance)._default_manager.filter(pk=instance.pk).update(next_review_due=due)


def in_words(day):
    """Return a day as people read it, from a date or from what the history keeps; '' for none."""
    day = date.fromisoformat(day) if isinstance(day, str) and day else day
    return date_said(day) if day else ""
