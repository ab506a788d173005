"""Above what readers see, people of the site get a line with the way to change it; nobody else's browser asks for it."""

import pytest
from django.conf import settings

from cms.core.page_cache import STAFF_COOKIE
from tests.directory.factories import make_service
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db


def bar(client, path):
    return client.get("/admin/bar/", {"at": path}, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


def test_an_editor_gets_from_a_page_to_its_form(editor):
    page = StandardFactory(title="Tea")
    answer = bar(editor, page.url)
    assert f'href="/admin/pages/{page.pk}/edit/"' in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_an_editor_gets_from_an_entry_to_its_form(editor):
    service = make_service("Table")
    assert f"/edit/{service.pk}/" in bar(editor, service.get_absolute_url()).text


@pytest.mark.parametrize("path", ["/search/", "/nothing-here/", "//else.example.org/", "/directory/none/", "a" * 5_000])
def test_where_there_is_nothing_to_change_it_leads_to_the_desk_alone(editor, path):
    answer = bar(editor, path)
    assert answer.status_code == 200
    assert "/edit/" not in answer.text
    assert 'href="/admin/"' in answer.text


def test_who_may_change_nothing_is_offered_nothing(client, member_of):
    page = StandardFactory(title="Tea")
    client.force_login(member_of("Inbox staff"))
    assert "/edit/" not in bar(client, page.url).text


def test_nobody_else_gets_it(client):
    assert bar(client, "/").status_code in {302, 403}


def test_signing_in_marks_the_browser_and_signing_out_forgets_it(client, member_of):
    client.get("/account/sign-in/")
    assert STAFF_COOKIE not in client.cookies
    client.force_login(member_of("Editors"))
    client.get("/admin/")
    marker = client.cookies[STAFF_COOKIE]
    assert (marker.value, marker["httponly"], marker["samesite"]) == ("1", "", "Lax")
    client.post("/account/sign-out/")
    client.get("/account/sign-in/")
    assert client.cookies[STAFF_COOKIE].value == ""
    assert (
        not client.cookies.get(settings.SESSION_COOKIE_NAME) or not client.cookies[settings.SESSION_COOKIE_NAME].value
    )


def test_no_page_for_readers_sets_it(editor):
    editor.get("/admin/")
    del editor.cookies[STAFF_COOKIE]
    editor.get(StandardFactory().url)
    assert STAFF_COOKIE not in editor.cookies
