"""Easy Read: the same as another page, one idea at a time. Both pages lead to each other."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core import kept
from cms.core.alternates import Alternate
from cms.core.anchors import Anchors
from cms.core.models import BasePage, IndexPage
from cms.core.page_map import address_of, page_map

from ..blocks import EasyReadBody
from ..notes import in_one_line, notes_of_stories
from .telling import Telling, TellingPermissions


class EasyReadPermissions(TellingPermissions):
    """Those of told words; a second Easy Read of the same page is refused anyway, and here nobody would have read it."""

    def can_copy(self):
        return super().can_copy() and not self.page.told


class EasyReadPage(Telling, BasePage):
    """Another page, or a thing of its own, in short sentences with pictures."""

    kind_label = "Easy Read"
    kind_plural = "Easy Read"
    lists_its_kind = True
    is_article = True
    # What its story talks about is said before it too.
    facts_prefetch = notes_prefetch = ("original__storypage__content_notes",)
    page_description = "The same as another page in Easy Read: short sentences, one idea at a time, with pictures."
    template = "pages/easy_read_page.html"
    parent_page_types = ["pages.EasyReadIndexPage"]
    subpage_types = []

    original = models.ForeignKey(
        Page,
        verbose_name="the page that it says in Easy Read",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Both pages then lead to each other. Leave empty for something that only stands here.",
    )
    body = StreamField(
        EasyReadBody(),
        blank=True,
        help_text="One idea after the other. Ask people who use Easy Read to check it before you publish.",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([PageChooserPanel("original"), FieldPanel("body")], heading="In Easy Read"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "Easy Read page"

    def save(self, *args, **kwargs):
        """Save; what is new and may not be public yet is a draft."""
        # Who presses *Publish* on the form of a new page has it added as public first, and asked after that.
        if self._state.adding and self.live and self.why_not_published():
            self.live = False
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self._stay_with_story()
        if not self.original_id:
            return
        if self.original_id == self.pk or EasyReadPage.objects.filter(pk=self.original_id).exists():
            raise ValidationError({"original": "Choose a page that is not in Easy Read itself."})
        # Told words in other words: they need the same consent, and stand only beside what is on the site.
        why = self.why_not_agreed()
        if why:
            raise ValidationError({"original": why})
        other = EasyReadPage.objects.filter(original=self.original_id).exclude(pk=self.pk)
        # What stands in several places of the tree is one page.
        other = other.exclude(alias_of=self.pk or 0).exclude(pk=self.alias_of_id or 0).first()
        if other:
            raise ValidationError({"original": f"That page is in Easy Read already: “{other.title}”."})

    def _stay_with_story(self):
        """Raise ValidationError where the words of a story would lose it: they go when it does, and as it may."""
        if not self.pk:
            return
        latest = self.get_latest_revision()
        before = {latest.content.get("original")} if latest else set()
        before.update(EasyReadPage.objects.filter(pk=self.pk).values_list("original", flat=True))
        lost = before - {None, self.original_id}
        story = Page.objects.filter(pk__in=lost, content_type__model="storypage").first() if lost else None
        if story:
            message = (
                f"This says the story “{story.title}”, and goes when the story does, so it stays with it. "
                "For something else, make another Easy Read page."
            )
            raise ValidationError({"original": message})

    @property
    def told(self):
        """The story that it says in Easy Read, or None; no query where ``facts_prefetch`` was followed."""
        return getattr(self.original, "storypage", None) if self.original_id else None

    @property
    def is_of_story(self):
        """Whether it says a story. No query for readers."""
        if not kept.is_reading():
            return bool(self.told)
        of_stories = EasyReadPage.objects.filter(original__storypage__isnull=False)
        return self.original_id in kept.get(
            "stories in easy read", lambda: set(of_stories.values_list("original", flat=True))
        )

    def why_not_agreed(self):
        """Return why the story may not be said in Easy Read; '' where it may, and where the words are nobody's story."""
        return self.told.why_not_in_easy_read() if self.told else ""

    @property
    def needs_second_reader(self):
        return bool(self.told) and self.told.needs_second_reader

    def permissions_for_user(self, user):
        return EasyReadPermissions(user, self)

    @property
    def notes(self):
        """The content notes of its story: a list of pairs of slug and name. No query for readers."""
        if kept.is_reading():
            return notes_of_stories().get(self.original_id, [])
        return self.told.notes if self.told else []

    @classmethod
    def originals(cls):
        """Return ``{pk: original}``, primary keys, of the pages that say another one: kept for readers, else one query."""
        return kept.get(
            "originals of easy read",
            lambda: dict(cls.objects.exclude(original=None).order_by().values_list("pk", "original")),
        )

    @property
    def note_slugs(self):
        return [slug for slug, _name in self.notes]

    @property
    def notes_line(self):
        return in_one_line([name for _slug, name in self.notes])

    @classmethod
    def in_order(cls, pages):
        """Return the queryset ``pages`` in the order that editors gave them in the tree."""
        return pages.order_by("path")

    @property
    def line(self):
        """What it is about, for a list."""
        return self.teaser

    def parts(self):
        """Return the blocks in their order as pairs of block and anchor, '' for all but headings."""
        anchors = Anchors()
        return [(block, anchors.give(block.value) if block.block_type == "heading" else "") for block in self.body]

    def get_context(self, request, *args, **kwargs):
        """Add ``original``, the page that it says in Easy Read, where readers may see it, and ``parts``."""
        context = super().get_context(request, *args, **kwargs)
        original = page_map().public(self.original_id)
        context["original"] = original and {"title": original.title, "url": address_of(original, request)}
        context["parts"] = self.parts()
        context["credits"] = self.picture_credits()
        return context

    def picture_credits(self):
        """Return who made its pictures, as the pictures say: each once, in their order. They stand after the words."""
        ideas = (block.value for block in self.body if block.block_type == "idea")
        found = (idea["image"].credit.strip() for idea in ideas if idea["image"])
        return list(dict.fromkeys(filter(None, found)))


def read_alternates():
    """Return the address of each public Easy Read page by the number of the page that it is the same as. One query."""
    pages = EasyReadPage.objects.live().public().exclude(original=None).defer_streamfields().order_by("-pk")
    return {page.original_id: page.get_url() for page in pages}


def easy_read_of(page):
    """Return the Alternate of ``page`` in Easy Read, or None. No query on a site that is in use."""
    # An alias is the same page in another place.
    numbers = [getattr(page, "pk", None), getattr(page, "alias_of_id", None)]
    known = kept.get("easy read", read_alternates) if any(numbers) else {}
    url = next((known[number] for number in numbers if known.get(number)), None)
    return Alternate("Read this in Easy Read", url) if url else None


class EasyReadIndexPage(IndexPage):
    """All that there is in Easy Read."""

    child_model = EasyReadPage
    kind_label = "Easy Read"
    page_description = "The list of all that is in Easy Read. There is one."
    template = "pages/easy_read_index_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.EasyReadPage"]

    class Meta:
        verbose_name = "index of Easy Read"
        verbose_name_plural = "indexes of Easy Read"

    def listed_pages(self, request):
        pages = super().listed_pages(request).prefetch_related(None)
        return EasyReadPage.in_order(pages.prefetch_related(*EasyReadPage.notes_prefetch))
