"""The home page."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core import kept
from cms.core.models import BasePage
from cms.core.page_map import page_map

from ..blocks import HomeSections, WaysIn
from ..blocks.links import LinkValue

# How many parts of an address may stand below a page that answers them itself.
ROUTED_BELOW = 4


class HomePage(BasePage):
    """The first page: a few words, a way to search the directory, and sections in the editor's order."""

    kind_label = "Home"
    kind_plural = "Pages"
    has_terms = False
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
    ways_in = StreamField(
        WaysIn(max_num=3),
        blank=True,
        help_text="Up to three short links under the first words: all support, something to read, listing a service.",
    )
    sections = StreamField(
        HomeSections(), blank=True, help_text="Everything below the first words. Drag to change the order."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_intro"),
                FieldPanel("shows_finder"),
                FieldPanel("ways_in"),
            ],
            heading="First words",
        ),
        FieldPanel("sections"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_intro"), index.SearchField("sections")]

    class Meta:
        verbose_name = "home page"

    @property
    def sharing_title(self):
        return self.hero_title

    def page_numbers(self):
        """Return the set of the numbers of all pages that the sections link to."""
        return set(numbers_in(block.value for stream in (self.ways_in, self.sections) for block in stream))

    def route(self, request, path_components):
        """Find a page at any depth by its whole path: one query, where Wagtail's own way takes two for each level.

        What stands below a page that has addresses of its own (a ``RoutablePageMixin``) is that page's to answer.
        """
        if not path_components:
            # Readers' requests share the page that Wagtail begins at, with the site. What is drawn is this reader's own.
            page = get_object_or_404(HomePage, pk=self.pk) if kept.is_reading() else self
            return BasePage.route(page, request, path_components)
        wholes = [f"{self.url_path}{'/'.join(path_components[:end])}/" for end in range(1, len(path_components) + 1)]
        # The page itself where there is one, else the nearest above it.
        pages = page_map()
        place = next(filter(None, map(pages.at, wholes[: -ROUTED_BELOW - 2 : -1])), None)
        model = place and ContentType.objects.get_for_id(place.content_type_id).model_class()
        if model is None:
            raise Http404
        rest = path_components[wholes.index(place.url_path) + 1 :]
        if rest and not issubclass(model, RoutablePageMixin):
            raise Http404
        page = get_object_or_404(model, pk=place.pk)
        return page.route(request, rest)


def numbers_in(values):
    """Yield the numbers of pages in the values of blocks, however deep their links lie."""
    for value in values:
        if isinstance(value, LinkValue) and value.get("page"):
            yield value["page"]
        if isinstance(value, blocks.StructValue):
            yield from numbers_in(value.values())
        elif isinstance(value, ListValue):
            yield from numbers_in(value)
