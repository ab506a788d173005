"""The editors' screen for what readers narrow lists by: questions, such as “Type”, and the terms that answer them.

The words may change at any time; the part of an address that a term has never does, so nobody is asked for it. A term is
retired or merged into another, and not deleted: entries, pages and readers' links have it.
"""

from django.db.models import Count, Q
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from .alike_terms import find_alike
from .columns import YesColumn
from .models import Taxonomy, Term

NO_DELETION = "A term that was saved once stays, since entries, pages and links may have it: tick “Retired” instead. Nothing was saved."
SAME_QUESTION = ("parent", "merged_into")
NEARLY_THE_SAME = (
    "“{new}” is saved. There is “{old}” already, under “{question}”. Do both say the same? Then tick “Retired” beside the "
    "new one, and use the other. If not, give the new one a name that tells them apart."
)


class TaxonomyForm(WagtailAdminModelForm):
    """One question with its terms. A term is wider than, or stands for, another of the same question only."""

    def __init__(self, data=None, *args, **kwargs):
        data, self.has_deleted = kept_terms(data)
        super().__init__(data, *args, **kwargs)
        terms = list(self.instance.terms.all()) if self.instance.pk else []
        formset = self.formsets["terms"]
        for form in [*formset.forms, formset.empty_form]:
            for name in SAME_QUESTION:
                field = form.fields[name]
                field.queryset = field.queryset.filter(taxonomy=self.instance.pk)
                # Asked once for all of them: thirty terms with two lists each would ask sixty times.
                others = [(term.pk, term.name) for term in terms if term.pk != form.instance.pk]
                field.widget.choices = [("", "None"), *others]

    def clean(self):
        if self.has_deleted:
            self.add_error(None, NO_DELETION)
        return super().clean()

    def nearly_the_same(self):
        """Return [(new Term, Term)] for each term that was added here, or has another name now, and says nearly what another
        one says: of this question or of any. Two queries at most; none where no name is new."""
        rows = self.formsets["terms"].forms
        renamed = [form.instance for form in rows if "name" in form.changed_data and form.instance.pk]
        if not renamed:
            return []
        others = list(Term.objects.in_use().select_related("taxonomy").order_by("taxonomy__sort_order", "sort_order"))
        found = ((term, find_alike(term.name, (one for one in others if one.pk != term.pk))) for term in renamed)
        return [(term, other) for term, other in found if other is not None and not term.is_retired]

    def is_valid(self):
        # What terms say of each other is known once each was looked at for itself.
        return super().is_valid() and self.terms_fit()

    def terms_fit(self):
        """Whether no term leads back to itself or to one that leads on; says so beside those that do."""
        forms = [form for form in self.formsets["terms"].forms if form.instance.pk]
        for name, says_no, said in (
            ("merged_into", leads_on, "That one is merged into another term itself. Choose the term that is used now."),
            ("parent", goes_round, "That one is narrower than this term already."),
        ):
            leads = {form.instance.pk: form.cleaned_data.get(name) for form in forms}
            for form in forms:
                if says_no(form.instance.pk, leads):
                    form.add_error(name, said)
        return not any(form.errors for form in forms)


def kept_terms(data):
    """Return what was posted with the marks taken off by which saved terms were to be deleted, and whether there were any.

    The terms then stand in the form again, with what else was typed.
    """
    rows = [
        name.removesuffix("-DELETE") for name in data or () if name.startswith("terms-") and name.endswith("-DELETE")
    ]
    marked = [row for row in rows if data[f"{row}-DELETE"] and data.get(f"{row}-id")]
    if marked:
        data = data.copy()
        for row in marked:
            data[f"{row}-DELETE"] = ""
    return data, bool(marked)


def goes_round(start, leads):
    """Whether following ``leads`` (number of a term to another Term, or None) from ``start`` comes back to it."""
    seen, now = set(), leads.get(start)
    while now is not None and now.pk not in seen:
        if now.pk == start:
            return True
        seen.add(now.pk)
        now = leads.get(now.pk)
    return False


def leads_on(start, leads):
    """Whether what ``start`` leads to leads on itself."""
    target = leads.get(start)
    return target is not None and leads.get(target.pk) is not None


class TellsOfTheSame:
    """A screen of terms that says, once they are saved, which of them says nearly what another one says."""

    def save_instance(self):
        instance = super().save_instance()
        for new, old in self.form.nearly_the_same():
            messages.warning(
                self.request, NEARLY_THE_SAME.format(new=new.name, old=old.name, question=old.taxonomy.name)
            )
        return instance


class TaxonomyCreateView(TellsOfTheSame, CreateView):
    pass


class TaxonomyEditView(TellsOfTheSame, EditView):
    pass


class TaxonomyViewSet(SnippetViewSet):
    model = Taxonomy
    edit_handler = ObjectList(Taxonomy.panels, base_form_class=TaxonomyForm)
    icon = "tag"
    menu_label = "Filters and topics"
    menu_name = "taxonomies"
    list_display = [
        "name",
        Column("number_of_terms", label="Terms"),
        YesColumn("is_facet", label="Filter of the directory"),
        YesColumn("is_prominent", label="Always in sight"),
    ]
    list_per_page = 50
    ordering = ["sort_order", "name"]
    copy_view_enabled = False
    add_view_class = TaxonomyCreateView
    edit_view_class = TaxonomyEditView

    def get_queryset(self, request):
        offered = Q(terms__is_retired=False, terms__merged_into=None)
        return Taxonomy.objects.annotate(number_of_terms=Count("terms", filter=offered))
