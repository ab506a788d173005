"""The terms that an editor chooses from, under the questions that they answer."""

from collections import Counter

from django.db import models
from django.forms import CheckboxSelectMultiple, ModelChoiceField, ModelMultipleChoiceField, Select
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.panels import InlinePanel

from .alike_terms import with_one_alike

# Who has one of these keeps it, so they stay among the choices.
RETIRED = "No longer offered"
# Questions, by their slugs, that pages do not answer here: notes have boxes of their own, the others are about a service.
NOT_FOR_PAGES = ("content-notes", "welcomes", "languages", "access")


class TermIterator(ModelChoiceIterator):
    """Choices in groups: what pages are about first, then the questions of the directory, then the retired. One query."""

    first = "taxonomy__is_facet"

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        terms = self.queryset.select_related("taxonomy")
        terms = list(terms.order_by(self.first, "taxonomy__sort_order", "taxonomy__name", "sort_order", "name"))
        alike = self.alike(terms)
        groups, retired = {}, []
        for term in terms:
            in_use = not (term.is_retired or term.merged_into_id)
            value, words = self.choice(term)
            # Once it is chosen, nobody sees the group that it stood in; and who looks for it by its first letters neither.
            choice = (value, f"{words} ({term.taxonomy})" if term.name in alike else words)
            (groups.setdefault(term.taxonomy.name, []) if in_use else retired).append(choice)
        yield from groups.items()
        if retired:
            yield RETIRED, retired

    @staticmethod
    def alike(terms):
        """Return the names that one may take for another's: each says which question it answers."""
        return with_one_alike(term.name for term in terms)


class ServiceTermIterator(TermIterator):
    """The same for a service of the directory, whose questions come first and stand above its boxes for good."""

    first = "-taxonomy__is_facet"

    @staticmethod
    def alike(terms):
        named = Counter(term.name for term in terms)
        return {name for name, times in named.items() if times > 1}


class UnderQuestions(CheckboxSelectMultiple):
    """Boxes in groups, each of which is a question to people who hear the form, too."""

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string("core/admin/choices_under_questions.html", self.get_context(name, value, attrs))


class ServiceTermsField(ModelMultipleChoiceField):
    widget = UnderQuestions
    iterator = ServiceTermIterator


class TermField(ModelChoiceField):
    iterator = TermIterator
    # As wide as its place: some terms are long.
    widget = Select(attrs={"class": "w-w-full"})


def register(term):
    """Give it to every form that Wagtail makes from a model with a ``term``, the model of terms."""
    register_form_field_override(models.ForeignKey, to=term, override={"form_class": TermField})


class TermOfPageForm(WagtailAdminModelForm):
    """One term of a page. What is no page's answer is offered only where the page has it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("term")
        if field:
            fits = ~models.Q(taxonomy__slug__in=NOT_FOR_PAGES) | models.Q(pk=self.instance.term_id)
            field.queryset = field.queryset.filter(fits)
        # A new row in which nothing is chosen yet is none: else a form that saves itself would refuse all that stands beside
        # it. Once it saved itself the row counts as one of before, though it has no number.
        self.empty_permitted = self.empty_permitted or self.instance.pk is None

    @property
    def is_nothing(self):
        return self.instance.pk is None and self.is_bound and not self.data.get(self.add_prefix("term"))

    def has_changed(self):
        return not self.is_nothing and super().has_changed()

    def full_clean(self):
        super().full_clean()
        if self.is_nothing:
            self.cleaned_data[DELETION_FIELD_NAME] = True


class TermsPanel(InlinePanel):
    """The terms of a page, each with the choices that are a page's."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = TermOfPageForm
        return options
