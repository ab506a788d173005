"""The home page."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.models import BasePage

from ..blocks import HomeSections


class HomePage(BasePage):
    """The first page: a few words, a way to search the directory, and sections in the editor's order."""

    kind_label = "Home"
    page_description = "The first page of the site. There is one."
    template = "home/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    # Any page whose own type says that it may stand here: home knows no app above it.
    subpage_types = None

    hero_title = models.CharField(
        "first words",
        max_length=80,
        default="Find someone who’s been there.",
        help_text="The largest words of the site. A short sentence to a tired reader, for example “Find someone who’s been there.”",
    )
    hero_intro = models.TextField(
        "what this is",
        max_length=300,
        blank=True,
        help_text="Two sentences that tell a newcomer what peer support is and what they can do here.",
    )
    shows_finder = models.BooleanField(
        "show the search for support near a place",
        default=True,
        help_text="A field for a suburb or postcode that opens the directory.",
    )
    sections = StreamField(
        HomeSections(), blank=True, help_text="Everything below the first words. Drag to change the order."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title", required_on_save=True),
                FieldPanel("hero_intro"),
                FieldPanel("shows_finder"),
            ],
            heading="First words",
        ),
        FieldPanel("sections"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_intro"), index.SearchField("sections")]

    class Meta:
        verbose_name = "home page"
