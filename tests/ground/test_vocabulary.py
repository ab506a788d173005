"""Editors keep the questions and terms by which readers narrow lists, without code and without breaking links."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.core.alike_terms import are_alike
from cms.core.models import Taxonomy, Term
from tests.counting import settled_cost
from tests.directory.factories import make_taxonomy
from tests.pages.factories import NewsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


def address(taxonomy):
    return reverse("wagtailsnippets_core_taxonomy:edit", args=[taxonomy.pk])


def row(term, **changed):
    fields = {"id": term.pk, "name": term.name, "parent": "", "merged_into": "", "codes": term.codes}
    return {name: value for name, value in (fields | changed).items() if value is not None}


def posted(taxonomy, *new, **fields):
    """The form of ``taxonomy`` with its terms as they are, changed by their slugs' last word, and ``new`` names."""
    changed = fields.pop("terms", {})
    terms = list(taxonomy.terms.order_by("sort_order"))
    rows = [row(term, **changed.get(term.name, {})) for term in terms]
    rows += [{"id": "", "name": name, "parent": "", "merged_into": "", "codes": ""} for name in new]
    data = {"name": taxonomy.name, "help_text": "", "is_facet": "on", "sort_order": "0", "allows_many": "on"} | fields
    return nested_form_data(data | {"terms": inline_formset(rows, initial=len(terms))})


def named(name):
    return Term.objects.get(name=name)


def test_an_editor_adds_a_question_and_terms_and_the_addresses_make_themselves(editor):
    data = {"name": "What you like", "help_text": "", "is_facet": "on", "sort_order": "9", "allows_many": "on"}
    rows = [
        {"id": "", "name": name, "parent": "", "merged_into": "", "codes": ""} for name in ("Walking", "Tea & talk")
    ]
    add = reverse("wagtailsnippets_core_taxonomy:add")
    saved = editor.post(add, nested_form_data(data | {"terms": inline_formset(rows)}))
    assert saved.status_code == 302, saved.text
    question = Taxonomy.objects.get(slug="what-you-like")
    assert [term.slug for term in question.terms.all()] == ["what-you-like-walking", "what-you-like-tea-talk"]
    # The same words once more are another address.
    assert editor.post(address(question), posted(question, "Walking")).status_code == 302
    assert [term.slug for term in question.terms.all()][-1] == "what-you-like-walking-2"


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("One to one", "One-on-one", True),
        ("A peer worker", "Peer support workers", True),
        ("Peer-led group", "Led by peers", True),
        ("Workshops or courses", "A workshop, or a course", True),
        ("Families and carers", "A family member, carer or supporter", False),
        ("Thoughts of suicide", "Bereavement by suicide", False),
        ("Running a group", "In a group", False),
        ("Women", "Men", False),
        ("And", "Or", False),
    ],
)
def test_terms_that_say_nearly_the_same_are_known(one, other, are):
    assert are_alike(one, other) == are_alike(other, one) == are


def test_who_adds_a_term_that_says_nearly_what_another_one_says_is_told(editor):
    make_taxonomy("Type of support", "One to one", "Phone")
    question = make_taxonomy("How it runs", "In a group")
    page = editor.post(address(question), posted(question, "One-on-one", "Gardening"), follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert [message for message in said if "There is “One to one” already, under “Type of support”" in message]
    assert not any("Gardening" in message for message in said)
    assert named("One-on-one")
    # It is said once, to who named it so.
    again = editor.post(address(question), posted(question), follow=True)
    assert not any("already" in str(message) for message in again.context["messages"])
    new = {"name": "Third question", "help_text": "", "sort_order": "9"}
    rows = inline_formset([{"id": "", "name": "By phone", "parent": "", "merged_into": "", "codes": ""}])
    add = reverse("wagtailsnippets_core_taxonomy:add")
    page = editor.post(add, nested_form_data(new | {"terms": rows}), follow=True)
    assert any("There is “Phone” already" in str(message) for message in page.context["messages"])


def test_terms_that_one_may_take_for_another_say_which_question_they_answer(editor):
    make_taxonomy("Type of support", "One to one", "Phone")
    make_taxonomy("How it runs", "One-on-one")
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[NewsFactory().pk])).context["form"]
    labels = [
        label
        for _group, choices in form.formsets["page_terms"].empty_form.fields["term"].choices
        for _value, label in (choices if isinstance(choices, list) else ())
    ]
    assert {"One to one (Type of support)", "One-on-one (How it runs)", "Phone"} <= set(labels)


def test_a_new_name_keeps_the_address_and_a_retired_or_replaced_term_is_offered_no_more(editor):
    question = make_taxonomy("Kind", "Walk", "Run", "Stroll")
    changes = {
        "Walk": {"name": "Walking together"},
        "Run": {"is_retired": "on"},
        "Stroll": {"merged_into": named("Walk").pk},
    }
    assert editor.post(address(question), posted(question, terms=changes)).status_code == 302
    assert [(term.name, term.slug) for term in Term.objects.in_use()] == [("Walking together", "kind-walk")]
    assert named("Stroll").current().slug == "kind-walk"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Walk": {"DELETE": "1"}}, "tick “Retired” instead"),
        ({"Walk": {"merged_into": "Run"}, "Run": {"merged_into": "Walk"}}, "Choose the term that is used now"),
        ({"Walk": {"merged_into": "Run"}, "Run": {"merged_into": "Stroll"}}, "Choose the term that is used now"),
        ({"Walk": {"parent": "Run"}, "Run": {"parent": "Walk"}}, "narrower than this term already"),
        ({"Walk": {"merged_into": "Other"}}, "not one of the available choices"),
        ({"Walk": {"name": ""}}, "This field is required"),
    ],
)
def test_what_would_break_links_is_refused_with_words_and_nothing_typed_is_lost(editor, changes, said):
    question = make_taxonomy("Kind", "Walk", "Run", "Stroll")
    make_taxonomy("Elsewhere", "Other")
    as_posted = {
        name: {key: named(value).pk if key in {"merged_into", "parent"} else value for key, value in fields.items()}
        for name, fields in changes.items()
    }
    before = list(Term.objects.values())
    page = editor.post(address(question), posted(question, "Swim", terms=as_posted, help_text="Just typed."))
    assert page.status_code == 200
    assert said in page.text
    assert "Just typed." in page.text
    assert 'value="Swim"' in page.text
    assert list(Term.objects.values()) == before


def test_the_screens_cost_the_same_however_many_terms_there_are(editor):
    costs = []
    for names in (["a", "b", "c"], [f"term {number}" for number in range(12)]):
        question = make_taxonomy(f"Kind {len(names)}", *names)
        costs.append(
            [
                settled_cost(lambda url=url: editor.get(url))
                for url in (address(question), reverse("wagtailsnippets_core_taxonomy:list"))
            ]
        )
    assert costs[0] == costs[1]


def test_who_only_writes_drafts_may_not_change_what_everybody_chooses_from(client, member_of):
    client.force_login(member_of("Contributors"))
    assert client.get(address(make_taxonomy("Kind", "Walk"))).status_code == 302
