"""Pages are kept for the next reader, and nobody is ever shown what is not so any more, or what is another one's."""

import datetime
import re
import threading
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import content_version, expiry, page_cache
from cms.core.models import SiteSettings
from cms.core.page_cache import PageCacheMiddleware, keeps
from directory import statistics
from directory.models import DailyCount, Service
from home.models import HelpLine, HelpLineHours, Notice
from home.models.help_lines import MELBOURNE
from pages.models import OpportunityPage
from tests.directory.factories import make_service, make_taxonomy
from tests.home.factories import HelpLineFactory
from tests.pages.factories import OpportunityFactory, StandardFactory, StoryFactory

pytestmark = pytest.mark.django_db
READER = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"}


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGE_CACHE = True


def how(response):
    return response.get("X-Page-Cache", "")


def warm(client, path, **headers):
    """Visit ``path`` until it is kept; return the answer."""
    client.get(path, headers=headers)
    response = client.get(path, headers=headers)
    assert how(response) == "hit", path
    return response


@pytest.fixture
def page():
    return StandardFactory(title="Making tea")


# --- What is kept, and under what -------------------------------------------------------------------


def test_the_second_reader_gets_what_was_made_for_the_first_without_a_query(client, page):
    first = client.get(page.url)
    assert how(first) == "miss"
    with CaptureQueriesContext(connection) as queries:
        second = client.get(page.url)
    assert (how(second), len(queries)) == ("hit", 0)
    assert second.content == first.content
    assert {name: first[name] for name in first.headers} | {"X-Page-Cache": "hit"} == dict(second.headers)


def test_no_cookie_and_no_unknown_parameter_makes_a_page_anew(client, page):
    warm(client, page.url)
    for number in range(5):
        asked = {"utm_source": f"paper{number}", "fbclid": "x" * number, "page": number}
        response = Client(headers={"cookie": f"_ga=GA1.{number}; sessionid=none{number}"}).get(page.url, asked)
        assert how(response) == "hit"


def test_what_stands_in_an_unknown_parameter_is_in_no_kept_page(client, page):
    # Not known yet how the address is kept: made for this reader alone.
    assert how(client.get(page.url, {"utm_source": "mine"})) == ""
    second = client.get(page.url, {"utm_source": "mine"})
    assert how(second) == "miss"
    assert "mine" not in second.text


def test_known_parameters_have_pages_of_their_own_whatever_their_order(client):
    index = StoryFactory(role="carer").get_parent()
    warm(client, index.url)
    narrowed = warm(client, f"{index.url}?role=carer&page=1")
    assert narrowed.content != client.get(index.url).content
    assert how(client.get(f"{index.url}?page=1&x=2&role=carer")) == "hit"


def test_the_reading_settings_are_the_one_cookie_that_counts_and_equal_ones_share(client, page):
    plain = warm(client, page.url)
    dark = warm(client, page.url, cookie="reading=theme-dark.text-130")
    assert 'data-theme="dark"' in dark.text
    assert 'data-theme="dark"' not in plain.text
    assert how(client.get(page.url, headers={"cookie": "reading=text-130.theme-dark.rubbish-1"})) == "hit"
    # A cache in front of the site knows nothing of them.
    assert dark["Cache-Control"].startswith("private")
    assert "s-maxage" in plain["Cache-Control"]


def test_readers_without_compression_get_a_page_they_can_read(client, page):
    warm(client, page.url, **{"accept-encoding": "gzip"})
    plain = warm(client, page.url)
    assert "Content-Encoding" not in plain.headers
    assert "Making tea" in plain.text


def test_each_host_has_its_own(client, page, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    warm(client, page.url)
    assert how(client.get(page.url, headers={"host": "other.example.org"})) == "miss"


@pytest.mark.parametrize(
    "path", ["/directory/?q=tea", "/directory/?near=Carlton+3053", "/search/?q=tea", "/directory/?q=tea&how=phone"]
)
def test_what_somebody_typed_is_kept_nowhere(client, path):
    for _visit in range(3):
        response = client.get(path)
        assert how(response) == ""
        assert response["Cache-Control"] == "private, no-cache"
    assert how(client.get(path.split("?")[0])) == "miss"


@pytest.mark.parametrize(
    "path",
    ["/contribute/feedback/", "/reading-settings/", "/directory/add/", "/newsletter/", "/account/sign-in/", "/admin/"],
)
def test_pages_with_a_form_and_editors_screens_are_never_kept(client, path):
    for _visit in range(3):
        assert how(client.get(path)) == ""


def test_what_not_everybody_may_see_is_never_kept(client, page, member_of):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(member_of("Editors"))
    for _visit in range(3):
        response = client.get(page.url)
        assert (response.status_code, how(response)) == (200, "")
    assert Client().get(page.url).status_code == 302


def test_a_page_that_is_not_there_yet_is_there_once_it_is_published(client, page):
    page.unpublish()
    for _visit in range(2):
        assert client.get(page.url).status_code == 404
    page.save_revision().publish()
    assert client.get(page.url).status_code == 200


def test_a_head_request_is_answered_and_keeps_nothing(client, page):
    assert client.head(page.url).status_code == 200
    assert how(client.get(page.url)) == "miss"
    assert how(client.head(page.url)) == "hit"


def test_a_closed_site_shows_nothing_that_was_kept(client, page, settings, tmp_path):
    warm(client, page.url)
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    assert client.get(page.url).status_code == 503


def test_it_can_be_switched_off(client, page, settings):
    settings.PAGE_CACHE = False
    for _visit in range(3):
        assert how(client.get(page.url)) == ""


def test_a_page_that_reads_what_it_does_not_declare_is_not_kept(caplog):
    @keeps(parameters=["page"])
    def view(request):
        return HttpResponse(request.GET.get("secret", ""))

    for _visit in range(3):
        assert how(PageCacheMiddleware(view)(RequestFactory().get("/x/?page=1"))) == ""
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda response: response.headers.__setitem__("Cache-Control", "max-age=0, no-store"),
        lambda response: response.headers.__setitem__("Cache-Control", "private"),
        lambda response: response.headers.__setitem__("Vary", "Accept, Cookie"),
        lambda response: response.set_cookie("a", "b"),
        lambda response: setattr(response, "status_code", 404),
    ],
    ids=["no-store", "private", "by cookie", "with a cookie", "not found"],
)
def test_an_answer_that_is_not_everybodys_is_not_kept_whatever_its_view_says(spoil):
    @keeps()
    def view(request):
        response = HttpResponse("Tea")
        spoil(response)
        return response

    for _visit in range(2):
        assert how(PageCacheMiddleware(view)(RequestFactory().get("/tea/"))) == ""


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-pages.xml", "/feeds/stories/", "/robots.txt"])
def test_what_machines_ask_for_is_kept_too(client, path):
    StoryFactory()
    assert warm(client, path).content
    assert how(client.get(path, {"x": "2"})) == "hit"


# --- What changes it --------------------------------------------------------------------------------


def changes():
    """What makes pages anew: by name, (what is there before, what changes)."""

    def unpublish(page):
        page.unpublish()

    def publish(page):
        page.title = "Coffee"
        page.save_revision().publish()

    def move(page):
        page.move(StandardFactory(title="Above"), pos="last-child")

    def save_setting(_page):
        site = SiteSettings.load()
        site.acknowledgement_of_country = "On unceded land."
        site.save()

    return {
        "a page is published": publish,
        "a page is taken off the site": unpublish,
        "a page moves": move,
        "a page is deleted": lambda page: page.delete(),
        "a page is closed to most": lambda page: PageViewRestriction.objects.create(
            page=page, restriction_type="login"
        ),
        "an entry is listed": lambda _page: make_service("Table"),
        "entries are changed past their models": lambda _page: Service.objects.update(summary="Other"),
        "a setting is changed": save_setting,
        "a help line is changed": lambda _page: HelpLineFactory(),
        "a notice is put up": lambda _page: Notice.objects.create(title="Closed today"),
        "a term is added": lambda _page: make_taxonomy("Type", "Group"),
    }


@pytest.mark.parametrize("name", changes())
def test_nothing_that_was_kept_outlives_a_change(client, page, name):
    home, lists = page.get_parent().url, "/directory/"
    make_service("Chairs")
    for path in (home, lists, page.url):
        warm(client, path)
    changes()[name](page)
    for path in (home, lists, page.url):
        assert how(client.get(path)) != "hit", path


def test_a_part_of_a_list_that_was_read_since_brings_no_older_part_back(client):
    story = StoryFactory(role="carer", title="Old words")
    listed = story.get_parent().url
    warm(client, listed)
    story.title = "New words"
    story.save_revision().publish()
    client.get(f"{listed}?role=carer")
    assert "New words" in client.get(listed).text


def test_a_draft_and_what_the_public_sends_leave_it_alone(client, page):
    warm(client, page.url)
    page.title = "Coffee"
    page.save_revision()
    assert how(client.get(page.url)) == "hit"


def test_an_entry_that_is_withdrawn_is_gone_at_once(client):
    service = make_service("Table")
    warm(client, service.get_absolute_url())
    service.unpublish()
    assert client.get(service.get_absolute_url()).status_code == 404


def test_another_process_sees_a_change_after_a_second_and_an_editor_at_once(client, page, monkeypatch):
    warm(client, page.url)
    # As though another process had done it: nothing here hears of it.
    monkeypatch.setattr(content_version, "_listeners", [])
    page.title = "Coffee"
    page.save_revision().publish()
    assert how(client.get(page.url)) == "hit"
    assert how(client.get(page.url, headers={"cookie": "staff=1"})) == "miss"
    page.title = "Cocoa"
    page.save_revision().publish()
    page_cache.version.asked_at -= 1.01
    assert "Cocoa" in client.get(page.url).text


# --- The clock --------------------------------------------------------------------------------------


def ends(path):
    """When what is kept of ``path`` is over."""
    found = [entry.until for key, entry in page_cache.memory.entries.items() if key[0][2] == path]
    return datetime.datetime.fromtimestamp(max(found), datetime.UTC)


def test_a_page_is_over_when_a_help_line_closes(client, monkeypatch):
    noon = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=MELBOURNE)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    line = HelpLineFactory(always_open=False)
    HelpLineHours.objects.create(help_line=line, weekday=0, opens="09:00", closes="12:20")
    client.get("/get-help-now/")
    assert ends("/get-help-now/") == noon + datetime.timedelta(minutes=20)


def test_lists_and_the_page_of_an_opportunity_are_over_when_it_is(client):
    over = timezone.now() + datetime.timedelta(minutes=20)
    opportunity = OpportunityFactory(
        opportunity_type=OpportunityPage.Type.EVENT, starts_at=over - datetime.timedelta(hours=2), ends_at=over
    )
    for path in (opportunity.url, opportunity.get_parent().url):
        client.get(path)
        assert abs(ends(path) - over) < datetime.timedelta(seconds=1)


@pytest.mark.parametrize("field", ["begins", "until"])
def test_a_page_is_over_when_a_notice_comes_or_goes(client, page, field):
    moment = timezone.now() + datetime.timedelta(minutes=20)
    Notice.objects.create(title="Closed", **{field: moment})
    client.get(page.url)
    assert abs(ends(page.url) - moment) < datetime.timedelta(seconds=1)


def test_every_page_is_made_anew_after_midnight_in_melbourne(client, page, monkeypatch):
    late = datetime.datetime(2026, 11, 23, 23, 50, tzinfo=MELBOURNE)
    monkeypatch.setattr(timezone, "now", lambda: late)
    client.get(page.url)
    assert ends(page.url) == late + datetime.timedelta(minutes=10)


def test_what_is_over_is_made_anew(client, page, monkeypatch):
    warm(client, page.url)
    later = time.time() + page_cache.LONGEST + 1
    monkeypatch.setattr(page_cache.time, "time", lambda: later)
    assert how(client.get(page.url)) == "miss"


def test_who_is_inside_and_who_is_around_hear_of_a_moment():
    soon, later = timezone.now(), timezone.now() + datetime.timedelta(hours=1)
    expiry.until(soon)
    assert not expiry.is_asked()
    with expiry.noting() as around:
        expiry.until(later)
        with expiry.noting() as inside:
            expiry.until_first(soon, None, soon, later)
    assert (around.earliest, inside.earliest) == (later, later)


# --- Browsers, counting -----------------------------------------------------------------------------


def test_a_browser_that_has_it_is_told_so_and_a_change_elsewhere_does_not_matter(client, page):
    tag = warm(client, page.url)["ETag"]
    again = client.get(page.url, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    make_taxonomy("Type", "Group")
    again = client.get(page.url, headers={"if-none-match": tag.removeprefix("W/")})
    assert again.status_code == 304
    page.title = "Coffee"
    page.save_revision().publish()
    assert client.get(page.url, headers={"if-none-match": tag}).status_code == 200


def test_readers_of_a_kept_page_are_counted_as_the_first_was(client):
    statistics.waiting.forget()
    service = make_service("Table")
    for _visit in range(3):
        client.get(service.get_absolute_url(), headers=READER)
        client.get("/directory/?how=phone", headers=READER)
    client.get(service.get_absolute_url(), headers={"user-agent": "Googlebot"})
    statistics.waiting.flush()
    kinds = DailyCount.Kind
    counted = {(row.kind, row.key): row.count for row in DailyCount.objects.all()}
    assert counted[kinds.VIEW, service.uuid.hex] == 3
    assert counted[kinds.SEARCH, ""] == 3
    assert counted[kinds.FACET, "how:phone"] == 3


# --- Many at once, and what is broken ---------------------------------------------------------------


def test_fifty_at_once_have_a_page_made_once():
    page_cache.version.word, page_cache.version.asked_at = "1", time.monotonic() + 60
    made, begin, sent = [], threading.Barrier(50), []

    @keeps()
    def view(request):
        made.append(1)
        threading.Event().wait(0.1)
        return HttpResponse("Tea")

    middleware = PageCacheMiddleware(view)

    def ask():
        begin.wait()
        sent.append(middleware(RequestFactory().get("/tea/")).content)

    threads = [threading.Thread(target=ask) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sent == [b"Tea"] * 50
    assert len(made) == 1
    assert page_cache.makers.locks == {}


def test_pages_that_are_not_kept_do_not_wait_for_each_other():
    page_cache.version.word, page_cache.version.asked_at = "1", time.monotonic() + 60
    inside = threading.Barrier(3)

    def view(request):
        inside.wait(10)
        return HttpResponse("A form")

    middleware = PageCacheMiddleware(view)
    page_cache.learn(middleware.asked(RequestFactory().get("/form/")), "1", None)
    threads = [threading.Thread(target=middleware, args=[RequestFactory().get("/form/")]) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not inside.broken


def away(monkeypatch):
    """Let the database not answer from now on."""

    def refuse(*arguments, **named):
        raise OperationalError

    monkeypatch.setattr(content_version, "current", refuse)
    monkeypatch.setattr(connection, "cursor", refuse)
    page_cache.version.moved()


def test_while_the_database_is_away_pages_that_are_kept_are_shown_even_past_their_time(client, page, monkeypatch):
    other, known = StandardFactory(title="Coffee").url, page.url
    warm(client, known)
    away(monkeypatch)
    assert how(client.get(known)) == "hit"
    later = time.time() + page_cache.LONGEST + 1
    monkeypatch.setattr(page_cache.time, "time", lambda: later)
    stale = client.get(known)
    assert (stale.status_code, how(stale)) == (200, "stale")
    client.raise_request_exception = False
    assert client.get(other).status_code == 503
    # Not for ever.
    later += page_cache.STANDS_IN
    assert client.get(known).status_code == 503


def test_a_page_that_cannot_be_made_is_not_remembered_as_one_that_is_not_kept(page, client, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(type(page), "serve", lambda *arguments: 1 / 0)
        assert client.get(page.url).status_code == 500
    assert how(client.get(page.url)) == "miss"


def test_memory_is_bounded_and_what_is_read_stays(monkeypatch):
    memory = page_cache.Memory(most_bytes=30_000)
    entries = [page_cache.Entry("1", 0.0, 200, (), bytes(8_000), "") for _number in range(5)]
    for number, entry in enumerate(entries):
        memory.set(number, entry)
        memory.get(0)
    assert set(memory.entries) == {0, 4, 3}
    assert memory.bytes == sum(entry.size for entry in memory.entries.values()) <= 30_000


@pytest.fixture
def with_redis(redis_server, settings):
    """The cache that processes share is a real one."""
    settings.CACHES = {"default": {"BACKEND": "cms.core.cache_backends.PatientRedisCache", "LOCATION": redis_server}}
    vars(page_cache.shared).pop("is_there", None)
    cache.clear()
    yield
    vars(page_cache.shared).pop("is_there", None)


@pytest.mark.redis
@pytest.mark.usefixtures("with_redis")
class TestTheSharedCache:
    def test_a_process_that_has_just_begun_shows_what_another_one_made(self, client, page):
        made = warm(client, page.url)
        page_cache.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.url).content == made.content
        assert len(queries) == 1

    def test_another_process_that_makes_it_already_is_waited_for(self, client, page, monkeypatch):
        warm(client, page.url)
        entry = next(iter(page_cache.memory.entries.values()))
        key, now = next(iter(page_cache.memory.entries)), entry.version
        cache.clear()
        page_cache.memory.clear()
        assert page_cache.shared.begin(key, now)
        looks = []

        def look(seconds):
            looks.append(seconds)
            if len(looks) == 3:
                page_cache.shared.set(entry, 60, key, now)

        monkeypatch.setattr(page_cache.time, "sleep", look)
        assert how(client.get(page.url)) == "hit"
        assert len(looks) == 3

    @pytest.mark.parametrize("rubbish", ["text", 7, {"a": 1}, (1, 2, 3), ("address", None)])
    def test_rubbish_in_it_is_a_miss(self, client, page, monkeypatch, rubbish):
        warm(client, page.url)
        page_cache.forget()
        monkeypatch.setattr(page_cache.shared, "get", lambda *parts: rubbish)
        for _visit in range(2):
            response = client.get(page.url)
            assert (response.status_code, "Making tea" in response.text) == (200, True)

    def test_what_another_release_made_is_not_shown(self, client, page, monkeypatch):
        warm(client, page.url)
        page_cache.forget()
        monkeypatch.setitem(vars(page_cache.shared), "release", "another")
        assert how(client.get(page.url)) != "hit"


@pytest.mark.redis
def test_a_dead_cache_is_a_miss(client, page, settings):
    settings.CACHES = {
        "default": {"BACKEND": "cms.core.cache_backends.PatientRedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    vars(page_cache.shared).pop("is_there", None)
    try:
        assert "Making tea" in client.get(page.url).text
        assert how(client.get(page.url)) == "hit"
        page_cache.memory.clear()
        assert how(client.get(page.url)) == "miss"
    finally:
        vars(page_cache.shared).pop("is_there", None)


def test_whatever_is_kept_carries_no_form_cookie_or_vary(client, page):
    for path in ["/", "/directory/", "/get-help-now/", "/search/", page.url, make_service("Table").get_absolute_url()]:
        response = warm(client, path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert not re.search(r"<form[^>]*method=\"post\"", response.text, re.IGNORECASE), path


def test_help_lines_that_are_changed_are_right_in_what_is_kept(client, page):
    HelpLineFactory(name="Old line", shows_in_slim=True)
    warm(client, page.url)
    HelpLine.objects.filter(name="Old line").update(name="New line")
    assert "New line" in client.get(page.url).text
