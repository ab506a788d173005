"""A peer support service: the directory's entry, moderated by Wagtail's own drafts and workflow."""

import uuid
from base64 import urlsafe_b64encode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms.core.words import title_words
from cms.intake.review import DecisionRefused

from ..panels import service_edit_handler
from .querysets import BOOKKEEPING, ServiceManager, ServiceQuerySet, refresh_search
from .reading import ReadsAsCard, ReadsAsPage

# The tools below /directory/ would shadow a service of the same address.
RESERVED_SLUGS = {
    "add",
    "update",
    "report",
    "list",
    "map",
    "places",
    "services",
    "search",
    "suggest",
    "api",
    "feed",
    "preview",
    "shortlist",
}


def service_uuid():
    return uuid.uuid4()


class InTheBin(DecisionRefused):
    """Somebody put the service in the bin while a colleague had it open."""

    message = (
        "A colleague put this service in the bin. Nothing was changed. Whoever may delete services can restore it."
    )


class Service(
    ReadsAsCard, ReadsAsPage, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin,
    index.Indexed, ClusterableModel,
):  # fmt: skip
    """An entry of the directory.

    A public submission is a draft with a revision in the workflow *Directory approval*; an update is a
    revision over the live entry. Fields in ``OPERATIONAL`` belong to the row, not to a revision.
    """

    picture_uses = {"photo": ("article",)}

    class Cost(models.TextChoices):
        FREE = "free", "Free"
        DONATION = "donation", "Donation"
        NDIS = "ndis", "NDIS"
        FEE = "fee", "Fee"

    class Coverage(models.TextChoices):
        PLACE = "place", "People near a place"
        STATEWIDE = "statewide", "All of Victoria"
        NATIONAL = "national", "All of Australia"

    class Joining(models.TextChoices):
        SELF = "self", "People join by themselves"
        REFERRAL = "referral", "A referral is needed"
        MEMBERSHIP = "membership", "Membership is needed"

    class Welcome(models.TextChoices):
        YES = "yes", "Yes"
        ASK = "ask", "Ask first"
        NO = "no", "No"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        WAITING = "waiting", "Waiting list"
        PAUSED = "paused", "Paused"
        CLOSED = "closed", "Closed"

    DELIVERY = {
        "offers_in_person": ("in-person", "In person"),
        "offers_phone": ("phone", "Phone"),
        "offers_video": ("video", "Video"),
        "offers_chat": ("chat", "Online chat or forum"),
        "offers_outreach": ("outreach", "Outreach"),
    }
    # Kept by the row whatever is published: a pause or a check made while an update waits must survive it.
    OPERATIONAL = (
        "status", "status_message", "status_since", "status_until", "assured_at", "reminder_step", "slug", "uuid",
        "changed_at", "binned_at", "binned_by",
    )  # fmt: skip

    NOT_SEARCHED = frozenset({  # an update of these alone leaves the search as it is
        "latest_revision", "live_revision", "has_unpublished_changes", "reminder_step", "status_message", "status_since",
        "status_until", "locked", "locked_at", "locked_by", "go_live_at", "expire_at", "first_published_at",
        "last_published_at", "latest_revision_created_at", "changed_at",
    })  # fmt: skip

    CHANGED_BY = ("last_published_at", "created_at", "status_since", "assured_at")  # what ``changed_on`` reads

    uuid = models.UUIDField(default=service_uuid, unique=True, editable=False)
    name = models.CharField(max_length=120, help_text="The name that people know it by.")
    slug = models.SlugField(max_length=140, unique=True, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="services",
        help_text="Choose it, or make it first under Organisations.",
    )  # fmt: skip
    provider_name = models.CharField(
        "provider, as sent in", max_length=150, blank=True, help_text="Shown while no organisation is chosen."
    )

    summary = models.CharField(max_length=200, help_text="One or two sentences: what happens, and for whom.")
    description = models.TextField(
        blank=True, help_text="More about it, in plain sentences. An empty line begins a new paragraph."
    )
    first_visit = models.TextField(
        "what to expect the first time",
        blank=True,
        help_text="Who greets people, how many come, what is asked of them.",
    )
    who_for = models.TextField("who it is for", blank=True)
    not_for = models.TextField(
        "who it is not for", blank=True, help_text="Said kindly. It spares people a wasted trip."
    )
    age_min = models.PositiveSmallIntegerField("from age", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("to age", null=True, blank=True)
    children_welcome = models.CharField(max_length=4, choices=Welcome.choices, default=Welcome.ASK)
    support_person_welcome = models.CharField(max_length=4, choices=Welcome.choices, default=Welcome.ASK)
    terms = ParentalManyToManyField("core.Term", blank=True, related_name="services")

    offers_in_person = models.BooleanField("in person", default=False)
    offers_phone = models.BooleanField("by phone", default=False)
    offers_video = models.BooleanField("by video", default=False)
    offers_chat = models.BooleanField("online chat or forum", default=False)
    offers_outreach = models.BooleanField("outreach: workers come to people", default=False)
    coverage = models.CharField(max_length=10, choices=Coverage.choices, default=Coverage.PLACE)

    cost_kind = models.CharField("cost", max_length=10, choices=Cost.choices, default=Cost.FREE)
    cost_note = models.CharField("more about cost", max_length=200, blank=True)
    joining = models.CharField(max_length=12, choices=Joining.choices, default=Joining.SELF)
    how_to_join = models.TextField(blank=True, help_text="What a person does first. For example: just turn up.")
    takes_newcomers = models.BooleanField("open to newcomers", default=True)

    website = models.URLField(blank=True)
    public_email = models.EmailField("public email", blank=True, help_text="A role address rather than a person’s own.")
    contact_note = models.CharField(
        max_length=200, blank=True, help_text="For example: ask for Jo, or leave a message."
    )

    safety_run_by = models.TextField("who runs it?", blank=True)
    safety_facilitators = models.TextField("are facilitators trained and supported?", blank=True)
    safety_guidelines = models.TextField("are there guidelines?", blank=True)
    safety_privacy = models.TextField("how is privacy kept?", blank=True)

    photo = models.ForeignKey("media.SiteImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    photo_alt = models.CharField("what the photo shows", max_length=200, blank=True)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    status_message = models.CharField(max_length=200, blank=True, editable=False)
    status_since = models.DateField(null=True, blank=True, editable=False)
    status_until = models.DateField(null=True, blank=True, editable=False)
    assured_at = models.DateField("last checked", null=True, blank=True, editable=False)
    reminder_step = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When anything that readers see of it last changed: who keeps a copy asks for what is newer (directory/hsds).
    changed_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    # In the bin since then (directory/bin.py): for no reader, and for no list of editors but the bin's.
    binned_at = models.DateTimeField(null=True, blank=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ServiceManager()
    everything = ServiceQuerySet.as_manager()

    edit_handler = service_edit_handler()

    search_fields = [
        index.SearchField("name", boost=4), index.AutocompleteField("name"), index.AutocompleteField("title_words"),
        index.SearchField("summary", boost=2), index.SearchField("description"), index.SearchField("who_for"),
        index.SearchField("provider"), index.SearchField("public_places"),
        index.FilterField("live"), index.FilterField("status"), index.FilterField("name"),
        index.FilterField("coverage"), index.FilterField("cost_kind"), index.FilterField("assured_at"), index.FilterField("binned_at"),
    ]  # fmt: skip

    class Meta:
        ordering = ["name", "pk"]
        permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="service_ages_in_order",
                violation_error_message="The lower age must not be above the higher one.",
            ),
            models.CheckConstraint(
                condition=Q(binned_at__isnull=True) | Q(live=False),
                name="service_in_the_bin_is_not_live",
                violation_error_message=InTheBin.message,
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="service_live_by_name", condition=Q(live=True)),
            models.Index(fields=["binned_at"], name="service_in_the_bin", condition=Q(binned_at__isnull=False)),
        ]

    def __str__(self):
        return self.name

    # --- Saving -----------------------------------------------------------------------------------

    def clean(self):
        super().clean()
        if not self.slug:
            self.slug = self.free_slug()
        if not (self.organisation_id or self.provider_name.strip()):
            raise ValidationError({"provider_name": "Say who provides this service."})
        if not any(getattr(self, field) for field in self.DELIVERY):
            raise ValidationError({"offers_in_person": "Choose at least one way people can take part."})
        if self.photo_id and not self.photo_alt.strip() and self._photo_is_new():
            raise ValidationError({"photo_alt": "Say what the photo shows, for people who cannot see it."})

    def _photo_is_new(self):
        # One that is there already must not keep its service from correcting a phone number.
        return self.photo_id not in Service.objects.filter(pk=self.pk).values_list("photo_id", flat=True)

    def clean_fields(self, exclude=None):
        # The slug is made from the name in clean(), which Django runs after this.
        super().clean_fields(exclude={*(exclude or ()), *(() if self.slug else ("slug",))})

    def save(self, *args, **kwargs):
        if self.binned_at and self.live:
            raise InTheBin
        if not self.slug:
            self.slug = self.free_slug()
        if kwargs.get("update_fields") is None:
            self.changed_at = timezone.now()
        elif set(kwargs["update_fields"]) - BOOKKEEPING:
            self.changed_at = timezone.now()
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        with transaction.atomic():
            # The parts are written with the service; after that the search reads them.
            super().save(*args, **kwargs)
            if not (kwargs.get("update_fields") and set(kwargs["update_fields"]) <= self.NOT_SEARCHED):
                refresh_search([self.pk])

    def free_slug(self):
        """Return a slug made of the name that no other service and no tool has."""
        base = slugify(self.name)[:120] or "service"
        slug, number = base, 1
        while slug in RESERVED_SLUGS or Service.everything.filter(slug=slug).exclude(pk=self.pk).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def with_content_json(self, content):
        """Return the revision's content on this row, with the row's own values for ``OPERATIONAL``."""
        instance = super().with_content_json(content)
        for field in self.OPERATIONAL:
            setattr(instance, field, getattr(self, field))
        instance.created_at = self.created_at
        return instance

    # --- What readers see -------------------------------------------------------------------------

    def get_absolute_url(self):
        return reverse("directory:detail", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "directory/detail.html"

    def get_preview_context(self, request, mode_name):
        return {"service": self, "request": request, "is_preview": True, "ancestors": self.ancestors}

    @property
    def list_id(self):
        """What names it in a reader’s own list."""
        return urlsafe_b64encode(self.uuid.bytes).decode().rstrip("=")

    @property
    def ancestors(self):
        """The way to its page: (label, path), for breadcrumbs."""
        return [("Home", "/"), ("Find peer support", reverse("directory:list"))]

    @property
    def is_listed(self):
        """Whether the public sees it: the same rule as ``listed()``, for one row."""
        return self.live and self.status != self.Status.CLOSED

    @property
    def changed_on(self):
        """The day on which its page last changed: by an edit, its status, or a check."""
        published = timezone.localdate(self.last_published_at or self.created_at)
        return max(filter(None, [published, self.status_since, self.assured_at]))

    @property
    def provider(self):
        """Who provides it: the organisation's name, else what the submission said."""
        return self.organisation.name if self.organisation_id else self.provider_name

    @property
    def delivery_labels(self):
        """The ways people take part, in words: a list."""
        return [label for field, (_slug, label) in self.DELIVERY.items() if getattr(self, field)]

    @cached_property
    def schedules(self):
        """All times of all locations, in their order."""
        return [schedule for location in self.locations.all() for schedule in location.schedules.all()]

    @cached_property
    def public_localities(self):
        """The localities that may be shown, each once, in order."""
        found = {}
        for location in self.locations.all():
            if location.public_locality:
                found.setdefault(location.locality_id, location.public_locality)
        return list(found.values())

    @property
    def where_in_words(self):
        """Where, for a card: suburbs, else how it reaches people, else that the address is kept private."""
        if self.public_localities:
            return ", ".join(locality.name for locality in self.public_localities)
        if any(location.is_hidden for location in self.locations.all()):
            return "Address kept private"
        return self.reach_in_words

    @property
    def safety_answers(self):
        """The four safety questions with the service's answers: pairs (question, answer), an empty answer where none."""
        return [
            ("Who runs it?", self.safety_run_by),
            ("Are facilitators trained and supported?", self.safety_facilitators),
            ("Are there guidelines?", self.safety_guidelines),
            ("How is privacy kept?", self.safety_privacy),
        ]

    @property
    def safety_count(self):
        """How many of the four questions it answers."""
        return sum(1 for _question, answer in self.safety_answers if answer.strip())

    @property
    def cost_in_words(self):
        return f"{self.get_cost_kind_display()}. {self.cost_note}" if self.cost_note else self.get_cost_kind_display()

    # --- Search -----------------------------------------------------------------------------------

    def public_places(self):
        """The names of the localities that may be shown, their postcodes, council areas and regions; for the index."""
        return " ".join(
            f"{place.name} {place.postcode} {place.council_area} {place.region}" for place in self.public_localities
        )

    def title_words(self):
        """The words and stems of the name: a string for the index of titles."""
        return title_words(self.name)
