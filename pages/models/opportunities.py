"""Opportunities: training, events, positions, placements, volunteering."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from cms.core import gazetteer
from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from cms.core.typed import EVENING, MORNING, DayMaybeHourInput, MomentInput

from .. import calendars, opportunity_data
from ..blocks import PresentationsBlock
from ..dates import clock, date_words, without_this_year
from .opportunity_times import EVENTS, OpportunityQuerySet, OpportunityTimes

MELBOURNE_CITY = {"lat": -37.8136, "lon": 144.9631, "label": "Melbourne", "hollow": True}
# In degrees: nearer than this, the city's pin would stand on the other's label.
BESIDE_THE_CITY = 0.3


class OpportunityPage(RoutablePageMixin, OpportunityTimes, BasePage):
    """Something to go to or apply for, until it closes; afterwards, what was said there."""

    class Type(models.TextChoices):
        TRAINING = "training", "Training"
        EVENT = "event", "Event"
        POSITION = "position", "Position"
        PLACEMENT = "placement", "Placement"
        VOLUNTEERING = "volunteering", "Volunteering"

    kind_label = "Opportunity"
    page_description = (
        "Training, an event, a job, a placement or volunteering. It leaves the list by itself when it closes."
    )
    template = "pages/opportunity_page.html"
    # It is over by itself.
    review_months = 0
    parent_page_types = ["pages.OpportunityIndexPage"]
    subpage_types = []

    opportunity_type = models.CharField(
        "type",
        max_length=12,
        choices=Type,
        default=Type.TRAINING,
        help_text="Training and events are over after their last time. The others stay until they close.",
    )
    organisation_name = models.CharField(
        "who offers it", max_length=150, blank=True, help_text="The organisation, as it writes its own name."
    )
    place = models.CharField(max_length=200, blank=True, help_text="For example “Bendigo Library, Bendigo”.")
    suburb = models.CharField(
        "suburb or town",
        max_length=90,
        blank=True,
        help_text="With its postcode where you can, for example “Bendigo 3550”. A small map shows where that is.",
    )
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    is_online = models.BooleanField("can be joined online", default=False)
    cost = models.CharField(
        max_length=150, blank=True, help_text="For example “Free” or “$40, or $20 with a concession card”."
    )
    body = StreamField(
        BodyStreamBlock(), blank=True, verbose_name="what it is", help_text="What happens there, and for whom."
    )
    how_to_apply = RichTextField(
        "how to apply or book",
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="What to send, to whom, and whom to ask about access needs.",
    )
    apply_url = models.URLField(
        "address to apply or book at", blank=True, help_text="The page with the form, where there is one. Optional."
    )
    presentations = StreamField(
        PresentationsBlock(),
        blank=True,
        help_text="Once it is over: slides, recordings and notes. The page is then among the past events.",
    )

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("opportunity_type"), FieldPanel("organisation_name")], heading="Kind"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "starts_at",
                            widget=MomentInput(alone=MORNING),
                            help_text="Melbourne time. A day alone means 9 am. The first time, if it repeats. Leave it empty for a job.",
                        ),
                        FieldPanel(
                            "ends_at",
                            widget=MomentInput(alone=EVENING),
                            help_text="Melbourne time. A day alone means 5 pm. The end of the first time, if it repeats.",
                        ),
                    ]
                ),
                # One below the other: their choices are long.
                FieldPanel("repeats"),
                FieldPanel("repeats_until"),
                FieldPanel("skipped_days"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("suburb")]),
                FieldPanel("is_online", help_text="Tick it where people can take part by video or phone."),
                FieldPanel("cost"),
            ],
            heading="When, where and what it costs",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("how_to_apply"),
                FieldPanel("apply_url"),
                FieldPanel(
                    "closes_at",
                    widget=DayMaybeHourInput(),
                    help_text="After that day it leaves all lists. Where it closes earlier in the day, write the hour too: "
                    "25/12/2026 14:30. Leave it empty where there is no such day.",
                ),
            ],
            heading="How to apply",
        ),
        FieldPanel("presentations"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("organisation_name"),
        index.SearchField("place"),
        index.SearchField("suburb"),
        index.SearchField("body"),
        index.SearchField("how_to_apply"),
        index.FilterField("opportunity_type"),
        index.FilterField("closes_at"),
    ]

    class Meta:
        verbose_name = "opportunity"
        verbose_name_plural = "opportunities"
        indexes = [models.Index(fields=["closes_at"]), models.Index(fields=["starts_at"])]

    @classmethod
    def gone_from_lists(cls):
        return cls.objects.exclude(pk__in=cls.objects.open().order_by().values("pk"))

    @classmethod
    def latest(cls, limit):
        """Return at most ``limit`` public open ones, what happens next first: a list, in one query."""
        return list(cls.objects.live().public().open().soonest().defer_streamfields()[:limit])

    @classmethod
    def past(cls):
        """Return the queryset of public events and training that are over, the latest first."""
        return cls.objects.live().public().filter(opportunity_type__in=EVENTS).over()

    def clean(self):
        problems = {}
        try:
            super().clean()
        except ValidationError as error:
            problems = error.error_dict
        message = self.find_suburb()
        if message:
            problems["suburb"] = [ValidationError(message)]
        if problems:
            raise ValidationError(problems)

    def find_suburb(self):
        """Set the point of the suburb, and its name as the list of places has it. Return what is wrong, or ''."""
        self.latitude = self.longitude = None
        found = gazetteer.find(self.suburb) if gazetteer.is_known() else []
        if len(found) == 1:
            self.suburb, self.latitude, self.longitude = str(found[0]), found[0].latitude, found[0].longitude
        elif found:
            several = " or ".join(str(place) for place in found[:4])
            return f"There is more than one. Write which: {several}."
        elif self.suburb and gazetteer.is_known():
            return "No suburb or town of Victoria has this name. Check the spelling, or write the address under Place."
        return ""

    def structured_data(self):
        """An event or a job, where all that schema.org asks of one is known and it can still be taken up."""
        if self.is_event:
            kind = "EducationEvent" if self.opportunity_type == self.Type.TRAINING else "Event"
            return opportunity_data.event(self, kind)
        return opportunity_data.job(self) if self.opportunity_type == self.Type.POSITION else {}

    @property
    def is_indexed(self):
        return self.is_open

    @property
    def where_it_is(self):
        """The place and its suburb, in words; '' where it is at no place."""
        name, _postcode = opportunity_data.town_and_postcode(self.suburb)
        return ", ".join(filter(None, [self.place, name if name.lower() not in self.place.lower() else ""]))

    @property
    def where(self):
        """Where it is, in words: the place, online, or both."""
        if self.where_it_is and self.is_online:
            return f"{self.where_it_is}, or online"
        return self.where_it_is or ("Online" if self.is_online else "")

    @property
    def map_points(self):
        """Points for ``outline_map``: the suburb's, and Melbourne's to find it by; empty where there is no suburb."""
        if self.latitude is None or self.longitude is None:
            return []
        here = {
            "lat": self.latitude,
            "lon": self.longitude,
            "label": opportunity_data.town_and_postcode(self.suburb)[0],
        }
        away = abs(self.latitude - MELBOURNE_CITY["lat"]) + abs(self.longitude - MELBOURNE_CITY["lon"])
        return [here, MELBOURNE_CITY] if away > BESIDE_THE_CITY else [here]

    @property
    def glance(self):
        """``(label, text)`` pairs for lists and for the panel beside the text."""
        pairs = [
            ("When", self.when), ("Next", self.next_time), ("Where", self.where), ("Cost", self.cost),
            ("Closed" if not self.can_be_taken_up else "Closes", self.closes),
        ]  # fmt: skip
        return [pair for pair in pairs if pair[1]]

    @property
    def line(self):
        """What happens next, for a list: ``Closes Monday 9 December, 5 pm``, or when it is."""
        next_is = self.when
        if self.next_time:
            # Its words name the weekday already.
            soonest = self.coming[0][0]
            next_is = f"{self.repeat.days_in_words}, next on {date_words(soonest)}, {clock(soonest)}"
        closes = self.closes and f"{'Closed' if self.is_closed_today else 'Closes'} {self.closes}"
        # The dot stays with what is before it, so that no line begins with one.
        return "\u00a0· ".join(part for part in (without_this_year(closes or next_is), self.where) if part)

    @property
    def facts(self):
        return [fact for fact in (self.get_opportunity_type_display(), self.where, self.cost) if fact]

    @property
    def calendar_url(self):
        """Where its dates can be had for a calendar; '' where it has none, or no address yet."""
        url = self.get_url() if self.pk and self.path and self.live else None
        return f"{url}{self.reverse_subpage('calendar')}" if url and self.has_calendar else ""

    @path("")
    def shown(self, request):
        return self.render(request)

    @path("calendar/")
    def calendar(self, request):
        """Answer with its dates as an iCalendar file; 404 where it has none."""
        return calendars.answer([self], self.title, self.slug, timezone.now(), must_have=True)
