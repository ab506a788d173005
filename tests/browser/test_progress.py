"""A reader's place in a module: marked, found again, shown in the lists, cleared, and never without their press."""

import re

import pytest
from playwright.sync_api import expect

from pages.models import TrainingIndexPage
from tests.pages.factories import JourneyFactory, ModuleFactory, index

pytestmark = pytest.mark.django_db


def heading(text):
    return ("heading", {"level": "h2", "text": text})


def test_a_reader_marks_parts_goes_on_later_and_clears_their_marks(live_server, open_context, axe):
    text = ("text", "<p>Put the kettle on.</p>")
    module = ModuleFactory(
        sections=[heading("Begin"), text, heading("Go on"), text, heading("End"), text],
        activities=[("activity", {"title": "Draw", "text": "<p>A map.</p>"})],
    )
    step = {"label": "", "line": "", "meta": "", "page": module, "tool": "", "url": ""}
    way = JourneyFactory(stages=[("stage", {"title": "All", "intro": "", "steps": [step]})])
    page = open_context().new_page()

    def mark(words, part):
        return page.get_by_role("button", name=re.compile(f"{words} ?: {part}$"))

    page.goto(module.url)
    panel = page.locator("[data-progress-panel]")
    expect(panel).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(4)

    mark("Mark as read", "Begin").click()
    mark("Mark as read", "Try it").click()
    expect(panel).to_contain_text("You have marked 2 of 4 parts as read.")
    expect(panel.get_by_role("link")).to_have_text("Go on with “Go on”")
    expect(page.locator(".contents a", has_text="Begin")).to_contain_text("(read)")
    axe(page)

    for url in (index(TrainingIndexPage).url, way.url):
        page.goto(url)
        expect(page.get_by_text("You have marked 2 of 4 parts as read.")).to_be_visible()

    page.goto(module.url)
    mark("Take the mark away", "Begin").click()
    expect(panel).to_contain_text("You have marked 1 of 4 parts as read.")
    panel.get_by_role("button", name="Clear my marks").click()
    expect(panel).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
