"""News: short dated notices, and their index."""

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage

from ..dates import plain_day
from ..filters import YearFilter
from .listing import FilteredIndexPage


class NewsPage(BasePage):
    """One notice: what is new, since when, and what a reader may do about it."""

    kind_label = "Notice"
    kind_plural = "News"
    lists_its_kind = True
    is_article = True
    # News stays as it was.
    review_months = 0
    days_that_were = (*BasePage.days_that_were, "date")
    days_of_going_live = ("date",)
    page_description = "A short dated notice: something opened, changed or came out. The newest stands first."
    template = "pages/news_page.html"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types = []

    date = models.DateField(
        "date of the notice",
        default=timezone.localdate,
        db_index=True,
        help_text="The day that readers see. News stands in this order; use “Go live” to publish it later.",
    )
    body = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name="the notice",
        help_text="Say first what is new, then for whom, then what to do. Three short paragraphs are enough.",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(
                    "date",
                    heading="Date that readers see",
                    help_text="News stands in this order. To publish it later, use “Go live” instead.",
                ),
                FieldPanel("body", heading="Text"),
            ],
            heading="The news",
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "news item"
        verbose_name_plural = "news"

    @classmethod
    def in_order(cls, pages):
        """Return the queryset ``pages`` with the newest notice first."""
        return pages.order_by("-date", "-first_published_at", "-pk")

    @classmethod
    def latest(cls, limit):
        """Return at most ``limit`` public notices, the newest first: a list, in one query."""
        return list(cls.in_order(cls.objects.live().public().defer_streamfields())[:limit])

    @property
    def line(self):
        """Its date, for a list."""
        return plain_day(self.date)

    @property
    def facts(self):
        return [self.line]

    def structured_data(self):
        return super().structured_data() | {"@type": "NewsArticle", "datePublished": self.date}


class NewsIndexPage(FilteredIndexPage):
    """All notices, the newest first."""

    child_model = NewsPage
    feed_key = "news"
    kind_label = "News"
    page_description = "The list of notices, the newest first. There is one."
    template = "pages/news_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.NewsPage"]
    filters = (YearFilter("year", "Year"),)

    class Meta:
        verbose_name = "index of news"
        verbose_name_plural = "indexes of news"

    def all_pages(self, request):
        return super().all_pages(request).annotate(year=ExtractYear("date"))

    def listed_pages(self, request):
        return NewsPage.in_order(super().listed_pages(request))
