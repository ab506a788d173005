"""Taxonomies and terms: one vocabulary for pages and services, kept by editors without code."""

import uuid
from itertools import count

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index


class Taxonomy(ClusterableModel):
    """A question that terms answer, such as "Looking for support as" or "Type"."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, help_text="What readers see above the choices, in a few words.")
    slug = models.SlugField(unique=True, help_text="Used in addresses. Made from the name once, and kept.")
    help_text = models.CharField(max_length=255, blank=True, help_text="One line for people who choose. Optional.")
    is_facet = models.BooleanField(
        "narrows the directory", default=True, help_text="People can narrow down the directory by these terms."
    )
    is_prominent = models.BooleanField(
        "shows at once", default=False, help_text="Shown at once. The others wait behind “More filters”."
    )
    allows_many = models.BooleanField(default=True, help_text="One thing may have several of these terms.")
    sort_order = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")

    panels = [
        FieldPanel("name", heading="Question", help_text="What readers see above the choices: “Looking for support as”."),
        FieldPanel(
            "help_text",
            heading="Help for people who choose",
            help_text="One line under the question, for example “Choose all that fit.” Optional.",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "is_facet", heading="A filter of the directory", help_text="Readers can narrow the directory by it."
                ),
                FieldPanel(
                    "is_prominent",
                    heading="Always in sight",
                    help_text="Readers see it at once. The other filters wait behind “More filters”.",
                ),
                FieldPanel(
                    "allows_many",
                    heading="Several answers at once",
                    help_text="One service or page may have more than one of these terms.",
                ),
                FieldPanel(
                    "sort_order", heading="Place among the filters", help_text="The smallest number comes first."
                ),
            ],
            heading="How it is used",
        ),
        InlinePanel(
            "terms", heading="Terms", label="Term",
            help_text="The answers that people choose from. The arrows change their order. Retire a term that is not "
            "wanted any more: it is offered to nobody, and links to it go on working.",
        ),
    ]  # fmt: skip

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = "filter or topic"
        verbose_name_plural = "filters and topics"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or free_slug(Taxonomy, self.name)
        super().save(*args, **kwargs)


def free_slug(model, words):
    """Return a slug for ``words`` that no row of ``model`` has: with a number behind it where another one has it."""
    field = model._meta.get_field("slug")
    slug = slugify(words)[: field.max_length - 4].strip("-") or "term"
    taken = set(model._default_manager.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


class TermQuerySet(models.QuerySet):
    def in_use(self):
        """Terms that editors and readers may still choose: not retired, not merged into another."""
        return self.filter(is_retired=False, merged_into__isnull=True)


class Term(Orderable, index.Indexed):
    """One answer. Its slug is unique over all taxonomies and never changes: links hold it."""

    taxonomy = ParentalKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=100)
    slug = models.SlugField(
        unique=True, max_length=100, help_text="Used in addresses. Made from the question and the name once, and kept."
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="A wider term. Optional.",
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_retired = models.BooleanField(
        "retired", default=False, help_text="No longer offered. What has it keeps it, and links to it go on working."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        help_text="Links to this term lead to that one.",
    )
    codes = models.CharField(
        max_length=255,
        blank=True,
        help_text="Codes of other lists for open data, as scheme:code. For example: aihw:1.2.",
    )

    objects = TermQuerySet.as_manager()

    panels = [
        FieldPanel("name", help_text="One to four words, as readers see it: “Carers and family”."),
        FieldRowPanel(
            [
                FieldPanel(
                    "is_retired",
                    help_text="Offered to nobody any more. What has it keeps it, and links to it go on working.",
                ),
                FieldPanel(
                    "merged_into",
                    heading="Use this term instead",
                    help_text="Links to this term then lead to that one. Optional.",
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "parent", heading="Wider term", help_text="“Carers”, for a term such as “Young carers”. Optional."
                ),
                FieldPanel(
                    "codes",
                    heading="Codes for open data",
                    help_text="The code of another list, such as aihw:1.2, for people who use our data. Optional.",
                ),
            ]
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("taxonomy")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")),
                name="term_not_merged_into_itself",
                violation_error_message="A term cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="term_not_its_own_parent",
                violation_error_message="A term cannot be its own wider term.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or free_slug(Term, f"{self.taxonomy.slug} {self.name}")
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.pk:
            kept = Term.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
            if kept and kept != self.slug:
                raise ValidationError(
                    {"slug": "The slug is part of people's links and cannot change. Retire or merge the term instead."}
                )

    def current(self):
        """The term that stands for this one now: itself, or the one it was merged into (following at most ten steps)."""
        term = self
        for _step in range(10):
            if term.merged_into is None:
                break
            term = term.merged_into
        return term
