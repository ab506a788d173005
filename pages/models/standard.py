"""Pages for everything that has no type of its own: about, privacy, how things are done."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core.blocks import BodyStreamBlock
from cms.core.models import BasePage
from cms.core.models.querysets import unrestricted


class StandardPage(BasePage):
    """An article. From three main headings on it lists its contents; with two, where an editor asks for it."""

    kind_label = "Page"
    is_article = True
    has_terms = False
    page_description = (
        "An article: about the Centre, privacy, how things are done. Look first whether another type fits better."
    )
    template = "pages/standard_page.html"
    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage", "pages.FactSheetPage", "pages.QuestionsPage"]

    body = StreamField(BodyStreamBlock(), blank=True)
    show_contents = models.BooleanField(
        "show a list of contents",
        default=False,
        help_text="A page with three or more main headings shows the list anyway. Tick this to show it from two headings on.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel(
            "body",
            heading="Text",
            help_text="Begin with what the reader came for. A heading for every three or four paragraphs.",
        ),
        FieldPanel("show_contents"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "standard page"

    def get_context(self, request, *args, **kwargs):
        """Add ``below``, the public pages right below this one."""
        context = super().get_context(request, *args, **kwargs)
        context["below"] = list(unrestricted(Page.objects.child_of(self).live())) if self.numchild else []
        return context
