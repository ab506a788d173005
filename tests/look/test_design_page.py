"""The page for editors that shows every part of the look: complete, and for nobody else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cms.design import views
from cms.design.samples import samples
from tests.ground.test_block_previews import every_block

COMPONENTS = {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("*.html")}

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def shown(client, member_of):
    """The page as an editor gets it."""
    client.force_login(member_of("Editors"))
    response = client.get("/design/")
    assert response.status_code == 200
    return response.content.decode()


def test_readers_are_sent_to_the_sign_in_form(client):
    response = client.get("/design/")
    assert response.status_code == 302
    assert "/account/sign-in/" in response["Location"]


def test_machines_are_told_to_leave_the_page_out(shown, client):
    assert '<meta name="robots" content="noindex">' in shown
    assert "no-store" in client.get("/design/")["Cache-Control"]
    assert "/design/" not in client.get("/sitemap.xml").content.decode()


def test_every_component_is_on_the_page_with_its_use_and_what_it_takes(shown):
    assert set(re.findall(r'data-component="([\w-]+)"', shown)) == COMPONENTS
    assert set(samples()) >= COMPONENTS, "say in cms/design/samples.py what the new component is for"
    for name, sample in samples().items():
        assert len(sample.use) > 15, name


def test_a_component_that_is_drawn_draws_something(rf, member_of):
    request = rf.get("/design/")
    request.user = member_of("Editors")
    for part in views.components(request):
        for show in part["shows"]:
            assert "<" in show["html"], part["name"]


def test_every_block_that_an_editor_can_add_is_on_the_page(shown):
    there = set(re.findall(r'data-block="block-([\w-]+)"', shown))
    # What stands in another block is drawn with it: its name has more than model, field and its own.
    alone = {name: block for name, block in every_block().items() if name.count(".") == 2}
    wanted = {f"{name.split('.')[-1]}-{type(block).__name__.lower()}" for name, block in alone.items()}
    assert len(wanted) > 20
    assert there == wanted


def test_no_two_parts_share_an_id(shown):
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_switch_sets_the_theme_of_this_answer_and_keeps_nothing(client, member_of, theme):
    client.force_login(member_of("Editors"))
    response = client.get(f"/design/?theme={theme}&text=160")
    opening = re.search(r"<html[^>]*>", response.content.decode())[0]
    assert f'data-theme="{theme}"' in opening
    assert 'data-text="160"' in opening
    assert "reading" not in response.cookies


def test_a_theme_that_there_is_not_is_left_out(client, member_of):
    client.force_login(member_of("Editors"))
    opening = re.search(r"<html[^>]*>", client.get('/design/?theme="><b>&text=9').content.decode())[0]
    assert "data-theme" not in opening
    assert "data-text" not in opening


def test_editors_find_it_in_their_menu(client, member_of):
    client.force_login(member_of("Editors"))
    assert "/design/" in client.get("/admin/").content.decode()
