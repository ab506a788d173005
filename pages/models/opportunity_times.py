"""When an opportunity is on: once or again and again, and until when it is in the lists."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.functional import cached_property

from cms.core import expiry, kept
from cms.core.models.querysets import BasePageQuerySet
from cms.core.times_said import in_words

from ..dates import day, day_and_clock, is_whole_day, midnight, plain_day, span
from ..recurring import LONGEST, WAYS, Repeat, read_days

COMING = 5
# A page that is kept is made anew every hour anyway, so what is farther ahead than these need not be known.
MOST_MOMENTS = 200
# The types that people come to, and that are over: the others are work.
EVENTS = ("training", "event")


class OpportunityQuerySet(BasePageQuerySet):
    def open(self, moment=None):
        """Those that a reader can still take up at ``moment`` (aware; default now).

        One leaves at the midnight that ends the day on which it closes, in Melbourne; one without a closing date when its
        last time is over, or has begun where no end is known; one without any date stays until an editor takes it down.
        An event leaves when its last time is over, whenever it was said to close.
        """
        if moment is None:
            moment = timezone.now()
            expiry.until_first(moment, *moments_to_come())
        not_over = Q(last_moment__isnull=True) | Q(last_moment__gt=moment)
        closes_later = Q(closes_at__gte=midnight(moment)) & (not_over | ~Q(opportunity_type__in=EVENTS))
        return self.annotate(last_moment=Coalesce("over_at", "ends_at", "starts_at")).filter(
            closes_later | Q(Q(closes_at__isnull=True) & not_over)
        )

    def over(self, moment=None):
        """Those whose last time is over at ``moment`` (aware; default now), the latest first."""
        return (
            self.annotate(last_moment=Coalesce("over_at", "ends_at", "starts_at"))
            .filter(last_moment__lte=moment or timezone.now())
            .order_by("-last_moment", "title", "pk")
        )

    def soonest(self, moment=None):
        """In the order of what happens next: closing, or the next time it is on, whichever is first and still to come."""
        now = moment or timezone.now()
        closes = models.Case(models.When(closes_at__gte=midnight(now), then="closes_at"))
        again = OpportunityDate.objects.filter(page=OuterRef("pk"), starts_at__gt=now).order_by("starts_at")
        starts = Coalesce(
            Subquery(again.values("starts_at")[:1]), models.Case(models.When(starts_at__gt=now, then="starts_at"))
        )
        return self.annotate(
            # Least() of a value and NULL differs between databases, so each stands in for the other.
            next_at=Coalesce(Least(Coalesce(closes, starts), Coalesce(starts, closes)), "over_at", "ends_at")
        ).order_by(F("next_at").asc(nulls_last=True), "title", "pk")


def moments_to_come():
    """Return the moments after now at which the list of what is open, or its order, changes, for pages that are made of it
    now: a list of aware datetimes, kept by version. Empty where nobody asks until when something holds."""
    return kept.get("moments of opportunities", read_moments) if expiry.is_asked() else []


def read_moments():
    now = timezone.now()
    pages = (
        apps.get_model("pages", "OpportunityPage")
        .objects.live()
        .annotate(last=Coalesce("over_at", "ends_at", "starts_at"))
    )
    rows = pages.filter(Q(last__gt=now) | Q(closes_at__gt=now)).order_by().values_list("last", "closes_at", "starts_at")
    again = OpportunityDate.objects.filter(starts_at__gt=now, page__live=True).order_by("starts_at")
    moments = {moment for row in rows for moment in row if moment and moment > now}
    return sorted(moments.union(again.values_list("starts_at", flat=True)[:MOST_MOMENTS]))[:MOST_MOMENTS]


class OpportunityDate(models.Model):
    """One time of an opportunity that recurs, for lists to be ordered by: worked out whenever its page is saved."""

    page = models.ForeignKey("pages.OpportunityPage", on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["page", "starts_at"], name="one_opportunity_date")]

    def __str__(self):
        return day_and_clock(self.starts_at)


class OpportunityTimes(models.Model):
    """The abstract parent of opportunities: dates, how they come again, closing."""

    starts_at = models.DateTimeField(
        "starts",
        null=True,
        blank=True,
        help_text="Melbourne time. The first time, if it repeats. Leave empty for a job.",
    )
    ends_at = models.DateTimeField(
        "ends", null=True, blank=True, help_text="Melbourne time. The end of the first time, if it repeats."
    )
    repeats = models.CharField(
        max_length=12,
        choices=[("", "It does not repeat"), *WAYS],
        blank=True,
        help_text="The days are counted from the date above.",
    )
    repeats_until = models.DateField(
        "repeats until",
        null=True,
        blank=True,
        help_text=f"The last day that counts, at most {in_words(LONGEST)} on. Leave empty for a year: then look whether it still happens.",
    )
    skipped_days = models.TextField(
        "not on these days",
        blank=True,
        max_length=1000,
        help_text="Public holidays, for example. One a line: 25/12/2026 or 25 December 2026.",
    )
    closes_at = models.DateTimeField(
        "last day to apply or book",
        null=True,
        blank=True,
        help_text="At the end of that day it leaves all lists and the search. Leave it empty where there is no such day. "
        "Where it closes earlier in the day, add the time, in Melbourne time.",
    )
    over_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.__dict__.pop("all_times", None)
        if kwargs.get("update_fields") is not None:
            # A draft saves only its marks on the row of the public page, whose dates stay as they are.
            super().save(*args, **kwargs)
            return
        times = self.all_times if self.repeats else []
        starts, ends = times[-1] if times else (None, None)
        self.over_at = ends or starts
        super().save(*args, **kwargs)
        if set(times) != set(self.dates.values_list("starts_at", "ends_at")):
            self.dates.all().delete()
            OpportunityDate.objects.bulk_create(
                OpportunityDate(page_id=self.pk, starts_at=starts, ends_at=ends) for starts, ends in times
            )

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            errors["ends_at"] = "This is before it starts."
        if self.closes_at and self.ends_at and not self.repeats and midnight(self.closes_at) > self.ends_at:
            errors["closes_at"] = "This is after it has ended. Check the dates."
        days, unread = read_days(self.skipped_days)
        if unread:
            errors["skipped_days"] = (
                f"Write each day as 25/12/2026. This is not a day that we can read: {unread[0][:60]}."
            )
        else:
            self.skipped_days = "\n".join(plain_day(one) for one in sorted(days))
        if self.repeats and not errors:
            errors = self.clean_repeats()
        if not errors and self.closes_at and self.is_event:
            self.__dict__.pop("all_times", None)
            last = self.last_end
            if last and midnight(self.closes_at) > midnight(last):
                errors["closes_at"] = f"This is after its last time, on {day(last)}. Check the dates."
        if errors:
            raise ValidationError(errors)

    def clean_repeats(self):
        """Return what is wrong with how it repeats, by field."""
        if not self.starts_at:
            return {"starts_at": "Say when the first time starts."}
        repeat = self.repeat
        if self.repeats_until and self.repeats_until < repeat.first:
            return {"repeats_until": "This is before the first time."}
        if self.repeats_until and self.repeats_until > repeat.last_possible:
            last = plain_day(repeat.last_possible)
            return {
                "repeats_until": f"Choose a day no later than {last}: {in_words(LONGEST)} on, somebody should look again."
            }
        days = repeat.all_days()
        if days[:1] != [repeat.first]:
            return {"starts_at": f"{day(self.starts_at)} is not the last {repeat.first:%A} of its month."}
        if len(days) > 1 and self.ends_at and self.ends_at > Repeat(self.repeats, self.starts_at).times()[1][0]:
            return {"ends_at": "One time must end before the next begins. Give the end of the first time."}
        if not repeat.times():
            return {"skipped_days": "Every day that it repeats on is left out."}
        return {}

    @property
    def repeat(self):
        """How it comes again, a Repeat; None where it is on once."""
        if not (self.repeats and self.starts_at):
            return None
        days, _unread = read_days(self.skipped_days)
        return Repeat(self.repeats, self.starts_at, self.ends_at, self.repeats_until, frozenset(days))

    @cached_property
    def all_times(self):
        """``(starts, ends)`` of all its times, in order: aware; ``ends`` may be None. Empty where it has no date."""
        if self.repeat:
            return self.repeat.times()
        return [(self.starts_at, self.ends_at)] if self.starts_at else []

    @property
    def coming(self):
        """Those of its times that are not over, in order."""
        now = timezone.now()
        expiry.until_first(now, *(moment for pair in self.all_times for moment in pair))
        return [(starts, ends) for starts, ends in self.all_times if (ends or starts) > now]

    @property
    def coming_in_words(self):
        """Its next COMING times, where it is on again and again: a list of strings."""
        return [span(starts, ends) for starts, ends in self.coming[:COMING]] if self.repeat else []

    @property
    def skipped_in_words(self):
        """The days on which it is not on, in one line."""
        return ", ".join(self.skipped_days.splitlines())

    @property
    def is_event(self):
        """Whether people come to it and it is over: an event or training, not work."""
        return self.opportunity_type in EVENTS

    @property
    def last_end(self):
        """When its last time ends, or begins where no end is known (aware); None where it has no date."""
        starts, ends = self.all_times[-1] if self.all_times else (None, self.ends_at)
        return ends or starts

    @property
    def leaves_listings_at(self):
        """When it leaves the listings (aware), or None where it has no date."""
        last = self.last_end
        if not self.closes_at:
            return last
        closed = midnight(self.closes_at, 1)
        return min(closed, last) if last and self.is_event else closed

    @property
    def is_open(self):
        now, leaves = timezone.now(), self.leaves_listings_at
        expiry.until_first(now, leaves)
        return leaves is None or leaves > now

    @property
    def is_over(self):
        """Whether its last time has been."""
        return bool(self.all_times) and not self.coming

    @property
    def closes_all_day(self):
        """Whether the whole of its last day counts: no clock time was given."""
        return bool(self.closes_at) and is_whole_day(self.closes_at)

    @property
    def is_closed_today(self):
        """Whether the clock time at which it closes has been, on the last day that it is in the lists."""
        now = timezone.now()
        expiry.until_first(now, self.closes_at)
        return self.is_open and bool(self.closes_at) and not self.closes_all_day and self.closes_at <= now

    @property
    def can_be_taken_up(self):
        return self.is_open and not self.is_closed_today

    @property
    def closes(self):
        """When it closes, in words; '' where nobody said."""
        if not self.closes_at:
            return ""
        return day(self.closes_at) if self.closes_all_day else day_and_clock(self.closes_at)

    @property
    def when(self):
        """When it is, in words; '' where it has no date of its own."""
        if self.repeat:
            return self.repeat.in_words
        return span(self.starts_at, self.ends_at) if self.starts_at else ""

    @property
    def next_time(self):
        """Its next time, in words, where it is on again and again; else ''."""
        return day_and_clock(self.coming[0][0]) if self.repeat and self.coming else ""

    @property
    def has_calendar(self):
        """Whether it has a day that a calendar can keep."""
        return bool(self.all_times or self.closes_at)
