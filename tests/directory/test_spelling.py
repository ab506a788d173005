"""Another spelling where nothing is found: of words that are public now, and only where it finds something."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cms.core.words import stem
from directory import engine, words_table
from directory.models import SearchWord, Service
from directory.spelling import distance

from .factories import BALLARAT, GEELONG, make_service, make_taxonomy

LIST = "/directory/"


def offered(client, query):
    """Return {words of the link: its address} of what the page offers where it found nothing."""
    soup = BeautifulSoup(client.get(f"{LIST}?{query}").content, "html.parser")
    links = soup.select(".nothing-found a")
    return {link.get_text(): (link["href"], link.next_sibling) for link in links if "instead" in link.get_text()}


@pytest.mark.django_db
def test_a_slip_of_the_pen_leads_to_the_word_that_services_have(client):
    make_service("Anxiety circle", place=BALLARAT)
    make_service("Anxious people", summary="About anxiety.")
    make_service("Kettle", description="Some know bereavement.")
    for typed, meant, number in [
        ("anxeity", "anxiety", 2),
        ("angziety", "anxiety", 2),
        ("Berievement", "bereavement", 1),
        ("ketle", "kettle", 1),
        ("balarat", "ballarat", 1),
        ("anxeity circel", "anxiety circle", 1),
        ("the circel", "the circle", 1),
    ]:
        address = f"{LIST}?q={meant.replace(' ', '+')}"
        results = f" ({number} result{'' if number == 1 else 's'})"
        assert offered(client, f"q={typed}") == {f"Look for “{meant}” instead": (address, results)}, typed
        assert len(BeautifulSoup(client.get(address).content, "html.parser").select(".result")) == number
    # Short words that differ in two letters, and what is like nothing.
    for typed in ("tabel", "katel", "zzzzzz", "qqq", "12345678", "x" * 100):
        assert offered(client, f"q={typed}") == {}, typed


@pytest.mark.django_db
def test_what_was_asked_beside_the_words_stays_and_must_find_something(client):
    make_service("Anxiety circle", place=BALLARAT, offers_phone=True)
    make_service("Quiet", place=GEELONG)
    found = offered(client, "q=anxeity&near=3350&within=5&how=phone")
    assert found == {
        "Look for “anxiety” instead": (f"{LIST}?q=anxiety&near=3350&within=5&how=phone", " (1 result)"),
    }
    assert offered(client, "q=anxeity&how=chat") == {}
    assert offered(client, "q=anxeity&near=3220&within=5") == {}


@pytest.mark.django_db
def test_words_of_which_each_is_somewhere_are_spelled_right(client):
    make_service("Anxiety")
    make_service("Kettles")
    assert offered(client, "q=anxiety+kettle") == {}


@pytest.mark.django_db
def test_what_was_taken_down_is_never_suggested(client):
    withdrawn = make_service("Featherstonehaugh circle")
    make_service("Circle")
    assert "featherstonehaugh" in str(offered(client, "q=fetherstonehaugh"))
    Service.objects.filter(pk=withdrawn.pk).update(status="closed")
    assert SearchWord.objects.filter(word="featherstonehaugh").exists()
    assert offered(client, "q=fetherstonehaugh") == {}
    # A form of a word that others have: only theirs is public.
    make_service("Smithfield walkers", live=False)
    withdrawn = make_service("Kettling")
    make_service("Kettles")
    Service.objects.filter(pk=withdrawn.pk).update(live=False)
    assert stem("kettling") == stem("kettles")
    assert list(offered(client, "q=kettlign")) in ([], ["Look for “kettles” instead"])
    assert offered(client, "q=smithfeild") == {}


@pytest.mark.django_db
def test_names_of_terms_and_places_are_words_too(client):
    taxonomy = make_taxonomy("Type", "Bereavement")
    service = make_service("Table", taxonomy.terms.all(), place=BALLARAT)
    assert list(offered(client, "q=beravement")) == ["Look for “bereavement” instead"]
    service.terms.clear()
    service.save()
    assert offered(client, "q=beravement") == {}


@pytest.mark.django_db
def test_it_takes_no_more_than_eight_queries_and_none_where_something_is_found(client):
    make_service("Anxiety circle", place=BALLARAT)
    address = f"{LIST}?q=anxeity+circel&near=3350&within=5"
    for _visit in range(2):
        client.get(LIST)
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) <= 8
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{LIST}?q=circle")
    assert not any("searchword" in query["sql"] for query in captured)


@pytest.mark.django_db
def test_words_are_kept_once_and_a_rebuild_drops_those_that_nobody_has():
    make_service("Anxiety circle")
    gone = make_service("Anxiety kettle")
    gone.delete()
    assert SearchWord.objects.filter(word="anxiety").count() == 1
    engine.refresh_all()
    words = list(SearchWord.objects.values_list("word", flat=True))
    assert "kettle" not in words
    assert sorted(set(words)) == sorted(words)
    SearchWord.objects.filter(word="anxiety").delete()
    assert len(list(engine.differing())) == 1


@pytest.mark.django_db
def test_stems_that_nobody_has_are_told_from_those_that_somebody_has():
    make_service("Café 群れ")
    assert words_table.known({"cafe", "群れ", "kettl"}) == {"cafe", "群れ"}


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_distance_is_none_to_itself_the_same_both_ways_and_one_for_each_slip(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert distance(one + "x" + other, one + other) == 1
    assert distance("xy" + one, "yx" + one) == 1
