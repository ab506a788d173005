"""The list of research summaries."""

from ..filters import ChoiceFilter, TermFilter, YearFilter
from .listing import FilteredIndexPage, nulls_last
from .research import ResearchPage


class ResearchIndexPage(FilteredIndexPage):
    """All summaries, the newest papers first, narrowed by kind of study, year and topic."""

    child_model = ResearchPage
    feed_key = "research"
    kind_label = "Research"
    kind_plural = "Research"
    page_description = "The list of all research summaries. There is one."
    template = "pages/research_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ResearchPage"]
    filters = (
        ChoiceFilter("study_type", "Kind of study", ResearchPage.StudyType.choices),
        YearFilter("year", "Year"),
        TermFilter("about", "About", "topics"),
    )
    item_ordering = (nulls_last("year"), "title", "pk")

    class Meta:
        verbose_name = "index of research"

    def listed_pages(self, request):
        return ResearchPage.with_first_authors(super().listed_pages(request))
