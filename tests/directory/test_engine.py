"""The directory's own search table: what is in it, when it changes, and that it finds the same as a plain filter."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.core.wording import wanted
from cms.core.words import stem
from directory import engine, letters, moderation
from directory.models import Location, SearchEntry, SearchPlace, Service

from .factories import BALLARAT, GEELONG, WENDOUREE, make_location, make_service, make_taxonomy, make_term

pytestmark = pytest.mark.django_db


def found(words):
    pks = [row[0] for row in engine.hits(wanted(words))]
    return sorted(Service.objects.filter(pk__in=pks).values_list("name", flat=True))


def words_of(service):
    with connection.cursor() as cursor:
        cursor.execute("SELECT stems FROM directory_words WHERE rowid = %s", [service.pk])
        return [row[0] for row in cursor.fetchall()]


def is_kept(service):
    return SearchEntry.objects.filter(pk=service.pk).exists() or bool(words_of(service))


def test_only_what_is_listed_is_in_the_tables():
    listed = make_service("Listed", place=BALLARAT)
    for fields in ({"live": False}, {"status": "closed"}):
        assert not is_kept(make_service("Kept back", place=BALLARAT, **fields))
    assert list(SearchEntry.objects.values_list("pk", flat=True)) == [listed.pk]
    assert SearchPlace.objects.count() == 1


def test_what_is_published_is_found_at_once_and_what_is_taken_down_is_not(approver):
    service = make_service("Tuesday Table", live=False)
    assert found("table") == []
    service.save_revision().publish(user=approver)
    assert found("table") == ["Tuesday Table"]
    moderation.set_status(service, "closed", user=approver)
    assert found("table") == []
    moderation.set_status(service, "open", user=approver)
    assert found("table") == ["Tuesday Table"]
    service.refresh_from_db()
    service.unpublish()
    assert not is_kept(service)


def test_a_draft_over_a_live_entry_changes_nothing():
    service = make_service("Tuesday Table")
    service.name = "Friday chairs"
    service.save_revision()
    assert found("chairs") == []
    assert found("table") == ["Tuesday Table"]


def test_an_update_in_the_database_reaches_the_search():
    service = make_service("Tuesday Table")
    Service.objects.filter(pk=service.pk).update(name="Friday chairs")
    assert found("chairs") == ["Friday chairs"]
    Service.objects.filter(name__startswith="Friday").update(live=False)
    assert not is_kept(service)


def test_what_is_undone_is_undone_in_the_search_too():
    service = make_service("Tuesday Table")
    with transaction.atomic():
        Service.objects.filter(pk=service.pk).update(status="closed")
        assert not is_kept(service)
        transaction.set_rollback(True)
    assert found("table") == ["Tuesday Table"]


def test_what_is_deleted_leaves_no_word():
    service = make_service("Tuesday Table", place=BALLARAT)
    pk = service.pk
    service.delete()
    service.pk = pk
    assert not is_kept(service)
    assert not SearchPlace.objects.exists()


def test_an_address_that_is_kept_back_is_in_no_table():
    service = make_service("Table")
    make_location(service, BALLARAT, "nothing", street="1 Zebrafinch Lane", name="Zebrafinch hall")
    make_location(service, WENDOUREE, "suburb", street="2 Zebrafinch Lane", name="Zebrafinch house")
    assert found("ballarat central") == []
    assert found("wendouree") == ["Table"]
    assert "zebrafinch" not in "".join(words_of(service))
    assert [place.locality.name for place in SearchPlace.objects.all()] == ["Wendouree"]


def test_who_provides_it_and_its_terms_find_it_under_their_names_of_today():
    taxonomy = make_taxonomy("Type", "Choir")
    service = make_service("Table", taxonomy.terms.all(), organisation="Wendouree Peers")
    assert found("choir wendouree") == ["Table"]
    term = taxonomy.terms.get()
    term.name = "Singing"
    term.save()
    service.organisation.name = "Sebastopol Peers"
    service.organisation.save()
    assert found("choir") == found("wendouree") == []
    assert found("singing sebastopol") == ["Table"]
    term.delete()
    assert found("singing") == []


def test_wider_terms_and_merged_ones_follow_the_vocabulary():
    taxonomy = make_taxonomy("Type", "Music", "Choir", "Old choir")
    music, choir, old = taxonomy.terms.order_by("sort_order")
    service = make_service("Table", [old])

    def filed():
        kept = SearchEntry.objects.get(pk=service.pk).letters
        return {term.name for term in (music, choir, old) if letters.letter_of_term(term.pk) in kept}

    assert filed() == {"Old choir"}
    old.merged_into = choir
    old.save()
    assert filed() == {"Choir"}
    choir.parent = music
    choir.save()
    assert filed() == {"Choir", "Music"}
    assert found("music") == ["Table"]
    music.is_retired = True
    music.save()
    assert filed() == {"Choir"}


def test_a_ring_of_wider_terms_ends():
    taxonomy = make_taxonomy("Type", "One", "Two")
    one, two = taxonomy.terms.order_by("sort_order")
    one.parent, two.parent = two, one
    one.save()
    two.save()
    service = make_service("Table", [one])
    assert letters.letter_of_term(two.pk) in SearchEntry.objects.get(pk=service.pk).letters


def test_a_phrase_stands_in_one_text_in_order():
    make_service("River walk", summary="Slow people.")
    assert found('"river walk"') == ["River walk"]
    assert found('"walk river"') == found('"walk slow"') == []
    assert found("slow river") == ["River walk"]


TEXTS = st.lists(
    st.sampled_from(
        ["tea", "Teas", "café", "walking", "walked", "群れ", "พูดคุย", "it's", "a", "the", "O'Brien", "x" * 70, "İ", "ﬁsh", "½", "12", "1e5", "́", "-", '"', "'"]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip


@settings(max_examples=40)
@given(names=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), summary=TEXTS, query=TEXTS)
@example(names=["Café 群れ"], summary="", query="cafe 群れ")
@example(names=["tea"], summary="NUL \x01", query="' OR 1 & ! :* (")
def test_words_find_what_a_plain_look_at_each_service_finds(names, summary, query):
    with transaction.atomic():
        services = [make_service(name[:120], summary=summary[:200] or "-") for name in names]
        asked = wanted(query)
        expected = set()
        for service in services:
            kept = {stem(word) for word in engine.folded_words(f"{service.name} {service.summary}")}
            rest = {stem(word) for word in engine.folded_words(f"{service.provider} In person")}
            texts = [[stem(word) for word in engine.folded_words(text)] for text in (service.name, service.summary)]
            has_phrases = all(
                any(list(phrase) == text[at : at + len(phrase)] for text in texts for at in range(len(text)))
                for phrase in asked.phrases
            )
            if set(asked.stems) <= kept | rest and has_phrases:
                expected.add(service.pk)
        assert {row[0] for row in (engine.hits(asked) if asked.words else [])} == (expected if asked.words else set())
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("weekday", "starts", "ends", "expected"),
    [
        (1, 10, 12, {"weekday"}),
        (1, 18, 20, {"evening"}),
        (1, 12, 18, {"weekday"}),
        (1, 14, 20, {"weekday", "evening"}),
        (1, 9, None, {"weekday"}),
        (5, 10, 12, {"weekend"}),
        (6, 19, 21, {"weekend", "evening"}),
        (4, 22, 2, {"evening"}),
    ],
)
def test_a_time_is_in_the_day_in_the_evening_or_at_the_weekend(weekday, starts, ends, expected):
    service = make_service()
    times = [{"weekday": weekday, "starts": datetime.time(starts), "ends": ends and datetime.time(ends)}]
    make_location(service, BALLARAT, times=times)
    assert letters.when(service.schedules) == expected


def test_what_is_there_all_day_on_every_day_is_there_at_any_hour():
    service = make_service()
    day = {"starts": datetime.time(0), "ends": datetime.time(23, 59)}
    make_location(service, BALLARAT, times=[day | {"weekday": number} for number in range(7)])
    assert "any-hour" in letters.when(service.schedules)


def test_no_letter_stands_for_two_things():
    terms = [letters.letter_of_term(pk) for pk in (1, 2, 999_999)]
    fixed = list(letters._BY_CHOICE.values())
    places = [letters.letter_of_region(name) for name in letters.regions()]
    places += [letters.letter_of_council(name) for name in letters.councils()]
    every = [*terms, *fixed, *places]
    assert all(len(one) == 1 for one in every)
    assert len(set(every)) == len(every)
    assert letters.letter_of_term(10**9) == letters.letter_of_council("Atlantis") == ""


@pytest.fixture
def verify(capsys):
    def run(*arguments):
        call_command("verify_search", *arguments)
        return capsys.readouterr().out

    return run


def test_the_search_is_checked_against_a_rebuild_and_mended(verify):
    right, wrong, missing, gone = (make_service(name, place=GEELONG) for name in ("A", "B", "C", "D"))
    assert "as it should be" in verify()
    SearchEntry.objects.filter(pk=wrong.pk).update(letters="x")
    engine.forget([missing.pk])
    Location.objects.filter(service=right).update(address_shown="nothing")
    super(type(Service.objects.all()), Service.objects.filter(pk=gone.pk)).update(live=False)
    with pytest.raises(SystemExit):
        verify()
    assert set(engine.differing()) == {right.pk, wrong.pk, missing.pk, gone.pk}
    assert "mended" in verify("--repair")
    assert list(engine.differing()) == []
    assert not is_kept(gone)


def test_words_of_nobody_are_found_and_taken_away(verify):
    from directory import words_table

    words_table.put([(987654, ["stray"])])
    with pytest.raises(SystemExit):
        verify()
    verify("--repair")
    assert words_table.read([987654]) == {}


def test_a_site_that_had_services_before_is_filled_after_its_migrations():
    make_service("Table")
    engine.forget(Service.objects.values_list("pk", flat=True))
    call_command("migrate", verbosity=0)
    assert found("table") == ["Table"]


def test_a_term_beyond_the_alphabet_loses_nothing_else(monkeypatch):
    taxonomy = make_taxonomy("Type", "Choir")
    term = make_term(taxonomy, "Huge")
    monkeypatch.setattr(letters, "LAST_TERM", term.pk - 1)
    service = make_service("Table", taxonomy.terms.all())
    assert letters.letter("how", "in-person") in SearchEntry.objects.get(pk=service.pk).letters
