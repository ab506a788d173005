"""A page that a colleague reads: whose turn it is stands on the first screen, beside the draft, and above the page's form."""

from html import unescape

import pytest
from django.urls import reverse
from lxml import html
from wagtail.models import Workflow

from cms.intake.turns import FIRST_WORDS
from tests.counting import settled_cost
from tests.pages.factories import StandardFactory

from .seeing import lines_of, rows_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
HOME = "/admin/"
ASKED = "Say who may come, please, and where they find the door.\n\nThe tea can wait."


@pytest.fixture
def people(member_of):
    return member_of("Contributors"), member_of("Approvers", first_name="Eden", last_name="Reader")


def handed_in(writer, title="What to bring"):
    page = StandardFactory(live=False, owner=writer, **({"title": title} if title else {}))
    page.save_revision(user=writer)
    return page, Workflow.objects.get(name="A colleague reads it first").start(page, writer)


def send_back(state, reader, words=ASKED):
    step = state.current_task_state
    step.task.specific.on_action(step, reader, "reject", comment=words)


def form(client, page):
    """Return what stands above the form of ``page``, and the buttons at its foot."""
    tree = html.fromstring(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content)
    box = tree.xpath("//section[@id='turn']")
    buttons = [" ".join(each.text_content().split()) for each in tree.xpath("//footer//button")]
    return " ".join(box[0].text_content().split()) if box else "", buttons


def test_a_page_that_came_back_says_so_on_the_first_screen_and_above_its_form_with_the_words(client, people):
    writer, reader = people
    page, state = handed_in(writer)
    client.force_login(writer)
    assert lines_of(client.get(HOME)) == {}
    assert form(client, page)[0] == ""
    send_back(state, reader)
    screen = client.get(HOME)
    number, way = lines_of(screen)["page that came back to you"]
    assert (number, rows_of(client.get(way))) == (1, 1)
    listed = unescape(client.get(way).content.decode())
    first = " ".join(ASKED.split()[:FIRST_WORDS])
    assert first in listed
    assert "Eden Reader" in listed
    said = text_of(screen, "drafts-heading")
    assert f"Sent back to you: {first}" in said
    assert "wait." not in said
    box, buttons = form(client, page)
    assert box.startswith("Eden Reader asks for a change: Say who may come")
    assert "The tea can wait." in box
    # One way to hand it in again.
    assert [each for each in buttons if "again" in each.lower() or "workflow" in each.lower()] == [
        "Send on again: A colleague reads it"
    ]
    page.current_workflow_state.resume(user=writer)
    assert lines_of(client.get(HOME)) == {}
    assert "Sent back" not in text_of(client.get(HOME), "drafts-heading")
    assert form(client, page)[0] == ""


def test_who_did_not_hand_it_in_is_not_told_that_it_came_back_to_them(client, people, member_of):
    writer, reader = people
    page, state = handed_in(writer)
    send_back(state, reader)
    for user in (member_of("Contributors"), reader):
        client.force_login(user)
        assert "page that came back to you" not in lines_of(client.get(HOME))
    assert "Whoever sent it changes it" in form(client, page)[0]


def test_who_may_decide_reads_above_the_form_that_it_waits_and_where_the_buttons_are(client, people):
    writer, reader = people
    page, _state = handed_in(writer)
    client.force_login(reader)
    box, buttons = form(client, page)
    assert box.startswith("This waits for your decision. Read it.")
    for name in ("Approve and Publish", "Ask for changes"):
        assert f"“{name}”" in box
        assert name in buttons


def test_many_that_came_back_cost_the_first_screen_as_much_as_two(client, people):
    writer, reader = people
    client.force_login(writer)

    def make(times):
        for _ in range(times):
            send_back(handed_in(writer, None)[1], reader)

    make(2)
    few = settled_cost(lambda: client.get(HOME))
    make(4)
    assert settled_cost(lambda: client.get(HOME)) == few <= 20
