"""An HSDS feed becomes drafts: our own to the last field, others' as far as it goes, a wrong one not at all."""

import io
import json
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hsds import feed
from directory.hsds.drafts import Reading, Vocabulary
from directory.hsds.objects import Objects
from directory.management.commands import import_hsds
from directory.models import NotListed, Organisation, Service

from .factories import make_locality, make_service
from .hsds import ask
from .test_hsds_objects import whole_service

pytestmark = pytest.mark.django_db

FOREIGN = {
    "id": "11111111-1111-4111-8111-111111111111",
    "name": "Hearing Voices Circle",
    "status": "active",
    "description": "A circle for people who hear voices.",
    "organization": {"name": "Circle House", "description": ""},
    "phones": [{"id": "x", "number": "03 5550 0142"}],
    "cost_options": [{"id": "y", "amount": 0}],
    "service_at_locations": [
        {
            "id": "z",
            "location": {
                "id": "l",
                "location_type": "physical",
                "name": "Town hall",
                "addresses": [{"address_1": "1 Main St", "city": "ballarat central", "postal_code": "3350"}],
            },
            "schedules": [
                {"id": "s", "freq": "WEEKLY", "interval": 1, "byday": "TU,TH", "opens_at": "18:00+11:00", "closes_at": "19:30+11:00"},
                {"id": "t", "freq": "MONTHLY", "byday": "-1SA", "opens_at": "10:00:00Z"},
                {"id": "u", "description": "By arrangement"},
            ],
        }
    ],
}  # fmt: skip


@pytest.fixture
def run(tmp_path, capsys):
    """Import a value (as JSON) or bytes; return what was said."""

    def imported(value, *options):
        path = tmp_path / "feed.json"
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        try:
            call_command("import_hsds", str(path), *options)
        finally:
            imported.said = "".join(capsys.readouterr())
        return imported.said

    return imported


def without_times(value):
    """Return a service as open data without what a new row has of its own: ids of parts and when it changed."""
    if isinstance(value, dict):
        drop = {
            "id",
            "link_id",
            "location_id",
            "service_at_location_id",
            "last_modified",
            "assured_date",
            "assurer_email",
        }
        return {key: without_times(one) for key, one in value.items() if key not in drop}
    return [without_times(one) for one in value] if isinstance(value, list) else value


def test_our_own_feed_comes_back_as_it_went_out(client, run):
    service = whole_service(status="paused", status_message="Back after the holidays.", takes_newcomers=False)
    before = ask(client, f"services/{service.uuid}")
    answer = ask(client, "services?full=true")
    service.delete()
    assert "1 new drafts" in run(answer)
    draft = Service.objects.get()
    assert (draft.uuid, draft.live, draft.has_unpublished_changes) == (service.uuid, False, True)
    assert draft.get_latest_revision_as_object().phones.get().number == "(03) 5550 0142"
    assert ask(client, "services")["empty"]
    assert without_times(Objects().service_full(draft)) == without_times(before)


def test_lines_pages_lists_and_one_service_are_all_feeds(run):
    one, other = FOREIGN, FOREIGN | {"id": "22222222-2222-4222-8222-222222222222", "name": "Another"}
    contents = [
        json.dumps([one, other]).encode(),
        json.dumps({"total_items": 2, "contents": [one, other]}).encode(),
        f"{json.dumps(one)}\n\n{json.dumps(other)}\n".encode(),
        b"\xef\xbb\xbf" + json.dumps([one, other], indent=1).encode(),
    ]
    for content in contents:
        assert [entry.value for entry in feed.read(io.BytesIO(content))] == [one, other]
    assert [entry.value for entry in feed.read(io.BytesIO(json.dumps(one).encode()))] == [one]
    assert "2 would be new drafts" in run([one, other], "--check")
    assert not Service.objects.exists()


@pytest.mark.sqlite_only
def test_a_feed_of_many_lines_takes_no_more_memory_than_one_of_few_and_says_how_far_it_is(run, tmp_path, monkeypatch):
    monkeypatch.setattr(import_hsds, "STEP", 20)
    monkeypatch.setattr(import_hsds, "BATCH", 10)
    monkeypatch.setattr(import_hsds, "MOST_SHOWN", 5)
    monkeypatch.setattr(import_hsds, "MOST_COMPARED", 3)
    path = tmp_path / "many.ndjson"

    def write(number):
        with path.open("w") as file:
            for count in range(number):
                service = FOREIGN | {"id": f"{count:08}-1111-4111-8111-111111111111", "name": f"Circle {count}"}
                file.write(
                    json.dumps(
                        service | {"phones": [], "service_at_locations": [], "description": "A circle. " * 1_000}
                    )
                    + "\n"
                )

    def peak():
        tracemalloc.start()
        call_command("import_hsds", str(path), "--check")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    write(40)
    peak()
    few = peak()
    write(340)
    assert path.stat().st_size > 3_000_000
    # What grows is an id and where it stands: some hundred bytes of ten thousand, and what waits to be thrown away.
    assert peak() < few + 300 * 1_500
    write(40)
    call_command("import_hsds", str(path))
    assert Service.objects.count() == 40
    assert run(path.read_bytes()).splitlines()[-3:] == [
        "20 looked at",
        "40 looked at",
        "0 new drafts, 40 here already, 0 left out.",
    ]


def test_an_import_that_is_broken_off_goes_on_where_it_stopped(run, monkeypatch):
    monkeypatch.setattr(import_hsds, "BATCH", 2)
    feed_of_five = [FOREIGN | {"id": f"{count:08}-1111-4111-8111-111111111111"} for count in range(5)]
    saved, save = [], import_hsds.save

    def breaks_off(services):
        if saved:
            raise KeyboardInterrupt
        saved.append(save(services))
        return saved[0]

    monkeypatch.setattr(import_hsds, "save", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        run(feed_of_five)
    assert Service.objects.count() == 2
    monkeypatch.setattr(import_hsds, "save", save)
    assert "3 new drafts, 2 here already" in run(feed_of_five)
    assert Service.objects.count() == 5


def test_a_line_that_is_far_too_long_is_said_and_a_text_in_one_line_is_none(run, monkeypatch):
    monkeypatch.setattr(feed, "MOST_OF_A_LINE", 3_000)
    long = FOREIGN | {"description": "A circle. " * 400}
    assert "1 would be new drafts" in run([long], "--check")
    lines = f"{json.dumps(FOREIGN)}\n{json.dumps(long)}\n".encode()
    with pytest.raises(CommandError, match="line 2: This line has more than"):
        run(lines)


def test_another_directorys_service_is_taken_as_far_as_it_goes(run):
    make_locality("Ballarat Central", "3350")
    said = run([FOREIGN])
    draft = Service.objects.get()
    assert (draft.summary, draft.provider_name, draft.cost_kind) == (FOREIGN["description"], "Circle House", "free")
    assert draft.offers_in_person
    place = draft.locations.get()
    assert (place.street, place.address_shown, place.locality.postcode) == ("1 Main St", "street", "3350")
    assert [str(one) for one in place.schedules.order_by("weekday")][:2] == [
        "Tuesdays, 6 pm to 7.30 pm",
        "Thursdays, 6 pm to 7.30 pm",
    ]
    # Ten in the morning in Greenwich is eight in the evening here.
    assert str(place.schedules.get(weekday=5)) == "Last Saturday of the month, 8 pm"
    assert "schedules[1].opens_at: Another time zone" in said
    assert "schedules[2]: A time that cannot be kept as one that comes back: By arrangement" in said
    assert "Nothing says how people take part: taken as in person" in said


def test_what_is_here_already_stays_as_it_is(run):
    run([FOREIGN])
    Service.objects.update(name="Corrected by an editor")
    assert "0 new drafts, 1 here already" in run([FOREIGN])
    assert Service.objects.get().name == "Corrected by an editor"


def test_an_organisation_of_ours_is_linked_and_none_is_made(run):
    house = Organisation.objects.create(name="Circle House")
    run([FOREIGN])
    assert Service.objects.get().organisation == house
    assert Organisation.objects.count() == 1


def test_what_is_closed_or_asked_not_to_be_listed_is_left_out_and_what_is_alike_is_named(run):
    make_service("Hearing Voices Circle", provider_name="Someone")
    NotListed.objects.create(name="Quiet people", website="https://quiet.example.org", why="They asked.")
    quiet = FOREIGN | {
        "id": "22222222-2222-4222-8222-222222222222",
        "name": "Other name",
        "url": "https://quiet.example.org/",
    }
    gone = FOREIGN | {"id": "33333333-3333-4333-8333-333333333333", "status": "defunct"}
    said = run([FOREIGN, quiet, gone])
    assert "services[1] (Other name): left out: they asked not to be listed" in said
    assert "services[2] (Hearing Voices Circle): left out: it is closed" in said
    assert "may be the same as “Hearing Voices Circle”" in said
    assert "1 new drafts, 0 here already, 2 left out." in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": None}, "services[1]: name: This is missing."),
        ({"name": 5}, "name: This should be text."),
        ({"name": "x" * 121}, "name: This is longer than 120 characters."),
        ({"id": "x"}, "id: This is no UUID."),
        ({"id": FOREIGN["id"]}, "id: The same id stands in services[0]."),
        ({"status": None}, "status: This is missing."),
        ({"status": "open"}, "status: HSDS has active"),
        ({"description": ""}, "description: This is missing."),
        ({"organization": None}, "organization.name: Say who provides the service."),
        ({"organization": "Us"}, "organization: This should be an object."),
        ({"phones": "03"}, "phones: This should be a list."),
        ({"phones": [{"number": "call us"}]}, "phones[0].number: Enter a phone number"),
        ({"phones": [{}]}, "phones[0].number: This is missing."),
        ({"phones": [{"number": "03 5550 0142"}] * 101}, "phones: More than 100"),
        ({"email": "nobody"}, "public_email: Enter a valid email address."),
        ({"url": "javascript:alert(1)"}, "website: Enter a valid URL."),
        ({"minimum_age": "16"}, "minimum_age: This should be an age in years."),
        ({"minimum_age": 60, "maximum_age": 20}, "The lower age must not be above the higher one."),
        ({"service_at_locations": [{}]}, "service_at_locations[0].location: This is missing."),
        ({"schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "25:99"}]}, "schedules[0].opens_at: This is no time of day."),
        ({"attributes": {}}, "attributes: This should be a list."),
    ],
)  # fmt: skip
def test_one_wrong_thing_and_nothing_is_imported(run, change, said):
    make_locality("Ballarat Central", "3350")
    other = FOREIGN | {"id": "22222222-2222-4222-8222-222222222222"} | change
    with pytest.raises(CommandError, match="Nothing was imported: "):
        run([FOREIGN, {key: value for key, value in other.items() if value is not None}])
    assert said in run.said
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"[", "line 1, column 2: This is not JSON"),
        (b"name,phone\nx,y", "This is not JSON"),
        (b'{"id": 1}\n{"id": \n', "line 2, column"),
        ("[\n{'name': 'Café'}]".encode("latin-1"), "line 2: This is not UTF-8."),
        (b"7", "This is no list of services"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_feed_says_where(run, content, said):
    with pytest.raises(CommandError, match="Nothing was imported") as error:
        run(content)
    assert said in str(error.value)


def test_a_file_that_is_not_there_says_so():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_hsds", "no-such-file.json")


anything = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*FOREIGN, "location", "byday", "opens_at"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(
    changes=st.dictionaries(
        st.sampled_from(sorted({*FOREIGN, "schedules", "attributes", "alert"})), anything, max_size=4
    )
)
@settings(max_examples=50)
def test_whatever_stands_in_a_feed_is_read_or_refused_in_words(changes):
    reading = Reading(FOREIGN | changes, Vocabulary())
    assert all(words for _path, words in reading.problems + reading.notes)


@given(one=anything, other=anything)
@settings(max_examples=40)
def test_words_that_should_be_text_may_be_lists_and_objects(one, other):
    schedule = {"freq": one, "byday": "MO", "opens_at": "10:00", "interval": other, "dtstart": "2026-11-02"}
    attribute = {"link_type": one, "value": "free", "taxonomy_term": {"id": other, "code": one}}
    place = {"location": {"location_type": other, "addresses": [{"city": one, "postal_code": other}]}}
    given_now = {"attributes": [attribute], "schedules": [schedule], "service_at_locations": [place]}
    Reading(FOREIGN | given_now, Vocabulary())


@pytest.mark.parametrize("wrong", [["WEEKLY"], {"WEEKLY": 1}])
def test_a_frequency_or_a_kind_that_is_no_text_is_told_or_left_out(wrong):
    schedule = {"freq": wrong, "byday": "MO", "opens_at": "10:00"}
    reading = Reading(
        FOREIGN | {"schedules": [schedule], "attributes": [{"link_type": wrong, "value": "x"}]}, Vocabulary()
    )
    assert ("schedules[0].freq", "This should be text.") in reading.problems


def test_a_day_that_no_calendar_should_hold_is_told():
    schedule = {"freq": "WEEKLY", "interval": 2, "byday": "SU", "opens_at": "10:00", "dtstart": "9999-12-31"}
    reading = Reading(FOREIGN | {"schedules": [schedule]}, Vocabulary())
    assert ("schedules[0].from_date", "Give a date between 1990 and 2100.") in reading.problems
