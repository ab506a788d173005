"""Opportunities (training, events, positions, placements, volunteering) and their index."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.machines.structured import moment
from cms.core.models import BasePage
from cms.core.models.querysets import BasePageQuerySet
from cms.core.richtext import FEATURES, validate_links

from ..dates import day_and_clock, span
from ..filters import ChoiceFilter
from .listing import FilteredIndexPage


class OpportunityQuerySet(BasePageQuerySet):
    def open(self, moment=None):
        """Those that a reader can still take up at ``moment`` (aware; default now).

        One leaves when it closes; one without a closing time when it ends, or, where no end is known, when it starts;
        one without any date stays until an editor takes it down.
        """
        moment = moment or timezone.now()
        return self.annotate(leaves_at=Coalesce("closes_at", "ends_at", "starts_at")).filter(
            Q(leaves_at__isnull=True) | Q(leaves_at__gt=moment)
        )

    def soonest(self):
        """In the order of what happens next: closing or starting, whichever is first and still to come."""
        now = timezone.now()
        closes = models.Case(models.When(closes_at__gt=now, then="closes_at"))
        starts = models.Case(models.When(starts_at__gt=now, then="starts_at"))
        return self.annotate(
            # Least() of a value and NULL differs between databases, so each stands in for the other.
            next_at=Coalesce(Least(Coalesce(closes, starts), Coalesce(starts, closes)), "ends_at")
        ).order_by(models.F("next_at").asc(nulls_last=True), "title", "pk")


class OpportunityPage(BasePage):
    """Something to go to or apply for, until it closes."""

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
    parent_page_types = ["pages.OpportunityIndexPage"]
    subpage_types = []

    opportunity_type = models.CharField("type", max_length=12, choices=Type, default=Type.TRAINING)
    organisation_name = models.CharField("who offers it", max_length=150, blank=True)
    starts_at = models.DateTimeField(
        "starts", null=True, blank=True, help_text="Melbourne time. Leave empty for a job."
    )
    ends_at = models.DateTimeField("ends", null=True, blank=True, help_text="Melbourne time.")
    place = models.CharField(max_length=200, blank=True, help_text="For example “Bendigo Library, Bendigo”.")
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
    apply_url = models.URLField("address to apply or book at", blank=True)
    closes_at = models.DateTimeField(
        "closes",
        null=True,
        blank=True,
        help_text="Melbourne time. From then on it is not listed; the page stays for people who have its address.",
    )

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("opportunity_type"), FieldPanel("organisation_name")], heading="What it is"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("is_online"),
                FieldPanel("cost"),
            ],
            heading="When, where and what it costs",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("how_to_apply"), FieldPanel("apply_url"), FieldPanel("closes_at")], heading="How to apply"
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("organisation_name"),
        index.SearchField("place"),
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

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "This is before it starts."})

    @property
    def leaves_listings_at(self):
        """When it leaves the listings (aware), or None where it has no date."""
        return self.closes_at or self.ends_at or self.starts_at

    @property
    def is_open(self):
        return self.leaves_listings_at is None or self.leaves_listings_at > timezone.now()

    def structured_data(self):
        """An event or a job, where all that schema.org asks of one is known and it can still be taken up."""
        if self.opportunity_type in {self.Type.TRAINING, self.Type.EVENT}:
            return self.as_event()
        return self.as_job() if self.opportunity_type == self.Type.POSITION else {}

    def as_event(self):
        if not (self.starts_at and self.where):
            return {}
        mode = "Mixed" if self.place and self.is_online else "Online" if self.is_online else "Offline"
        place = {"@type": "Place", "name": self.place, "address": self.place} if self.place else {}
        online = {"@type": "VirtualLocation", "url": self.apply_url or self.full_url} if self.is_online else {}
        return {
            "@type": "EducationEvent" if self.opportunity_type == self.Type.TRAINING else "Event",
            "startDate": moment(self.starts_at),
            "endDate": moment(self.ends_at),
            "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": [place, online],
            "organizer": {"@type": "Organization", "name": self.organisation_name},
            "isAccessibleForFree": True if self.cost.strip().lower() == "free" else None,
        }

    def as_job(self):
        if not (self.is_open and self.organisation_name and self.place and self.first_published_at):
            return {}
        country = {"@type": "Country", "name": "Australia"}
        return {
            "@type": "JobPosting",
            "title": self.title,
            "datePosted": moment(self.first_published_at),
            "validThrough": moment(self.closes_at),
            "hiringOrganization": {"@type": "Organization", "name": self.organisation_name},
            "jobLocation": {
                "@type": "Place",
                "address": {"@type": "PostalAddress", "streetAddress": self.place, "addressCountry": "AU"},
            },
            "applicantLocationRequirements": country if self.is_online else {},
        }

    @property
    def is_indexed(self):
        return self.is_open

    @property
    def where(self):
        """Where it is, in words: the place, online, or both."""
        if self.place and self.is_online:
            return f"{self.place}, or online"
        return self.place or ("Online" if self.is_online else "")

    @property
    def when(self):
        """When it is, in words; '' where it has no date of its own."""
        return span(self.starts_at, self.ends_at) if self.starts_at else ""

    @property
    def closes(self):
        """When it closes, in words; '' where nobody said."""
        return day_and_clock(self.closes_at) if self.closes_at else ""

    @property
    def glance(self):
        """``(label, text)`` pairs for lists and for the panel beside the text."""
        pairs = [("When", self.when), ("Where", self.where), ("Cost", self.cost), ("Closes", self.closes)]
        return [pair for pair in pairs if pair[1]]

    @property
    def line(self):
        """What happens next, for a list: ``Closes Monday 9 December 2026, 5 pm``, or when it is."""
        parts = [f"Closes {self.closes}" if self.closes else self.when, self.where]
        return " · ".join(part for part in parts if part)

    @property
    def facts(self):
        return [fact for fact in (self.get_opportunity_type_display(), self.where, self.cost) if fact]


class OpportunityIndexPage(FilteredIndexPage):
    """What is open now, in the order of what happens next."""

    child_model = OpportunityPage
    feed_key = "opportunities"
    kind_label = "Opportunities"
    page_description = "The list of open opportunities. Each leaves by itself once it closes. There is one."
    template = "pages/opportunity_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.OpportunityPage"]
    filters = (ChoiceFilter("opportunity_type", "Type", OpportunityPage.Type.choices),)

    class Meta:
        verbose_name = "index of opportunities"

    def all_pages(self, request):
        return super().all_pages(request).open()

    def listed_pages(self, request):
        return super().listed_pages(request).soonest()
