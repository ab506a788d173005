"""Who is away is signed out, told why, brought back to where they were, and loses nothing that they typed."""

import re

import pytest

from cms.signin import session as sessions
from tests.pages.factories import StandardFactory

from .signing import CODE, OVERVIEW, SIGN_IN, code_of, give_app, is_in, sign_in, type_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(member_of):
    return give_app(member_of("Administrators")).user


def pass_by(client, seconds, *names):
    """Let time go by for the session of ``client``, or for what it says of ``names``."""
    session = client.session
    for name in names or (sessions.BEGAN, sessions.HERE):
        session[name] -= seconds
    session.save()


def test_two_hours_without_anybody_end_the_session_and_lead_back(client, editor):
    sign_in(client, editor)
    pass_by(client, 2 * 3600 - 30)
    assert is_in(client)
    pass_by(client, 2 * 3600 + 30)
    answer = client.get("/admin/pages/?q=tea")
    assert answer.url == f"{SIGN_IN}?next=%2Fadmin%2Fpages%2F%3Fq%3Dtea&why=idle"
    page = client.get(answer.url).content.decode()
    assert "We signed you out" in page
    assert "What you typed in a page or an entry was kept as a draft" in page
    assert type_password(client, editor, next="/admin/pages/?q=tea").url == CODE
    assert client.post(CODE, {"code": code_of(later=1)}).url == "/admin/pages/?q=tea"


def test_how_long_is_a_setting(client, editor, settings):
    settings.SESSION_IDLE_SECONDS = 600
    sign_in(client, editor)
    pass_by(client, 601)
    assert not is_in(client)


def test_twelve_hours_are_the_most_however_busy_one_is(client, editor):
    sign_in(client, editor)
    pass_by(client, 12 * 3600 - 60, sessions.BEGAN)
    assert is_in(client)
    pass_by(client, 120, sessions.BEGAN)
    assert client.get("/admin/").url == f"{SIGN_IN}?next=%2Fadmin%2F&why=long"


def test_an_editor_that_is_left_open_is_nobody_at_the_desk(client, editor):
    sign_in(client, editor)
    pass_by(client, 3600)
    before = client.session[sessions.HERE]
    client.post("/admin/editing-sessions/ping/wagtailcore/page/2/1/", headers={"X-Requested-With": "XMLHttpRequest"})
    client.get("/admin/sprite/")
    client.get("/")
    assert client.session[sessions.HERE] == before
    client.get("/admin/pages/")
    assert client.session[sessions.HERE] > before + 3000


def test_a_session_that_is_over_is_nobodys_on_every_address(client, editor):
    from wagtail.models import PageViewRestriction

    page = StandardFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    sign_in(client, editor)
    assert client.get(page.url).status_code == 200
    pass_by(client, 3 * 3600)
    assert client.get(page.url).url.startswith(SIGN_IN)
    assert client.get(OVERVIEW).url.startswith(SIGN_IN)
    assert not is_in(client)


def test_a_script_that_asks_too_late_is_refused_and_ends_nothing(client, editor):
    sign_in(client, editor)
    pass_by(client, 3 * 3600)
    for headers in ({"X-Requested-With": "XMLHttpRequest"}, {"Accept": "application/json"}):
        assert client.post("/admin/pages/2/edit/", {"title": "New"}, headers=headers).status_code == 403
    assert client.session.keys()


def test_what_one_was_about_to_save_is_kept_and_saved_after_signing_in(client, editor):
    group = {"name": "A new group", "page_permissions-TOTAL_FORMS": "0", "csrfmiddlewaretoken": "old"}
    sign_in(client, editor)
    pass_by(client, 3 * 3600)
    answer = client.post("/admin/groups/new/", group)
    assert answer.url == f"{SIGN_IN}?next=%2Faccount%2Fkept%2F&why=kept"
    assert "kept what you typed" in client.get(answer.url).content.decode()
    # Whoever sits there now sees nothing of it.
    assert "A new group" not in client.get(answer.url).content.decode()
    assert client.get("/account/kept/").url.startswith(SIGN_IN)
    type_password(client, editor, next="/account/kept/")
    assert client.post(CODE, {"code": code_of(later=1)}).url == "/account/kept/"
    page = client.get("/account/kept/").content.decode()
    assert re.search(r'action="/admin/groups/new/"', page)
    assert 'name="name" value="A new group"' in page
    assert '"old"' not in page
    assert client.post("/account/kept/").url == "/admin/groups/new/"
    assert client.get("/account/kept/").url == "/admin/"


def test_what_one_was_about_to_save_is_for_nobody_else(client, editor, member_of):
    other = member_of("Editors")
    give_app(other)
    sign_in(client, editor)
    pass_by(client, 3 * 3600)
    client.post("/admin/groups/new/", {"name": "A new group"})
    sign_in(client, other)
    assert client.get("/account/kept/").url == "/admin/"


def test_signing_out_ends_the_session_and_needs_a_press(client, editor):
    sign_in(client, editor)
    for address in ("/account/sign-out/", "/admin/logout/"):
        client.get(address)
        assert is_in(client)
    assert client.post("/admin/logout/").url == f"{SIGN_IN}?why=out"
    assert not is_in(client)


def test_signing_out_by_another_site_is_refused(member_of, settings):
    from django.test import Client

    settings.SECOND_FACTOR_REQUIRED = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(member_of("Editors"))
    assert client.post("/admin/logout/").status_code == 403


def test_a_page_that_was_asked_for_by_a_reader_sets_no_cookie(client):
    for address in ("/", "/directory/"):
        assert not client.get(address).cookies
