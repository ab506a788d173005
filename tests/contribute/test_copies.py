"""Printed copies by post: the form, the shelf, the list of what is to be posted, and where an address may not be."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from wagtail.models import ModelLogEntry

from cms.intake import people
from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage, Sender
from cms.intake.purge import purge
from contribute import desk
from contribute.models import Channel, Contribution, CopyItem, CopyLine, CopyRequest
from contribute.posting import AlreadyPosted, NotOnTheShelf, post
from contribute.receiving import receive
from contribute.views.copies import on_sheets
from pages.models import HardCopies
from tests.counting import settled_cost

from .filled import EMAIL, copies_to_send

pytestmark = pytest.mark.django_db

LIST = "/admin/contribute/copies/"
STREET = "7 Wattlebird Lane"
FORM = "/contribute/hard-copies/"


@pytest.fixture
def item(db):
    copies_to_send()
    return CopyItem.objects.get()


@pytest.fixture
def staff(client, member_of):
    user = member_of("Inbox staff")
    client.force_login(user)
    return user


def text_of(response):
    return unescape(response.content.decode())


def press(client, do, *requests, **values):
    return client.post(LIST, {"do": do, "chosen": [request.pk for request in requests]} | values, follow=True)


# --- The form -------------------------------------------------------------------------------------


def test_what_was_asked_for_is_kept_in_lines_and_the_address_with_the_sender_alone(sent, item):
    request = sent("hard-copies", organisation="Quiet Rivers")
    assert request.asked_for == "2 × Finding your feet"
    assert request.sender.postal_address == f"{STREET}\nBallarat VIC 3350"
    assert not any(STREET in str(value) for value in vars(request).values())


def test_nothing_chosen_is_said_kindly_at_the_first_item(client, filled, item):
    page = client.post(FORM, filled("hard-copies", **{item.field: "0"}))
    assert page.status_code == 400
    assert text_of(page).count("Choose at least one thing: write how many you would like") == 2
    assert f'href="#id_{item.field}"' in text_of(page)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("6", "We post at most 5 of “Finding your feet” to one person"),
        ("-1", "Write 0 if you would like none of “Finding your feet”"),
        ("two", "Write how many of “Finding your feet” you would like as a number"),
        ("9" * 5000, "“Finding your feet”"),
        ("1e9", "as a number"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words(client, filled, item, quantity, said):
    page = client.post(FORM, filled("hard-copies", **{item.field: quantity}))
    assert page.status_code == 400
    assert said in text_of(page)
    assert STREET in text_of(page)


@pytest.mark.parametrize(
    ("typed", "kept"), [("3350", "3350"), (" 33 50 ", "3350"), ("335", ""), ("33500", ""), ("abcd", ""), ("٣٣٥٠", "")]
)
def test_a_postcode_has_four_digits(client, filled, item, typed, kept):
    client.post(FORM, filled("hard-copies", postcode=typed))
    assert [sender.postal_address[-4:] for sender in Sender.objects.all()] == ([kept] if kept else [])


def test_a_state_that_is_not_australian_is_not_taken(client, filled, item):
    assert client.post(FORM, filled("hard-copies", state="CA")).status_code == 400


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=100), st.text(max_size=100))
def test_whatever_stands_in_an_address_the_envelope_is_short_and_clean_or_it_is_refused(client, filled, a, b, c):
    page = client.post(FORM, filled("hard-copies", street=a, suburb=b, your_name=c))
    assert page.status_code in {302, 400, 429}
    for sender in Sender.objects.all():
        assert len(sender.postal_address) < 400
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", sender.postal_address + sender.name)


def test_an_item_that_is_not_offered_or_all_promised_has_no_field(client, sent, item):
    gone = CopyItem.objects.create(name="Poster", stock=2)
    hidden = CopyItem.objects.create(name="Old leaflet", stock=5, is_offered=False)
    sent("hard-copies", **{item.field: "0", gone.field: "2"})
    content = text_of(client.get(FORM))
    assert "None left at the moment" in content
    assert "Poster" in content
    assert f'name="{gone.field}"' not in content
    assert hidden.name not in content


def test_items_stand_in_the_order_that_editors_gave_them(client, item):
    for order, name in ((30, "Ant"), (10, "Zebra"), (20, "Moth")):
        CopyItem.objects.create(name=name, sort_order=order)
    content = text_of(client.get(FORM))
    assert sorted(("Zebra", "Ant", "Moth"), key=content.index) == ["Zebra", "Moth", "Ant"]


def test_what_was_taken_back_or_could_not_be_sent_is_there_for_others_again(client, sent, item, member_of):
    CopyItem.objects.update(stock=2)
    first = sent("hard-copies")
    assert "on their way to people" in text_of(client.get(FORM))
    desk.take_back(first)
    second = sent("hard-copies")
    desk.set_status(second, "done", user=member_of("Inbox staff"))
    assert f'name="{item.field}"' in text_of(client.get(FORM))
    assert CopyItem.objects.get().stock == 2


def test_what_is_held_under_junk_holds_nothing_on_the_shelf(client, filled, item):
    client.post(FORM, filled("hard-copies", website_address="x"))
    assert Contribution.objects.get().status == "junk"
    assert CopyItem.objects.with_promised().get().promised == 0


def test_who_chose_something_that_is_gone_meanwhile_is_told_and_loses_nothing(client, filled, item):
    poster = CopyItem.objects.create(name="Poster", stock=2)
    data = filled("hard-copies", **{poster.field: "1"})
    CopyItem.objects.filter(pk=poster.pk).update(stock=0)
    page = client.post(FORM, data)
    assert page.status_code == 400
    assert "Something that you chose is no longer there" in text_of(page)
    assert STREET in text_of(page)
    del data[poster.field]
    assert client.post(FORM, data).status_code == 302


def test_an_item_that_is_not_counted_is_never_out(sent, item):
    CopyItem.objects.update(stock=None)
    request = sent("hard-copies", **{item.field: "5"})
    post(request, user=None)
    assert CopyItem.objects.get().stock is None


def test_the_form_costs_the_same_for_many_items_and_requests(client, sent, item):
    before = settled_cost(lambda: client.get(FORM))
    for number in range(4):
        CopyItem.objects.create(name=f"Leaflet {number}", stock=50)
        sent("hard-copies")
    assert settled_cost(lambda: client.get(FORM)) == before <= 8


@pytest.mark.parametrize(("state", "said"), [("none_now", "More in March."), ("hidden", "This form is closed for now")])
def test_the_form_follows_what_the_site_says_of_printed_copies(client, filled, item, state, said):
    data = filled("hard-copies")
    HardCopies.objects.update(state=state, none_now="More in March.")
    assert said in text_of(client.get(FORM))
    client.post(FORM, data)
    assert not Contribution.objects.exists()
    hub = text_of(client.get("/contribute/"))
    assert ("Ask for printed copies" in hub) == (state == "none_now")


def test_a_deleted_item_leaves_what_was_asked_for_readable(sent, item, member_of):
    request = sent("hard-copies")
    item.delete()
    assert CopyRequest.objects.get().asked_for == "2 × Finding your feet"
    post(request, user=member_of("Inbox staff"))
    assert CopyRequest.objects.get().status == "done"


# --- Posting --------------------------------------------------------------------------------------


def test_posting_takes_from_the_shelf_and_tells_the_sender_without_saying_what(client, sent, item, staff):
    request = sent("hard-copies")
    OutboxMessage.objects.all().delete()
    response = client.post(
        reverse("contribute_desk", args=[request.pk]),
        {"do": "act-posted", "seen": request.changed_at.isoformat()},
    )
    assert response.status_code == 302
    request.refresh_from_db()
    assert (request.status, request.posted_on, request.assigned_to) == ("done", timezone.localdate(), staff)
    assert request.retain_until == timezone.localdate() + timedelta(days=90)
    assert CopyItem.objects.get().stock == 98
    message = OutboxMessage.objects.get()
    body = bytes(message.content).decode()
    assert message.recipients == [EMAIL]
    for word in ("Finding your feet", STREET, "Ballarat", "cop", "Quoll"):
        assert word not in message.subject + body.replace("=\n", ""), word


def test_nothing_is_posted_twice(sent, item, member_of):
    request, user = sent("hard-copies"), member_of("Inbox staff")
    post(request, user=user)
    desk.set_status(request, "started", user=user)
    with pytest.raises(AlreadyPosted):
        post(request, user=user)
    # Taken up again, it holds nothing: what it asked for is on its way.
    assert CopyItem.objects.with_promised().get().promised == 0
    assert CopyItem.objects.get().stock == 98


def test_a_shelf_that_holds_less_than_was_asked_for_is_said_and_nothing_is_changed(sent, item, member_of):
    poster = CopyItem.objects.create(name="Poster", stock=3)
    request = sent("hard-copies", **{poster.field: "3"})
    CopyItem.objects.filter(pk=poster.pk).update(stock=1)
    with pytest.raises(NotOnTheShelf) as refused:
        post(request, user=member_of("Inbox staff"))
    assert "1 of “Poster”" in refused.value.message
    assert dict(CopyItem.objects.values_list("name", "stock")) == {"Finding your feet": 100, "Poster": 1}
    assert CopyRequest.objects.get().status == "new"


def test_who_cannot_be_sent_anything_is_told_why(client, sent, item, staff):
    request = sent("hard-copies")
    OutboxMessage.objects.all().delete()
    url = reverse("contribute_desk", args=[request.pk])
    data = {"do": "act-cannot-send", "seen": request.changed_at.isoformat()}
    assert client.post(url, data).status_code == 400
    client.post(url, data | {"cannot-send-comment": "We have run out."})
    assert "We have run out." in bytes(OutboxMessage.objects.get().content).decode()
    assert CopyRequest.objects.get().status == "done"
    assert CopyItem.objects.get().stock == 100


def test_who_left_no_email_is_not_written_to_and_colleagues_read_why(client, sent, item, staff):
    request = sent("hard-copies", your_email="")
    url = reverse("contribute_desk", args=[request.pk])
    data = {"do": "act-end", "seen": request.changed_at.isoformat(), "end-why": "Asked twice."}
    assert "act-cannot-send" not in text_of(client.get(url))
    assert client.post(url, data).status_code == 302
    assert CopyRequest.objects.get().status == "done"
    assert request.messages.get().words == "Asked twice."
    assert not OutboxMessage.objects.exists()


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_what_waits_where_to_and_in_which_order(client, sent, item, staff):
    later, sooner, done = (sent("hard-copies") for _ in range(3))
    Contribution.objects.filter(pk=sooner.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    post(done, user=staff)
    content = text_of(client.get(LIST))
    assert content.index(sooner.reference) < content.index(later.reference)
    assert done.reference not in content
    assert "(late)" in content
    assert content.count(STREET) == 2
    assert "2 × Finding your feet" in content


@pytest.mark.parametrize("role", ["Contributors", "Editors"])
def test_who_may_not_read_requests_does_not_open_the_list(client, sent, item, member_of, role):
    request = sent("hard-copies")
    client.force_login(member_of(role))
    for do in ("posted", "labels", "addresses"):
        assert STREET not in text_of(press(client, do, request))
    assert STREET not in text_of(client.get(LIST, follow=True))
    assert "To be posted" not in text_of(client.get("/admin/"))
    assert CopyRequest.objects.get().status == "new"


def test_who_may_not_read_contact_details_sees_requests_without_addresses(client, sent, item, member_of):
    request = sent("hard-copies")
    user = member_of("Inbox staff")
    user.groups.get().permissions.filter(codename="read_contact_details").delete()
    client.force_login(user)
    content = text_of(client.get(LIST))
    assert request.reference in content
    for page in (content, text_of(client.get(reverse("contribute_desk", args=[request.pk])))):
        assert not {STREET, "Quoll"} & set(re.split(r"[<>\n]\s*", page))
        assert STREET not in page
    for do in ("labels", "addresses"):
        assert STREET not in text_of(press(client, do, request))
    exported = client.get(reverse("contribute_copyrequest_modeladmin_index") + "?export=csv")
    assert STREET not in exported.getvalue().decode()


def test_taking_addresses_is_in_the_history_and_opening_their_page_takes_none(client, sent, item, staff):
    first, second, other = (sent("hard-copies", your_name=f"Quoll {number}") for number in range(3))
    entries = ModelLogEntry.objects.filter(action="contribute.addresses")
    page = press(client, "addresses", first, second)
    assert f"Quoll 0\n{STREET}\nBallarat VIC 3350\n\nQuoll 1\n" in text_of(page)
    assert other.sender.name not in text_of(page)
    labels = text_of(press(client, "labels", first, second, sheet="two"))
    assert "Quoll 1" in labels
    assert [entry.user for entry in entries] == [staff] * 4
    assert not any(STREET in str(entry.data) + entry.label for entry in ModelLogEntry.objects.all())
    client.get(LIST, {"do": "labels", "chosen": first.pk})
    assert entries.count() == 4


def test_opening_the_list_is_a_reading_once_for_a_sitting(client, sent, item, staff):
    request = sent("hard-copies")
    for _look in range(2):
        client.get(LIST)
    entry = ModelLogEntry.objects.get(action="contribute.read")
    assert (entry.user, entry.label) == (staff, request.reference)


def test_several_are_posted_at_once_and_what_cannot_be_is_said(client, sent, item, staff):
    CopyItem.objects.update(stock=6)
    requests = [sent("hard-copies") for _number in range(3)]
    CopyItem.objects.update(stock=4)
    page = text_of(press(client, "posted", *requests))
    assert "2 requests are posted" in page
    assert f"{requests[2].reference}: By our count the shelf holds only 0 of “Finding your feet”" in page
    assert CopyItem.objects.get().stock == 0
    assert sorted(CopyRequest.objects.values_list("status", flat=True)) == ["done", "done", "new"]


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["-1"], ["²"]])
def test_nothing_or_nonsense_chosen_is_said(client, item, staff, chosen):
    page = client.post(LIST, {"do": "labels", "chosen": chosen}, follow=True)
    assert "Choose at least one request first." in text_of(page)


@pytest.mark.parametrize("first", ["0", "99", "", "x", "-3", "22"])
def test_labels_begin_where_the_sheet_has_room_whatever_was_typed(client, sent, item, staff, first):
    request = sent("hard-copies")
    assert "Quoll" in text_of(press(client, "labels", request, first=first, sheet="nonsense"))


def test_labels_fill_sheets_from_the_first_free_one():
    envelopes = [[str(number)] for number in range(15)]
    assert [len(sheet) for sheet in on_sheets(envelopes, 2)] == [14, 1]
    sheets = on_sheets(envelopes, 3, first=20)
    assert [len(sheet) for sheet in sheets] == [21, 13]
    assert sheets[0][18:] == [[], ["0"], ["1"]]


def test_the_list_and_what_it_prints_cost_the_same_for_three_times_as_much(client, sent, item, staff):
    items = reverse("wagtailsnippets_contribute_copyitem:list")
    requests = [sent("hard-copies")]
    cost = {
        "list": lambda: client.get(LIST),
        "items": lambda: client.get(items),
        "labels": lambda: press_only(client, "labels", requests),
    }
    before = {name: settled_cost(ask) for name, ask in cost.items()}
    requests += [sent("hard-copies") for _number in range(3)]
    CopyItem.objects.create(name="Poster", stock=9)
    assert {name: settled_cost(ask) for name, ask in cost.items()} == before


def press_only(client, do, requests):
    return client.post(LIST, {"do": do, "chosen": [request.pk for request in requests]})


def test_inbox_staff_keep_the_shelf(client, staff, item):
    page = text_of(client.get(reverse("wagtailsnippets_contribute_copyitem:list")))
    assert "Finding your feet" in page
    assert client.post(edit_url(item), opened(client, item, stock="250")).status_code == 302
    assert CopyItem.objects.get().stock == 250


def edit_url(item):
    return reverse("wagtailsnippets_contribute_copyitem:edit", args=[item.pk])


def opened(client, item, **changed):
    """Return what a browser posts that opened the screen of ``item`` now, with what its editor ``changed``."""
    form = html.fromstring(client.get(edit_url(item)).content).xpath("//form[.//input[@name='stock']]")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"} | changed


def test_correcting_the_shelf_never_writes_over_what_was_posted_meanwhile(client, sent, item, staff):
    request = sent("hard-copies")
    counted = opened(client, item, stock="120")
    post(request, user=staff)
    page = client.post(edit_url(item), counted)
    assert page.status_code == 200
    assert "2 were taken off while you had this open, so by our count the shelf holds 98" in text_of(page)
    assert CopyItem.objects.get().stock == 98
    # The page that says so has seen it: what they write now counts, however often they press.
    shown = html.fromstring(page.content).xpath("//form[.//input[@name='stock']]")[0]
    again = dict(shown.form_values()) | {"stock": "118"}
    for _press in range(2):
        assert client.post(edit_url(item), again).status_code == 302
        assert CopyItem.objects.get().stock == 118


def test_other_words_of_an_item_are_changed_without_touching_the_shelf(client, sent, item, staff):
    request = sent("hard-copies")
    changed = opened(client, item, description="24 pages")
    post(request, user=staff)
    assert client.post(edit_url(item), changed).status_code == 302
    assert CopyItem.objects.values_list("description", "stock").get() == ("24 pages", 98)


def test_an_item_that_was_not_counted_is_counted_from_now_on_and_the_other_way_round(client, item, staff):
    for number in ("", "30"):
        assert client.post(edit_url(item), opened(client, item, stock=number)).status_code == 302
        assert CopyItem.objects.get().stock == (int(number) if number else None)


# --- Who asks for very much -----------------------------------------------------------------------


def asking(item, number, each=5):
    """Let ``number`` people ask for ``each`` of ``item``, one after the other; return their requests."""
    return [
        receive(CopyRequest, new_key(), sender={"name": "Quoll", "postal_address": STREET}, lines=[(item, each)])[0]
        for _person in range(number)
    ]


def test_requests_that_nobody_has_looked_at_hold_at_most_half_of_a_large_pile(client, item, staff):
    requests = asking(item, 18)
    now = CopyItem.objects.with_promised().get()
    assert (now.promised, now.held, now.left) == (90, 50, 50)
    assert f'name="{item.field}"' in text_of(client.get(FORM))
    # What a colleague takes on is held whole.
    for request in requests[:8]:
        desk.assign(request, staff, user=staff)
    now = CopyItem.objects.with_promised().get()
    assert (now.promised, now.held, now.left) == (90, 90, 10)


def test_a_small_pile_is_promised_once_though_nobody_has_looked_at_it(item):
    CopyItem.objects.update(stock=20)
    asking(item, 4)
    assert CopyItem.objects.with_promised().get().left == 0
    with pytest.raises(ValidationError):
        asking(item, 1, each=1)


def test_that_more_is_asked_for_than_there_is_stands_on_the_list_until_junk_is_cleared(client, item, staff):
    requests = asking(item, 10)
    assert "More is asked for than there is" not in text_of(client.get(LIST))
    more = asking(item, 12)
    page = " ".join(text_of(client.get(LIST)).split())
    assert "110 of “Finding your feet”, and the shelf holds 100." in page
    done = press(client, "junk", *more)
    assert "12 requests stand under Junk." in text_of(done)
    assert "More is asked for than there is" not in text_of(done)
    assert set(CopyRequest.objects.open()) == set(requests)
    assert CopyItem.objects.with_promised().get().promised == 50


def test_who_only_reads_requests_puts_none_under_junk(client, sent, item, member_of):
    request = sent("hard-copies")
    user = member_of("Contributors")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_copyrequest"]), Permission.objects.get(codename="access_admin")
    )
    client.force_login(user)
    assert client.get(LIST).status_code == 200
    press(client, "junk", request)
    assert CopyRequest.objects.get().status == "new"


# --- Where an address may not be ------------------------------------------------------------------


def test_an_address_is_in_no_mail_and_no_log_and_after_its_time_nowhere(client, sent, item, staff, caplog):
    Channel.objects.get(kind="hard-copies").told.add(staff)
    request = sent("hard-copies", organisation="Quiet Rivers")
    client.get(LIST)
    press(client, "labels", request)
    press(client, "posted", request)
    for message in OutboxMessage.objects.all():
        for word in (STREET, "Ballarat", "Quoll", "Quiet Rivers"):
            assert word not in bytes(message.content).decode() + message.subject
    assert STREET not in caplog.text
    assert not mail.outbox
    assert people.export(request.reference)["requests for printed copies"][0]["sender"]["postal_address"].startswith(
        STREET
    )
    Contribution.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    everything = "\n".join(str(values) for model in apps.get_models() for values in model._base_manager.values_list())
    for word in (STREET, "Wattlebird", "Quoll", "Quiet Rivers"):
        assert word not in everything
    assert CopyLine.objects.get().quantity == 2
    assert people.export(request.reference)["requests for printed copies"][0].get("sender") is None


def test_a_person_s_export_says_what_they_asked_for_and_erasing_takes_the_address(sent, item):
    request = sent("hard-copies")
    kept = people.export(EMAIL)["requests for printed copies"][0]
    assert kept["asked for"] == ["2 × Finding your feet"]
    assert kept["sender"]["postal_address"].startswith(STREET)
    people.erase(request.reference)
    assert not Sender.objects.exists()
