"""What stands on every page is read once for a version, and what an editor changes shows at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import expiry, kept
from cms.core.models import SiteSettings
from home.models import HelpLine, HelpLineHours, Navigation
from tests.home.factories import HelpLineFactory, block, set_menus
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db
PAGE = "/get-help-now/"


def body(client):
    return client.get(PAGE).content.decode()


def test_changed_words_of_the_site_show_at_once(client):
    body(client)
    site = SiteSettings.load()
    site.acknowledgement_of_country = "On unceded land."
    site.save()
    assert "On unceded land." in body(client)


def test_changed_menus_show_at_once(client):
    body(client)
    set_menus(main_menu=[block("link", label="Zebrafinch", url="https://example.org/")])
    assert "Zebrafinch" in body(client)


def test_a_changed_help_line_shows_at_once(client):
    line = HelpLineFactory(name="Old line", shows_in_slim=True)
    assert "Old line" in client.get("/directory/").content.decode()
    line.name = "New line"
    line.save()
    content = client.get("/directory/").content.decode()
    assert "New line" in content
    assert "Old line" not in content
    line.delete()
    assert "New line" not in client.get("/directory/").content.decode()


def test_a_page_that_moves_goes_or_is_closed_changes_the_menu_at_once(client):
    page = StandardFactory(title="About us", slug="about-us")
    set_menus(main_menu=[block("link", label="About", page=page.pk)])
    assert 'href="/about-us/"' in body(client)
    page.slug = "who-we-are"
    page.save_revision().publish()
    assert 'href="/who-we-are/"' in body(client)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert 'href="/who-we-are/"' not in body(client)
    restriction.delete()
    assert 'href="/who-we-are/"' in body(client)
    page.unpublish()
    assert 'href="/who-we-are/"' not in body(client)


def test_the_second_page_asks_for_the_version_and_no_more(client):
    line = HelpLineFactory(shows_in_slim=True, always_open=False)
    HelpLineHours.objects.create(help_line=line, weekday=1, opens="09:00", closes="17:00")
    # The first visit of all makes the settings' rows, which is a change.
    client.get("/reading-settings/")
    client.get("/reading-settings/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/reading-settings/")
    assert ["contentchange" in query["sql"] for query in queries.captured_queries] == [True]


def test_outside_a_readers_request_nothing_is_kept(member_of, client):
    assert SiteSettings.load() is not SiteSettings.load()
    client.force_login(member_of(None))
    client.get("/admin/settings/home/navigation/1/")
    assert kept._store["values"] == {}
    factory = RequestFactory()
    seen = []
    for request in (factory.post("/"), factory.get("/admin/"), factory.get("/")):
        kept.KeptMiddleware(lambda request: seen.append(Navigation.load(request_or_site=request)))(request)
    again = []
    kept.KeptMiddleware(lambda request: again.append(Navigation.load(request_or_site=request)))(factory.get("/"))
    assert again[0] is seen[2]
    assert all(again[0] is not one for one in seen[:2])


def test_what_changes_within_a_request_is_read_anew_in_it():
    def view(request):
        first = kept.get("lines", HelpLine.objects.count)
        HelpLineFactory()
        return first, kept.get("lines", HelpLine.objects.count)

    before, after = kept.KeptMiddleware(view)(RequestFactory().get("/"))
    assert after == before + 1


def test_what_was_kept_yesterday_is_made_anew(monkeypatch):
    ask = kept.KeptMiddleware(lambda request: kept.get("answer", lambda: object()))
    first = ask(RequestFactory().get("/"))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert ask(RequestFactory().get("/")) is not first


def test_what_holds_until_a_moment_is_made_anew_then(monkeypatch):
    noon = timezone.localtime().replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    def make():
        expiry.until(noon + timedelta(minutes=5))
        return object()

    ask = kept.KeptMiddleware(lambda request: kept.get("answer", make))
    first = ask(RequestFactory().get("/"))
    with expiry.noting() as noted:
        assert ask(RequestFactory().get("/")) is first
    assert noted.earliest == noon + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(minutes=5))
    assert ask(RequestFactory().get("/")) is not first


def test_what_changed_past_the_signals_is_seen_after_a_while(monkeypatch):
    def read(request):
        return kept.get("answer", lambda: object())

    ask = kept.KeptMiddleware(read)
    request = RequestFactory().get("/")
    first = ask(request)
    assert ask(request) is first
    monkeypatch.setattr(kept, "LONGEST", -1)
    assert ask(request) is not first
