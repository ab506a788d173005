"""What a process keeps of the directory to count with: equal to a slow plain look at each service, whatever changed."""

import datetime
import threading
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.words import folded_words, stem
from directory import engine, kept_census, letters, near
from directory.census import COMMON, Census, Kept, Ordered, bits_of, slots_in
from directory.models import Location, SearchEntry, SearchPlace, Service

from .asking import search
from .factories import BALLARAT, GEELONG, MILDURA, WENDOUREE, make_location, make_service, make_taxonomy, new_location

WORDS = ["tea", "walking", "walked", "café", "grief", "群れ"]
PLACES = [BALLARAT, WENDOUREE, GEELONG, MILDURA]
DAY = datetime.date(2026, 3, 4)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
services = st.fixed_dictionaries(
    {
        "name": texts,
        "summary": texts,
        "description": texts | st.just(""),
        "coverage": st.sampled_from(["place", "place", "statewide"]),
        "cost_kind": st.sampled_from(["free", "fee"]),
        "offers_phone": st.booleans(),
        "assured_at": st.none() | st.integers(0, 3).map(lambda days: DAY - datetime.timedelta(days=days)),
        "places": st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["suburb", "street", "nothing"])), max_size=2),
        "term": st.none() | st.integers(0, 2),
    }
)  # fmt: skip
changes = st.lists(
    st.tuples(
        st.sampled_from(["make", "make", "rename", "move", "close", "open", "unlist", "delete", "undone", "term"]),
        st.integers(0, 30),
        services,
    ),
    min_size=1,
    max_size=8,
)
questions = st.fixed_dictionaries(
    {},
    optional={
        "q": st.lists(st.sampled_from([*WORDS, '"tea walking"', '"grief tea"']), min_size=1, max_size=3).map(" ".join),
        "near": st.sampled_from(["3350", "Geelong 3220", "Mildura", "Atlantis"]),
        "within": st.sampled_from(["5", "50"]),
        "how": st.sampled_from(["phone", "in-person"]),
        "cost": st.sampled_from(["free", "fee"]),
        "region": st.sampled_from(["grampians", "statewide"]),
        "sort": st.sampled_from(["name", "checked", "relevance"]),
        "term": st.sampled_from(["kind-one", "kind-two", "kind-three"]),
    },
)


def make(values, terms):
    fields = dict(values)
    places, term = fields.pop("places"), fields.pop("term")
    return make_service(
        terms=[] if term is None else [terms[term]],
        locations=[new_location(place, shown, street="1 Kept Lane") for place, shown in places],
        **fields,
    )


def change(what, service, values, terms):
    """Change ``service`` in one of the ways that services change."""
    if what == "rename":
        service.name, service.summary = values["name"], values["summary"]
        service.save()
    elif what == "move":
        service.locations.all().delete()
        make_location(service, BALLARAT if values["offers_phone"] else MILDURA)
    elif what in {"close", "open"}:
        Service.objects.filter(pk=service.pk).update(status="closed" if what == "close" else "open")
    elif what == "unlist":
        Service.objects.get(pk=service.pk).unpublish()
    elif what == "delete":
        service.delete()
    elif what == "undone":
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(name="Undone", cost_kind="donation")
            make(values, terms)
            kept_census.current()
            transaction.set_rollback(True)
    elif what == "term":
        term = terms[values["term"] or 0]
        term.is_retired = not term.is_retired
        term.save()


def said(census):
    """Return all that a census says of each service, by its primary key."""
    everywhere, listed = set(slots_in(census.everywhere)), set(slots_in(census.all))
    with_letters = {letter: set(slots_in(bits)) for letter, bits in census.letters.items()}
    at = {pk: (place.point, place.name, place.postcode, set(place.slots)) for pk, place in census.places.items()}
    return [
        (
            census.pks[slot],
            slot in listed,
            slot in everywhere,
            census.names[slot],
            census.days[slot],
            sorted(letter for letter, those in with_letters.items() if slot in those),
            sorted((pk, *place[:3]) for pk, place in at.items() if slot in place[3]),
            sorted(census.where[slot]),
        )
        for slot in census.order
    ]


class Plain:
    """The directory looked at service by service, for one search: what the engine must say too, found the slow way."""

    def __init__(self, asked):
        self.asked, terms = asked, letters.Terms()
        self.rows = []
        for service in Service.objects.listed().select_related("organisation"):
            texts = [service.name, service.summary, service.description, service.provider, service.public_places()]
            texts += [terms.by_pk[pk].name for one in service.terms.all() for pk in terms.over(one.pk)]
            texts += service.delivery_labels
            stems = [[stem(word) for word in folded_words(text)] for text in texts]
            if asked.has_words and not self.has_words(stems):
                continue
            distance = self.distance(service)
            if asked.place and distance is None and service.coverage == "place":
                continue
            self.rows.append((service, stems, letters.letters_of(service, terms), distance))

    def has_words(self, texts):
        every = {one for text in texts for one in text}
        return set(self.asked.wanted.stems) <= every and all(
            any(list(phrase) == text[at : at + len(phrase)] for text in texts for at in range(len(text)))
            for phrase in self.asked.wanted.phrases
        )

    def distance(self, service):
        if not self.asked.place:
            return None
        away = [
            0.0
            if one.pk in self.asked.place.localities
            else self.asked.place.kilometres_to(one.latitude, one.longitude)
            for one in service.public_localities
        ]
        return min((one for one in away if one <= self.asked.within), default=None)

    def meeting(self, chosen_facets):
        """Return the rows that have a chosen letter of every facet."""
        wanted = [{choice.letter for choice in facet.chosen} for facet in chosen_facets if facet.chosen]
        return [row for row in self.rows if all(those & set(row[2]) for those in wanted)]

    def in_order(self):
        """Return the primary keys of the results as they are shown."""
        sort = self.asked.sort

        def key(row):
            service, stems, _letters, distance = row
            name, summary = stems[0], stems[1]
            missing = [one for one in self.asked.wanted.stems if one not in name] if self.asked.has_words else []
            standing = (0 if not missing else 1 if set(missing) <= set(summary) else 2, len(missing))
            far = bool(self.asked.place) and distance is None
            last = (" ".join(folded_words(service.name)), service.pk)
            if sort == "distance":
                return (far, round(distance or 0), standing, last)
            if sort == "relevance":
                return (far, standing, last)
            checked = service.assured_at.toordinal() if service.assured_at else 0
            return (far, -checked if sort == "checked" else 0, last)

        return [row[0].pk for row in sorted(self.meeting(self.asked.facets), key=key)]

    def counts(self):
        """Return {(facet key, value): count} of every choice: with what was chosen in the other facets."""
        found = {}
        for facet in self.asked.facets:
            others = self.meeting([other for other in self.asked.facets if other is not facet])
            numbers = Counter(letter for row in others for letter in row[2])
            found |= {(facet.key, choice.value): numbers[choice.letter] for choice in facet.choices}
        return found


@pytest.mark.django_db
@settings(max_examples=25)
@given(first=st.lists(services, max_size=4), steps=changes, asked=st.lists(questions, min_size=1, max_size=4))
def test_after_any_changes_matches_order_and_counts_are_those_of_a_plain_look_and_of_a_rebuild(first, steps, asked):
    with transaction.atomic():
        terms = list(make_taxonomy("Kind", "one", "two", "three").terms.order_by("sort_order"))
        made = [make(values, terms) for values in first]
        kept_census.current()
        for what, number, values in steps:
            there = [one for one in made if one.pk]
            if what == "make" or not there:
                made.append(make(values, terms))
            else:
                change(what, there[number % len(there)], values, terms)
            kept_census.current()
        census = kept_census.current()
        fresh = kept_census.Keeper().current()
        assert said(census) == said(fresh)
        assert list(engine.differing()) == []
        for question in asked:
            query = urlencode(question)
            plain = Plain(search(query))
            found = search(query)
            result = found.find()
            assert found.keys() == plain.in_order(), query
            assert {
                (facet.key, choice.value): choice.count for facet in result.facets for choice in facet.choices
            } == plain.counts(), query
            assert [one.pk for one in result.page.object_list] == plain.in_order()[:10]
            assert [one.distance for one in result.page.object_list] == [plain.distance(one) for one in result.page]
        transaction.set_rollback(True)


# --- Sets and slices -----------------------------------------------------------------------------------


@given(st.sets(st.integers(1, 3000), max_size=300))
def test_a_set_gives_back_the_slots_it_was_made_of(slots):
    assert list(slots_in(bits_of(list(slots)))) == sorted(slots)
    assert bits_of(list(slots)).bit_count() == len(slots)


def census_of(number):
    census = Census()
    names = [f"Name {n * 7919 % 101:03}" for n in range(number)]
    census.read([(n + 1, "a" if n % 3 else "ab", names[n], n % 5, n % 7 == 0) for n in range(number)], [])
    return census


@pytest.mark.parametrize("number", [3, 40, 2000])
@pytest.mark.parametrize("by_check", [False, True])
def test_any_slice_of_an_order_is_that_of_all_of_it_sorted(number, by_check):
    census = census_of(number)
    sets = [census.having("b"), census.all & ~census.having("b")]
    ordered = Ordered(census, lambda: sets, number, by_check)

    def key(pk):
        slot = census.slot_of[pk]
        return (not sets[0] >> slot & 1, -census.days[slot] if by_check else 0, census.names[slot], pk)

    whole = sorted(range(1, number + 1), key=key)
    assert list(ordered) == whole
    for start in (0, 1, number // 3, number - 2, number + 5):
        assert ordered[start : start + 10] == whole[start : start + 10]


def test_what_is_given_out_stays_as_it_was_when_something_changes():
    census = census_of(50)
    before = said(census)
    new = census.changed([(3, "b", "Aaa", 9, False), (99, "a", "Zzz", 1, True)], [], {3, 7, 99})
    assert said(census) == before
    assert len(new) == 50
    assert new.having("a").bit_count() == 49
    assert 7 not in new.slot_of
    assert new.pks[new.order[0]] == 3
    # The slot of what went is the next one's.
    assert len(new.pks) == len(census.pks)


def test_what_few_services_have_is_kept_nowhere_and_of_the_rest_the_last_asked_for():
    kept, made = Kept(2), []

    def ask(key, number):
        kept.get(key, lambda: made.append(key) or [2**number - 1])

    for key in ("few", "few", "a", "a", "b", "a", "c", "a", "b"):
        ask(key, COMMON - 1 if key == "few" else COMMON)
    assert made == ["few", "few", "a", "b", "c", "b"]


# --- Between transactions ------------------------------------------------------------------------------


def in_another_connection(work):
    """Do ``work`` in a connection of its own, and return when it is done; raise what it raises."""
    failed = []

    def run():
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    if failed:
        raise failed[0]


def names_kept():
    census = kept_census.current()
    return [census.names[slot] for slot in census.order]


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_commits_is_there_at_the_next_look_and_what_it_undoes_never():
    make_service("Tuesday Table", place=BALLARAT)
    assert names_kept() == ["tuesday table"]

    def undo():
        with transaction.atomic():
            make_service("Undone", place=GEELONG)
            assert names_kept() == ["friday chairs", "tuesday table", "undone"]
            transaction.set_rollback(True)

    in_another_connection(lambda: make_service("Friday chairs"))
    assert names_kept() == ["friday chairs", "tuesday table"]
    in_another_connection(undo)
    assert names_kept() == ["friday chairs", "tuesday table"]
    # What comes after has the number of what was undone, on SQLite.
    in_another_connection(lambda: make_service("Sunday walk"))
    assert names_kept() == ["friday chairs", "sunday walk", "tuesday table"]
    assert said(kept_census.current()) == said(kept_census.Keeper().current())


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_after_a_later_one_is_not_missed():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    first, second = make_service("First"), make_service("Second")
    names_kept()
    with transaction.atomic():
        # Begins first, commits last.
        Service.objects.filter(pk=first.pk).update(name="First changed")
        in_another_connection(lambda: Service.objects.filter(pk=second.pk).update(name="Second changed"))
        seen = []
        in_another_connection(lambda: seen.extend(names_kept()))
        assert seen == ["first", "second changed"]
    assert names_kept() == ["first changed", "second changed"]


@pytest.mark.django_db(transaction=True)
def test_tables_that_were_filled_from_elsewhere_are_read_anew():
    service = make_service("Tuesday Table", place=BALLARAT)
    names_kept()
    SearchEntry.objects.filter(pk=service.pk).update(name_key="from a backup")
    SearchPlace.objects.all().delete()
    assert names_kept() == ["tuesday table"]
    engine.begin()
    assert names_kept() == ["from a backup"]
    assert not kept_census.current().places


@pytest.mark.django_db
def test_a_change_reads_what_changed_and_nothing_else(django_assert_num_queries):
    for number in range(5):
        make_service(f"Service {number}", place=BALLARAT)
    kept_census.current()
    with django_assert_num_queries(1):
        kept_census.current()
    Location.objects.filter(service__name="Service 3").update(address_shown="nothing")
    engine.refresh(Service.objects.filter(name="Service 3").values_list("pk", flat=True))
    with django_assert_num_queries(3) as captured:
        census = kept_census.current()
    assert any("IN (" in query["sql"] for query in captured.captured_queries[1:])
    assert [len(place.slots) for place in census.places.values()] == [4]


@pytest.mark.django_db
def test_the_nearest_is_found_however_far_and_only_what_is_asked_for():
    make_service("Far", place=MILDURA, offers_phone=True)
    make_service("Close", place=WENDOUREE)
    census = kept_census.current()
    place = near.ask("Ballarat Central").place or near.Place("x", ((BALLARAT[2], BALLARAT[3]),), frozenset())
    assert near.nearest(census, place, census.all) == pytest.approx(4.0, abs=0.5)
    with_phone = census.having(letters.letter("how", "phone"))
    assert near.nearest(census, place, with_phone) == pytest.approx(
        near.kilometres(BALLARAT[2], BALLARAT[3], MILDURA[2], MILDURA[3]), abs=0.1
    )
    assert near.nearest(census, place, 0) is None
