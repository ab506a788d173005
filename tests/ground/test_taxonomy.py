"""Terms are part of people's links: their slugs stay, and retired or merged terms go on working."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.core.models import Taxonomy, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def taxonomy():
    return Taxonomy.objects.create(name="Kind of meeting", slug="kind-of-meeting")


def make_term(taxonomy, slug, **fields):
    return Term.objects.create(taxonomy=taxonomy, name=slug.title(), slug=slug, **fields)


def test_a_terms_slug_cannot_change(taxonomy):
    term = make_term(taxonomy, "walking-group")
    term.slug = "walkers"
    with pytest.raises(ValidationError) as caught:
        term.full_clean()
    assert "slug" in caught.value.message_dict


def test_a_terms_name_may_change(taxonomy):
    term = make_term(taxonomy, "walking-group")
    term.name = "Walking together"
    term.full_clean()


def test_a_slug_is_unique_over_all_taxonomies(taxonomy):
    other = Taxonomy.objects.create(name="Run by", slug="kind-of-people")
    make_term(taxonomy, "walking-group")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_term(other, "walking-group")


def test_a_term_is_neither_merged_into_itself_nor_its_own_parent(taxonomy):
    term = make_term(taxonomy, "walking-group")
    for field in ("merged_into", "parent"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Term.objects.filter(pk=term.pk).update(**{field: term})
        setattr(term, field, term)
        with pytest.raises(ValidationError):
            term.full_clean()
        setattr(term, field, None)


def test_retired_and_merged_terms_are_not_offered_any_more(taxonomy):
    kept = make_term(taxonomy, "walking-group")
    make_term(taxonomy, "running-group", is_retired=True)
    make_term(taxonomy, "strolling-group", merged_into=kept)
    assert list(taxonomy.terms.filter(pk__in=Term.objects.in_use())) == [kept]


def test_a_merged_term_leads_to_the_one_that_stands_for_it_now(taxonomy):
    last = make_term(taxonomy, "walking-group")
    middle = make_term(taxonomy, "strolling-group", merged_into=last)
    first = make_term(taxonomy, "ambling-group", merged_into=middle)
    assert first.current() == last
    assert last.current() == last


def test_terms_merged_in_a_circle_end_somewhere(taxonomy):
    one, two = make_term(taxonomy, "walking-group"), make_term(taxonomy, "strolling-group")
    Term.objects.filter(pk=one.pk).update(merged_into=two)
    Term.objects.filter(pk=two.pk).update(merged_into=one)
    one.refresh_from_db()
    assert one.current() in {one, two}
