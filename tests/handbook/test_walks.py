"""What the handbook says is done in a browser, on the sample site: each step is there, and each name that it writes in bold."""

import re

import pytest

from cms.handbook import book
from tests.browser.harness import accessibility_problems

from .pages_of import names_in_bold, pictures_in, source
from .walks import WALKS


def test_every_task_has_a_walk():
    assert set(WALKS) == {entry.slug for entry in book.entries()}


@pytest.mark.parametrize("task", WALKS)
def test_each_step_of_a_task_can_be_done_and_each_name_in_it_stands_on_a_screen(staff, task):
    role, walk = WALKS[task]
    editor = staff.member(role) if role else staff.visitor()
    walk(editor)
    text = source(book.find(task))
    aged = [name for name in names_in_bold(text) if not stands(name, editor.seen)]
    assert aged == []
    assert {f"pictures/{name}.png" for name in editor.pictures} == {path for _words, path in pictures_in(text)}


def stands(name, seen):
    """Return whether one of the names ``seen`` is ``name``, in which … stands for what differs."""
    pattern = re.compile(".+".join(re.escape(part) for part in name.split("…")))
    return any(pattern.fullmatch(each) for each in seen)


def test_the_handbook_itself_is_read_by_everybody(staff):
    editor = staff.member("contributor")
    for scheme, width in (("light", 1280), ("dark", 700)):
        editor.page.emulate_media(color_scheme=scheme)
        editor.page.set_viewport_size({"width": width, "height": 900})
        for address in ("/admin/handbook/", "/admin/handbook/?q=story", "/admin/handbook/publish-a-story/"):
            editor.go(address)
            assert accessibility_problems(editor.page, "main") == []
            assert editor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    editor.page.emulate_media(media="print")
    assert not editor.page.locator("#wagtail-sidebar").is_visible()
    assert editor.page.get_by_role("heading", name="Publish a story that somebody sent in").is_visible()
