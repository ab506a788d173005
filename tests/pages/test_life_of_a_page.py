"""An editor schedules, ends and takes down a page of every type; what is gone is gone from every list."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from cms.core.page_source import PageSource

from .factories import EVERY_TYPE, LISTED, home
from .test_editing import add_url, errors_in, form_of, index_form, model_of, publish

pytestmark = pytest.mark.django_db
kinds = pytest.mark.parametrize("kind", EVERY_TYPE)

STARTS, ENDS = "2031-03-01 09:00", "2031-04-06 09:00"
# Daylight saving ends in Melbourne on the first Sunday in April: 6 April 2031.
BEFORE, BETWEEN, AFTER = (
    datetime.datetime.fromisoformat(f"{moment}+00:00")
    for moment in ("2031-02-28T21:59", "2031-03-15T00:00", "2031-04-05T23:01")
)


@pytest.fixture
def at(monkeypatch):
    """Return a function that moves the clock to a moment, has the schedule kept, and says whether the page answers."""

    def go(moment, client, url):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        call_command("publish_scheduled", verbosity=0)
        return client.get(url).status_code == 200

    return go


@kinds
def test_a_page_is_public_from_the_hour_to_the_hour_that_an_editor_set_in_melbourne(editor, client, kind, at):
    response = publish(editor, kind, form_of(kind, go_live_at=STARTS, expire_at=ENDS))
    assert response.status_code == 302, errors_in(response)
    page = model_of(kind).objects.get()
    editor.logout()
    assert not page.live
    assert not at(BEFORE, client, page.url)
    assert at(BETWEEN, client, page.url)
    assert not at(AFTER, client, page.url)


@kinds
def test_an_editor_takes_a_page_down(editor, client, kind):
    publish(editor, kind, form_of(kind))
    page = model_of(kind).objects.get()
    assert PageSource().public().filter(pk=page.pk).exists()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=(page.pk,)))
    page.refresh_from_db()
    assert not page.live
    assert not PageSource().public().filter(pk=page.pk).exists()
    client.logout()
    assert client.get(page.url).status_code == 404


@kinds
def test_an_end_before_its_start_is_shown_to_the_editor(editor, kind):
    response = editor.post(add_url(kind), form_of(kind, go_live_at=ENDS, expire_at=STARTS) | {"action-publish": "1"})
    assert response.status_code == 200
    assert "expire_at" in response.context["form"].errors
    assert not model_of(kind).objects.exists()


@pytest.mark.parametrize("model", dict.fromkeys(model for model, _maker in LISTED.values()))
def test_an_editor_schedules_a_list_and_takes_it_down(editor, client, member_of, model, at):
    form = index_form(intro=rich_text("<p>All of them.</p>"), go_live_at=STARTS)
    url = reverse("wagtailadmin_pages:add", args=("pages", model._meta.model_name, home().pk))
    response = editor.post(url, form | {"action-publish": "1"})
    assert response.status_code == 302, errors_in(response)
    page = model.objects.get()
    assert not at(BEFORE, client, page.url)
    assert at(BETWEEN, client, page.url)
    # Years went by, and who was signed in is not any more.
    editor.force_login(member_of("Editors"))
    editor.post(reverse("wagtailadmin_pages:unpublish", args=(page.pk,)))
    assert client.get(page.url).status_code == 404


def test_an_editor_drags_partners_into_their_order(editor, client):
    first, _second, third = (LISTED["partner"][1](title=title) for title in ("Ash", "Birch", "Cedar"))
    url = first.get_parent().url

    def order():
        text = client.get(url).content.decode()
        return sorted(("Ash", "Birch", "Cedar"), key=lambda name: text.index(f">{name}<"))

    assert order() == ["Ash", "Birch", "Cedar"]
    moved = editor.post(reverse("wagtailadmin_pages:set_page_position", args=(third.pk,)) + "?position=0")
    assert moved.status_code == 200
    assert order() == ["Cedar", "Ash", "Birch"]
