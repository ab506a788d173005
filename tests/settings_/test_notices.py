"""Notices stand where and when an editor says, come and go by themselves, and cost a reader's page no query."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.core import kept
from home.models import Notice
from home.models import notices as module
from tests.counting import settled_cost
from tests.home.factories import block
from tests.pages.factories import StandardFactory

from .forms import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
MELBOURNE = ZoneInfo("Australia/Melbourne")
SCREENS = ["/", "/directory/", "/directory/add/", "/search/", "/get-help-now/", "/nothing-here/"]


def noticed(title="Closed over Easter", places=(), link=(), **fields):
    notice = Notice(title=title, words="The office is closed.\n\nHelp lines are open.", **fields)
    notice.places = Notice._meta.get_field("places").stream_block.to_python(list(places))
    notice.link = Notice._meta.get_field("link").stream_block.to_python(list(link))
    notice.full_clean()
    notice.save()
    return notice


def says(client, address, title="Closed over Easter"):
    return title in client.get(address).content.decode()


def test_a_notice_for_the_whole_site_stands_once_on_every_page(client):
    noticed(link=[block("link", label="More about it", tool="home:get_help_now")])
    for address in SCREENS:
        page = client.get(address).content.decode()
        assert page.count('aria-labelledby="notice-') == 1, address
        assert page.count("<p>Help lines are open.</p>") == 1
        assert '<a href="/get-help-now/">More about it</a>' in page
        # In the main part, so that the link past the header leads to it.
        assert page.index('id="main"') < page.index("Closed over Easter") < page.index("</main>")


def test_a_notice_for_a_page_or_a_tool_stands_there_and_below(client):
    parent = StandardFactory(slug="about")
    child = StandardFactory(slug="us", parent=parent)
    alone = StandardFactory(slug="alone")
    below = StandardFactory(slug="below", parent=alone)
    noticed(
        places=[
            block("page", page=parent.pk, below=True),
            block("page", page=alone.pk, below=False),
            block("tool") | {"value": "directory:list"},
        ]
    )
    there = {address: says(client, address) for address in [*SCREENS, child.url, parent.url, alone.url, below.url]}
    assert {address for address, is_there in there.items() if is_there} == {
        "/directory/", "/directory/add/", child.url, parent.url, alone.url,
    }  # fmt: skip
    # A page that moves away takes no notice with it.
    child.move(alone, "last-child")
    child.refresh_from_db()
    assert not says(client, child.url)


def test_a_notice_comes_and_goes_by_itself_although_pages_keep_it_in_memory(client, monkeypatch):
    begins = datetime(2026, 4, 3, 9, 0, tzinfo=MELBOURNE)
    # Summer time ends in between: the clock that counts is Melbourne's.
    until = datetime(2026, 4, 6, 9, 0, tzinfo=MELBOURNE)
    assert until - begins.astimezone(ZoneInfo("UTC")) == timedelta(hours=73)
    monkeypatch.setattr(module.timezone, "now", lambda: begins - timedelta(days=1))
    noticed(begins=begins, until=until)
    # The first visits make the rows of settings, each of which is a change.
    for _ in range(2):
        client.get("/search/")
    token = None
    for moment, is_shown in (
        (begins - timedelta(seconds=1), False),
        (begins, True),
        (until.astimezone(ZoneInfo("UTC")) - timedelta(seconds=1), True),
        (until, False),
    ):
        monkeypatch.setattr(module.timezone, "now", lambda moment=moment: moment)
        assert says(client, "/search/") is is_shown, moment
        # Nothing was read anew in between.
        version, _day = kept._store["token"]
        token = token or version
        assert version == token
        assert "notices" in kept._store["values"]


def test_what_is_switched_off_over_or_changed_shows_so_at_once(client):
    notice = noticed()
    assert says(client, "/search/")
    notice.is_on = False
    notice.save()
    assert not says(client, "/search/")
    notice.is_on, notice.title = True, "Open again"
    notice.save()
    assert says(client, "/search/", "Open again")
    notice.until = timezone.now() - timedelta(minutes=1)
    notice.save()
    assert not says(client, "/search/", "Open again")
    notice.delete()
    assert not says(client, "/search/", "Open again")


@pytest.mark.parametrize("address", ["/", "/search/", "/directory/"])
def test_notices_cost_a_page_no_query(client, address):
    before = settled_cost(lambda: client.get(address))
    page = StandardFactory(slug="somewhere")
    noticed()
    noticed("For one page", places=[block("page", page=page.pk, below=True)])
    noticed("To come", begins=timezone.now() + timedelta(days=3))
    assert settled_cost(lambda: client.get(address)) == before


def test_a_notice_that_would_end_before_it_begins_is_refused():
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        noticed(begins=now, until=now - timedelta(hours=1))
    assert "This is before it begins." in str(refused.value)


def test_an_editor_previews_one_to_come_on_the_real_page_and_nobody_else_sees_it(client, member_of):
    client.force_login(member_of("Editors"))
    page = StandardFactory(slug="about", title="About us")
    notice = noticed(begins=timezone.now() + timedelta(days=3), places=[block("page", page=page.pk, below=True)])
    preview = reverse(notice.snippet_viewset.get_url_name("preview_on_edit"), args=[notice.pk])
    typed = fields_of(client.get(reverse(notice.snippet_viewset.get_url_name("edit"), args=[notice.pk])))
    typed |= {"title": "Typed just now", "link-count": "0", "places-count": "0"}
    assert client.post(preview, typed).json()["is_valid"]
    assert "Typed just now" in client.get(preview).content.decode()
    # Neither readers nor the preview of a page.
    client.delete(preview)
    for address in (page.url, reverse("wagtailadmin_pages:view_draft", args=[page.pk])):
        content = client.get(address).content.decode()
        assert "Typed just now" not in content
        assert "Closed over Easter" not in content


def test_editors_add_a_notice_in_melbourne_time(client, member_of):
    client.force_login(member_of("Editors"))
    add = reverse(Notice.snippet_viewset.get_url_name("add"))
    typed = fields_of(client.get(add)) | {
        "title": "Closed", "words": "We are closed.", "link-count": "0", "places-count": "0",
        "begins": "2026-12-24 12:00", "until": "2027-01-04 09:00", "is_on": "on",
    }  # fmt: skip
    response = client.post(add, typed)
    assert response.status_code == 302, response.context["form"].errors
    notice = Notice.objects.get()
    assert notice.begins == datetime(2026, 12, 24, 12, tzinfo=MELBOURNE)
    page = client.get(reverse(Notice.snippet_viewset.get_url_name("list"))).content.decode()
    assert "Notices" in page
    assert notice.state in page


def test_until_friday_is_to_the_end_of_friday_and_the_list_and_the_message_say_so(client, member_of):
    client.force_login(member_of("Approvers"))
    friday = timezone.localdate() + timedelta(days=4)
    form = fields_of(client.get(reverse("wagtailsnippets_home_notice:add")))
    form |= {
        "link-count": 0,
        "places-count": 0,
        "title": "Closed on Monday",
        "words": "We are back on Tuesday.",
        "until": f"{friday:%d/%m/%Y}",
    }
    response = client.post(reverse("wagtailsnippets_home_notice:add"), form, follow=True)
    notice = Notice.objects.get()
    assert timezone.localtime(notice.until).isoformat()[:16] == f"{friday}T23:59"
    said = [str(message) for message in response.context["messages"]]
    assert f"Readers see it now, until {friday:%A} {friday.day} {friday:%B %Y}, 11.59 pm." in said[0]
    page = response.content.decode()
    assert f"{friday.day} {friday:%B %Y}" in page
    assert "At once" in page
    # A time that was typed is kept.
    address = reverse("wagtailsnippets_home_notice:edit", args=[notice.pk])
    client.post(
        address,
        fields_of(client.get(address)) | {"link-count": 0, "places-count": 0, "until": f"{friday:%d/%m/%Y} 00:00"},
    )
    notice.refresh_from_db()
    assert timezone.localtime(notice.until).hour == 0


def test_what_a_notice_says_of_itself_fits_its_dates():
    now = timezone.now()
    assert Notice(is_on=False).how_long == "Readers do not see it."
    assert Notice(until=now - timedelta(days=1)).how_long == "Readers do not see it."
    assert Notice().how_long == "Readers see it now, until you switch it off."
    begins = datetime(2126, 4, 5, 9, 0, tzinfo=MELBOURNE)
    assert Notice(begins=begins).how_long == "Readers see it from Friday 5 April 2126, 9.00 am."
