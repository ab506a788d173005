"""Courses that people enrol in: what they learn, when and where it is held, what it costs, what others say of it."""

from datetime import datetime, time
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core import expiry
from cms.core.blocks import BodyStreamBlock
from cms.core.machines.structured import moment
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from cms.core.site_links import absolute_url
from cms.core.typed import EVENING, MORNING, MomentInput

from ..blocks import OutcomeBlock
from ..dates import MELBOURNE, date_words, days, later, span

PAST_SHOWN = 6


class CoursePage(BasePage):
    """A course with people in a room or online; the modules beside it are for reading alone."""

    kind_label = "Course"
    facts_prefetch = ("sessions",)
    page_description = (
        "A course that people enrol in: what they learn, dates and places, cost, how to enrol, and what others say."
    )
    template = "pages/course_page.html"
    parent_page_types = ["pages.TrainingIndexPage"]
    subpage_types = []

    organisation_name = models.CharField(
        "who runs it", max_length=150, blank=True, help_text="Leave empty where the Centre runs it."
    )
    audience = models.CharField(
        "who it is for", max_length=200, blank=True, help_text="For example “Peer workers in their first two years”."
    )
    duration = models.CharField(
        "how long it is", max_length=80, blank=True, help_text="For example “Two days” or “Four evenings”."
    )
    cost = models.CharField(
        max_length=150,
        blank=True,
        help_text="For example “Free” or “$180, or $40 if you pay for it yourself”. Say what help there is.",
    )
    outcomes = StreamField(
        [("outcome", OutcomeBlock())],
        blank=True,
        verbose_name="what people can do afterwards",
        help_text="Three to five. Begin each with a verb: “Open a meeting and close it well”.",
    )
    body = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name="what happens",
        help_text="What a day is like, who leads it, food and breaks, what to bring.",
    )
    how_to_enrol = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="What to send, to whom, and how to ask for what somebody needs to take part.",
    )
    enrol_url = models.URLField("address to enrol at", blank=True, help_text="Where there is a form. Optional.")
    flyer = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A page to print and pin up. Its type, pages and size show by themselves.",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("organisation_name"), FieldPanel("audience"), FieldPanel("duration"), FieldPanel("cost")],
            heading="At a glance",
        ),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        InlinePanel(
            "sessions",
            heading="Dates",
            label="Date",
            help_text="One for each time it is held, in any order. One that is over moves to “Held before” by itself.",
        ),
        MultiFieldPanel(
            [FieldPanel("how_to_enrol"), FieldPanel("enrol_url"), FieldPanel("flyer")], heading="How to enrol"
        ),
        InlinePanel(
            "testimonials",
            heading="What people say",
            label="Quotation",
            help_text="Only with their leave. Somebody takes it back? Delete the words here and publish at once.",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("organisation_name"),
        index.SearchField("audience"),
        index.SearchField("outcomes"),
        index.SearchField("body"),
        index.SearchField("how_to_enrol"),
    ]

    class Meta:
        verbose_name = "course"

    @cached_property
    def dates(self):
        """All sessions, the earliest first: a list, read once for the page."""
        return sorted(self.sessions.all(), key=lambda session: session.starts_at)

    @property
    def coming(self):
        """The sessions that are not over: those under way, then those to come."""
        return [session for session in self.dates if not session.is_over]

    @property
    def past(self):
        """The last sessions that were held, the latest first."""
        return [each for each in reversed(self.dates) if each.is_over and not each.is_cancelled][:PAST_SHOWN]

    @property
    def next_session(self):
        """The first session to come that is held, or None."""
        return next((each for each in self.coming if not each.has_begun and not each.is_cancelled), None)

    @property
    def next_to_join(self):
        """The first session that takes people now; where none does, the next one all the same, or None."""
        return next((session for session in self.coming if session.takes_enrolments), self.next_session)

    @property
    def takes_enrolments(self):
        """Whether somebody can enrol, or be put on a waiting list, for a session to come."""
        return any(session.takes_enrolments for session in self.coming)

    @property
    def next_label(self):
        """What to call that session: the next one may be full."""
        return "Next" if self.next_to_join == self.next_session else "Next to join"

    @property
    def glance(self):
        """``(label, text)`` pairs for the panel beside the text."""
        following = self.next_to_join
        pairs = [
            (self.next_label, following.when if following else "No dates just now"),
            ("Where", following.where if following else ""),
            ("How long", self.duration),
            ("Cost", self.cost),
            ("Who it is for", self.audience),
            ("Run by", self.organisation_name),
        ]
        return [pair for pair in pairs if pair[1]]

    @property
    def facts(self):
        following = self.next_to_join
        begins = f"{self.next_label}: {date_words(following.starts_at)}" if following else "No dates just now"
        return [fact for fact in (self.duration, begins, following.where if following else "") if fact]

    def structured_data(self):
        is_free = self.cost.strip().rstrip(".").lower() == "free"
        return {
            "@type": "Course",
            "provider": {"@type": "Organization", "name": self.organisation_name}
            if self.organisation_name
            else {"@id": absolute_url("/#organization")},
            "teaches": [str(outcome.value) for outcome in self.outcomes],
            "audience": {"@type": "Audience", "audienceType": self.audience} if self.audience else {},
            "offers": {"@type": "Offer", "category": "Free" if is_free else "Paid"} if self.cost else {},
            "hasCourseInstance": [session.as_instance() for session in self.coming if not session.has_begun],
        }

    def get_context(self, request, *args, **kwargs):
        """Add ``flyer``, with the same in another form."""
        context = super().get_context(request, *args, **kwargs)
        documents = type(self).flyer.field.related_model.objects.select_related("accessible_alternative")
        context["flyer"] = documents.filter(pk=self.flyer_id).first() if self.flyer_id else None
        context["testimonials"] = [each for each in self.testimonials.all() if each.words and each.agreed_on]
        return context

    @classmethod
    def by_next_date(cls, parent):
        """Return the public courses below ``parent``, the soonest first, those without a date last: a list, two queries."""
        courses = cls.objects.child_of(parent).live().public().defer_streamfields().prefetch_related("sessions")
        never = datetime.max.replace(tzinfo=MELBOURNE)

        def place(course):
            following = course.next_to_join
            return (following.starts_at if following else never, course.title)

        return sorted(courses, key=place)


class CourseSession(models.Model):
    """One time that a course is held."""

    class State(models.TextChoices):
        OPEN = "open", "Places are open"
        WAITING = "waiting", "Waiting list"
        FULL = "full", "Full"
        CANCELLED = "cancelled", "Cancelled"

    TONES = {State.OPEN: "open", State.WAITING: "waiting", State.FULL: "closed", State.CANCELLED: "closed"}

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField("starts", help_text="Melbourne time.")
    ends_at = models.DateTimeField("ends", null=True, blank=True, help_text="Melbourne time. The end of the last day.")
    times = models.CharField(
        "days and times in words",
        max_length=150,
        blank=True,
        help_text="For a course of several days: “Four Tuesdays, 10 am to 1 pm”.",
    )
    place = models.CharField(max_length=200, blank=True, help_text="For example “Bendigo Library, Bendigo”.")
    is_online = models.BooleanField("can be joined online", default=False)
    state = models.CharField("places", max_length=10, choices=State, default=State.OPEN)
    enrol_by = models.DateField(
        null=True, blank=True, help_text="The last day to enrol. It closes by itself at midnight in Melbourne."
    )
    enrol_url = models.URLField(
        "address to enrol at", blank=True, help_text="Where this date has a form of its own. Else leave it empty."
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "starts_at",
                    widget=MomentInput(alone=MORNING),
                    help_text="Melbourne time. A day alone means 9 am.",
                ),
                FieldPanel(
                    "ends_at",
                    widget=MomentInput(alone=EVENING),
                    help_text="Melbourne time. The end of the last day. A day alone means 5 pm.",
                ),
            ]
        ),
        FieldPanel("times"),
        FieldPanel("place"),
        FieldPanel("is_online", help_text="Tick it where people can take part by video."),
        FieldRowPanel(
            [
                FieldPanel("state", heading="Places", help_text="Whether somebody can still enrol for this date."),
                FieldPanel("enrol_by"),
            ]
        ),
        FieldPanel("enrol_url"),
    ]

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = "date of a course"
        verbose_name_plural = "dates of courses"

    def __str__(self):
        return self.when

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            errors["ends_at"] = "This is before it starts."
        if self.starts_at and self.enrol_by and self.enrol_by > self.starts_at.astimezone(MELBOURNE).date():
            errors["enrol_by"] = "This is after it starts. Choose the first day of the course or a day before it."
        if errors:
            raise ValidationError(errors)

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def has_begun(self):
        now = timezone.now()
        expiry.until_first(now, self.starts_at)
        return self.starts_at <= now

    @property
    def is_over(self):
        """Whether it has ended; where no end is known, whether its day has."""
        now = timezone.now()
        if self.ends_at:
            expiry.until_first(now, self.ends_at)
            return self.ends_at <= now
        return self.starts_at.astimezone(MELBOURNE).date() < now.astimezone(MELBOURNE).date()

    @property
    def enrolment_has_closed(self):
        return bool(self.enrol_by) and timezone.now() >= datetime.combine(
            later(self.enrol_by, 1), time.min, tzinfo=MELBOURNE
        )

    @property
    def takes_enrolments(self):
        open_to_people = self.state in {self.State.OPEN, self.State.WAITING}
        return open_to_people and not self.has_begun and not self.enrolment_has_closed

    @property
    def chip(self):
        """``{"label", "tone"}`` of how it stands now."""
        if not self.is_cancelled and self.has_begun:
            return {"label": "Under way", "tone": "closed"}
        if self.state in {self.State.OPEN, self.State.WAITING} and self.enrolment_has_closed:
            return {"label": "Enrolment has closed", "tone": "closed"}
        return {"label": self.get_state_display(), "tone": self.TONES[self.state]}

    @property
    def when(self):
        """When it is, in words; the clock only where no words for the times are given."""
        if not self.times:
            return span(self.starts_at, self.ends_at)
        return days(self.starts_at, self.ends_at or self.starts_at)

    @property
    def where(self):
        """Where it is, in words: the place, online, or both; said where it is not settled."""
        if self.place and self.is_online:
            return f"{self.place}, or online"
        return self.place or ("Online" if self.is_online else "Place still to be settled")

    def as_instance(self):
        """What schema.org may know of it: no more than stands on the page."""
        mode = "Blended" if self.place and self.is_online else "Online" if self.is_online else "Onsite"
        status = "EventCancelled" if self.is_cancelled else "EventScheduled"
        return {
            "@type": "CourseInstance",
            "courseMode": mode,
            "startDate": moment(self.starts_at),
            "endDate": moment(self.ends_at),
            "eventStatus": f"https://schema.org/{status}",
            "location": {"@type": "Place", "name": self.place, "address": self.place} if self.place else {},
        }


class CourseTestimonial(Orderable):
    """What somebody who took the course says of it, as they agreed to have it shown."""

    not_our_words = ("named_as", "consent_note")

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="testimonials")
    words = models.TextField(max_length=500, help_text="As they said it. Two or three sentences are enough.")
    named_as = models.CharField(
        "as they want to be named",
        max_length=100,
        blank=True,
        help_text="For example “Sam, peer worker”. Leave empty for no name.",
    )
    agreed_on = models.DateField(
        "day on which they agreed",
        help_text="They have seen these words and agreed to have them on the website. Without a day nothing is shown.",
    )
    consent_note = models.CharField(
        "where the written agreement is kept", max_length=255, blank=True, help_text="Never published."
    )

    panels = [
        FieldPanel("words"),
        FieldPanel("named_as"),
        MultiFieldPanel([FieldPanel("agreed_on"), FieldPanel("consent_note")], heading="Their agreement"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "testimonial"

    def __str__(self):
        return self.named_as or "Words of a participant"

    def clean(self):
        super().clean()
        if self.agreed_on and self.agreed_on > timezone.localdate():
            raise ValidationError({"agreed_on": "This day is still to come. Put the day on which they agreed."})
