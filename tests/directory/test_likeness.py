"""Entries that may be the same: what counts, what does not, why, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.intake.keys import new_key
from directory import moderation
from directory.likeness import alike, like_answers, like_service, likeness, name_words, phone_digits, website_parts
from directory.models import Link, Organisation, Service, Submission

from .factories import BALLARAT, make_phone, make_service

pytestmark = pytest.mark.django_db


def found(**asked):
    return [(one.service.name, one.reasons_in_words) for one in alike(**asked)]


@pytest.mark.parametrize(
    "name", ["tuesday table", "The Tuesday Tables", "Table, Tuesday", "TUESDAY TABLE Inc.", "Teusday Table"]
)
def test_a_name_is_found_however_it_is_written(name):
    make_service("Tuesday Table")
    make_service("Wednesday Choir")
    [(service, reason)] = found(name=name)
    assert service == "Tuesday Table"
    assert reason in {"the same name", "a name like it"}


def test_an_accent_makes_no_difference():
    make_service("Café Connect")
    make_service("Émigré")
    assert found(name="Cafe connect") == [("Café Connect", "the same name")]
    assert found(name="Emigre") == [("Émigré", "the same name")]


def test_what_many_names_have_is_no_resemblance():
    make_service("Ballarat Peer Support Group")
    make_service("Hearing Voices Group Ballarat")
    assert not found(name="Geelong Peer Support Group")
    assert not found(name="Hearing Voices Group Geelong")
    assert found(name="Support group for peers, Ballarat")
    make_service("Peer Support Group")
    assert ("Peer Support Group", "the same name") in found(name="Peer Support Group")


def test_phones_are_compared_as_numbers_whichever_of_them_it_is():
    service = make_service("A line")
    make_phone(service, "(03) 5550 0011", sort_order=0)
    make_phone(service, "1300 555 012", sort_order=1)
    for number in ("+61 3 5550 0011", "0355500011", "5550 0011", "1300555012", "+61 1300 555 012"):
        assert found(phones=["0400 000 000", number]) == [("A line", "the same phone number")], number
    assert not found(phones=["(02) 5550 0011", "", "000"])


def test_websites_are_compared_by_host_and_page_and_shared_hosts_only_whole():
    make_service("With a site", website="https://www.example.org/peers/")
    page = make_service("With a page")
    Link(service=page, label="Our page", url="https://facebook.com/TuesdayTable/").save()
    assert found(website="http://example.org/peers") == [("With a site", "the same website")]
    assert found(website="example.org") == [("With a site", "a page of the same website")]
    assert found(website="https://www.facebook.com/tuesdaytable") == [("With a page", "the same website")]
    for other in (
        "https://facebook.com/",
        "https://facebook.com/other",
        "https://notexample.org/peers",
        "example.org.au",
    ):
        assert not found(website=other), other


def test_a_website_of_many_entries_is_their_providers_and_says_nothing():
    for number in range(4):
        make_service(f"Number {number}", website=f"https://example.org/{number}")
    assert not found(website="https://example.org/new")
    assert found(website="https://example.org/2") == [("Number 2", "the same website")]


def test_an_email_or_abn_counts_and_a_provider_only_with_something_else():
    organisation = Organisation.objects.create(name="Wendouree Collective", abn="51824753556")
    make_service("Of an organisation", organisation="Wendouree Collective")
    make_service("With mail", public_email="Hello@example.org", provider_name="Wendouree Collective")
    assert found(email="hello@example.org") == [("With mail", "the same email address")]
    assert found(abn="51 824 753 556") == [("Of an organisation", "the same ABN")]
    assert not found(provider=organisation.name)
    assert found(name="mail", provider=organisation.name) == [("With mail", "the same name and the same provider")]


def test_the_likeliest_comes_first():
    make_service("Tuesday Table Wendouree")
    both = make_service("Tuesday Table")
    make_phone(both, "(03) 5550 0011")
    assert [name for name, _why in found(name="Tuesday Table", phones=["5550 0011"])] == [
        "Tuesday Table",
        "Tuesday Table Wendouree",
    ]


def test_listed_and_waiting_entries_count_and_closed_declined_ones_and_itself_do_not(submitted, decide):
    make_service("Tuesday Table", status="closed")
    listed = make_service("Tuesday Table", place=BALLARAT)
    assert {one.service for one in alike(name="Tuesday Table")} == {listed, submitted.service}
    assert [one.service for one in like_service(listed)] == [submitted.service]
    assert [one.service for one in alike(name="Tuesday Table", services=Service.objects.listed())] == [listed]
    decide(submitted.service, "decline", comment="No")
    assert Submission.objects.get().decision
    assert [one.service for one in alike(name="Tuesday Table")] == [listed]


def test_the_answers_of_the_form_are_compared_as_far_as_they_are_there(localities, answers):
    moderation.submit_new(answers, new_key())
    [one] = like_answers({"contact": {"phone": "5550 0012"}})
    assert one.reasons == ["the same phone number"]
    assert like_answers(answers)[0].score > one.score
    assert like_answers({}) == []


def test_the_queries_do_not_grow_with_the_rows():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert alike("Tuesday Table", ["5550 0142"], "https://example.org/1", "51824753556", "a@example.org", "Any")
        return len(captured)

    def make(number):
        for _each in range(number):
            make_phone(make_service("Tuesday Table", place=BALLARAT, website="https://example.org/1"))

    make(2)
    few = queries()
    make(4)
    assert queries() == few <= 6


DIGITS = st.from_regex(r"0[23478][0-9]{8}", fullmatch=True)


@given(DIGITS, st.lists(st.sampled_from([" ", "  ", "(", ")", "-", "\xa0", ""]), min_size=10, max_size=10))
@settings(max_examples=50)
def test_a_number_is_the_same_with_any_marks_and_with_the_countrys_code(digits, marks):
    written = "".join(mark + digit for mark, digit in zip(marks, digits, strict=True))
    assert phone_digits(written) == digits == phone_digits("+61 " + written.replace("0", "", 1)) == phone_digits(digits)


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_whatever_is_written_compares_without_an_error_and_the_same_twice(text):
    assert phone_digits(phone_digits(text)) == phone_digits(text)
    host, path = website_parts(text)
    assert website_parts(f"https://www.{host}{path}") == (host, path) if host else path == ""
    assert likeness(name_words(text), name_words(text.upper())) in (0, 1) or not text.isascii()


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3))
@settings(max_examples=25, deadline=None)
def test_whatever_is_asked_is_answered(text, numbers):
    alike(text.replace("\x00", ""), numbers, text.replace("\x00", ""), text, text.replace("\x00", ""), text)
