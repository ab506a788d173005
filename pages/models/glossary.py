"""The glossary: words explained once, by editors, and shown wherever a text marks them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.core.anchors import Anchors
from cms.core.models import BasePage
from cms.core.models.querysets import unrestricted
from cms.core.models.remembered import Remembered
from cms.core.richtext import FEATURES, validate_links
from cms.core.words import folded_words

MOST_FORMS = 20
DIGITS = "0–9"


def folded(word):
    """Return ``word`` as it is looked up: small letters, without accents and punctuation."""
    return " ".join(folded_words(word))


class GlossaryTermQuerySet(models.QuerySet):
    def shown(self):
        """Those that readers see, by the alphabet."""
        return self.filter(is_shown=True).order_by(Lower("word"), "pk")


class GlossaryTerm(Remembered, models.Model):
    """One word or phrase and what it means here, in plain words."""

    word = models.CharField(max_length=80, unique=True, help_text="As it stands in a sentence: “lived experience”.")
    other_forms = models.TextField(
        blank=True,
        max_length=800,
        help_text="Other ways to write it, one a line: “peer workers”, “PSW”. They lead to the same meaning.",
    )
    meaning = models.TextField(
        max_length=400,
        help_text="One or two short sentences. Use no word that needs explaining itself.",
    )
    page = models.ForeignKey(
        Page,
        verbose_name="page that says more",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Optional. The link leaves by itself if that page is unpublished.",
    )
    is_shown = models.BooleanField("shown", default=True, help_text="Take the tick away to rest it without losing it.")

    objects = GlossaryTermQuerySet.as_manager()

    panels = [
        HelpPanel(
            content="<p>There is no draft here: what you save stands on every page at once. To use it, mark the word in "
            "a text with the button “Aa?”. Once on a page is enough.</p>"
        ),
        FieldPanel("word"),
        FieldPanel("meaning"),
        FieldPanel("other_forms"),
        MultiFieldPanel([PageChooserPanel("page"), FieldPanel("is_shown")], heading="On the site"),
    ]

    class Meta:
        verbose_name = "glossary term"
        ordering = [Lower("word")]

    def __str__(self):
        return self.word

    def clean(self):
        super().clean()
        self.word, self.meaning = " ".join(self.word.split()), " ".join(self.meaning.split())
        forms = list(dict.fromkeys(" ".join(line.split()) for line in self.other_forms.splitlines() if line.strip()))
        self.other_forms = "\n".join(forms)
        if not folded(self.word):
            raise ValidationError({"word": "Write it with letters."})
        if len(forms) > MOST_FORMS:
            raise ValidationError({"other_forms": f"At most {MOST_FORMS}, please."})
        taken = {key: term for term in GlossaryTerm.objects.exclude(pk=self.pk) for key in term.keys}
        for field, words in (("word", [self.word]), ("other_forms", forms)):
            for word in words:
                if folded(word) in taken:
                    message = f"“{word}” is explained already, under “{taken[folded(word)]}”."
                    raise ValidationError({field: message})

    @property
    def forms(self):
        return self.other_forms.splitlines()

    @property
    def forms_to_show(self):
        """The other forms that say more than that there are several: ``carers`` tells nobody what ``carer`` means."""
        plurals = {f"{word}s" for word in [self.word, *self.forms]}
        return [form for form in self.forms if form not in plurals]

    @property
    def keys(self):
        """What it is looked up by: a set of folded words."""
        return {folded(word) for word in [self.word, *self.forms]} - {""}


class GlossaryPage(BasePage):
    """All words that the glossary explains, by the alphabet; each has an address of its own on the page."""

    kind_label = "Glossary"
    kind_plural = "Pages"
    # Letters stand in a row at the top, not in a list beside the text.
    lists_contents = False
    has_terms = False
    page_description = "All words of the glossary with their meanings, by the alphabet. There is one."
    template = "pages/glossary_page.html"
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    intro = RichTextField(
        blank=True, features=FEATURES, validators=[validate_links], help_text="One or two sentences. Optional."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        HelpPanel(content="<p>The words come from “Glossary” in the menu on the left.</p>"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("words")]

    class Meta:
        verbose_name = "glossary"
        verbose_name_plural = "glossaries"

    def words(self):
        """All that it explains, for the index of the search."""
        return "\n".join(" ".join([term.word, *term.forms, term.meaning]) for term in GlossaryTerm.objects.shown())

    def structured_data(self):
        return {"@type": "DefinedTermSet"}

    def get_context(self, request, *args, **kwargs):
        """Add ``letters``: a letter, its id and its entries, dicts of term, anchor and page (public, or None)."""
        context = super().get_context(request, *args, **kwargs)
        terms = list(GlossaryTerm.objects.shown())
        wanted = {term.page_id for term in terms} - {None}
        public = unrestricted(Page.objects.live()).in_bulk(list(wanted)) if wanted else {}
        anchors = word_anchors(terms)
        letters = {}
        for term in by_alphabet(terms):
            entry = {"term": term, "anchor": anchors[term.pk], "page": public.get(term.page_id)}
            letters.setdefault(first_letter(term), []).append(entry)
        ids = Anchors(anchors.values())
        context["letters"] = [(letter, ids.give(f"letter {letter}"), of) for letter, of in letters.items()]
        context["letter_links"] = [{"label": letter, "url": f"#{anchor}"} for letter, anchor, _of in context["letters"]]
        return context


def by_alphabet(terms):
    """Return ``terms`` in the order of their folded words, digits first: the same on every database."""
    return sorted(terms, key=lambda term: (first_letter(term) != DIGITS, folded(term.word), term.pk))


def word_anchors(terms):
    """Return the anchor of each of ``terms``, as they stand on the glossary's page, by primary key."""
    anchors = Anchors()
    return {term.pk: anchors.give(term.word) for term in by_alphabet(terms)}


def first_letter(term):
    """Return the letter under which ``term`` stands: DIGITS for one that begins with a digit."""
    letter = folded(term.word)[:1].upper()
    return DIGITS if letter.isdigit() else letter
