"""What waits for somebody: a registry that asks the database once, and a panel that shows it the most urgent first."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.desk import waiting
from cms.desk.waiting import Line, Part, Urgency

from .seeing import lines_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch):
    """A registry of this test alone."""
    monkeypatch.setattr(waiting, "_ones", {})
    monkeypatch.setattr(waiting, "_many", {})


def groups(user):
    return Group.objects.filter(name__in=["Editors", "Approvers"])


@pytest.fixture
def editor(member_of):
    return member_of("Editors")


def test_querysets_are_counted_in_one_question_and_others_are_asked_themselves(editor, django_assert_num_queries):
    waiting.register("rows", "groups", groups, "/rows/", order=Urgency.DATES)
    waiting.register(
        "joined", "groups", lambda user: groups(user).distinct().order_by("name")[:1], "/few/", one="group"
    )
    waiting.register("number", "things", lambda user: 7, "/things/", order=Urgency.DANGER)
    waiting.register("none", "never", lambda user: None, "/never/")
    waiting.register("empty", "empty", lambda user: Group.objects.none(), "/empty/")
    waiting.register("nobody", "nothing", lambda user: Group.objects.filter(name="Nobody"), "/nobody/")
    with django_assert_num_queries(1):
        found = waiting.for_user(editor)
    assert [(line.number, line.label, line.url) for line in found] == [
        (7, "things", "/things/"), (2, "groups", "/rows/"), (1, "group", "/few/"),
    ]  # fmt: skip


def test_a_key_that_is_registered_again_takes_the_place_of_the_first(editor):
    waiting.register("a", "first", lambda user: 1, "/")
    waiting.register("a", "second", lambda user: 1, lambda user: f"/{user.pk}/")
    waiting.register_lines("b", lambda user: [Line("b", 1, "third", "/b/")])
    waiting.register_lines("b", lambda user: [Line("b", 0, "fourth", "/b/")])
    assert [(line.label, line.url) for line in waiting.for_user(editor)] == [("second", f"/{editor.pk}/")]


def test_the_dashboard_shows_each_with_its_number_its_way_in_and_its_parts(client, editor):
    parts = (Part(2, "late", "/late/", is_alarm=True), Part(0, "yours", "/yours/"))
    waiting.register_lines(
        "q", lambda user: [Line("q", 5, "questions", "/q/", Urgency.PEOPLE, hint="Answer", parts=parts)]
    )
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_home"))
    assert lines_of(page) == {"questions": (5, "/q/")}
    content = page.content.decode()
    assert "/late/" in content
    assert "/yours/" not in content


def test_it_says_so_calmly_where_nothing_waits(client, editor):
    client.force_login(editor)
    assert "Nothing waits for you." in client.get(reverse("wagtailadmin_home")).content.decode()
