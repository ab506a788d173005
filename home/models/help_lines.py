"""Help lines: the numbers to ring, when somebody answers, what it costs, and where we have it from."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin
from wagtail.search import index

from cms.core import expiry
from cms.core.models.remembered import Remembered

MELBOURNE = ZoneInfo("Australia/Melbourne")

# Every number is a link that a phone dials: words in it would dial nothing.
DIGITS = RegexValidator(r"^[0-9 +()]{3,20}$", "Write digits and spaces only, for example 13 11 14.")


class HelpLineQuerySet(models.QuerySet):
    def shown(self):
        """Help lines that readers see, the emergency number first, with their hours; two queries, or one of none has any."""
        return self.filter(is_shown=True).order_by("-is_emergency", "order", "name").prefetch_related("hours")


class HelpLine(PreviewableMixin, Remembered, ClusterableModel, index.Indexed):
    """One number and what a person in distress needs to know before they ring it."""

    name = models.CharField(max_length=100, unique=True, help_text="As the line calls itself, for example “Lifeline”.")
    number = models.CharField(
        max_length=40, validators=[DIGITS], help_text="As people read it aloud, for example 13 11 14."
    )
    text_number = models.CharField(
        "number for texts",
        max_length=40,
        blank=True,
        validators=[DIGITS],
        help_text="Only if people can send a text. For example 0477 13 11 14.",
    )
    who_for = models.CharField(
        "who it is for", max_length=160, help_text="In a few plain words, for example “Anyone in crisis”."
    )
    hours_text = models.CharField(
        "hours in words",
        max_length=120,
        blank=True,
        help_text="For example “Any hour” or “Weekdays, 9 am to 5 pm”. This is what readers see.",
    )
    always_open = models.BooleanField("open at any hour", default=False)
    cost = models.CharField(
        max_length=120, blank=True, help_text="For example “Free, also from mobiles”. Empty if unsure."
    )
    has_interpreter = models.BooleanField(
        "works with interpreters", default=False, help_text="People can ask for the line through an interpreter."
    )
    interpreter_note = models.CharField(
        max_length=160, blank=True, help_text="For example “Call TIS on 131 450 and ask for us”."
    )
    website = models.URLField(blank=True)
    source = models.CharField(
        max_length=255, blank=True, help_text="Where this was checked, for the next person who checks it."
    )
    last_checked = models.DateField(
        null=True, blank=True, help_text="When somebody last rang or read the line’s own page."
    )
    order = models.PositiveSmallIntegerField(
        default=50, help_text="Smaller numbers come first. Emergency is always first."
    )
    is_emergency = models.BooleanField(
        "for emergencies", default=False, help_text="The number for danger to life: 000."
    )
    is_interpreter = models.BooleanField(
        "interpreter service",
        default=False,
        help_text="The number through which any other line can be asked for in one’s own language.",
    )
    is_relay = models.BooleanField(
        "relay service",
        default=False,
        help_text="A service such as the National Relay Service, through which people who cannot hear or speak make calls.",
    )
    shows_in_slim = models.BooleanField(
        "stands on every page", default=False, help_text="The short list at the foot of every page. Four is enough."
    )
    is_shown = models.BooleanField("shown to readers", default=True)

    objects = HelpLineQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("who_for")]

    class Meta:
        ordering = ["-is_emergency", "order", "name"]

    def __str__(self):
        return self.name

    @property
    def preview_modes(self):
        return [("", "At the end of a story"), ("every", "At the foot of every page"), ("now", "Get help now")]

    def serve_preview(self, request, mode_name):
        from ..help_previews import preview

        return preview(self, request, mode_name)

    def is_open(self, moment=None):
        """Say whether somebody answers at ``moment`` (aware; default now): True, False, or None where hours are not known.

        Hours are kept in Melbourne's clock time: 9 am stays 9 am when summer time begins.
        """
        if self.always_open:
            return True
        rows = list(self.hours.all())
        if not rows:
            return None
        local = (moment or timezone.now()).astimezone(MELBOURNE)
        clocks = {clock for row in rows for clock in (row.opens, row.closes)}
        expiry.until_first(local, *(datetime.combine(local.date(), clock, tzinfo=MELBOURNE) for clock in clocks))
        return any(row.covers(local) for row in rows)

    @property
    def is_open_now(self):
        return self.is_open()


class HelpLineHours(models.Model):
    """One stretch of a week during which a line answers. One that ends at or before its start runs past midnight."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    help_line = ParentalKey(HelpLine, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField("day", choices=Weekday)
    opens = models.TimeField(help_text="Melbourne time, for example 09:00.")
    closes = models.TimeField(help_text="A time before it opens means the next morning. 00:00 is midnight.")

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(opens=F("closes")),
                name="help_line_hours_not_empty",
                violation_error_message="These hours begin and end at the same time. For all day, tick “open at any hour”.",
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self):
        super().clean()
        if self.opens is not None and self.opens == self.closes:
            raise ValidationError(
                {"closes": "This is the time at which it opens. For all day, tick “open at any hour”."}
            )

    def covers(self, local):
        """Say whether the local clock time ``local`` falls in this stretch; the moment of closing does not."""
        clock = local.time().replace(tzinfo=None)
        if self.opens < self.closes:
            return local.weekday() == self.weekday and self.opens <= clock < self.closes
        yesterday = (datetime.combine(local.date(), clock) - timedelta(days=1)).weekday()
        return (local.weekday() == self.weekday and clock >= self.opens) or (
            yesterday == self.weekday and clock < self.closes
        )
