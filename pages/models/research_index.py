"""The list of research summaries: narrowed, in an order, and given to reference managers whole or as picked."""

from urllib.parse import quote

from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.template.response import TemplateResponse
from wagtail.admin.panels import PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core.models import BasePage
from cms.core.site_links import absolute_url

from ..certainty import CERTAINTIES, LEVELS, page_on_certainty
from ..filters import ChoiceFilter, TermFilter, YearFilter
from ..papers import citing
from ..papers.downloads import FORMS, file_of
from ..picks import MOST, Picks, query_of
from ..sorting import Order, Sorting
from .listing import FilteredIndexPage, nulls_last
from .research import ResearchPage
from .resources import without_trace

SUREST_FIRST = Case(
    *(When(certainty=key, then=Value(level)) for key, level in LEVELS.items()),
    default=Value(0),
    output_field=IntegerField(),
).desc()
# In the order in which the filter has them; what nobody said stands last.
BY_STUDY = Case(
    *(When(study_type=key, then=Value(place)) for place, key in enumerate(ResearchPage.StudyType.values)),
    default=Value(len(ResearchPage.StudyType.values)),
    output_field=IntegerField(),
).asc()
# A list of more papers than this is not what a reference manager takes in at once.
MOST_IN_FILE = 500


class ResearchIndexPage(RoutablePageMixin, FilteredIndexPage):
    """All summaries, the newest papers first, narrowed by kind of study, certainty, year and topic.

    What is picked stands in the address alone (``pages.picks``), and is cited together at ``cite/``.
    """

    child_model = ResearchPage
    feed_key = "research"
    kind_label = "Research"
    kind_plural = "Research"
    page_description = "The list of all research summaries. There is one."
    template = "pages/research_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ResearchPage"]
    parameters = ("page", "sort", "style")
    # What somebody picks is theirs alone.
    parameters_typed = ("pick",)
    filters = (
        ChoiceFilter("study_type", "Kind of study", ResearchPage.StudyType.choices, many=True),
        ChoiceFilter("certainty", "How sure we are", ResearchPage.Certainty.choices, many=True),
        TermFilter("about", "What it is about", "topics", many=True),
        YearFilter("year", "Year", many=True),
    )
    orders = (
        Order("year", "Newest paper first", (nulls_last("year"), "title", "pk")),
        Order("oldest", "Oldest paper first", (models.F("year").asc(nulls_last=True), "title", "pk")),
        Order("certainty", "Surest first", (SUREST_FIRST, nulls_last("year"), "title", "pk")),
        Order("study", "By kind of study", (BY_STUDY, nulls_last("year"), "title", "pk")),
        Order("title", "By title", ("title", "pk")),
        Order("summary", "Newest summary first", (nulls_last("summary_written"), "title", "pk")),
    )

    certainty_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page about how you rate certainty",
        help_text="Every rating links to it. What the four ratings mean is explained beside each rating anyway.",
    )

    content_panels = [*FilteredIndexPage.content_panels, PageChooserPanel("certainty_page")]

    class Meta:
        verbose_name = "index of research"
        verbose_name_plural = "indexes of research"

    def listed_pages(self, request):
        pages = super().listed_pages(request).order_by(*Sorting(self.orders, request.GET).chosen.ordering)
        return ResearchPage.with_first_authors(pages)

    def get_context(self, request, *args, **kwargs):
        """Add ``picks`` and ``sorting``, the addresses of files of the list, and what explains the scale."""
        context = super().get_context(request, *args, **kwargs)
        picks, sorting = Picks(request), Sorting(self.orders, request.GET)
        narrowed = "&".join(filter(None, [context["query"], sorting.query]))
        shown = {page.pk for page in context["items"]}
        return context | {
            "picks": picks,
            "picked_elsewhere": [pk for pk in picks.pks if pk not in shown],
            "sorting": sorting,
            "certainties": CERTAINTIES,
            "certainty_page": page_on_certainty(),
            "cite_url": self.below("cite"),
            "files": self.files(narrowed),
            "most_in_file": MOST_IN_FILE if context["page_obj"].paginator.count > MOST_IN_FILE else 0,
            "is_narrowed": context["is_narrowed"] or bool(picks) or bool(sorting.query),
            "query": "&".join(filter(None, [narrowed, picks.query])),
        }

    def below(self, name):
        """Return the address of a part of this page."""
        return f"{self.url or '/'}{self.reverse_subpage(name)}"

    def files(self, query):
        """Return ``(label, address)`` of the list's records in each form; ``query`` says which of them."""
        return [(form.label, f"{self.below(form.key)}{f'?{query}' if query else ''}") for form in FORMS.values()]

    def picked(self, picks):
        """Return the public papers that ``picks`` names, with their authors: a list, in two queries."""
        return picks.pages(self.all_pages(None).prefetch_related(None).prefetch_related("authors"))

    def file(self, request, key):
        picks = Picks(request)
        if picks:
            pages = self.picked(picks)
        else:
            listed = self.listed_pages(request).prefetch_related(None).prefetch_related("authors")
            pages = list(listed[: MOST_IN_FILE + 1])
        # Neither form has a place for it that all programs read: the name of the file says that it is not all.
        cut = f"-first-{MOST_IN_FILE}" if len(pages) > MOST_IN_FILE else ""
        return without_trace(file_of(pages[:MOST_IN_FILE], key, f"peer-support-research{cut}"))

    @path("bibtex/", name="bibtex")
    def bibtex(self, request):
        return self.file(request, "bibtex")

    @path("ris/", name="ris")
    def ris(self, request):
        return self.file(request, "ris")

    @path("cite/", name="cite")
    def cite(self, request):
        """Show the citations of what was picked, in one style, to copy, print, share or take along as a file."""
        picks = Picks(request)
        papers = self.picked(picks)
        style = citing.STYLES.get(request.GET.get("style", ""), citing.STYLES["apa"])
        named = f"&style={style.key}" if style.key != "apa" else ""
        cited = [(paper, citing.html(paper.record, style.key)) for paper in papers]
        if style.is_alphabetical:
            cited.sort(key=lambda pair: citing.plain(pair[0].record, style.key).lower())
        query = query_of(paper.pk for paper in papers)
        cite_url = self.below("cite")
        address = absolute_url(f"{cite_url}?{query}{named}")
        title = "Research to cite"
        context = BasePage.get_context(self, request) | {
            "rows": [(paper, citation, picks.without(paper.pk) + named) for paper, citation in cited],
            "style": style,
            "styles": [(each.label, f"?{query}&style={each.key}", each is style) for each in citing.STYLES.values()],
            "picks": picks,
            "gone": len(picks.pks) - len(papers),
            "most": MOST,
            "files": self.files(query),
            "cite_url": cite_url,
            "more_url": f"{self.url}?{query}",
            "ancestors": [("Home", "/"), (self.title, self.url)],
            # What one reader chose is no page that search engines might keep.
            "is_narrowed": True,
            "title": title,
            "address": address,
            "mailto": f"mailto:?subject={quote(title)}&body={quote(address, safe='')}",
        }
        return without_trace(TemplateResponse(request, "pages/research_cite.html", context))
