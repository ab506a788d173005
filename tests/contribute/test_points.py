"""The points that are gone through before a story is approved say what they ask, to somebody who never heard of Mindframe."""

from importlib import import_module

import pytest
from django.apps import apps

from cms.intake.checklist import points_in
from cms.intake.models import ReviewTask

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
said = import_module("contribute.migrations.0025_mindframe_in_plain_words")


def test_the_point_on_words_says_what_mindframe_asks():
    points = points_in(ReviewTask.objects.get(name="Read the story").points)
    assert said.AFTER in points
    assert len(points) == 5


def test_words_that_an_editor_changed_stay_theirs():
    own = f"{said.BEFORE}, as we said in May\nLinks: each one opens"
    step = ReviewTask.objects.get(name="Read the story")
    step.points = own
    step.save()
    said.say_it_plainly(apps, None)
    step.refresh_from_db()
    assert step.points == own
