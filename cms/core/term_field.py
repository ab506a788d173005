"""The terms that an editor chooses from, under the questions that they answer."""

from django.db import models
from django.forms import CheckboxSelectMultiple, ModelChoiceField, ModelMultipleChoiceField, Select
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from wagtail.admin.forms.models import register_form_field_override

# Who has one of these keeps it, so they stay among the choices.
RETIRED = "No longer offered"


class TermIterator(ModelChoiceIterator):
    """Choices in groups: what pages are about first, then the questions of the directory, then the retired. One query."""

    first = "taxonomy__is_facet"

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        terms = self.queryset.select_related("taxonomy")
        groups, retired = {}, []
        for term in terms.order_by(self.first, "taxonomy__sort_order", "taxonomy__name", "sort_order", "name"):
            in_use = not (term.is_retired or term.merged_into_id)
            (groups.setdefault(term.taxonomy.name, []) if in_use else retired).append(self.choice(term))
        yield from groups.items()
        if retired:
            yield RETIRED, retired


class ServiceTermIterator(TermIterator):
    """The same for a service of the directory, whose questions come first."""

    first = "-taxonomy__is_facet"


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
