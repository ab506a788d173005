"""Reminding people of pages that are due for a check: one email for all pages of a person, at most one in a week.

Each reminder is kept as a ReviewReminder, and what comes next is read from those: so the command may run twice a day, or
not for weeks, and nobody is written to twice or left out.
"""

import datetime
import hashlib
import logging
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.models.querysets import unrestricted
from cms.core.site_links import absolute_url
from cms.intake.mail import send_template
from cms.users.roles import APPROVERS

from .models import ReviewReminder
from .reviews import reviewable

logger = logging.getLogger(__name__)

ASKED, ASKED_AGAIN = 1, 2
AGAIN_AFTER = datetime.timedelta(days=28)
ONE_EMAIL_IN = datetime.timedelta(days=7)
KEEP = datetime.timedelta(days=800)


@dataclass
class Round:
    """What one run did, or would do: pages that are due, emails, pages that nobody can be asked about, emails that failed."""

    due: int = 0
    mails: int = 0
    nobody: int = 0
    failed: int = 0


class Keepers:
    """Who is asked about a page: who owns it, where they still work here and may publish it; else the approvers who may.

    Where there is no approver either, the administrators of the whole site.
    """

    def __init__(self):
        people = get_user_model().objects.filter(is_active=True).exclude(email="").order_by("pk")
        self.policy = policy_registry.get_by_type(Page)
        self.people = {person.pk: person for person in people}
        approvers = set(people.filter(groups__name=APPROVERS).values_list("pk", flat=True))
        self.approvers = [person for person in people if person.pk in approvers]
        self.superusers = [person for person in people if person.is_superuser]

    def may(self, person, page):
        return self.policy.user_has_permission_for_instance(person, "publish", page)

    def of(self, page):
        """Return the people to ask about ``page``, a list of users."""
        owner = self.people.get(page.owner_id)
        if owner is not None and self.may(owner, page):
            return [owner]
        return [person for person in self.approvers if self.may(person, page)] or self.superusers


def remind(today, *, dry_run=False):
    """Write the reminders that are due on ``today`` (a date); return a Round. Queries grow with people only."""
    pages = list(reviewable().filter(due_on__lte=today).order_by("due_on", "title", "pk"))
    keepers, done = Keepers(), Round(due=len(pages))
    had = {}
    for one in ReviewReminder.objects.filter(page__in=[page.pk for page in pages]):
        had.setdefault((one.page_id, one.person_id, one.due), {})[one.step] = one.sent_on
    last = dict(ReviewReminder.objects.values_list("person").annotate(last=Max("sent_on")).order_by())
    letters = {}
    for page in pages:
        people = keepers.of(page)
        done.nobody += not people
        for person in people:
            step = next_step(had.get((page.pk, person.pk, page.due_on), {}), today)
            if step and not (person.pk in last and today < last[person.pk] + ONE_EMAIL_IN):
                letters.setdefault(person, []).append((page, step))
    done.mails = len(letters)
    if dry_run or not letters:
        return done
    public = set(unrestricted(Page.objects.filter(pk__in=[page.pk for page in pages])).values_list("pk", flat=True))
    for person, entries in letters.items():
        try:
            _write_to(person, entries, today, public)
        except Exception as error:
            # One address must not keep the others waiting. The class only: an error's words may hold the address.
            logger.error("A reminder could not be written: %s", type(error).__name__)
            done.failed += 1
            done.mails -= 1
    return done


def next_step(sent, today):
    """Return which step is due for a person and a page, 0 for none. ``sent``: the day of each step that was taken."""
    if ASKED not in sent:
        return ASKED
    return ASKED_AGAIN if ASKED_AGAIN not in sent and today >= sent[ASKED] + AGAIN_AFTER else 0


def _write_to(person, entries, today, public):
    """Write one email to ``person`` about ``entries``, (page, step) pairs, and record them in the same transaction.

    Mail is read on shared screens: a page that is not for everybody is not named.
    """
    cause = "|".join(sorted(f"{page.pk}:{page.due_on}:{step}" for page, step in entries))
    key = hashlib.sha256(f"{person.pk}|{cause}".encode()).hexdigest()
    rows = [
        {
            "title": page.title if page.pk in public else "A page that is not for everybody",
            "due": page.due_on,
            "link": absolute_url(reverse("wagtailadmin_pages:edit", args=[page.pk])),
            "is_again": step == ASKED_AGAIN,
        }
        for page, step in entries
    ]
    with transaction.atomic():
        ReviewReminder.objects.bulk_create(
            [
                ReviewReminder(page=page, person=person, due=page.due_on, step=step, sent_on=today)
                for page, step in entries
            ],
            ignore_conflicts=True,
        )
        context = {"name": person.first_name, "pages": rows, "report": absolute_url(reverse("pages_to_review"))}
        send_template(f"upkeep:review:{key}", "upkeep/email/review", person.email, context)


def purge_reminders():
    """Delete reminders of long ago; return how many."""
    return ReviewReminder.objects.filter(sent_on__lt=timezone.localdate() - KEEP).delete()[0]
