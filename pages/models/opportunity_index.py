"""The index of opportunities: what is open now, what is over, and both as a calendar."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core.machines import subjects

from .. import calendars
from ..dates import MELBOURNE
from ..filters import ChoiceFilter, YearFilter, bind
from .listing import FilteredIndexPage
from .opportunities import OpportunityPage

MOST_IN_CALENDAR = 200


class OpportunityIndexPage(RoutablePageMixin, FilteredIndexPage):
    """What is open now, in the order of what happens next; past events with what was said there, at ``past/``."""

    child_model = OpportunityPage
    feed_key = "opportunities"
    kind_label = "Opportunities"
    page_description = "The list of open opportunities. Each leaves by itself once it closes. There is one."
    template = "pages/opportunity_index_page.html"
    past_template = "pages/opportunity_past.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.OpportunityPage"]
    filters = (ChoiceFilter("opportunity_type", "Type", OpportunityPage.Type.choices),)
    past_filters = (YearFilter("year", "Year"),)
    parameters = ("page", "year")

    class Meta:
        verbose_name = "index of opportunities"
        verbose_name_plural = "indexes of opportunities"

    def all_pages(self, request):
        return super().all_pages(request).open()

    def listed_pages(self, request):
        return super().listed_pages(request).soonest()

    def get_context(self, request, *args, **kwargs):
        """Add where the past events are, and the calendar of the list; '' where there is nothing in it or no address."""
        context = super().get_context(request, *args, **kwargs)
        url = self.get_url(request) if self.pk and self.path else None
        context["calendar_url"] = f"{url}{self.reverse_subpage('calendar')}" if url and context["items"] else ""
        context["past_url"] = f"{url}{self.reverse_subpage('past')}" if url and self.past_pages().exists() else ""
        return context

    def past_pages(self):
        """Return the queryset of events below this page that are over, the latest first, each with its ``year``."""
        pages = OpportunityPage.past().child_of(self)
        return pages.annotate(year=ExtractYear("last_moment", tzinfo=MELBOURNE))

    @path("")
    def open_now(self, request):
        return self.render(request)

    @path("calendar/")
    def calendar(self, request):
        """Answer with everything that is open, or what the filters leave of it, as an iCalendar file."""
        pages = self.listed_pages(request)[:MOST_IN_CALENDAR]
        return calendars.answer(pages, self.title, self.slug, timezone.now())

    @path("past/")
    def past(self, request):
        """Show the events that are over, a part at a time."""
        pages = self.past_pages()
        bound = bind(self.past_filters, request.GET, pages)
        for each, value in zip(self.past_filters, bound, strict=True):
            if value.chosen:
                pages = each.apply(pages, value.chosen)
        chosen = [value for value in bound if value.chosen]
        url = f"{self.get_url(request)}{self.reverse_subpage('past')}"
        page_obj = Paginator(pages, self.per_page).get_page(request.GET.get("page"))
        subject = subjects.of_page(self)
        return self.render(
            request,
            template=self.past_template,
            context_overrides={
                "filters": [value for value in bound if value.shown],
                "chosen_filters": chosen,
                "is_narrowed": bool(chosen),
                "query": urlencode({value.name: value.chosen for value in chosen}, doseq=True),
                "page_obj": page_obj,
                "items": page_obj.object_list,
                "past_url": url,
                "subject": subject and replace(subject, title="Past events", path=url),
                "feed": None,
            },
        )
