"""The directory asked at random, over forty services of every kind: a slow count in Python agrees, nothing is an error."""

import random

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.facets import PARAMETERS
from directory.models import Service
from directory.queries import PER_PAGE

from .asking import LIST, counts, find
from .factories import BALLARAT, GEELONG, MILDURA, WENDOUREE, make_service, make_taxonomy, make_term, new_location

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        make_services()
        yield [
            (service.name, {key: having(service, key) for key in CHOICES})
            for service in Service.objects.listed().prefetch_related("terms__taxonomy", "locations__locality")
        ]
        transaction.set_rollback(True)


@pytest.fixture
def made(_made, db):
    """Forty services, made once for all tests here: a list of the names of those that are listed, with what each meets."""
    return _made


def make_services():
    """Make forty services with everything at random, the same in each run, and the taxonomies they are filed under."""
    numbers = random.Random(8)  # noqa: S311
    taxonomies = [make_taxonomy(f"Facet {n}", "one", "two", "three", is_prominent=n < 2) for n in range(3)]
    terms = [term for taxonomy in taxonomies for term in taxonomy.terms.all()]
    # Two that became others, one of them twice over.
    old = make_term(taxonomies[0], "old", merged_into=terms[0])
    make_term(taxonomies[0], "older", merged_into=old)
    terms = [*terms, old, taxonomies[0].terms.get(name="older")]
    for number in range(40):
        places = [
            new_location(place, numbers.choice(["street", "suburb", "suburb", "nothing"]), street="1 Kept Lane")
            for place in numbers.sample([BALLARAT, WENDOUREE, GEELONG, MILDURA], numbers.randint(0, 2))
        ]
        make_service(
            locations=places,
            name=f"Service {number:02} {numbers.choice(['tea', 'walk', 'music'])}",
            terms=numbers.sample(terms, numbers.randint(0, 5)),
            cost_kind=numbers.choice(Service.Cost.values),
            coverage=numbers.choice([*["place"] * 6, "statewide", "national"]),
            status=numbers.choice([*["open"] * 6, "waiting", "paused", "closed"]),
            live=numbers.random() > 0.1,
            joining=numbers.choice(Service.Joining.values),
            takes_newcomers=numbers.random() > 0.2,
            age_min=numbers.choice([None, 12, 18, 60]),
            age_max=numbers.choice([None, None, 64, 90]),
            children_welcome=numbers.choice(Service.Welcome.values),
            **{field: numbers.random() > 0.5 for field in Service.DELIVERY},
        )


def meets(having, chosen, without=None):
    """Return whether what a service has is what was ``chosen``: {parameter or taxonomy slug: set of values}."""
    return all(values & having[key] for key, values in chosen.items() if values and key != without)


def having(service, key):
    if key == "how":
        return {slug for field, (slug, _label) in Service.DELIVERY.items() if getattr(service, field)}
    if key == "cost":
        return {service.cost_kind}
    if key == "joining":
        return {service.joining}
    if key == "children":
        return {service.children_welcome}
    if key == "open":
        if service.status == "waiting":
            return {"waiting"}
        return {"now"} if service.status == "open" and service.takes_newcomers else set()
    if key == "age":
        ages = range(service.age_min or 0, 151 if service.age_max is None else service.age_max + 1)
        bands = {"children": range(12), "teenagers": range(12, 18), "young-adults": range(18, 26)}
        bands |= {"adults": range(26, 65), "older": range(65, 151)}
        return {band for band, years in bands.items() if set(ages) & set(years)}
    if key == "council":
        return {
            place.locality.council_area.lower().replace(" ", "-")
            for place in service.locations.all()
            if place.address_shown != "nothing"
        }
    if key == "region":
        return {service.coverage} | {
            place.locality.region.lower().replace(" ", "-")
            for place in service.locations.all()
            if place.address_shown != "nothing"
        }
    return {term.current().slug for term in service.terms.all() if term.taxonomy.slug == key}


TERMS = {f"facet-{n}": [f"facet-{n}-{word}" for word in ("one", "two", "three")] for n in range(3)}
CHOICES = TERMS | {
    "how": ["in-person", "phone", "video", "chat", "outreach"],
    "cost": Service.Cost.values,
    "region": ["grampians", "barwon-south-west", "loddon-mallee", "statewide", "national"],
    "joining": Service.Joining.values,
    "open": ["now", "waiting"],
    "age": ["children", "teenagers", "young-adults", "adults", "older"],
    "children": ["yes"],
    "council": ["ballarat", "greater-geelong", "mildura"],
}
chosen_sets = st.fixed_dictionaries(
    {key: st.sets(st.sampled_from(values), max_size=2) for key, values in CHOICES.items()}
)


def address(chosen, words=""):
    query = QueryDict(mutable=True)
    for key, values in chosen.items():
        for value in sorted(values):
            query.appendlist("term" if key in TERMS else key, value)
    if words:
        query["q"] = words
    return query.urlencode()


@settings(max_examples=40)
@given(chosen=chosen_sets, words=st.sampled_from(["", "tea", "walk"]))
@example(chosen={key: set() for key in CHOICES}, words="")
def test_results_and_counts_equal_a_slow_count(made, chosen, words):
    found = find(address(chosen, words))
    everything = [(name, having) for name, having in made if words in name]
    expected = {name for name, having in everything if meets(having, chosen)}
    assert found.total == len(expected)
    assert {service.name for service in found.page.object_list} <= expected
    assert len(found.page.object_list) == min(PER_PAGE, len(expected))
    for key in CHOICES:
        others = [having for _name, having in everything if meets(having, chosen, without=key)]
        shown = counts(found, key)
        for value in CHOICES[key]:
            assert shown[value] == sum(1 for having in others if value in having[key]), (key, value)


@settings(max_examples=60)
@given(
    query=st.lists(
        st.tuples(
            st.sampled_from(["q", "near", "within", "sort", "page", "view", "x", *PARAMETERS]),
            st.text(max_size=30)
            | st.sampled_from(
                ["3350", "facet-0-one", "phone", "free", "-1", "99999999999999999999", "\x00", "\u202e", "%"]
            ),
        ),
        max_size=8,
    )
)
@example(query=[("q", "a\x00b"), ("near", "\x00"), ("region", "\x00"), ("term", "\x00"), ("page", "\x00")])
@example(query=[("q", "\u202egnireh\u2066"), ("near", "\u202e3350")])
@example(query=[("q", '"'), ("q", "NEAR(a b)")])
@example(query=[("near", "Ballarat Central"), ("within", "5"), ("page", "last")])
def test_whatever_is_asked_the_list_answers(made, client, query):
    response = client.get(LIST, by_name(query))
    assert response.status_code == 200
    assert "\u202e" not in response.content.decode()


def by_name(pairs):
    together = {}
    for name, value in pairs:
        together.setdefault(name, []).append(value)
    return together


@pytest.mark.parametrize(
    "query",
    [
        "within=-1&near=3350", "within=1000000000&near=3350", "page=" + "9" * 31, "page=-1", "sort=x", "sort=relevance",
        "sort=distance", "view=x", "age=200&when=never&open=x&council=Atlantis&joining=&children=no",
        "near=-37.8,144.9", "near=" + "9" * 1000, "q=" + "x" * 3000, "q=%00&near=%00&council=%00&sort=%00",
        "&".join(["how=phone"] * 199), "&".join(f"term=t{n}" for n in range(199)), "q=%E7%BE%A4%E3%82%8C+%F0%9F%98%80",
    ],
)  # fmt: skip
def test_what_nobody_can_use_is_left_out_and_the_list_comes(made, client, query):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    content = response.content.decode()
    assert "Find peer support" in content
    # Whatever was meant, the choices still lead somewhere.
    assert 'class="filters"' in content
