"""A second reading is listed for who may take it: never for who wrote the words, nor for who approved the step before."""

import pytest
from wagtail.models import Workflow

from cms.core.models import Term
from pages.models.readings import WORKFLOW
from tests.counting import settled_cost
from tests.pages.factories import StoryFactory, TermFactory, consented

from .seeing import lines_of, rows_of

pytestmark = pytest.mark.django_db
HOME = "/admin/"


@pytest.fixture
def people(member_of):
    first, second, third = member_of("Approvers"), member_of("Approvers"), member_of("Approvers")
    return first, second, third


def hard_story(author, submitter, words="Tea"):
    story = StoryFactory(live=False, short_form=words)
    consented(story)
    note = Term.objects.filter(slug="note-suicide").first()
    story.content_notes = [note or TermFactory(taxonomy_slug="content-notes", slug="note-suicide")]
    story.save_revision(user=author)
    Workflow.objects.get(name=WORKFLOW).start(story, submitter)
    return story


def readings_of(client, user):
    """Return how many second readings the first screen says, and how many its list shows; None where it has no line."""
    client.force_login(user)
    found = [pair for label, pair in lines_of(client.get(HOME)).items() if "A second person reads it" in label]
    if not found:
        return None
    ((number, way),) = found
    return number, rows_of(client.get(way))


def may_approve(story, user):
    story = type(story).objects.get(pk=story.pk)
    return any(name == "approve" for name, *_more in story.current_workflow_task.get_actions(story, user))


def test_who_wrote_the_words_is_shown_no_reading_of_them_and_a_colleague_is(client, people):
    author, submitter, reader = people
    story, other = hard_story(author, submitter), hard_story(reader, submitter)
    assert readings_of(client, author) == (1, 1)
    assert readings_of(client, reader) == (1, 1)
    assert readings_of(client, submitter) is None
    assert (may_approve(story, author), may_approve(story, reader)) == (False, True)
    # A colleague who saves the same words is not who wrote them; one who writes others is.
    for words, expected in (("Tea", (1, 1)), ("Coffee", (2, 2))):
        story.short_form = words
        story.save_revision(user=submitter)
        assert readings_of(client, author) == expected
        assert may_approve(story, author) is (expected == (2, 2))
    assert may_approve(other, author)


def test_many_readings_cost_the_first_screen_as_much_as_two(client, people):
    author, submitter, _reader = people

    def make(times):
        for _ in range(times):
            hard_story(author, submitter)

    make(2)
    client.force_login(author)
    few = settled_cost(lambda: client.get(HOME))
    make(4)
    assert settled_cost(lambda: client.get(HOME)) == few <= 20
