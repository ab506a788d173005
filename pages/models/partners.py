"""The project's partner organisations and their index."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.core.models import BasePage, IndexPage
from cms.core.richtext import FEATURES, validate_links

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
    year_from = models.PositiveSmallIntegerField("partner from", null=True, blank=True, validators=YEARS)
    year_to = models.PositiveSmallIntegerField(
        "partner until", null=True, blank=True, validators=YEARS, help_text="Leave empty where it still is."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("name_then"), FieldPanel("name_now"), FieldPanel("logo")], heading="Name and logo"),
        FieldPanel("about"),
        FieldPanel("website"),
        MultiFieldPanel(
            [FieldPanel("role"), FieldRowPanel([FieldPanel("year_from"), FieldPanel("year_to")])],
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
        """What it was called then, where that was something else; otherwise empty."""
        return self.name_then if self.name_then and self.name_then != self.name else ""

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
    """The partners, in the order in which editors put their pages."""

    child_model = PartnerPage
    kind_label = "Partners"
    page_description = "The list of partner organisations, in the order of their pages. There is one."
    template = "pages/partners_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.PartnerPage"]
    per_page = 50

    class Meta:
        verbose_name = "index of partners"

    def listed_pages(self, request):
        pages = super().listed_pages(request).select_related("teaser_image", "logo")
        return pages.prefetch_related(None).prefetch_related("logo__renditions").order_by("path")
