"""Facets: or within one, and between them, with counts that a slow count in Python agrees with."""

import datetime
import random
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.facets import PARAMETERS
from directory.models import Service
from directory.queries import PER_PAGE, Search
from directory.search_forms import FinderForm

from .factories import BALLARAT, GEELONG, MILDURA, WENDOUREE, make_location, make_service, make_taxonomy, make_term

LIST = "/directory/"


def search(query):
    parameters = QueryDict(query)
    return Search(FinderForm(parameters), parameters)


def find(query):
    return search(query).find()


def names(query):
    return [service.name for service in find(query).page.object_list]


def counts(found, key):
    facet = next(facet for facet in found.facets if facet.key == key)
    return {choice.value: choice.count for choice in facet.choices}


@pytest.fixture
def made(db):
    """Forty services with everything at random, the same in each run, and the taxonomies they are filed under."""
    numbers = random.Random(8)  # noqa: S311
    taxonomies = [make_taxonomy(f"Facet {n}", "one", "two", "three", is_prominent=n < 2) for n in range(3)]
    terms = [term for taxonomy in taxonomies for term in taxonomy.terms.all()]
    # Two that became others, one of them twice over.
    old = make_term(taxonomies[0], "old", merged_into=terms[0])
    make_term(taxonomies[0], "older", merged_into=old)
    terms = [*terms, old, taxonomies[0].terms.get(name="older")]
    for number in range(40):
        service = make_service(
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
        for place in numbers.sample([BALLARAT, WENDOUREE, GEELONG, MILDURA], numbers.randint(0, 2)):
            shown = numbers.choice(["street", "suburb", "suburb", "nothing"])
            make_location(service, place, shown, street="1 Kept Lane")
    return taxonomies


def slow(chosen, words=""):
    """Return the listed services that meet ``chosen`` ({parameter or taxonomy slug: set of values}), one by one."""
    return [service for service in Service.objects.listed() if words in service.name and meets(service, chosen)]


def meets(service, chosen, without=None):
    return all(values & having(service, key) for key, values in chosen.items() if values and key != without)


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
    expected = slow(chosen, words)
    assert found.total == len(expected)
    assert {service.name for service in found.page.object_list} <= {service.name for service in expected}
    assert len(found.page.object_list) == min(PER_PAGE, len(expected))
    everything = [service for service in Service.objects.listed() if words in service.name]
    for key in CHOICES:
        others = [service for service in everything if meets(service, chosen, without=key)]
        shown = counts(found, key)
        for value in CHOICES[key]:
            assert shown[value] == sum(1 for service in others if value in having(service, key)), (key, value)


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


def test_a_term_that_was_merged_leads_to_what_it_became(db):
    taxonomy = make_taxonomy("Type", "Group", "Circle")
    group, circle = taxonomy.terms.all()
    make_service("Has the new term", [group])
    make_service("Has the old term", [circle])
    make_service("Has both", [group, circle])
    circle.merged_into = group
    circle.save()
    for slug in (group.slug, circle.slug):
        found = find(f"term={slug}")
        assert found.total == 3
        assert counts(found, "type") == {group.slug: 3}
    assert search(f"term={circle.slug}").address() == f"term={group.slug}"


def test_terms_that_nobody_knows_or_that_are_retired_are_left_out(db, client):
    taxonomy = make_taxonomy("Type", "Group", "Choir")
    group, choir = taxonomy.terms.all()
    make_service("Singing", [choir])
    make_service("Sitting", [group])
    choir.is_retired = True
    choir.save()
    for slug in ("no-such-term", choir.slug, "%00", "a" * 300):
        response = client.get(f"{LIST}?term={slug}")
        assert response.status_code == 200
        assert b"2 services" in response.content


def test_a_term_of_a_taxonomy_that_is_no_facet_narrows_nothing(db):
    taxonomy = make_taxonomy("Notes", "Loss", is_facet=False)
    make_service("One", taxonomy.terms.all())
    make_service("Two")
    found = find("term=notes-loss")
    assert found.total == 2
    assert "notes" not in {facet.key for facet in found.facets}


def test_choices_that_lead_nowhere_are_not_offered_unless_chosen(db, client):
    make_taxonomy("Type", "Group", "Choir")
    make_service("One", [make_taxonomy("As", "Carer").terms.get()])
    content = client.get(LIST).content.decode()
    assert "Choir" not in content
    content = client.get(f"{LIST}?term=type-choir").content.decode()
    assert re.search(r'value="type-choir"[^>]* checked', content)


def test_a_hidden_address_is_counted_in_no_region(db):
    make_service("Hidden", place={"locality": BALLARAT, "address_shown": "nothing"})
    make_service("Shown", place=BALLARAT)
    assert counts(find(""), "region")["grampians"] == 1
    assert names("region=grampians") == ["Shown"]


def test_facets_that_show_at_once_come_first_and_the_rest_folds(db, client):
    as_who = make_taxonomy("Looking for support as", "Carer", is_prominent=True)
    access = make_taxonomy("Access", "Step-free", is_prominent=False)
    make_service("One", [*as_who.terms.all(), *access.terms.all()])
    content = client.get(LIST).content.decode()
    assert content.index("Looking for support as</legend>") < content.index("More filters") < content.index("Step-free")
    assert '<details class="more">' in content
    assert '<details class="more" open>' in client.get(f"{LIST}?term=access-step-free").content.decode()


def test_what_was_chosen_can_be_taken_away_one_by_one_or_all(db, client):
    taxonomy = make_taxonomy("Type", "Group", "Choir")
    make_service("One", taxonomy.terms.all(), offers_phone=True)
    content = client.get(f"{LIST}?q=one&term=type-group&how=phone&page=1").content.decode()
    tags = re.findall(r'class="tag-remove"\s+href="([^"]*)"', content)
    assert [tag.replace("&amp;", "&") for tag in tags] == [
        f"{LIST}?term=type-group&how=phone",
        f"{LIST}?q=one&how=phone",
        f"{LIST}?q=one&term=type-group",
    ]
    assert f'href="{LIST}">Clear all' in content


def test_place_distance_and_order_can_be_taken_away_too(db, client):
    make_service("One", place=BALLARAT)
    content = unescape(client.get(f"{LIST}?near=3350&within=5&sort=name").content.decode())
    tags = re.findall(r'class="tag-remove"\s+href="([^"]*)".*?<bdi>(.*?)</bdi>', content)
    assert tags == [
        (f"{LIST}?sort=name", "Within 5 km of 3350"),
        (f"{LIST}?near=3350&within=5", "By name, A to Z"),
    ]


def test_the_address_is_made_of_what_is_known_alone(db):
    make_taxonomy("Type", "Group")
    asked = search("term=type-group&term=nothing&how=phone&how=pigeon&cost=gold&utm=1&page=3&within=10")
    assert asked.address() == "term=type-group&how=phone"


def test_the_name_list_is_the_root_of_the_directory():
    assert reverse("directory:list") == LIST


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


def test_each_order_is_what_it_says(db):
    today = datetime.date(2026, 11, 3)
    make_service("Tea far away", place=GEELONG, assured_at=today)
    make_service("Beside", summary="Tea.", place=WENDOUREE, assured_at=today - datetime.timedelta(days=9))
    make_service("About it", description="Tea.", place=BALLARAT)
    make_service("Warm tea line", coverage="statewide", assured_at=today - datetime.timedelta(days=1))
    assert names("") == ["About it", "Beside", "Tea far away", "Warm tea line"]
    assert names("q=tea") == ["Tea far away", "Warm tea line", "Beside", "About it"]
    assert names("q=tea&sort=name") == names("sort=name") == names("")
    assert names("sort=checked") == ["Tea far away", "Warm tea line", "Beside", "About it"]
    assert names("near=3350&within=50") == ["About it", "Beside", "Warm tea line"]
    assert names("near=3350&within=50&sort=checked") == ["Beside", "About it", "Warm tea line"]
    # Nothing to measure from, no words to weigh: the order of the alphabet.
    assert names("sort=distance") == names("sort=relevance") == names("sort=x") == names("")
    assert search("sort=distance").address() == search("q=tea&sort=relevance&sort=x").address(without={"q"}) == ""
    assert search("sort=name&near=3350").address() == "near=3350&sort=name"


def test_a_wider_term_finds_what_is_filed_under_a_narrower_one(db):
    taxonomy = make_taxonomy("Type", "Music", "Choir")
    music, choir = taxonomy.terms.order_by("sort_order")
    choir.parent = music
    choir.save()
    make_service("Singing", [choir])
    make_service("Both", [music, choir])
    make_service("Neither")
    assert names("term=type-music") == ["Both", "Singing"]
    assert counts(find(""), "type") == {"type-music": 2, "type-choir": 2}


def test_a_long_question_offers_a_list_and_keeps_what_was_chosen(db, client):
    make_service("Here", place=BALLARAT)
    make_service("There", place=GEELONG)
    content = client.get(f"{LIST}?council=ballarat").content.decode()
    assert 'value="ballarat"' in content
    assert re.search(r'<option value="greater-geelong">Greater Geelong \(1\)</option>', content)
    assert "Mildura" not in content
    assert names("council=ballarat&council=greater-geelong") == ["Here", "There"]
