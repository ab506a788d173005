"""What every page is, and what every index of pages is. A page type says only what differs."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.search import index

from .. import kept
from ..machines.feeds import link_to
from ..machines.structured import moment
from ..page_map import address_of, restricted_paths
from ..review_panel import ReviewPanel
from ..richtext import FEATURES, or_nothing, validate_links
from ..schedule import KeepsSchedule
from ..site_links import absolute_url
from ..slugs import TOP_LEVEL, SiteCopyForm, SitePageForm, refuse_tool_slug
from ..term_field import TermsPanel
from ..twins import drop_twins
from ..typed import SchedulePanel
from ..words import stemmed_text, title_words
from ..writing.seen_beforehand import SeenBeforehand
from ..writing.starting import StillToWriteError, sentence_about, still_to_write
from .querysets import BasePageManager


class PageTerm(Orderable):
    """One term of one page, whatever the page's type: stories and services meet through their terms."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="page_terms")
    term = models.ForeignKey("core.Term", on_delete=models.PROTECT, related_name="page_terms")

    panels = [
        FieldPanel("term", heading="Which one", help_text="For example “Families and carers” or “Running a group”.")
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "term"],
                name="one_page_term",
                violation_error_message="This page has that term already.",
            )
        ]

    def __str__(self):
        return str(self.term)


class BasePage(SeenBeforehand, KeepsSchedule, Page):
    """The abstract parent of all page types: a teaser for cards, a picture, review dates, *exit this page*.

    Subclasses set ``kind_label`` (the word for the type on cards and in search results) and
    ``page_description`` (what an editor reads when choosing a type), and extend the panel lists.
    ``kind_plural`` names the tab of the search results that the type is under, where that is not ``kind_label``
    with an s. ``facts_join`` and ``facts_prefetch`` name the relations that ``facts`` and ``notes_line`` read,
    so that a list of pages of many types loads them for all of them at once. ``note_slugs`` are the terms that
    ``notes_line`` puts in words, ``notes_prefetch`` the relations they are read from: readers may hide cards by them.
    """

    kind_label = "Page"
    kind_plural = ""
    facts_join = ()
    facts_prefetch = ()
    # What it talks about, said beforehand, on cards and in search results.
    notes_line = ""
    note_slugs = ()
    notes_prefetch = ()
    # Whether it is one text by somebody, for machines that ask.
    is_article = False
    # Whether readers find it in lists by its terms, so that it needs some.
    has_terms = True
    # Whether search engines may keep it while it is public.
    is_indexed = True
    # Fields with days that an editor cannot give ahead, and those of them that may be the day of going live.
    days_that_were = ()
    days_of_going_live = ()
    # Kept by the row whatever version is published: a check that was recorded meanwhile must survive it (cms.upkeep).
    OPERATIONAL = ("last_reviewed", "next_review_due")
    # How many months after a check the next one is due; 0 where the type asks for none.
    review_months = 12
    # Names of the query string that its own screen and those below it read (``page_cache``), and those of them in which
    # a reader's own words stand.
    parameters = ()
    parameters_typed = ()
    base_form_class = SitePageForm
    copy_form_class = SiteCopyForm
    objects = BasePageManager()

    teaser = models.CharField(
        max_length=160,
        help_text="One or two plain sentences for cards, search results and sharing: what will a reader find here?",
    )
    teaser_image = models.ForeignKey(
        "media.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Optional. Without one the site draws a picture of its own.",
    )
    last_reviewed = models.DateField(
        null=True, blank=True, help_text="When somebody last checked that all of this is right."
    )
    next_review_due = models.DateField(
        null=True, blank=True, help_text="When it should be checked again, usually a year later."
    )
    shows_exit = models.BooleanField(
        "show “Exit this page”", default=True, help_text="Leave this on wherever a reader may need to leave quickly."
    )

    teaser_panels = [
        FieldPanel(
            "teaser",
            widget=AdminAutoHeightTextInput,
            help_text="One or two plain sentences for cards, search results and sharing: what will a reader find here? "
            "At most 160 letters, about 25 words.",
        ),
        FieldPanel(
            "teaser_image",
            help_text="For lists, the home page and sharing. It does not stand in the page itself: to put one there, press + in "
            "the text.",
        ),
    ]
    term_panels = [
        TermsPanel(
            "page_terms",
            heading="About what, and for whom",
            label="topic or audience",
            help_text="Two to five. By these, readers narrow lists, and the site finds what is related and what is "
            "new for an audience.",
        )
    ]
    title_panels = [
        TitleFieldPanel(
            "title",
            help_text="What a reader would look for, in up to eight words: “What to expect the first time”.",
        )
    ]
    content_panels = [*title_panels, MultiFieldPanel(teaser_panels, heading="Teaser"), *term_panels]
    # Wagtail's own without *Show in menus*: the menus are put together under Settings, and ask no page.
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading="Address",
                    help_text="The end of the page’s address, made from the title. Leave it as it is once people link to it.",
                ),
                FieldPanel(
                    "seo_title",
                    heading="Title for search engines",
                    help_text="Only where it should differ from the page’s own title. Optional.",
                ),
                FieldPanel(
                    "search_description",
                    heading="Description for search engines",
                    help_text="Leave it as it is, or empty, to use the teaser.",
                ),
            ],
            heading="For search engines",
        )
    ]
    review_panels = [ReviewPanel(heading="Check of the page"), FieldPanel("shows_exit")]
    # Wagtail's own, the first of which is that of the schedule.
    settings_panels = [*review_panels, SchedulePanel(), *Page.settings_panels[1:]]

    search_fields = [
        *Page.search_fields,
        index.AutocompleteField("title_words"),
        index.SearchField("teaser"),
        index.SearchField("stems"),
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        self.teaser = " ".join(self.teaser.split())
        # Search engines and share cards read search_description; the teaser says the same unless an editor differs.
        if not self.search_description:
            self.search_description = self.teaser
        drop_twins(self)
        for field in self._meta.concrete_fields:
            if isinstance(field, RichTextField):
                # Templates ask whether there is anything to draw.
                setattr(self, field.attname, or_nothing(getattr(self, field.attname)))
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        """Save; raise StillToWriteError where that would put prompts of a new page's form on the site."""
        prompts = still_to_write(self) if self.live else []
        if prompts:
            raise StillToWriteError(f"“{self.title}” is not published. {sentence_about(prompts)}")
        return super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.last_reviewed and self.next_review_due and self.next_review_due < self.last_reviewed:
            raise ValidationError({"next_review_due": "This is before the last review. Check the dates."})

    def with_content_json(self, content):
        """Return the version's content on this row, with the row's own values for ``OPERATIONAL``."""
        page = super().with_content_json(content)
        for field in self.OPERATIONAL:
            setattr(page, field, getattr(self, field))
        return page

    def get_view_restrictions(self):
        """Return the restrictions of this page and of those above it, in one query where Wagtail's own way takes two.

        An alias shares the restrictions of its source, and an alias of an alias those of both. No query for readers of
        a site that has none.
        """
        if kept.is_reading() and not restricted_paths():
            return PageViewRestriction.objects.none()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        above = Q(page__path__in=paths)
        for alias in ("aliases", "aliases__aliases"):
            above |= Q(**{f"page__{alias}__path__in": paths})
        return PageViewRestriction.objects.filter(above).distinct()

    def get_url(self, request=None, current_site=None):
        """Return the address as Wagtail does, and for readers the one that is kept: a list asks for each of its pages."""
        if kept.is_reading() and current_site is None and self.url_path:
            return address_of(self, request) or None
        return super().get_url(request, current_site)

    url = property(get_url)

    def get_full_url(self, request=None):
        """Return the whole address on the site's own host, the one that mails name too; None where there is none.

        Wagtail's own way reads the host from a row that somebody has to keep right beside the settings.
        """
        url = self.get_url(request)
        return absolute_url(url) if url and url.startswith("/") else url

    full_url = property(get_full_url)

    def _check_slug_is_unique(self):
        # Wagtail asks this wherever a page is cleaned, drafts too: the one place that knows the tree.
        super()._check_slug_is_unique()
        if self.depth == TOP_LEVEL:
            try:
                refuse_tool_slug(self.slug)
            except ValidationError as error:
                raise ValidationError({"slug": error}) from error

    def stems(self):
        """The stems of everything on the page that search may find: a string for the index."""
        parts = [
            value
            for field in self.get_search_fields()
            if isinstance(field, index.SearchField) and field.field_name != "stems"
            for value in [field.get_value(self)]
            if value
        ]
        return stemmed_text(*(" ".join(part) if isinstance(part, list | tuple) else part for part in parts))

    def title_words(self):
        """The words and stems of the title: a string for the index of titles."""
        return title_words(self.title)

    @classmethod
    def parameters_read(cls):
        """Return the names of the query string that the page's screens read, without those typed: a tuple."""
        return cls.parameters

    @classmethod
    def gone_from_lists(cls):
        """Return the queryset of the type's pages that are live but in no list any more (past events), or None."""
        return None

    @property
    def review_is_due(self):
        """Whether the day has come on which the page was to be checked again, in Melbourne."""
        return bool(self.next_review_due and self.next_review_due <= timezone.localdate())

    @property
    def sharing_title(self):
        """What stands on the picture that others see when somebody shares this page."""
        return self.title

    def structured_data(self):
        """Return what schema.org may know of the page beyond its title and teaser: a dict for ``machines.structured``.

        No more than readers see, and no query.
        """
        if not self.is_article:
            return {}
        return {
            "@type": "Article",
            "headline": self.title,
            "datePublished": moment(self.first_published_at),
            "dateModified": moment(self.last_published_at),
            "publisher": {"@id": absolute_url("/#organization")},
        }

    @property
    def facts(self):
        """Short facts for a card or a search result, such as a length or a date: a list of strings."""
        return []


class IndexPage(BasePage):
    """The abstract parent of pages that list their children, a page at a time.

    Subclasses set ``child_model`` to the class they list, and may narrow or order in ``listed_pages``.
    """

    child_model = None
    per_page = 20
    # The feed that says what is new on the list, where there is one.
    feed_key = ""
    has_terms = False
    parameters = ("page",)

    intro = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="A short welcome above the list. Optional.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        HelpPanel(content="<p>The pages below this one are listed by themselves. Add one with “Add child page”.</p>"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    def structured_data(self):
        return {"@type": "CollectionPage"}

    def listed_pages(self, request):
        """Return the queryset of what this page lists to ``request``: live, public, typed, without bodies."""
        return (
            self.child_model.objects.child_of(self)
            .live()
            .public()
            .defer_streamfields()
            .select_related("teaser_image")
            .prefetch_related("teaser_image__renditions", "page_terms__term__taxonomy")
        )

    def get_context(self, request, *args, **kwargs):
        """Add ``page_obj``, the part of the list that ``?page=`` names; a wrong number gives the nearest part."""
        context = super().get_context(request, *args, **kwargs)
        context["page_obj"] = Paginator(self.listed_pages(request), self.per_page).get_page(request.GET.get("page"))
        context["items"] = context["page_obj"].object_list
        context["feed"] = link_to(self.feed_key)
        return context
