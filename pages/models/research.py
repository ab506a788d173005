"""Summaries of research in plain words."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core import dois
from cms.core.models import BasePage
from cms.core.site_links import absolute_url
from cms.core.sources import doi_address

from ..blocks import FindingBlock, PracticePointBlock
from ..certainty import CERTAINTIES, LEVELS, page_on_certainty, scale_for_editors
from ..citations import authors_in_short
from ..papers import citing, downloads, highwire
from ..papers.record import of_page
from ..record_panel import RecordPanel
from ..topics import nearest
from .authors import ResearchAuthor
from .listing import nulls_last

READ_NEXT = 3
# Addresses below the list of research that are its own.
PARTS_OF_THE_LIST = {"bibtex", "ris", "cite"}
# The rest are a great many, and say nothing to a search engine.
MOST_AUTHORS = 20
SCHEMA_TYPES = {"report": "Report", "book": "Book", "chapter": "Chapter", "thesis": "Thesis"}


class ResearchPage(RoutablePageMixin, BasePage):
    """One paper in plain words: what was asked, what was found, what it means, and how sure we can be."""

    Certainty = models.TextChoices("Certainty", [(step.key.upper(), (step.key, step.label)) for step in CERTAINTIES])

    class StudyType(models.TextChoices):
        SYSTEMATIC_REVIEW = "systematic_review", "Systematic review"
        LITERATURE_REVIEW = "literature_review", "Literature review"
        TRIAL = "trial", "Trial"
        SURVEY = "survey", "Survey"
        INTERVIEWS = "interviews", "Interviews or focus groups"
        EVALUATION = "evaluation", "Evaluation of a service"
        OTHER = "other", "Other study"

    class PublicationType(models.TextChoices):
        ARTICLE = "article", "Journal article"
        REPORT = "report", "Report or guideline"
        BOOK = "book", "Book"
        CHAPTER = "chapter", "Chapter of a book"
        THESIS = "thesis", "Thesis"
        PREPRINT = "preprint", "Preprint, not yet reviewed"

    kind_label = "Research"
    is_article = True
    kind_plural = "Research"
    lists_its_kind = True
    days_that_were = (*BasePage.days_that_were, "summary_written")
    facts_prefetch = ("authors",)
    not_our_words = (
        "study_detail", "country", "paper_title", "journal", "volume", "issue", "pages", "publisher", "book_editors",
        "doi", "authors",
    )  # fmt: skip
    page_description = "One paper in plain words: what was asked and found, how sure we can be, and the full citation."
    template = "pages/research_page.html"
    parent_page_types = ["pages.ResearchIndexPage"]
    subpage_types = []

    question = models.TextField(
        "what was asked", max_length=500, blank=True, help_text="The question of the study as one plain sentence."
    )
    findings = StreamField(
        [("finding", FindingBlock())],
        blank=True,
        verbose_name="what was found",
        help_text="One block for each result, also for those that did not change.",
    )
    practice_points = StreamField(
        [("point", PracticePointBlock())],
        blank=True,
        verbose_name="what it means for practice",
        help_text="Two to four things to do, or not to promise.",
    )
    certainty = models.CharField(
        "how sure we can be",
        max_length=13,
        choices=Certainty,
        help_text="Our own judgement, not the authors’. The reader sees it as a row of shapes and in these words.",
    )
    # Both may be empty in a draft, as the teaser may: readers get no summary that does not say how sure we can be.
    certainty_reason = models.TextField("why", max_length=500, help_text="How many studies, how alike, how well done.")
    limits = models.TextField(
        "what it cannot tell us", max_length=700, blank=True, help_text="Who was not studied, what was not measured."
    )
    study_type = models.CharField(
        max_length=17, choices=StudyType, blank=True, help_text="The kind of study, for the filter of the list."
    )
    study_detail = models.CharField(
        "the kind of study in full",
        max_length=150,
        blank=True,
        help_text="For example “Systematic review and meta-analysis”. Optional.",
    )
    country = models.CharField(max_length=150, blank=True, help_text="Where the people studied live.")
    people = models.CharField(max_length=200, blank=True, help_text="For example “3,329 people in 19 trials”.")
    publication_type = models.CharField(
        "published as",
        max_length=8,
        choices=PublicationType,
        default=PublicationType.ARTICLE,
        help_text="Citations are written by this.",
    )
    paper_title = models.CharField(
        "title of the paper",
        max_length=500,
        blank=True,
        help_text="As in a sentence: capitals for the first word and for names only. Citations are written that way.",
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    journal = models.CharField(
        "journal or book",
        max_length=255,
        blank=True,
        help_text="The journal’s whole name; for a chapter the book’s title.",
    )
    volume = models.CharField(max_length=30, blank=True)
    issue = models.CharField(max_length=30, blank=True)
    pages = models.CharField("pages or article number", max_length=50, blank=True)
    is_article_number = models.BooleanField(
        "this is an article number",
        default=False,
        help_text="Tick this for a number such as 534 or e15572 in the place of pages. APA citations then say “Article 534”.",
    )
    publisher = models.CharField(
        max_length=200, blank=True, help_text="For books and reports; for a thesis the university."
    )
    book_editors = models.CharField(
        "editors of the book",
        max_length=500,
        blank=True,
        help_text="For a chapter. Family name first, with a semicolon between people: “Smith, Jo; Lee, Kim”.",
    )
    doi = models.CharField(
        "DOI",
        max_length=150,
        blank=True,
        validators=[dois.validate_doi],
        help_text="For example 10.1186/s12888-020-02923-3. An address at doi.org does too: we keep what is needed of it.",
    )
    open_access_url = models.URLField(
        "address of a free copy",
        max_length=500,
        blank=True,
        help_text="Where anyone can read the whole paper without paying.",
    )
    document = models.ForeignKey(
        "media.SiteDocument",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="the paper as a file",
        help_text="Only where its licence lets us hand it out. Its type, size and pages show by themselves.",
    )
    summary_written = models.DateField(
        "summary written on", null=True, blank=True, help_text="The day on which these words were finished."
    )

    content_panels = [
        RecordPanel(),
        TitleFieldPanel("title", help_text="What was found, in up to ten words: “Peer support raises hope a little”."),
        *BasePage.content_panels[len(BasePage.title_panels) :],
        MultiFieldPanel(
            [FieldPanel("question"), FieldPanel("findings"), FieldPanel("practice_points")], heading="In plain words"
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=scale_for_editors()),
                FieldPanel("certainty"),
                FieldPanel("certainty_reason"),
                FieldPanel("limits"),
            ],
            heading="How sure can we be?",
        ),
        MultiFieldPanel(
            [FieldPanel("study_type"), FieldPanel("study_detail"), FieldPanel("people"), FieldPanel("country")],
            heading="At a glance",
        ),
        MultiFieldPanel(
            [
                FieldPanel("publication_type"),
                FieldPanel("paper_title", widget=AdminAutoHeightTextInput),
                InlinePanel("authors", heading="Authors", label="Author", help_text="In the order of the paper."),
                FieldPanel("journal"),
                FieldRowPanel(
                    [
                        FieldPanel("year", help_text="Of the paper: four digits."),
                        FieldPanel("volume", help_text="For example 19."),
                        FieldPanel("issue", help_text="For example 3."),
                        FieldPanel("pages", help_text="For example 112–125."),
                    ]
                ),
                FieldPanel("is_article_number"),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("book_editors")]),
                *map(FieldPanel, ("doi", "open_access_url", "document", "summary_written")),
            ],
            heading="The paper",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("question"),
        index.SearchField("findings"),
        index.SearchField("practice_points"),
        index.SearchField("limits"),
        index.SearchField("paper_title"),
        index.SearchField("journal"),
        index.SearchField("author_names"),
        index.FilterField("year"),
        index.FilterField("study_type"),
    ]

    class Meta:
        verbose_name = "research summary"
        verbose_name_plural = "research summaries"
        indexes = [models.Index(fields=["year"])]

    def full_clean(self, *args, **kwargs):
        # People paste DOIs as addresses, with spaces in them and stops after them; what is kept is the DOI.
        self.doi = dois.clean_doi(self.doi)
        super().full_clean(*args, **kwargs)
        # A form cleans its own part of the page, and asks beside each result. This is for what goes out past a form.
        unjudged = [f"“{found.value['heading']}”" for found in self.findings if not found.value.get("direction")]
        if unjudged and kwargs.get("exclude") is None:
            raise ValidationError({"findings": f"Choose whether it was better or worse, for {', '.join(unjudged)}."})

    def _check_slug_is_unique(self):
        # Where a page is cleaned, drafts too.
        super()._check_slug_is_unique()
        if self.slug in PARTS_OF_THE_LIST:
            raise ValidationError(
                {"slug": f"A part of the list has this address. Choose another, such as “{self.slug}-study”."}
            )

    @cached_property
    def author_list(self):
        """The authors in their order: a list, read once."""
        return list(self.authors.all())

    @property
    def author_names(self):
        """All authors as one string, for search."""
        return ", ".join(f"{author.given} {author.family}".strip() for author in self.authors.all())

    def structured_data(self):
        """An article of ours, and the scholarly one that it is about."""
        paper = {
            "@type": SCHEMA_TYPES.get(self.publication_type, "ScholarlyArticle"),
            "name": self.paper_title,
            "author": [{"@type": "Person", "name": str(author)} for author in self.author_list[:MOST_AUTHORS]],
            "datePublished": str(self.year or ""),
            "isPartOf": {"@type": "Periodical", "name": self.journal},
            "pagination": self.pages,
            "publisher": {"@type": "Organization", "name": self.publisher},
            "sameAs": self.doi_url,
            "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": self.doi} if self.doi else {},
            "url": self.free_address,
            "isAccessibleForFree": True if self.free_address else None,
        }
        return super().structured_data() | {"isBasedOn": paper if self.paper_title else {}}

    @property
    def certainty_level(self):
        """How many of four shapes are filled: 4 very sure, 3 somewhat, 2 not, 1 too early to say; 0 unknown."""
        return LEVELS.get(self.certainty, 0)

    @cached_property
    def record(self):
        """The paper as a Record, which citations and downloads are made of."""
        return of_page(self)

    @property
    def citations(self):
        """``(Style, safe HTML)`` for each style of citation; empty where the paper has no title."""
        return citing.citations(self.record)

    @property
    def highwire_tags(self):
        """``(name, content)`` of the tags that reference managers read."""
        return highwire.tags(self.record, self.get_full_url() or "")

    @path("bibtex/")
    def bibtex(self, request):
        return downloads.one(self, "bibtex")

    @path("ris/")
    def ris(self, request):
        return downloads.one(self, "ris")

    @property
    def kind_of_study(self):
        return self.study_detail or self.get_study_type_display()

    @property
    def doi_url(self):
        return doi_address(self.doi)

    @cached_property
    def free_address(self):
        """The whole address of a free copy, elsewhere before our own file; empty where there is none."""
        return self.open_access_url or (absolute_url(self.document.url) if self.document else "")

    @property
    def reading_url(self):
        """Where the paper can be read elsewhere: a free copy before the publisher's page; empty where neither is known."""
        return self.open_access_url or self.doi_url

    @property
    def by_line(self):
        """Authors in short and year: ``White and others, 2020``.

        Costs no query on a list made by ``with_first_authors``, one otherwise.
        """
        if hasattr(self, "first_author"):
            names, how_many = [self.first_author or "", self.second_author or ""], self.how_many_authors or 0
        else:
            families = [author.family for author in self.authors.all()]
            names, how_many = families[:2], len(families)
        return ", ".join(part for part in (authors_in_short(names, how_many), str(self.year or "")) if part)

    @property
    def head_chips(self):
        """Three facts for the head of the page: kind of study, year, whether anyone can read it."""
        published = f"Published {self.year}" if self.year else ""
        return [fact for fact in (self.kind_of_study, published, "Free to read" if self.free_address else "") if fact]

    @property
    def glance(self):
        """``(label, text)`` pairs for the panel beside the text."""
        written = self.summary_written
        pairs = [
            ("People", self.people),
            ("Kind of study", self.kind_of_study),
            ("Where", self.country),
            ("Summary written", f"{written.day} {written:%B %Y}" if written else ""),
        ]
        return [pair for pair in pairs if pair[1]]

    @property
    def line(self):
        return self.by_line

    @property
    def facts(self):
        return [fact for fact in (self.by_line, self.get_study_type_display(), self.get_certainty_display()) if fact]

    @classmethod
    def with_first_authors(cls, pages):
        """Return the queryset ``pages`` with what ``by_line`` needs, in the same query."""
        authors = ResearchAuthor.objects.filter(page=OuterRef("pk"))
        families = authors.order_by("sort_order", "pk").values("family")
        counted = authors.order_by().values("page").annotate(how_many=Count("pk")).values("how_many")
        return pages.annotate(
            first_author=Subquery(families[:1]),
            second_author=Subquery(families[1:2]),
            how_many_authors=Subquery(counted),
        )

    @classmethod
    def latest(cls, limit):
        """Return at most ``limit`` public summaries, the newest summary first: a list, in one query."""
        pages = (
            cls.objects.live()
            .public()
            .defer_streamfields()
            .order_by(nulls_last("summary_written"), nulls_last("year"), "pk")
        )
        return list(cls.with_first_authors(pages)[:limit])

    def read_next(self, limit=READ_NEXT):
        """Return at most ``limit`` other public summaries: most terms in common first, then the newest."""
        pages = ResearchPage.objects.live().public()
        shown = self.with_first_authors(pages.defer_streamfields())
        return nearest(self, pages.order_by(nulls_last("year"), "pk"), limit, shown.in_bulk)

    def get_context(self, request, *args, **kwargs):
        """Add ``read_next``, other summaries on the same things."""
        context = super().get_context(request, *args, **kwargs)
        context["read_next"] = self.read_next()
        context["certainties"] = CERTAINTIES
        context["certainty_page"] = page_on_certainty() if self.certainty else None
        return context
