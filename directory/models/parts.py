"""The parts of a service: where it is, when, by which numbers and addresses it is reached."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cms.core.moments import clock

from ..comparing import TimesPanel

PHONE_NUMBER = RegexValidator(
    r"^(\+61\s?)?[\d\s()]{3,20}$",
    "Enter a phone number with digits, spaces and brackets only, for example (03) 5550 0000.",
)


FIRST_YEAR, LAST_YEAR = 1990, 2100


def likely_date(date):
    """Raise ValidationError where ``date`` can be no day on which a group meets: a slip of the hand, or made up."""
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValidationError(f"Give a date between {FIRST_YEAR} and {LAST_YEAR}.")


class Part(Orderable):
    """What all parts share: a public id that outlives revisions, and an order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta(Orderable.Meta):
        abstract = True
        # Those that were given no order stay as they were made, on each database.
        ordering = ["sort_order", "pk"]


class Location(ClusterableModel, Part):
    """A place, or a way without a place ("by phone"), with its times. The service says how much of the address shows."""

    class AddressShown(models.TextChoices):
        STREET = "street", "The whole address"
        SUBURB = "suburb", "The suburb only"
        NOTHING = "nothing", "Nothing"

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(
        max_length=100,
        blank=True,
        help_text="The building or room, or “By phone”. For example: Doveton House, upstairs.",
    )
    street = models.CharField("street address", max_length=150, blank=True)
    locality = models.ForeignKey(
        "directory.Locality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locations",
        verbose_name="suburb or town",
    )
    address_shown = models.CharField(
        "how much of the address shows", max_length=10, choices=AddressShown.choices, default=AddressShown.SUBURB,
        help_text="What is hidden appears nowhere on the site, in no search and in no export.",
    )  # fmt: skip
    access_note = models.CharField(
        "getting in and getting there",
        max_length=300,
        blank=True,
        help_text="Lift, ramp, parking, bus or train, which door.",
    )

    panels = [
        FieldPanel("name"), FieldPanel("street", help_text="Number and street, for example 12 Bridge Street."), FieldPanel("locality", heading="Suburb or town", help_text="Type its first letters. Leave empty for a way without a place."), FieldPanel("address_shown"), FieldPanel("access_note"),
        TimesPanel("schedules", heading="Times", label="Time"),
    ]  # fmt: skip

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(address_shown="street") | ~Q(street=""),
                name="location_shows_a_street_it_has",
                violation_error_message="To show the whole address, give the street address.",
            )
        ]

    def __str__(self):
        return self.name or str(self.locality or "Somewhere")

    def clean(self):
        super().clean()
        if self.street and not self.locality_id:
            raise ValidationError({"locality": "Give the suburb or town of this address."})

    @property
    def public_locality(self):
        """The locality where it may be shown; None where the address is kept private or there is no place."""
        return None if self.address_shown == self.AddressShown.NOTHING else self.locality

    @property
    def public_address(self):
        """The lines of the address that may be shown: a list, empty where nothing may."""
        if self.address_shown == self.AddressShown.STREET:
            return [line for line in (self.street, str(self.locality) if self.locality_id else "") if line]
        return [str(self.locality)] if self.public_locality else []

    @property
    def public_name(self):
        """The building's name where the whole address shows or there is no place at all; it would give the door away otherwise."""
        return self.name if self.address_shown == self.AddressShown.STREET or not self.locality_id else ""

    @property
    def in_a_sentence(self):
        """Where it is, as a sentence goes on: "at Doveton House, Ballarat 3350"; "by video" where there is no place; or ''."""
        if self.public_address:
            return "at " + ", ".join(filter(None, [self.public_name, *self.public_address]))
        return self.public_name[:1].lower() + self.public_name[1:]

    @property
    def is_hidden(self):
        """Whether there is a place that is kept private."""
        return bool(self.locality_id) and self.address_shown == self.AddressShown.NOTHING


class Schedule(Part):
    """A time that comes back: weekly, every second week, or a week of the month. Times are local to the zone."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every second week"
        MONTHLY = "monthly", "Once a month"

    class WeekOfMonth(models.IntegerChoices):
        FIRST = 1, "First"
        SECOND = 2, "Second"
        THIRD = 3, "Third"
        FOURTH = 4, "Fourth"
        LAST = -1, "Last"

    location = ParentalKey(Location, on_delete=models.CASCADE, related_name="schedules")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField(help_text="For example 18:30.")
    ends = models.TimeField(null=True, blank=True, help_text="For example 20:00. May be past midnight.")
    frequency = models.CharField(max_length=12, choices=Frequency.choices, default=Frequency.WEEKLY)
    week_of_month = models.SmallIntegerField(
        choices=WeekOfMonth.choices, null=True, blank=True, help_text="Only for once a month: which one."
    )
    from_date = models.DateField(
        "one date it happens",
        null=True,
        blank=True,
        help_text="Only for every second week: any date on which it happens.",
    )
    timezone = models.CharField(max_length=40, default="Australia/Melbourne", editable=False)
    note = models.CharField(max_length=150, blank=True, help_text="For example: not in school holidays.")

    panels = [
        FieldRowPanel(
            [
                FieldPanel("weekday", heading="Day", help_text="The day on which it happens."),
                FieldPanel("starts"),
                FieldPanel("ends"),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "frequency",
                    heading="How often",
                    help_text="For every second week or once a month, fill in the field for it too.",
                ),
                FieldPanel("week_of_month"),
                FieldPanel("from_date"),
            ]
        ),
        FieldPanel("note"),
    ]

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | ~Q(ends=F("starts")),
                name="schedule_lasts",
                violation_error_message="The end must differ from the start.",
            ),
            models.CheckConstraint(
                condition=~Q(frequency="monthly") | Q(week_of_month__isnull=False),
                name="schedule_monthly_has_week",
                violation_error_message="Say which week of the month it is.",
            ),
        ]

    def __str__(self):
        return self.in_words

    def clean(self):
        super().clean()
        if self.from_date:
            try:
                likely_date(self.from_date)
            except ValidationError as error:
                raise ValidationError({"from_date": error.messages}) from error

    @property
    def day_in_words(self):
        """ "Tuesdays", "Every second Tuesday", "Second Saturday of the month"."""
        day = self.get_weekday_display()
        if self.frequency == self.Frequency.FORTNIGHTLY:
            return f"Every second {day}"
        if self.frequency == self.Frequency.MONTHLY and self.week_of_month:
            return f"{self.get_week_of_month_display()} {day} of the month"
        return f"{day}s"

    @property
    def in_words(self):
        """The time as a person says it: "Tuesdays, 6.30 pm to 8 pm"."""
        hours = clock(self.starts) + (f" to {clock(self.ends)}" if self.ends else "")
        return f"{self.day_in_words}, {hours}" + (f" ({self.note})" if self.note else "")


class Phone(Part):
    """A public phone number."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20, validators=[PHONE_NUMBER])
    label = models.CharField(max_length=80, blank=True, help_text="For example: Text or call Jo.")
    hours = models.CharField(
        max_length=100, blank=True, help_text="When somebody answers. For example: weekdays, noon to 6 pm."
    )

    panels = [
        FieldPanel("number", help_text="As people read it aloud, for example (03) 5550 0119."),
        FieldPanel("label"),
        FieldPanel("hours"),
    ]

    def __str__(self):
        return self.number


class Link(Part):
    """A public web address beside the main one, such as a booking form or a group's page."""

    service = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    url = models.URLField()

    panels = [
        FieldPanel("label", heading="Words of the link", help_text="Where it leads, for example “Book a place”."),
        FieldPanel("url", heading="Address", help_text="It begins with https://."),
    ]

    def __str__(self):
        return self.label
