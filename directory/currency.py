"""Keeping entries current: whoever looks after one is asked, asked again, and then an editor looks.

Nothing is hidden or deleted here. Each step is kept as a ReminderSent, and what comes next is read from those: so the
command may run twice a day, or not for weeks, and nobody is written to twice or left out.
"""

import datetime
import hashlib
import logging
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.core.times_said import in_words
from cms.intake.keys import hashed, new_key
from cms.intake.mail import send_template
from cms.intake.models import AccessLink

from .models import DirectoryTexts, ReminderSent, Service
from .moderation import UPDATE
from .upkeep import link_address

logger = logging.getLogger(__name__)

ASKED, ASKED_AGAIN, TASK, UNLIST = 1, 2, 3, 4
ASK_AFTER, UNLIST_AFTER = relativedelta(months=6), relativedelta(months=18)
AGAIN_AFTER, TASK_AFTER = datetime.timedelta(days=14), datetime.timedelta(days=30)
# Nobody who was away for a fortnight comes back to a task that was made the day after the second email.
TIME_TO_ANSWER = datetime.timedelta(days=14)
LINK_LIFE = datetime.timedelta(days=60)


@dataclass
class Ladder:
    """What one run did, or would do: services by step, how many emails, and how many could not be written."""

    asked: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    to_unlist: list = field(default_factory=list)
    mails: int = 0
    failed: int = 0


@dataclass
class Due:
    """One step that is due for one service, and for which of its contacts."""

    service: Service
    step: int
    since: datetime.date
    contacts: list


def since_of(service):
    """Return the day from which a service's age counts: its last check, else the day it was first listed."""
    return service.assured_at or timezone.localdate(service.first_published_at or service.created_at)


def remind(today, *, dry_run=False):
    """Take every step of the reminders that is due on ``today`` (a date); return a Ladder. Queries grow with addresses only."""
    found = [due for service in _old(today) if (due := next_step(service, today))]
    ladder = Ladder()
    for due in found:
        {TASK: ladder.tasks, UNLIST: ladder.to_unlist}.get(due.step, ladder.asked).append(due.service)
    by_address = {}
    for due in found:
        for contact in due.contacts:
            by_address.setdefault(contact.sender.email.casefold(), []).append((due, contact))
    ladder.mails = len(by_address)
    if dry_run:
        return ladder
    words = DirectoryTexts.load().said["reminder"] if by_address else ""
    for together in by_address.values():
        try:
            _write_to(together, today, words)
        except Exception as error:
            # One address must not keep the others waiting. The class only: an error's words may hold the address.
            logger.error("A reminder could not be written: %s", type(error).__name__)
            ladder.failed += 1
            ladder.mails -= 1
    _record([due for due in found if due.step in {TASK, UNLIST}], today)
    for step in (ASKED, ASKED_AGAIN, TASK, UNLIST):
        _reach(step, [due for due in found if due.step == step])
    return ladder


def _reach(step, dues):
    """Let the services of ``dues`` stand at ``step`` where it was taken, and nobody confirmed them since they were read."""
    taken = ReminderSent.objects.filter(service=OuterRef("pk"), step=step)
    never = [due.service.pk for due in dues if due.service.assured_at is None]
    checked = [due.service.pk for due in dues if due.service.assured_at is not None]
    Service.objects.filter(Exists(taken), pk__in=never, assured_at=None).update(reminder_step=step)
    counted = taken.filter(since=OuterRef("assured_at"))
    Service.objects.filter(Exists(counted), pk__in=checked).update(reminder_step=step)


def _old(today):
    """Return the listed services whose last check is half a year ago, with contacts and the steps that were taken."""
    before = today - ASK_AFTER
    listed_before = timezone.make_aware(
        datetime.datetime.combine(before + datetime.timedelta(days=1), datetime.time.min)
    )
    never = Q(assured_at=None) & (
        Q(first_published_at__lt=listed_before) | Q(first_published_at=None, created_at__lt=listed_before)
    )
    old = Service.objects.listed().filter(Q(assured_at__lte=before) | never)
    # A pause is an answer; it is asked about when it has lasted as long.
    old = old.exclude(status=Service.Status.PAUSED, status_since__gt=before)
    return old.order_by("name", "pk").prefetch_related("listing_contacts__sender", "reminders_sent")


def next_step(service, today):
    """Return what is Due for ``service`` on ``today``, None where nothing is. Reads its contacts and earlier steps."""
    since = since_of(service)
    sent = [one for one in service.reminders_sent.all() if one.since == since]
    reached = max((one.step for one in sent), default=0)
    on = {step: min(one.sent_on for one in sent if one.step == step) for step in {one.step for one in sent}}
    contacts = [contact for contact in service.listing_contacts.all() if contact.sender.email]
    if reached in {ASKED, ASKED_AGAIN}:
        # Where a run was cut short, some have had this step and some not.
        had = {one.contact_id for one in sent if one.step == reached}
        missed = [one for one in contacts if one.pk not in had and timezone.localdate(one.added_at) <= on[reached]]
        if missed:
            return Due(service, reached, since, missed)
    if reached == 0:
        return Due(service, ASKED if contacts else TASK, since, contacts)
    if reached == ASKED and today >= on[ASKED] + AGAIN_AFTER:
        return Due(service, ASKED_AGAIN if contacts else TASK, since, contacts)
    if reached == ASKED_AGAIN and today >= max(
        on.get(ASKED, on[ASKED_AGAIN]) + TASK_AFTER, on[ASKED_AGAIN] + TIME_TO_ANSWER
    ):
        return Due(service, TASK, since, [])
    if reached == TASK and today >= max(since + UNLIST_AFTER, on[TASK] + TIME_TO_ANSWER):
        return Due(service, UNLIST, since, [])
    return None


def _write_to(together, today, words):
    """Write one email about all entries of one address, with a link for each; record it in the same transaction."""
    to = together[0][1].sender.email
    cause = "|".join(sorted(f"{due.service.pk}:{due.step}:{due.since}" for due, _contact in together))
    key = hashlib.sha256(f"{to.casefold()}|{cause}".encode()).hexdigest()
    with transaction.atomic():
        ReminderSent.objects.bulk_create(
            [
                ReminderSent(service=due.service, contact=contact, step=due.step, since=due.since, sent_on=today)
                for due, contact in together
            ],
            ignore_conflicts=True,
        )
        links, entries, seen = [], [], set()
        for due, contact in together:
            if due.service.pk in seen:
                continue
            seen.add(due.service.pk)
            token = new_key()
            links.append(
                AccessLink(
                    token_hash=hashed(token), purpose=UPDATE, subject=due.service.uuid, sender=contact.sender,
                    expires_at=timezone.now() + LINK_LIFE,
                )
            )  # fmt: skip
            entries.append(
                {
                    "name": due.service.name, "link": link_address(token), "checked": due.service.assured_at,
                    "is_paused": due.service.status == Service.Status.PAUSED,
                }
            )  # fmt: skip
        AccessLink.objects.bulk_create(links)
        again = all(due.step == ASKED_AGAIN for due, _contact in together)
        send_template(
            f"directory:reminder:{key}",
            "directory/email/reminder_again" if again else "directory/email/reminder",
            to,
            {"entries": entries, "words": words},
        )


def _record(dues, today):
    """Keep the steps that are an editor's. They have no contact, so a database does not see a second one: look first."""
    there = set(
        ReminderSent.objects.filter(service__in=[due.service.pk for due in dues], contact=None).values_list(
            "service_id", "step", "since"
        )
    )
    ReminderSent.objects.bulk_create(
        ReminderSent(service=due.service, step=due.step, since=due.since, sent_on=today)
        for due in dues
        if (due.service.pk, due.step, due.since) not in there
    )


def last_asked(service):
    """Return the reminders of ``service`` since its last check, the newest first, for its editors: a list of sentences."""
    since, lines = since_of(service), {}
    for one in service.reminders_sent.filter(since=since):
        lines.setdefault((one.sent_on, one.step), 0)
        lines[one.sent_on, one.step] += 1
    words = {
        ASKED: "asked whether everything is right", ASKED_AGAIN: "asked again",
        TASK: "nobody answered: a task for an editor", UNLIST: f"{in_words(UNLIST_AFTER)} without a check: to be unlisted by an editor",
    }  # fmt: skip
    return [
        f"{day.day} {day:%B %Y}: {words.get(step, step)}"
        + (f" ({number} {'address' if number == 1 else 'addresses'})" if step in {ASKED, ASKED_AGAIN} else "")
        for (day, step), number in lines.items()
    ]
