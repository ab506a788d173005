"""What holds for each report in the menu *Reports*, Wagtail's own too: a new one is walked by itself, once it has a maker here.

Its rows are the same on the screen and in both files, by each of its filters; no cell is a formula; no file names a person
whom the screen does not show; it costs the same for more rows; and where it is empty it says so in a sentence.
"""

import csv
import io
from itertools import count

import django_filters
import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook
from wagtail.admin.menu import reports_menu
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage
from cms.upkeep import links
from cms.upkeep.models import Link
from contribute import opinions
from contribute.places import PLACES
from tests.counting import settled_cost
from tests.desk.seeing import rows_of
from tests.directory.factories import make_service
from tests.pages.factories import (
    OpportunityFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    consented,
)

from .test_reports import DAY, phrase, picture, today

pytestmark = pytest.mark.django_db
numbers = count(1)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
SECRET_NAME, SECRET_EMAIL = "Wilhelmina Quokka", "quokka@example.org"


def title():
    """A title that a spreadsheet program would run."""
    return f"=SUM({next(numbers)})"


def page_of(person, **values):
    page = StandardFactory(title=title(), owner=person)
    Page.objects.filter(pk=page.pk).update(**{name: value for name, value in values.items() if hasattr(Page, name)})
    own = {name: value for name, value in values.items() if not hasattr(Page, name)}
    if own:
        type(page).objects.filter(pk=page.pk).update(**own)
    return page


def due(person):
    page_of(person, last_reviewed=today() - 400 * DAY, next_review_due=today() - DAY)


def broken(person):
    body = [("text", f'<p><a href="/nowhere-{next(numbers)}/">=there</a></p>')]
    links.gather(StandardFactory(title=title(), owner=person, body=body))
    Link.objects.update(result=Link.Result.BROKEN)


def opinion(**about):
    opinions.keep(new_key(), False, f"=SUM(1) It is hard to read. {'So it is. ' * 40}", **about)


def in_review(person):
    page = page_of(person, live=False)
    page.save_revision(user=person)
    page.get_workflow().start(page, person)


def mail(person):
    OutboxMessage.objects.create(
        key=f"report:{next(numbers)}", recipients=["a@example.org"], from_email="b@example.org", subject="S", attempts=5
    )


# What makes a row of each, by the name of its address. ``person`` is a colleague whose name and address no file may tell
# that the screen does not.
MAKERS = {
    "pages_to_review": due,
    "broken_links": broken,
    "page_gaps": lambda person: page_of(person, teaser=""),
    "unused_files": lambda person: picture(title()),
    "stale_services": lambda person: make_service(title(), assured_at=today() - 400 * DAY),
    "empty_searches": lambda person: phrase(title(), 8),
    "opportunities_that_end": lambda person: OpportunityFactory(
        title=title(), organisation_name="+Quiet", closes_at=timezone.now() + 5 * DAY
    ),
    "story_consents_report": lambda person: consented(StoryFactory(title=title(), live=False)),
    "downloads_report": lambda person: SiteDocumentFactory(title=title()),
    "page_opinions": lambda person: opinion(page=page_of(person)),
    "entry_opinions": lambda person: opinion(service=make_service(title())),
    "place_opinions": lambda person: opinion(place=next(iter(PLACES))),
    "wagtailadmin_reports:locked_pages": lambda person: page_of(
        person, locked=True, locked_by=person, locked_at=timezone.now()
    ),
    "wagtailadmin_reports:workflow": in_review,
    "wagtailadmin_reports:workflow_tasks": in_review,
    "wagtailadmin_reports:site_history": lambda person: page_of(person).save_revision(user=person, log_action=True),
    "wagtailadmin_reports:aging_pages": lambda person: page_of(person, last_published_at=timezone.now() - 400 * DAY),
    "wagtailadmin_reports:page_types_usage": page_of,
    # Charts, and a list that is pressed and not taken away: these have tests of their own.
    "directory_statistics": None,
    "intake_mail": None,
}
LISTS = [name for name, make in MAKERS.items() if make]
# Rows that stand for many things each, or were there before.
NOT_COUNTED = {"place_opinions", "wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:site_history"}
STOCK = {name for name in MAKERS if name.startswith("wagtailadmin_reports:")}


def every_report(rf, user):
    """Return the names of the addresses of all reports in the menu of ``user``."""
    request = rf.get("/admin/")
    request.user = user
    return {resolve(item.url).view_name for item in reports_menu.menu_items_for_request(request)}


def view_of(name):
    return resolve(reverse(name)).func.view_class


def test_each_report_of_the_menu_is_walked_here(rf, member_of):
    assert every_report(rf, member_of(None)) == set(MAKERS)
    assert {name for name in MAKERS if issubclass(view_of(name), ReportView)} == set(LISTS)


@pytest.fixture
def staff(client, member_of):
    client.user = member_of("Administrators")
    client.force_login(client.user)
    return client


@pytest.fixture
def person(member_of):
    return member_of("Editors", username="wombat", first_name="Wilhelmina", last_name="Quokka", email=SECRET_EMAIL)


def asked_by_each_filter(response):
    """Yield what each filter of a report may be asked, a choice at a time: dicts of what stands in the address."""
    yield {}
    filters = response.context.get("filters")
    for name, one in (filters.filters if filters else {}).items():
        field = filters.form.fields[name]
        if isinstance(one, django_filters.DateFromToRangeFilter | django_filters.DateTimeFromToRangeFilter):
            yield {f"{name}_from": str(today() - 30 * DAY), f"{name}_to": str(today() + 30 * DAY)}
            yield {f"{name}_from": str(today() + 400 * DAY)}
        elif hasattr(field, "queryset"):
            yield from ({name: row.pk} for row in field.queryset[:2])
        elif hasattr(field, "choices"):
            yield from ({name: value} for value, _label in list(field.choices)[:6] if value)
        else:
            yield {name: "words"}
    yield {"ordering": "nonsense", "p": "nonsense"}


def sheet(client, name, asked):
    response = client.get(reverse(name), asked | {"export": "xlsx"})
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active]


def table(client, name, asked):
    response = client.get(reverse(name), asked | {"export": "csv"})
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def words_of(response):
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.mark.parametrize("name", LISTS)
def test_a_report_has_the_same_rows_on_the_screen_and_in_both_files_by_each_filter(staff, person, name):
    before = rows_of(staff.get(reverse(name)))
    for _each in range(3):
        MAKERS[name](person)
    first = staff.get(reverse(name))
    assert name in NOT_COUNTED or rows_of(first) == before + 3
    seen = 0
    for asked in asked_by_each_filter(first):
        response = staff.get(reverse(name), asked)
        shown, words = rows_of(response), words_of(response)
        assert shown or any(end in words for end in (".", "No ")), asked
        seen += shown
        if not view_of(name).list_export:
            # There is nothing to take away, and no button for it.
            continue
        in_csv, in_xlsx = table(staff, name, asked), sheet(staff, name, asked)
        assert len(in_csv) - 1 == len(in_xlsx) - 1 == shown, asked
        assert len({len(row) for row in in_csv}) == 1
        for cell in [cell for row in in_csv for cell in row]:
            assert not cell.startswith(FORMULAS), (asked, cell)
        told = " ".join(str(cell) for row in [*in_csv, *in_xlsx] for cell in row)
        # Wagtail's own name the colleague who asked for a review by their user name.
        for secret in (SECRET_EMAIL, SECRET_NAME, "a@example.org", *(() if name in STOCK else ("wombat",))):
            assert secret not in told or secret in words, (asked, secret)
    assert seen >= 3


@pytest.mark.parametrize("name", [name for name in LISTS if name not in STOCK])
def test_a_report_costs_the_same_for_more_rows_on_the_screen_and_in_its_file(staff, person, name):
    def costs():
        return (
            settled_cost(lambda: staff.get(reverse(name))),
            settled_cost(lambda: sheet(staff, name, {})),
        )

    for _each in range(3):
        MAKERS[name](person)
    few = costs()
    for _each in range(5):
        MAKERS[name](person)
    assert costs() == few


@pytest.mark.parametrize("name", [name for name in LISTS if name not in STOCK])
def test_an_empty_report_says_so_calmly_and_one_with_rows_what_to_do(staff, person, name):
    said = staff.get(reverse(name)).context["no_results_message"]
    assert said.endswith("."), said
    assert said in words_of(staff.get(reverse(name))) or rows_of(staff.get(reverse(name)))


@pytest.mark.parametrize("name", LISTS)
def test_each_way_in_of_a_report_opens(staff, person, name):
    MAKERS[name](person)
    tree = html.fromstring(staff.get(reverse(name)).content)
    ways = set(tree.xpath("//main//table//tbody//a/@href"))
    assert ways or name in {"wagtailadmin_reports:page_types_usage"}
    for way in ways:
        assert staff.get(way).status_code == 200, way


@pytest.mark.parametrize(
    ("name", "about"), [("page_opinions", "page"), ("entry_opinions", "service"), ("place_opinions", "place")]
)
def test_what_was_said_of_a_page_leads_to_those_words_and_to_none_that_are_held(staff, person, name, about):
    MAKERS[name](person)
    MAKERS[name](person)
    row = staff.get(reverse(name)).context["object_list"][0]
    subject = {about: getattr(row, "place", "") if about == "place" else row}
    opinions.keep(new_key(), False, "A robot says so.", is_held=True, **subject)
    assert rows_of(staff.get(row.all_comments)) == row.said_no
