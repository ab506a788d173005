"""Statistics without people: what is counted, what is not, what is kept of what people search for, and the report."""

import datetime
import io
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.intake.purge import purge
from directory import statistics
from directory.models import ContactRequest, DailyCount, Report, SearchPhrase, Submission
from directory.statistics_report import WIDTH, Chart, in_short

from .factories import BALLARAT, make_service, make_taxonomy

pytestmark = pytest.mark.django_db
READER = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"}
Kind = DailyCount.Kind


@pytest.fixture(autouse=True)
def waiting():
    """This process's counts, empty before and after."""
    statistics.waiting.forget()
    yield statistics.waiting
    statistics.waiting.forget()


def counts():
    """What is in the database once everything is written: {(kind, key): number}."""
    statistics.waiting.flush()
    return {(row.kind, row.key): row.count for row in DailyCount.objects.all()}


def read(client, address, **headers):
    response = client.get(address, headers=READER | headers)
    assert response.status_code == 200
    return response


def search_on(day, text, total=0, times=1):
    """Search for ``text`` on a day, as far as phrases go."""
    for _ in range(times):
        phrase = statistics.kept_form(text)
        statistics.waiting.add({}, {(day, phrase): (1, 0 if total else 1)} if phrase else {})
        statistics.waiting.flush()


def test_views_searches_and_choices_are_counted_by_day(client):
    term = make_taxonomy("Type", "Group").terms.get()
    service = make_service("Table", [term], place=BALLARAT)
    for _ in range(3):
        read(client, service.get_absolute_url())
    read(client, "/directory/?q=table&term=type-group&how=in-person")
    read(client, "/directory/?q=zebra")
    assert counts() == {
        (Kind.VIEW, service.uuid.hex): 3,
        (Kind.SEARCH, ""): 2,
        (Kind.EMPTY, ""): 1,
        (Kind.FACET, "term:type-group"): 1,
        (Kind.FACET, "how:in-person"): 1,
    }
    read(client, service.get_absolute_url())
    assert counts()[Kind.VIEW, service.uuid.hex] == 4
    assert set(DailyCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize("headers", [
    {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"user-agent": "curl/8"}, {"user-agent": ""},
    {"user-agent": "Mozilla/5.0 HeadlessChrome/140"}, {"sec-purpose": "prefetch;prerender"},
])  # fmt: skip
def test_robots_and_what_is_fetched_beforehand_are_not_counted(client, headers):
    read(client, make_service("Table").get_absolute_url(), **headers)
    read(client, "/directory/?q=table", **headers)
    assert counts() == {}


def test_the_people_of_the_site_are_not_counted(client, member_of):
    client.force_login(member_of("Editors"))
    read(client, make_service("Table").get_absolute_url())
    assert counts() == {}


def test_the_whole_list_the_next_page_a_head_and_what_is_not_there_are_no_search_and_no_view(client):
    make_service("Table")
    read(client, "/directory/")
    read(client, "/directory/?sort=name")
    read(client, "/directory/?q=table&page=2")
    client.head("/directory/?q=table", headers=READER)
    client.get("/directory/no-such-service/", headers=READER)
    assert counts() == {}


def test_counting_asks_the_database_nothing_and_sets_no_cookie(client):
    service = make_service("Table")

    def queries(headers):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(service.get_absolute_url(), headers=headers)
        assert not response.cookies
        return len(captured)

    # The very first answer makes rows of settings; the second reads what is kept.
    queries(READER)
    queries(READER)
    assert queries(READER) == queries({"user-agent": "curl/8"})


def test_writing_takes_as_many_queries_whatever_waits(waiting):
    def asked(number):
        day = timezone.localdate()
        waiting.add({(day, Kind.VIEW, f"{key:032}"): 1 for key in range(number)}, {(day, f"word {chr(97 + key)}"): (1, 0) for key in range(number)})  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            waiting.flush()
        return len(captured)

    assert asked(5) == asked(20)


@pytest.mark.parametrize("text", ["0400 000 000", "jo@example.org", "x" * 41, "", "flat ⅷ"])
def test_words_that_may_say_who_asks_are_never_kept_in_any_form(text):
    search_on(datetime.date(2026, 11, 1), text)
    assert not SearchPhrase.objects.exists()


def test_a_phrase_is_a_hash_until_its_fifth_day():
    first = datetime.date(2026, 11, 1)
    for number in range(4):
        search_on(first + datetime.timedelta(days=number), "Hearing  Voices", times=3)
    row = SearchPhrase.objects.get()
    assert (row.phrase, row.days, row.count, row.empty) == ("", 4, 12, 12)
    assert "hearing" not in repr(row.__dict__)
    search_on(first + datetime.timedelta(days=4), "hearing voices", total=1)
    row.refresh_from_db()
    assert (row.phrase, row.days, row.count, row.empty) == ("hearing voices", 5, 13, 12)
    assert row.kept_on == datetime.date(2026, 11, 5)


def test_the_hash_needs_the_sites_key(settings):
    before = statistics.digest_of("hearing voices")
    settings.SECRET_KEY = "another"
    assert statistics.digest_of("hearing voices") != before


def test_phrases_and_hashes_are_gone_after_90_days():
    today = timezone.localdate()
    for name, days in (("kept", 90), ("over", 91)):
        day = today - datetime.timedelta(days=days)
        SearchPhrase.objects.create(digest=name, phrase=name, first_day=day, kept_on=day)
        SearchPhrase.objects.create(digest=f"{name} hash", first_day=day)
    assert purge()["search phrases"] == 2
    assert set(SearchPhrase.objects.values_list("digest", flat=True)) == {"kept", "kept hash"}


def test_the_night_keeps_how_many_entries_were_checked():
    today = timezone.localdate()
    make_service(assured_at=today - datetime.timedelta(days=300))
    make_service(assured_at=today - datetime.timedelta(days=400))
    make_service()
    make_service(live=False, assured_at=today)
    purge()
    purge()
    assert counts() == {(Kind.LISTED, ""): 3, (Kind.CHECKED, ""): 1}


def test_what_cannot_be_written_goes_on_waiting(waiting, monkeypatch):
    from django.db import OperationalError

    def away(*args):
        raise OperationalError

    waiting.add({(timezone.localdate(), Kind.SEARCH, ""): 2})
    with monkeypatch.context() as patch:
        patch.setattr(statistics, "write", away)
        waiting.flush()
    waiting.add({(timezone.localdate(), Kind.SEARCH, ""): 1})
    assert counts() == {(Kind.SEARCH, ""): 3}


def test_somebody_who_makes_words_up_fills_no_memory(waiting, monkeypatch):
    monkeypatch.setattr(statistics.Waiting, "most", 3)
    day = timezone.localdate()
    for number in range(10):
        waiting.add({(day, Kind.FACET, str(number)): 1}, {(day, str(number)): (1, 1)})
    assert (len(waiting.counts), len(waiting.phrases)) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_lose_nothing():
    day, together = timezone.localdate(), threading.Barrier(3)
    failures = []

    def one(order):
        waiting = statistics.Waiting()
        try:
            for _round in range(4):
                keys = [(day, Kind.VIEW, name) for name in order]
                waiting.add(dict.fromkeys(keys, 1), {(day, name): (1, 1) for name in order})
                together.wait(20)
                waiting.flush()
                while waiting.counts:
                    waiting.flush()
        except Exception as error:  # noqa: BLE001, RUF100 - told by the test below
            failures.append(error)
            together.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(order,)) for order in ("abc", "cba", "bca")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert counts() == {(Kind.VIEW, name): 12 for name in "abc"}
    assert list(SearchPhrase.objects.values_list("count", flat=True)) == [12, 12, 12]


# --- The report -----------------------------------------------------------------------------------


@pytest.fixture
def report(client, member_of):
    """Open the report as an editor: ``report("start=…")``."""
    client.force_login(member_of("Editors"))
    return lambda query="": client.get(f"{reverse('directory_statistics')}?{query}")


def used(term):
    """Some use of the directory, today and in the weeks before."""
    today = timezone.localdate()
    service = make_service("Looked at", [term])
    for weeks in range(3):
        DailyCount.objects.create(
            day=today - datetime.timedelta(weeks=weeks), kind=Kind.VIEW, key=service.uuid.hex, count=7
        )
    DailyCount.objects.create(day=today, kind=Kind.VIEW, key="0" * 32, count=2)
    DailyCount.objects.create(day=today, kind=Kind.FACET, key="term:type-group", count=3)
    DailyCount.objects.create(day=today, kind=Kind.EMPTY, count=4)
    SearchPhrase.objects.create(digest="x", phrase="=voices", first_day=today, kept_on=today, count=9, empty=5)
    SearchPhrase.objects.create(digest="y", first_day=today, count=99)
    for number, days in enumerate((1, 2, 9)):
        submission = Submission.objects.create(kind="new", title="A title", token_hash=f"{number}")
        Submission.objects.filter(pk=submission.pk).update(
            received_at=timezone.now() - datetime.timedelta(days=days), decided_at=timezone.now(), decision="approved"
        )
    for kept in (Report.objects.create(title="A title"), ContactRequest.objects.create(title="A title")):
        days = 12 if isinstance(kept, Report) else 0
        type(kept).objects.filter(pk=kept.pk).update(
            received_at=timezone.now() - datetime.timedelta(days=days), decided_at=timezone.now(), decision="kept"
        )
    purge()


@pytest.fixture
def some_use():
    used(make_taxonomy("Type", "Group").terms.get())


def test_the_report_shows_charts_with_their_numbers(report, some_use):
    page = report().content.decode()
    assert page.count('role="img"') == 4
    assert "Looked at" in page
    assert "No longer here" in page
    assert "=voices" in page
    assert "Group" in page
    # Half waited no longer than two days; the longest was a report.
    assert "<td>2.0</td>" in page
    assert "<td>12.0</td>" in page
    assert "Today it is 0 of 1." in page
    assert "style=" not in page.split("<main")[1].split("<section")[1]


@pytest.mark.parametrize("many", [1, 2, 8, 9, 13, 31, 57, 85, 104])
def test_no_label_of_a_chart_reaches_over_its_edge_or_into_another(many):
    days = [datetime.date(2025, 12, 1) + datetime.timedelta(days=7 * number) for number in range(many)]
    chart = Chart("views", "Views", [(in_short(day), 1) for day in days], "views")
    labels = [bar for bar in chart.bars if bar["label"]]
    assert labels[0]["label"] == "1 Dec 2025"
    for width, shown in ((7, labels), (13, [bar for bar in labels if not bar["is_second"]])):
        # As wide as letters are on a desk, and in the largest letters of a phone, where every second one is left out.
        ends = 0
        for bar in shown:
            wide = width * len(bar["label"])
            left = bar["at"] - wide * {"start": 0, "middle": 0.5, "end": 1}[bar["anchor"]]
            assert left >= ends
            ends = left + wide
            assert ends <= WIDTH


def test_the_numbers_can_be_taken_away_without_live_formulas(report, some_use):
    text = b"".join(report("export=csv").streaming_content).decode()
    assert '"Entry looked at","Looked at","","21"' in text
    assert '"Searched for","\'=voices","","9"' in text
    workbook = load_workbook(io.BytesIO(b"".join(report("export=xlsx").streaming_content)))
    assert ("Searched for", "=voices", None, "9") in workbook.active.values


@pytest.mark.parametrize("query", [
    "start=zebra", "start=2026-02-30&end=1", "start=2030-01-01", "start=0001-01-01", "end=0001-01-01", "export=exe",
    "start=2026-02-01&end=2026-01-01", "start=%00", "start=9999-12-31&end=9999-12-31",
])  # fmt: skip
def test_a_time_that_cannot_be_shown_is_no_error(report, query):
    assert report(query).status_code == 200


def test_a_short_time_is_shown_by_day(report, some_use):
    today = timezone.localdate()
    page = report(f"start={today - datetime.timedelta(days=6)}&end={today}").content.decode()
    assert "Entries looked at, each day" in page
    assert "<td>9</td>" in page


def test_the_report_asks_as_many_queries_whatever_was_counted(report, some_use):
    report()

    def asked():
        with CaptureQueriesContext(connection) as captured:
            report()
        return len(captured)

    few = asked()
    today = timezone.localdate()
    for number in range(20):
        service = make_service(f"More {number}")
        DailyCount.objects.create(day=today, kind=Kind.VIEW, key=service.uuid.hex, count=number)
    assert asked() == few


def test_the_report_is_for_those_who_change_services(client, member_of):
    client.force_login(member_of("Inbox staff"))
    assert client.get(reverse("directory_statistics")).status_code == 302
    client.force_login(member_of("Editors"))
    assert reverse("directory_statistics") in client.get("/admin/").content.decode()
