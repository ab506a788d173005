"""The project's partner organisations and their index."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.core.models import BasePage, IndexPage
from cms.core.richtext import FEATURES, validate_links

MOST_SERVICES = 20
SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"}
YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


def initials(name):
    """Return one to three capitals for ``name``: of its main words, or of the one word it is."""
    words = [word for word in re.findall(r"[^\W_]+", name) if word.lower() not in SMALL_WORDS]
    if not words:
        return ""
    if len(words) == 1:
        return words[0][:1].upper() if not words[0].isupper() else words[0][:2]
    return "".join(word[0] for word in words[:2]).upper()


class PartnerPage(BasePage):
    """One organisation: its name then and now, what it does, its part in the project, and when."""

    kind_label = "Partner"
    has_terms = False
    picture_uses = {"logo": ("logo", "mark")}
    page_description = "A partner organisation: its name then and now, what it does, and its part in the project."
    template = "pages/partner_page.html"
    parent_page_types = ["pages.PartnersIndexPage"]
    subpage_types = []

    name_then = models.CharField(
        "name at the time", max_length=150, blank=True, help_text="What it was called when it became a partner."
    )
    name_now = models.CharField("name now", max_length=150, blank=True, help_text="Leave empty where it is the same.")
    logo = models.ForeignKey(
        "media.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Only with the partner’s permission. Without one its initials are shown.",
    )
    about = RichTextField(
        blank=True, features=FEATURES, validators=[validate_links], help_text="What it does, in two or three sentences."
    )
    website = models.URLField(blank=True, help_text="Its own site, beginning with https://.")
    role = models.CharField(
        "part in the project", max_length=200, blank=True, help_text="For example “Led the consortium”."
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="its entry among the organisations of the directory",
        help_text="Its services in the directory then stand on its page, as long as they are listed.",
    )
    year_from = models.PositiveSmallIntegerField("partner from", null=True, blank=True, validators=YEARS)
    year_to = models.PositiveSmallIntegerField(
        "partner until", null=True, blank=True, validators=YEARS, help_text="Leave empty where it still is."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("name_then"), FieldPanel("name_now"), FieldPanel("logo")], heading="Name and logo"),
        FieldPanel("about"),
        FieldPanel("website"),
        FieldPanel("organisation"),
        MultiFieldPanel(
            [
                FieldPanel("role"),
                FieldRowPanel(
                    [
                        FieldPanel("year_from", help_text="The year in which it joined, for example 2019."),
                        FieldPanel("year_to"),
                    ]
                ),
            ],
            heading="Its part in the project",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("name_then"),
        index.SearchField("name_now"),
        index.SearchField("about"),
        index.SearchField("role"),
    ]

    class Meta:
        verbose_name = "partner"

    def clean(self):
        super().clean()
        if self.year_from and self.year_to and self.year_to < self.year_from:
            raise ValidationError({"year_to": "This is before the year in which the partnership began."})

    @property
    def name(self):
        """What the organisation is called now."""
        return self.name_now or self.name_then or self.title

    sharing_title = name

    @property
    def former_name(self):
        """What it was called then, where that was something else, not the same with a word added; otherwise empty."""
        return "" if self.name.startswith(self.name_then) else self.name_then

    @property
    def initials(self):
        return initials(self.name)

    @property
    def years(self):
        """The years of the partnership as words: ``2009 to 2012``, ``since 2009``, ``until 2012``, or empty."""
        if self.year_from and self.year_to:
            return str(self.year_from) if self.year_from == self.year_to else f"{self.year_from} to {self.year_to}"
        if self.year_from:
            return f"since {self.year_from}"
        return f"until {self.year_to}" if self.year_to else ""

    @property
    def is_past(self):
        """Whether the partnership ended in a year before this one."""
        return bool(self.year_to and self.year_to < timezone.localdate().year)

    def get_context(self, request, *args, **kwargs):
        """Add ``services``, those of the organisation that the directory lists, by name; ``has_more`` where some are left out."""
        context = super().get_context(request, *args, **kwargs)
        found = (
            list(self.organisation.services.listed().order_by("name", "pk")[: MOST_SERVICES + 1])
            if self.organisation
            else []
        )
        context["services"], context["has_more"] = found[:MOST_SERVICES], len(found) > MOST_SERVICES
        return context

    @property
    def glance(self):
        """``(label, text)`` pairs for the panel beside the text."""
        pairs = [("Then called", self.former_name), ("Its part", self.role), ("Partner", self.years)]
        return [pair for pair in pairs if pair[1]]

    @property
    def facts(self):
        return [fact for fact in (self.role, self.years) if fact]

    @classmethod
    def first(cls, limit):
        """Return at most ``limit`` public partners in the order of their pages: a list; logos cost one query more."""
        pages = cls.objects.live().public().select_related("logo").prefetch_related("logo__renditions")
        return list(pages.order_by("path")[:limit])


class PartnersIndexPage(IndexPage):
    """The partners of now and of then, in the order in which editors put their pages (*Sort menu order*, by drag)."""

    child_model = PartnerPage
    kind_label = "Partners"
    page_description = "The list of partner organisations, in the order of their pages. There is one."
    template = "pages/partners_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.PartnerPage"]
    per_page = 50

    content_panels = [
        *IndexPage.content_panels,
        HelpPanel(
            content="<p>Partners stand in the order of their pages. To change it, open this page in the list of pages, "
            "choose “Sort menu order” under the three dots and drag them.</p>"
        ),
    ]

    class Meta:
        verbose_name = "index of partners"
        verbose_name_plural = "indexes of partners"

    def listed_pages(self, request):
        pages = super().listed_pages(request).select_related("teaser_image", "logo")
        return pages.prefetch_related(None).prefetch_related("logo__renditions").order_by("path")

    def get_context(self, request, *args, **kwargs):
        """Add ``groups``, pairs of a heading and partners: those of now, those of then; none that is empty."""
        context = super().get_context(request, *args, **kwargs)
        now = [partner for partner in context["items"] if not partner.is_past]
        past = [partner for partner in context["items"] if partner.is_past]
        context["groups"] = [group for group in (("Partners now", now), ("Partners in the past", past)) if group[1]]
        return context
