"""A path through the site: modules, templates, checklists, research and the directory in the order of the work."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import Http404
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.core import kept
from cms.core.blocks import BodyStreamBlock
from cms.core.machines import subjects
from cms.core.models import BasePage
from cms.core.richtext import FEATURES, validate_links
from home.links import link_book

from ..blocks import StageBlock
from ..journeys import in_full, titles, way_of


class JourneyPage(RoutablePageMixin, BasePage):
    """Steps in their order. Its pages lead on to one another; what is no page gets a page of the path itself."""

    kind_label = "Step by step"
    kind_plural = "Pages"
    page_description = (
        "A path in steps, such as starting a service. You put it together from pages that are there, and from the "
        "directory. Each of them then leads to the step before and the next."
    )
    template = "pages/journey_page.html"
    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = []

    intro = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="Whom it is for, how long it takes, and that people may begin anywhere.",
    )
    stages = StreamField(
        [("stage", StageBlock())],
        blank=True,
        help_text="Three to five stages of two to five steps. A step whose page is unpublished leaves by itself.",
    )
    body = StreamField(
        BodyStreamBlock(), blank=True, verbose_name="after the steps", help_text="What comes next, or whom to ask."
    )

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("stages"), FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("stages"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "path in steps"
        verbose_name_plural = "paths in steps"

    def page_numbers(self):
        """Return the set of the numbers of all pages that its steps lead to."""
        return {step["page"] for block in self.stages for step in block.value["steps"] if step.get("page")}

    def clean(self):
        super().clean()
        numbers = [step["page"] for block in self.stages for step in block.value["steps"] if step.get("page")]
        twice = {number for number in numbers if numbers.count(number) > 1}
        if twice:
            names = ", ".join(sorted(f"“{title}”" for title, *_others in titles(twice).values()))
            raise ValidationError(
                {
                    "stages": f"A page can be one step only, or it would not know which is next. Twice: {names or 'a page'}."
                }
            )

    def structured_data(self):
        return {"@type": "CollectionPage"}

    def get_context(self, request, *args, **kwargs):
        """Add ``way``, the steps that lead somewhere now."""
        context = super().get_context(request, *args, **kwargs)
        numbers = frozenset(self.page_numbers())
        context["way"] = way_of(self, kept.get(("steps in full", numbers), lambda: in_full(numbers)))
        return context

    @path("<slug:place>/", name="step")
    def step(self, request, place):
        """Show a step that is no page of the site: what to do there, the way to it, the steps before and after."""
        way = way_of(self, titles(self.page_numbers()))
        step = next((step for step in way.steps if step.place and step.place == place), None)
        if step is None:
            raise Http404
        previous, following = way.around(step)
        context = self.get_context(request)
        context |= {
            "way": way,
            "step": step,
            "previous": previous,
            "next": following,
            "ancestors": [*link_book(context).ancestors(), (self.title, way.url)],
            "subject": replace(subjects.of_page(self), path=step.url, is_indexed=False),
        }
        return self.render(request, template="pages/journey_step_page.html", context_overrides=context)
