"""The lists of the Inbox: what is found in them, filtered, put in order, and taken away as a file."""

import datetime
import io
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from contribute import desk
from contribute.kinds import KINDS
from contribute.models import Contribution
from tests.counting import settled_cost

from .filled import EMAIL

pytestmark = pytest.mark.django_db


def list_url(kind):
    return reverse(f"contribute_{KINDS[kind].model._meta.model_name}_modeladmin_index")


@pytest.fixture
def staff(client, member_of):
    user = member_of("Administrators", first_name="Ada", last_name="Wren")
    client.force_login(user)
    return user


def rows_of(page):
    """Return the texts of the list's cells, a list a row, its references first."""
    table = html.fromstring(page.content).xpath("//div[contains(@class, 'result-list')]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./td")] for row in table]


def found(client, address):
    """Return the references in the list at ``address``, in its order."""
    page = client.get(address)
    assert page.status_code == 200
    links = html.fromstring(page.content).xpath(
        "//div[contains(@class, 'result-list')]//td[1]//a[not(contains(@class, 'button'))]"
    )
    return [link.text_content() for link in links]


def links_in(client, address, path):
    """Return addresses by the words of the links at ``path`` in the list's page, as one presses them."""
    links = html.fromstring(client.get(address).content).xpath(f"{path}//a")
    return {" ".join(link.text_content().split()): address + link.get("href") for link in links}


def filters_of(client, address, name):
    heading = f"//div[contains(@class, 'changelist-filter')]//ul[preceding-sibling::*[1][contains(., 'By {name}')] or "
    return links_in(client, address, f"{heading}preceding-sibling::text()[1][contains(., 'By {name}')]]")


@pytest.fixture
def scene(sent, staff, member_of):
    """Questions that stand in every way a filter knows, by a word for each."""
    today = timezone.localdate()
    names = ("fresh", "mine", "theirs", "waiting", "done", "junk", "late", "heavy", "old")
    rows = {name: sent("enquiry") for name in names}
    other = member_of("Inbox staff", first_name="Bo", last_name="Finch")
    desk.assign(rows["mine"], staff, user=staff)
    desk.assign(rows["theirs"], other, user=staff)
    for name in ("waiting", "done", "junk"):
        desk.set_status(rows[name], name, user=staff)
    due = {name: today + timedelta(days=30) for name in names}
    due |= {"late": today - timedelta(days=1), "mine": today, "theirs": today + timedelta(days=7)}
    for name, row in rows.items():
        Contribution.objects.filter(pk=row.pk).update(due_on=due[name], is_urgent=name == "heavy")
    # In days of this place, whatever the time of the run.
    ages = {"old": 400, "late": 20, "waiting": 6}
    for name, days in ages.items():
        Contribution.objects.filter(pk=rows[name].pk).update(
            received_at=timezone.now() - timedelta(days=days, minutes=5)
        )
    return {name: Contribution.objects.get(pk=row.pk) for name, row in rows.items()}


# --- Finding --------------------------------------------------------------------------------------


def test_one_finds_by_reference_and_by_who_sent_it_only_who_may_read_that(client, sent, member_of):
    asked = sent("feedback")
    sent("feedback", your_email="numbat@example.org")
    type(asked.sender).objects.filter(pk=asked.sender_id).update(name="Quoll Riverside", phone="03 5550 0142")
    address = list_url("feedback")
    for role, by_person in (("Administrators", [asked.reference]), ("Editors", [])):
        client.force_login(member_of(role))
        for part in (asked.reference, asked.reference.lower(), asked.reference[:4]):
            assert found(client, f"{address}?q={part}") == [asked.reference], role
        for part in (EMAIL, "kookaburra", "quoll", "Riverside", "5550 0142"):
            assert found(client, f"{address}?q={part}") == by_person, (role, part)
        assert len(found(client, address)) == 2


def test_nothing_found_and_nothing_sent_in_are_said_in_words_of_their_own(client, sent, staff):
    address = list_url("complaint")
    assert "Nothing was sent in yet." in client.get(address).content.decode()
    sent("complaint")
    nothing = client.get(f"{address}?q=zzzz")
    assert "Nothing here fits what you chose or searched for." in nothing.content.decode()
    assert links_in(client, f"{address}?q=zzzz", "//div[contains(@class, 'no-search-results')]") == {
        "Show all of them": f"{address}?q=zzzz{address}"
    }


# --- Filters --------------------------------------------------------------------------------------


def test_each_filter_shows_what_its_words_say(client, scene):
    address = list_url("enquiry")
    every = set(scene) - {"junk"}
    wanted = {
        "where it stands": {
            "All but junk": every, "Everything that is open": every - {"done"},
            "New": every - {"mine", "theirs", "waiting", "done"}, "Being worked on": {"mine", "theirs"},
            "Waits for the sender": {"waiting"}, "Done": {"done"}, "Junk": {"junk"},
        },
        "when it is due": {
            "All": every, "Late": {"late"}, "Today": {"mine"}, "Within 7 days": {"mine", "theirs"},
            "May be about danger": {"heavy"},
        },
        "who looks after it": {"All": every, "I do": {"mine"}, "Nobody yet": every - {"mine", "theirs"}},
        "when it came": {
            "Any date": every, "Today": every - {"old", "late", "waiting"}, "Past 7 days": every - {"old", "late"},
        },
    }  # fmt: skip
    names = {row.reference: name for name, row in scene.items()}
    for filter_name, choices in wanted.items():
        links = filters_of(client, address, filter_name)
        assert set(choices) <= set(links), filter_name
        for words, expected in choices.items():
            shown = found(client, links[words])
            assert {names[number] for number in shown} == expected, (filter_name, words)


def test_one_day_can_be_asked_for_and_filters_narrow_each_other(client, scene):
    day = timezone.localtime(scene["late"].received_at).date()
    one_day = f"?received_at__gte={day}&received_at__lt={day + timedelta(days=1)}"
    assert found(client, list_url("enquiry") + one_day) == [scene["late"].reference]
    assert found(client, list_url("enquiry") + one_day + "&due=late&assigned=nobody") == [scene["late"].reference]
    assert found(client, list_url("enquiry") + one_day + "&status=done") == []


@pytest.mark.parametrize("kind", ["enquiry", "hard-copies", "story"])
def test_a_list_costs_the_same_for_three_times_as_much_however_it_is_asked(
    client, sent, staff, kind, django_user_model
):
    queries = ("status=open", "due=urgent", "assigned=me", "q=Quoll", "o=3", "export=xlsx", "status=junk")

    def add(number):
        for each in range(number):
            keeper = django_user_model.objects.create_user(
                f"keeper-{number}-{each}", f"keeper-{number}-{each}@example.org"
            )
            Contribution.objects.filter(pk=sent(kind).pk).update(assigned_to=keeper, is_urgent=True)
            Contribution.objects.filter(pk=sent(kind).pk).update(assigned_to=staff)
            Contribution.objects.filter(pk=sent(kind).pk).update(status="junk", held="robot")

    def costs():
        return {query: settled_cost(lambda query=query: client.get(f"{list_url(kind)}?{query}")) for query in queries}

    add(1)
    before = costs()
    add(2)
    assert costs() == before


# --- Columns and order ----------------------------------------------------------------------------


def test_the_columns_say_how_old_it_is_when_it_is_due_and_who_looks_after_it(client, scene):
    rows = {row[0].split()[0]: row for row in rows_of(client.get(list_url("enquiry")))}

    def told(name):
        return rows[scene[name].reference][2:]

    def day(name):
        return f"{scene[name].due_on:%-d %B %Y}"

    assert told("fresh") == ["New", "Nobody yet", "today", day("fresh")]
    assert told("late") == ["New", "Nobody yet", "2 weeks", f"{day('late')} (late)"]
    assert told("old")[2] == "1 year"
    assert told("heavy")[0] == "May be about danger · New"
    assert told("mine") == ["Being worked on", "Ada Wren", "today", day("mine")]
    assert told("theirs")[1] == "Bo Finch"
    # Nothing of ours is due while they have the word, nor when it is over.
    assert told("waiting")[3] == told("done")[3] == "-"


def test_a_heading_puts_the_list_in_its_order_and_pressed_again_the_other_way_round(client, scene):
    address = list_url("enquiry")
    headings = links_in(client, address, "//div[contains(@class, 'result-list')]//thead")
    assert {"Reference", "Where it stands", "Looked after by", "Age", "Due"} == set(headings)
    names = {row.reference: name for name, row in scene.items()}

    def order(heading):
        return [names[number] for number in found(client, headings[heading])]

    def again(heading):
        address_now = headings[heading]
        turned = links_in(client, address_now, "//div[contains(@class, 'result-list')]//thead")[heading]
        return [names[number] for number in found(client, address + turned[turned.rindex("?") :])]

    assert order("Age")[-3:] == ["waiting", "late", "old"]
    assert again("Age")[:3] == ["old", "late", "waiting"]
    # The list is in the order of the days already, so that pressing turns it.
    due = {"late", "mine", "theirs"}
    assert [name for name in order("Due") if name in due] == ["theirs", "mine", "late"]
    assert again("Due")[:3] == ["late", "mine", "theirs"]
    assert [name for name in order("Looked after by") if name in due] in (
        ["mine", "theirs", "late"],
        ["late", "mine", "theirs"],
    )
    numbers = found(client, headings["Reference"])
    assert numbers == sorted(numbers)


# --- As a file ------------------------------------------------------------------------------------


def sheet(client, kind, query=""):
    """Return the rows of the list's XLSX, as dicts of cells by heading."""
    response = client.get(f"{list_url(kind)}?export=xlsx{query}")
    assert response.status_code == 200
    rows = list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows())
    headings = [cell.value for cell in rows[0]]
    return headings, [dict(zip(headings, row, strict=True)) for row in rows[1:]]


def test_the_file_holds_what_the_list_shows_with_dates_that_are_dates(client, scene):
    headings, rows = sheet(client, "enquiry", "&due=late")
    assert headings == [
        "Reference", "Sent in", "Where it stands", "About", "Looked after by", "Due", "Last something happened",
        "Name", "Email", "Phone",
    ]  # fmt: skip
    late, (row,) = scene["late"], rows
    assert row["Reference"].value == late.reference
    assert row["Due"].value == late.due_on
    assert isinstance(row["Sent in"].value, datetime.datetime)
    here = timezone.localtime(late.received_at).replace(tzinfo=None)
    assert abs(row["Sent in"].value - here) < timedelta(seconds=1)
    assert row["Where it stands"].value == "New"
    assert row["Looked after by"].value == "Nobody yet"
    assert row["Email"].value == EMAIL
    numbers = [each["Reference"].value for each in sheet(client, "enquiry")[1]]
    assert sorted(numbers) == sorted(row.reference for name, row in scene.items() if name != "junk")


def test_who_may_not_read_contact_details_gets_no_column_of_them(client, sent, member_of):
    sent("feedback")
    client.force_login(member_of("Editors"))
    headings, _rows = sheet(client, "feedback")
    assert headings[-1] == "Last something happened"


@pytest.mark.parametrize("begins", ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1"])
def test_nothing_that_was_typed_is_a_formula_in_the_file(client, sent, staff, begins):
    request = sent("hard-copies")
    type(request.sender).objects.update(name=begins, postal_address=f"{begins}\nBallarat")
    _headings, (row,) = sheet(client, "hard-copies")
    for cell in (row["Name"], row["Postal address"]):
        assert cell.data_type == "s"
        assert begins.strip() in cell.value
    as_text = unescape(client.get(list_url("hard-copies") + "?export=csv").getvalue().decode())
    assert f"'{begins}" in as_text


def test_the_file_of_requests_names_each_thing_on_a_line_of_its_own_without_markup(client, sent, staff):
    request = sent("hard-copies")
    line = request.lines.get()
    line.pk, line.item_name = None, "Poster"
    line.save()
    _headings, (row,) = sheet(client, "hard-copies")
    assert row["About"].value == "2 × Finding your feet\n2 × Poster"
    assert "2 × Finding your feet<br>2 × Poster" in client.get(list_url("hard-copies")).content.decode()
