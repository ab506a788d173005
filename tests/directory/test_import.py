"""Imports: what a file would do, that it does exactly that, and that nothing of it is public by itself."""

import csv
import datetime
import io
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.intake.purge import purge
from directory.export_views import csv_bytes, xlsx_file
from directory.imports.carrying_out import start
from directory.imports.columns import Sheet, with_everything
from directory.imports.preview import Preview
from directory.imports.reading import UnreadableFile
from directory.models import Link, Location, NotListed, Organisation, Schedule, Service, ServiceImport
from tests.intake.deciding import approve

from .factories import (
    BALLARAT,
    GEELONG,
    WENDOUREE,
    make_locality,
    make_location,
    make_phone,
    make_service,
    make_taxonomy,
)

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Tuesday Table", "provided by": "Peer Collective", "summary": "A table and tea.", "ways to take part": "In person",
}  # fmt: skip


def exported(*services, withheld=True):
    """The editors' file of these services (else all), as its headings and dicts by heading."""
    sheet = Sheet()
    rows = with_everything(
        Service.objects.filter(pk__in=[one.pk for one in services]) if services else Service.objects.all()
    )
    lines = [dict(zip(sheet.headings, row, strict=True)) for one in rows for row in sheet.rows(one, withheld=withheld)]
    return lines


def as_csv(lines, headings=None):
    headings = headings or list(dict.fromkeys(key for line in lines for key in line))
    return b"".join(csv_bytes([headings, *([line.get(key, "") for key in headings] for line in lines)]))


def look(*lines, **options):
    return Preview(as_csv(list(lines)), **options)


def only(preview):
    assert len(preview.outcomes) == 1
    return preview.outcomes[0]


def reasons(preview):
    return [(one.line, one.heading, one.reason) for outcome in preview.outcomes for one in outcome.problems]


def carry_out(lines, user, goes="drafts", choices=None):
    """Import the lines as the page does; return the run."""
    content = lines if isinstance(lines, bytes) else as_csv(lines)
    preview = Preview(content, choices)
    run = ServiceImport(user=user, file_name="file.csv", choices=choices or {}, resemblances=preview.found_alike)
    run.file = content
    run.save()
    assert not preview.hindrance, (preview.hindrance, reasons(preview))
    assert start(run, goes=goes, seen=preview.digest)
    run.refresh_from_db()
    return run


@pytest.fixture
def editor(member_of):
    return member_of("Editors")


@pytest.fixture
def whole():
    """A service with everything: several places, times of each kind, phones, links, terms, hidden addresses."""
    terms = list(make_taxonomy("Type", "Group", "Phone line", "One; two").terms.all())
    service = make_service(
        "=Whole table", terms[1:], organisation="Collective", description="One.\r\n\r\nTwo, \"quoted\"; 'so'.",
        age_min=18, age_max=65, website="https://example.org/", public_email="table@example.org", offers_phone=True,
        cost_kind="fee", cost_note="-5 dollars", contact_note="+61 only", takes_newcomers=False, status="paused",
    )  # fmt: skip
    times = [
        {}, {"weekday": 4, "frequency": "fortnightly", "from_date": datetime.date(2026, 11, 27), "ends": None},
        {"weekday": 5, "frequency": "monthly", "week_of_month": -1, "note": "not in January; or (sometimes) May"},
    ]  # fmt: skip
    make_location(service, BALLARAT, "street", street="1 Long Street", name="Hall", times=times)
    make_location(service, GEELONG, "suburb", street="2 Hidden Lane", name="Hidden house", access_note="Round the back")
    make_location(service, WENDOUREE, "nothing", street="3 Hidden Lane", times=[{"note": "ask"}])
    make_location(service, None, "nothing", name="By phone")
    make_phone(service, "+61 3 5550 0142", label="@Jo", hours="weekdays")
    make_phone(service, "1800 555 014")
    Link(service=service, label="Book", url="https://example.org/book").save()
    return Service.objects.get(pk=service.pk)


# --- There and back -------------------------------------------------------------------------------


@pytest.mark.parametrize("withheld", [True, False])
def test_a_download_that_comes_back_says_the_same(whole, withheld):
    make_service("Plain")
    preview = look(*exported(withheld=withheld))
    assert [(outcome.kind, outcome.numbers) for outcome in preview.outcomes] == [("same", "2 to 5"), ("same", "6")]
    assert preview.hindrance.startswith("There is nothing to import")


def test_an_excel_file_says_the_same_too(whole):
    lines = exported()
    content = xlsx_file([list(lines[0]), *(list(line.values()) for line in lines)], "Services").read()
    assert only(Preview(content)).kind == "same"


def test_the_public_download_says_the_same_too(client, whole):
    content = b"".join(client.get("/directory/services.csv").streaming_content)
    assert only(Preview(content)).kind == "same"


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@';,\"\n\t()"), max_size=60
)


@hypothesis_settings(max_examples=12)
@given(data=st.fixed_dictionaries({
    "name": words.filter(str.strip), "summary": words.filter(str.strip), "description": words, "who_for": words,
    "contact_note": words, "provider_name": words.filter(str.strip),
}), note=words, label=words, shown=st.sampled_from(["street", "suburb", "nothing"]))  # fmt: skip
def test_whatever_an_entry_says_its_download_says_the_same(data, note, label, shown):
    service = make_service(slug=f"s{Service.objects.count()}-{id(data)}", **data)
    make_location(service, BALLARAT, shown, street="1 " + label, name=label, times=[{"note": note}])
    make_phone(service, label=label)
    lines = exported(service)
    outcome = only(look(*lines))
    assert (outcome.kind, outcome.problems) == ("same", [])
    # One cell more and all the others are still what they were.
    lines[0]["more about cost"] = "A new note"
    outcome = only(look(*lines))
    assert [heading for heading, _before, _after in outcome.differences] == ["more about cost"]


# --- New entries ----------------------------------------------------------------------------------


def test_a_new_entry_becomes_a_draft_with_everything_in_its_lines(editor):
    make_locality(*BALLARAT)
    make_taxonomy("Type", "Group", "Phone line")
    lines = [
        NEW | {
            "Type": "group; Phone line", "from age": "18", "address shown": "street", "street address": "1 Long Street",
            "suburb": "Ballarat Central", "times": "Mondays and Fridays, 6.30 pm to 8 pm; Last Sunday of the month, noon",
            "phone": "(03) 5550 0012", "about the phone": "Jo", "open to newcomers": "No", "website": "example.org/a",
            "who it reaches": "all of victoria", "link": "Book", "link address": "https://example.org/b",
        },
        {"name": "Tuesday Table", "place name": "By phone", "times": "Every second Friday from 27/11/2026, 2 pm"},
        {"phone": "1800 555 014"},
    ]  # fmt: skip
    run = carry_out(lines, editor)
    assert (run.state, run.outcome_in_words, run.content) == ("done", "1 new, 0 changed, 0 the same", None)
    service = Service.objects.get()
    assert (service.live, service.current_workflow_state, service.provider) == (False, None, "Peer Collective")
    assert [term.name for term in service.terms.all()] == ["Group", "Phone line"]
    assert (service.age_min, service.takes_newcomers, service.coverage) == (18, False, "statewide")
    assert service.website == "https://example.org/a"
    first, second = service.locations.all()
    assert [str(one) for one in first.schedules.all()] == [
        "Mondays, 6.30 pm to 8 pm", "Fridays, 6.30 pm to 8 pm", "Last Sunday of the month, noon",
    ]  # fmt: skip
    assert (first.address_shown, str(first.locality)) == ("street", "Ballarat Central 3350")
    assert (second.name, second.address_shown, second.schedules.get().frequency) == (
        "By phone",
        "nothing",
        "fortnightly",
    )
    assert [phone.number for phone in service.phones.all()] == ["(03) 5550 0012", "1800 555 014"]
    assert service.latest_revision.user == editor


def test_an_entry_for_approval_waits_for_somebody_else(editor, member_of):
    run = carry_out([NEW], editor, goes="approval")
    service = Service.objects.get()
    state = service.current_workflow_state
    assert (run.state, service.live, state.requested_by) == ("done", False, editor)
    task = service.current_workflow_task_state
    approve(task, member_of("Approvers"))
    assert Service.objects.listed().get() == service


def test_an_organisation_is_found_by_its_name_and_a_suburb_that_stands_twice_is_asked_about():
    Organisation.objects.create(name="Peer Collective")
    make_locality("Ascot", "3364")
    make_locality("Ascot", "3551")
    line = NEW | {"provided by": "peer collective", "suburb": "Ascot", "address shown": "suburb"}
    assert reasons(look(line)) == [
        (2, "suburb", "There are several: Ascot 3364, Ascot 3551. Write the one you mean, with its postcode")
    ]
    assert look(line | {"suburb": "ascot 3551"}).counts["new"] == 1


@pytest.mark.parametrize(("cells", "reason"), [
    ({"name": ""}, (2, "name", "This must not be empty")),
    ({"summary": "x" * 201}, (2, "summary", "This is too long: at most 200 characters")),
    ({"from age": "old"}, (2, "from age", "Write a number of years, such as 18")),
    ({"from age": "30", "to age": "20"}, (2, "from age", "The lower age must not be above the higher one")),
    ({"cost": "cheap"}, (2, "cost", "Write one of: Free · Donation · NDIS · Fee")),
    ({"open to newcomers": "perhaps"}, (2, "open to newcomers", "Write yes or no")),
    ({"ways to take part": "by pigeon"}, (2, "ways to take part", "“by pigeon” is none of: In person · Phone · Video · Online chat or forum · Outreach")),
    ({"website": "not an address"}, (2, "website", "Enter a valid URL")),
    ({"public email": "jo"}, (2, "public email", "Enter a valid email address")),
    ({"Type": "Gruop"}, (2, "Type", "“Gruop” is none of the choices. Did you mean “Group”?")),
    ({"phone": "call Jo"}, (2, "phone", "Enter a phone number with digits, spaces and brackets only, for example (03) 5550 0000")),
    ({"phone hours": "noon"}, (2, "phone", "This must not be empty")),
    ({"link address": "https://example.org"}, (2, "link", "Say what this link is")),
    ({"suburb": "Atlantis", "address shown": "suburb"}, (2, "suburb", "We don’t know a suburb or postcode “Atlantis” in Victoria")),
    ({"suburb": "3350"}, (2, "address shown", "Say how much of the address shows: street, suburb or nothing")),
    ({"suburb": "3350", "address shown": "all"}, (2, "address shown", "Write street, suburb or nothing")),
    ({"suburb": "3350", "address shown": "street"}, (2, "street address", "To show the whole address, write the street address here")),
    ({"street address": "1 Street", "address shown": "nothing"}, (2, "suburb", "Give the suburb or town of this address")),
    ({"times": "when it suits"}, (2, "times", "We can’t read the time “when it suits”. Write it like this: Tuesdays, 6.30 pm to 8 pm")),
    ({"times": "Tuesdays, 6.30 to 8 pm"}, (2, "times", "Say am or pm for the time “6.30”")),
    ({"times": "Every second Friday, 2 pm"}, (2, "times", "Say a date on which it happens: Every second Friday from 24/11/2026")),
    ({"place id": "abc"}, (2, "place id", "This entry has no place with this id. Leave the cell empty for a new place")),
    ({"id": "4b1f2d1e-0000-4000-8000-000000000000"}, (2, "id", "No entry has this id. Leave the cell empty for a new entry")),
    ({"id": "seven"}, (2, "id", "No entry has this id. Leave the cell empty for a new entry")),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_column(cells, reason):
    make_locality(*BALLARAT)
    make_taxonomy("Type", "Group")
    preview = look(NEW | cells)
    assert reason in reasons(preview)
    assert only(preview).kind == "wrong"
    assert preview.hindrance.startswith("Nothing can be imported while something is wrong")


def test_the_line_is_the_one_that_a_spreadsheet_shows():
    text = 'name;summary\r\n"Two\nlines";x\r\n\r\n;\r\nThird;\r\n'
    preview = Preview(text.encode())
    assert [outcome.number for outcome in preview.outcomes] == [2, 5]


# --- Changes --------------------------------------------------------------------------------------


def test_a_change_is_shown_cell_by_cell_and_becomes_a_draft_over_the_live_entry(whole, editor):
    lines = exported()
    lines[0]["summary"], lines[0]["Type"] = "New words.", "Group"
    lines[0]["times"] = "Tuesdays, 7 pm to 8 pm"
    lines[1]["getting in"] = "Ramp"
    lines[1]["phone"] = "1800 555 015"
    outcome = only(look(*lines))
    assert outcome.kind == "changed"
    assert ("summary", "People who have been there.", "New words.") in outcome.differences
    assert ("Type", "Phone line; type-one-two", "Group") in outcome.differences
    assert ("place 2: getting in", "Round the back", "Ramp") in outcome.differences
    assert ("phone 2: phone", "1800 555 014", "1800 555 015") in outcome.differences
    assert len(outcome.differences) == 5
    ids = {
        str(one.uuid) for kind in (Location, Schedule) for one in kind.objects.all()
    } | {str(phone.uuid) for phone in whole.phones.all()}  # fmt: skip
    run = carry_out(lines, editor)
    assert (run.new, run.changed) == (0, 1)
    whole.refresh_from_db()
    assert (whole.live, whole.summary, whole.has_unpublished_changes) == (True, "People who have been there.", True)
    whole.latest_revision.publish()
    service = Service.objects.get()
    assert (service.summary, service.status) == ("New words.", "paused")
    hall, hidden, private, _by_phone = service.locations.all()
    assert [str(one) for one in hall.schedules.all()] == ["Tuesdays, 7 pm to 8 pm"]
    # What a download does not say is still here.
    assert (hidden.street, hidden.name, hidden.access_note) == ("2 Hidden Lane", "Hidden house", "Ramp")
    assert (private.street, str(private.locality)) == ("3 Hidden Lane", "Wendouree 3355")
    assert {str(one.uuid) for one in service.locations.all()} <= ids
    assert {str(phone.uuid) for phone in service.phones.all()} <= ids


def test_a_line_that_is_gone_takes_its_place_away_and_leaves_the_other_where_it_was(whole, editor):
    lines = [line for line in exported() if line["suburb"] != "Geelong 3220"]
    outcome = only(look(*lines))
    assert any(heading == "place 2" and after == "" for heading, _before, after in outcome.differences)
    carry_out(lines, editor)
    Service.objects.get().latest_revision.publish()
    assert [place.street for place in Service.objects.get().locations.all()] == ["1 Long Street", "3 Hidden Lane", ""]


def test_a_column_that_is_not_there_changes_nothing(whole):
    lines = [{key: line[key] for key in ("id", "name")} for line in exported()]
    lines[0]["name"] = "Other name"
    assert [one[0] for one in only(look(*lines)).differences] == ["name"]


@pytest.mark.parametrize("shown", ["street", "suburb"])
def test_what_is_private_does_not_become_public_by_one_word(whole, shown):
    lines = exported()
    private = next(line for line in lines if line["address shown"] == "nothing" and line["times"])
    private["address shown"] = shown
    wrong = only(look(*lines))
    assert wrong.kind == "wrong"
    assert {problem.heading for problem in wrong.problems} & {"street address", "suburb"}


def test_a_change_under_review_is_refused_and_can_be_left_out(submitted, editor):
    lines = exported(submitted.service)
    lines[0]["summary"] = "Other words."
    outcome = only(look(*lines))
    assert (outcome.kind, outcome.can_be_left_out) == ("wrong", True)
    assert "under review" in outcome.problems[0].reason
    assert look(*lines, choices={"2": "skip"}).counts["left_out"] == 1
    assert look(*exported(submitted.service)).counts["same"] == 1


def test_changes_go_on_from_a_draft_that_somebody_has_begun(editor):
    service = make_service("Table", cost_note="As it was")
    draft = service.get_latest_revision_as_object() if service.latest_revision else service
    draft.description = "Begun by a colleague."
    draft.save_revision()
    lines = exported(service)
    lines[0]["summary"] = "Imported words."
    assert "begun a draft" in only(look(*lines)).remarks[0]
    carry_out(lines, editor)
    latest = Service.objects.get().get_latest_revision_as_object()
    assert (latest.description, latest.summary) == ("Begun by a colleague.", "Imported words.")


def test_lines_of_one_entry_may_stand_anywhere_but_not_contradict_each_other(whole):
    first, *lines = exported(whole)
    other = exported(make_service("Other"))
    assert look(*other, first, lines[0], *other, *lines[1:]).counts["same"] == 2
    first["name"] = "New name"
    assert [one[0] for one in only(look(first, *lines)).differences] == ["name"]
    lines = [first, *lines]
    lines[1]["summary"] = "Something else"
    assert (3, "summary") in [one[:2] for one in reasons(look(*lines))]


def test_an_id_with_and_without_hyphens_is_one_entry(whole):
    first, *lines = exported(whole)
    for line in lines:
        line["id"] = line["id"].replace("-", "").upper()
    preview = look(first, *lines)
    assert len(lines) > 0
    assert (preview.counts["same"], reasons(preview)) == (1, [])
    first["name"] = "New name"
    assert [one[0] for one in only(look(first, *lines)).differences] == ["name"]


# --- Questions ------------------------------------------------------------------------------------


def test_an_entry_like_one_that_is_here_is_asked_about(editor):
    here = make_service(
        "Tuesday Table", place={"locality": BALLARAT, "address_shown": "nothing", "street": "1 Hidden Lane"}
    )
    line = NEW | {"suburb": "Ballarat Central", "address shown": "suburb"}
    preview = look(line)
    outcome = only(preview)
    assert (outcome.kind, outcome.alike[0]["uuid"]) == ("question", str(here.uuid))
    assert "questions first" in preview.hindrance
    assert look(line, choices={"2": "new"}).counts["new"] == 1
    assert look(line, choices={"2": "skip"}).counts["left_out"] == 1
    # Nobody chooses what was not offered.
    assert look(line, choices={"2": str(make_service("Zebra").uuid)}).counts["question"] == 1
    carry_out([line], editor, choices={"2": str(here.uuid)})
    latest = Service.objects.get(pk=here.pk).get_latest_revision_as_object()
    assert latest.summary == "A table and tea."
    assert latest.locations.get().street == "1 Hidden Lane"


def test_who_asked_not_to_be_listed_is_asked_about():
    NotListed.objects.create(name="Tuesday Table", asked_on=timezone.localdate())
    outcome = only(look(NEW))
    assert (outcome.kind, outcome.unwanted) == ("question", "Tuesday Table")


# --- All or nothing -------------------------------------------------------------------------------


def test_one_entry_that_cannot_be_written_keeps_all_others_out(editor, monkeypatch):
    real, calls = Service.save_revision, []

    def fails(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 2:
            raise RuntimeError("made up")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Service, "save_revision", fails)
    content = as_csv([NEW, NEW | {"name": "Wednesday Walk"}])
    run = ServiceImport(user=editor, resemblances={})
    run.file = content
    run.save()
    assert start(run, goes="drafts", seen=Preview(content).digest)
    run.refresh_from_db()
    assert (run.state, run.content, Service.objects.count()) == ("failed", None, 0)
    assert "made up" not in run.failure


def test_what_changed_since_the_editor_looked_is_not_imported(editor):
    service = make_service("Table")
    lines = exported()
    lines[0]["summary"] = "Other words."
    content = as_csv(lines)
    seen = Preview(content).digest
    Service.objects.filter(pk=service.pk).update(summary="Changed meanwhile")
    run = ServiceImport(user=editor)
    run.file = content
    run.save()
    start(run, goes="drafts", seen=seen)
    assert not start(run, goes="drafts", seen=seen)
    run.refresh_from_db()
    assert run.failure.startswith("Something changed since you looked")
    assert Service.objects.get().latest_revision is None


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_however_it_is_written(encoding, separator):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["Name ", "SUMMARY*", "provided_by", "ways to take part"])
    writer.writerow(["Café – größer", "a, b; c\td\ne", "Jo’s", "Phone; Video"])
    outcome = only(Preview(out.getvalue().encode(encoding)))
    assert (outcome.kind, outcome.name) == ("new", "Café – größer")
    assert outcome.summary == "a, b; c\td\ne"


def test_a_line_for_excel_that_names_the_separator_is_no_line():
    content = b"sep=;\r\nname;summary;provided by;ways to take part\r\nTable;x;y;\r\n"
    assert reasons(Preview(content))[0] == (2, "ways to take part", "This must not be empty")


@pytest.mark.parametrize(("content", "said"), [
    (b"", "empty"),
    (b"\n\n \n", "empty"),
    (b"name,summary\n", "no lines below"),
    (b"first,second\n1,2\n", "no heading that we know"),
    (b"name,name\na,b\n", "there twice"),
    (b'name\n"never closed\n', "quotation mark"),
    (b"name\n" + b"x" * 200_000, "too long"),
    (b"name," + b",".join(b"c%d" % n for n in range(300)) + b"\nx\n", "200 columns"),
    (b"PK\x03\x04 no zip", "cannot be read"),
    (b"\xd0\xcf\x11\xe0 old", "old version of Excel"),
    (b"%PDF-1.7", "no spreadsheet"),
    (b"\x00\x01\x02" * 50, "no heading"),
    (b"name\n" + b"x\n" * 100_000, "more than 5,000 lines"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_words(content, said):
    with pytest.raises(UnreadableFile, match=said):
        Preview(content)


def test_columns_that_nobody_knows_are_named_and_those_that_are_missing_too():
    preview = look(NEW | {"sumary": "x", "colour": "y"})
    assert preview.table.unknown == [("sumary", "summary"), ("colour", "")]
    assert "more about it" in [column.heading for column in preview.table.missing]


def test_more_cells_than_headings_are_noticed():
    preview = Preview(b"name,summary\nTable,one,two\n")
    assert "more cells than headings" in only(preview).problems[0].reason


@hypothesis_settings(max_examples=50)
@given(content=st.binary(max_size=300) | st.text(st.sampled_from('name,summary;id\n\r\t"\'=0é\x00 '), max_size=200).map(
    lambda text: ("name,summary,times,id\n" + text).encode("utf-8")))  # fmt: skip
def test_rubbish_is_refused_or_shown_and_never_an_error(content):
    with suppress(UnreadableFile):
        preview = Preview(content)
        assert sum(preview.counts.values()) == len(preview.outcomes)


@hypothesis_settings(max_examples=50)
@given(cells=st.dictionaries(
    st.sampled_from(["name", "times", "suburb", "address shown", "place id", "id", "cost", "phone", "link address", "from age"]),
    st.text(max_size=40) | st.sampled_from(["Tuesdays, 6 pm", "street", "3350", "Free", "every second", "99", "((", "25:00"]),
))  # fmt: skip
def test_rubbish_in_cells_is_said_in_words(cells):
    make_locality(*BALLARAT)
    preview = look(NEW | cells)
    assert all(reason and line for line, _heading, reason in reasons(preview))


def test_the_number_of_queries_does_not_grow_with_the_lines():
    for _ in range(2):
        make_location(make_service(organisation="Collective"), BALLARAT, times=[{}])

    def asked():
        lines = exported()
        for line in lines:
            line["summary"] = "Other words."
        content = as_csv(lines)
        with CaptureQueriesContext(connection) as captured:
            assert Preview(content).counts["changed"] == len(lines)
        return len(captured)

    few = asked()
    for _ in range(4):
        make_location(make_service(organisation="Collective"), BALLARAT, times=[{}])
    assert asked() == few


# --- The pages ------------------------------------------------------------------------------------


def send(client, content, name="file.csv"):
    return client.post(reverse("directory_import"), {"file": SimpleUploadedFile(name, content)})


def test_an_editor_sends_looks_and_imports(client, editor):
    client.force_login(editor)
    response = send(client, as_csv([NEW]))
    page = client.get(response.url).content.decode()
    assert "1 new, 0 changed, 0 the same, 0 wrong" in page
    seen = Preview(as_csv([NEW])).digest
    assert f'value="{seen}"' in page
    client.post(response.url, {"import": "yes", "seen": "another", "goes": "drafts"})
    assert not Service.objects.exists()
    client.post(response.url, {"import": "yes", "seen": seen, "goes": "zebra"})
    assert Service.objects.get().live is False
    assert "Imported: 1 new, 0 changed, 0 the same" in client.get(response.url).content.decode()
    overview = client.get(reverse("directory_import")).content.decode()
    assert "file.csv" in overview
    assert str(editor) in overview
    logged = ModelLogEntry.objects.filter(action="directory.import")
    assert [one.user for one in logged] == [editor, editor]


def test_answers_are_kept_and_a_file_can_be_dropped(client, editor):
    make_service("Tuesday Table")
    client.force_login(editor)
    url = send(client, as_csv([NEW])).url
    assert "This may be here already" in client.get(url).content.decode()
    client.post(url, {"look": "yes", "line-2": "new", "line-99": "new"})
    assert ServiceImport.objects.get().choices == {"2": "new"}
    assert "1 new" in client.get(url).content.decode()
    client.post(url, {"drop": "yes"})
    assert not ServiceImport.objects.exists()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"name\n"])
def test_a_bad_file_is_answered_with_a_message_beside_the_field(client, editor, content):
    client.force_login(editor)
    response = send(client, content)
    assert response.status_code == 200
    assert 'class="error-message"' in response.content.decode() or "error" in response.content.decode()
    assert not ServiceImport.objects.exists()
    assert client.post(reverse("directory_import"), {}).status_code == 200


def test_only_those_who_may_add_and_change_services_come_in_and_each_sees_their_own_file(client, member_of, editor):
    client.force_login(editor)
    url = send(client, as_csv([NEW])).url
    client.force_login(member_of("Editors"))
    assert client.get(url).status_code == 404
    assert client.post(url, {"drop": "yes"}).status_code == 404
    client.force_login(member_of("Inbox staff"))
    for address in ("directory_import", "directory_import_columns", "directory_import_csv"):
        assert client.get(reverse(address)).status_code == 302


def test_a_file_that_nobody_imports_is_gone_after_a_day(client, editor):
    client.force_login(editor)
    url = send(client, as_csv([NEW])).url
    ServiceImport.objects.update(created_at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    assert client.get(url).url == reverse("directory_import")
    assert purge()["imports"] == 1
    assert not ServiceImport.objects.exists()


@pytest.mark.parametrize("name", ["directory_import_csv", "directory_import_xlsx"])
def test_the_example_can_be_imported_as_it_is(client, editor, name):
    make_locality("Sebastopol", "3356")
    make_taxonomy("Type", "Group")
    client.force_login(editor)
    content = b"".join(client.get(reverse(name)).streaming_content)
    outcome = only(Preview(content))
    assert (outcome.kind, outcome.problems) == ("new", [])
    page = client.get(reverse("directory_import_columns")).content.decode()
    assert "what to expect the first time" in page


def test_the_menu_leads_to_the_import(client, editor):
    client.force_login(editor)
    assert reverse("directory_import") in client.get("/admin/").content.decode()
