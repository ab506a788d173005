"""Courses: dates that pass by themselves, places that fill, words that somebody agreed to."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset

from pages import models
from tests.counting import settled_cost

from .factories import CourseFactory, ModuleFactory, SiteDocumentFactory, index
from .test_editing import add_url, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
MELBOURNE = ZoneInfo("Australia/Melbourne")
# A date, not its text: Wagtail leaves all children out of a version that it cannot write down.
AGREED = date(2026, 5, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 10, 1, 12, tzinfo=MELBOURNE)


@pytest.fixture
def clock(monkeypatch):
    """Set the time: ``clock(moment)``. It begins at noon on 1 October 2026."""

    def to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    to(NOON)
    return to


def hold(course, starts_at, **fields):
    return models.CourseSession.objects.create(page=course, starts_at=starts_at, **fields)


def again(course):
    """Return the course as the next request reads it."""
    return models.CoursePage.objects.get(pk=course.pk)


def main_of(client, page):
    return client.get(page.url).content.decode().split("<main")[1].split("</main>")[0]


def test_the_next_date_is_the_first_that_is_still_to_come_and_held(clock):
    course = CourseFactory()
    hold(course, NOON - 30 * DAY, place="Over")
    hold(course, NOON + 2 * DAY, place="Not held", state="cancelled")
    hold(course, NOON + 9 * DAY, place="Next")
    hold(course, NOON + 5 * DAY, place="Sooner", state="full")
    course = again(course)
    assert course.next_session.place == "Sooner"
    assert [session.place for session in course.coming] == ["Not held", "Sooner", "Next"]
    assert [session.place for session in course.past] == ["Over"]
    assert course.takes_enrolments
    # Readers are led to the first that they can join.
    assert course.next_to_join.place == "Next"
    assert course.facts == ["Next to join: 10 October 2026", "Next"]


def test_a_date_moves_to_held_before_when_it_has_ended(client, clock):
    course = CourseFactory()
    hold(course, NOON + HOUR, ends_at=NOON + 2 * HOUR, place="The hall", enrol_url="https://example.org/enrol")
    html = main_of(client, course)
    assert "Places are open" in html
    assert "https://example.org/enrol" in html
    clock(NOON + HOUR)
    html = main_of(client, course)
    assert "Under way" in html
    assert "https://example.org/enrol" not in html
    clock(NOON + 2 * HOUR)
    html = main_of(client, course)
    assert "No dates just now" in html
    assert html.index("Held before") < html.index("The hall")


@pytest.mark.parametrize(
    ("last_day", "open_until"),
    [
        # The night in which clocks go forward, and the one in which they go back: midnight is Melbourne's all the same.
        ("2026-10-03", datetime(2026, 10, 4, 0, 0, tzinfo=MELBOURNE)),
        ("2026-10-04", datetime(2026, 10, 5, 0, 0, tzinfo=MELBOURNE)),
        ("2027-04-04", datetime(2027, 4, 5, 0, 0, tzinfo=MELBOURNE)),
    ],
)
def test_enrolment_closes_at_midnight_in_melbourne_after_its_last_day(clock, last_day, open_until):
    session = hold(CourseFactory(), datetime(2027, 5, 1, 9, 30, tzinfo=MELBOURNE), enrol_by=last_day)
    session.refresh_from_db()
    clock(open_until.astimezone(ZoneInfo("UTC")) - timedelta(seconds=1))
    assert session.takes_enrolments
    clock(open_until.astimezone(ZoneInfo("UTC")))
    assert not session.takes_enrolments
    assert session.chip["label"] == "Enrolment has closed"


@pytest.mark.parametrize(("state", "takes"), [("open", True), ("waiting", True), ("full", False), ("cancelled", False)])
def test_a_full_or_cancelled_date_takes_nobody(client, clock, state, takes):
    course = CourseFactory(enrol_url="https://example.org/enrol")
    session = hold(course, NOON + DAY, state=state)
    html = main_of(client, course)
    assert session.get_state_display() in html
    assert ("Enrol in this course" in html) is takes


def test_a_date_over_several_days_is_said_in_words(clock):
    session = hold(CourseFactory(), NOON + DAY, ends_at=NOON + 22 * DAY, times="Four Fridays, noon to 3 pm")
    assert session.when == "Friday 2 to Friday 23 October 2026"
    assert hold(CourseFactory(), NOON, ends_at=NOON + HOUR).when == "Thursday 1 October 2026, noon to 1 pm"
    assert session.where == "Place still to be settled"


def test_dates_in_the_wrong_order_are_said_beside_their_fields(editor):
    wrong = {
        "starts_at": "2030-01-05 09:30", "ends_at": "2030-01-04 16:00", "times": "", "place": "", "is_online": "",
        "state": "open", "enrol_by": "2030-01-06", "enrol_url": "",
    }  # fmt: skip
    response = editor.post(
        add_url("course"), form_of("course", sessions=inline_formset([wrong])) | {"action-publish": "1"}
    )
    [errors] = response.context["form"].formsets["sessions"].errors
    assert errors["ends_at"] == ["This is before it starts."]
    assert "after it starts" in errors["enrol_by"][0]
    assert not models.CoursePage.objects.exists()


def test_words_without_a_day_of_agreement_cannot_be_published(editor):
    words = {"words": "It helped.", "named_as": "Sam", "agreed_on": "", "consent_note": ""}
    response = editor.post(
        add_url("course"), form_of("course", testimonials=inline_formset([words])) | {"action-publish": "1"}
    )
    [errors] = response.context["form"].formsets["testimonials"].errors
    assert "agreed_on" in errors
    assert not models.CoursePage.objects.exists()


def test_nobody_agrees_on_a_day_to_come():
    with pytest.raises(ValidationError, match="still to come"):
        models.CourseTestimonial(words="Yes.", agreed_on=timezone.localdate() + DAY).clean()


def test_where_an_agreement_is_kept_is_never_shown(client):
    course = CourseFactory()
    models.CourseTestimonial.objects.create(
        page=course, words="I said no kindly.", named_as="Sam", agreed_on="2026-05-01", consent_note="Red folder"
    )
    html = client.get(course.url).content.decode()
    assert "I said no kindly." in html
    assert "Sam" in html
    assert "Red folder" not in html


def test_a_course_whose_flyer_is_deleted_still_stands(client):
    flyer = SiteDocumentFactory(title="The flyer", version="3", licence="CC BY 4.0")
    course = CourseFactory(flyer=flyer)
    html = main_of(client, course)
    for words in ("Flyer to print", "version 3", "CC BY 4.0"):
        assert words in html
    flyer.delete()
    assert "Flyer to print" not in main_of(client, course)


def test_training_lists_courses_after_its_modules_the_soonest_first(client, clock):
    training = index(models.TrainingIndexPage)
    CourseFactory(title="Without a date")
    hold(CourseFactory(title="Later"), NOON + 9 * DAY)
    hold(CourseFactory(title="Sooner"), NOON + 2 * DAY, place="Sale")
    CourseFactory(title="Draft of nothing", live=False)
    ModuleFactory(title="To read alone")
    html = main_of(client, training)
    places = [html.index(words) for words in ("To read alone", "Sooner", "Later", "Without a date")]
    assert places == sorted(places)
    assert "Next: 3 October 2026&nbsp;· Sale" in html
    assert "Draft of nothing" not in html
    assert "No modules yet" not in html


def test_courses_and_their_dates_cost_the_same_however_many_there_are(client):
    training, first = index(models.TrainingIndexPage), CourseFactory(title="Peer work course")

    def grow(count):
        for course in CourseFactory.create_batch(count):
            for each in (first, course):
                hold(each, timezone.now() + DAY)
                models.CourseTestimonial.objects.create(page=each, words="Yes.", agreed_on="2026-05-01")

    def costs():
        paths = (training.url, first.url, "/search/?q=course")
        return [settled_cost(lambda path=path: client.get(path)) for path in paths]

    grow(3)
    few = costs()
    grow(6)
    assert costs() == few


def test_a_preview_shows_dates_that_nobody_saved_in_their_order(editor):
    url = reverse("wagtailadmin_pages:preview_on_add", args=("pages", "coursepage", index(models.TrainingIndexPage).pk))
    row = {"ends_at": "", "times": "", "is_online": "", "state": "open", "enrol_by": "", "enrol_url": ""}
    rows = [
        row | {"starts_at": "2031-01-05 09:30", "place": "The later"},
        row | {"starts_at": "2030-01-05 09:30", "place": "The sooner"},
    ]
    editor.post(url, form_of("course", sessions=inline_formset(rows)))
    html = editor.get(url).content.decode().split("<main")[1]
    assert html.index("The sooner") < html.index("The later")
    assert "I said no for the first time." in html


def test_words_that_somebody_takes_back_leave_older_versions_too():
    course = CourseFactory()
    course.testimonials = [
        models.CourseTestimonial(words=words, agreed_on=AGREED) for words in ("I felt at home.", "Quokkaword.")
    ]
    course.save_revision().publish()
    course = again(course)
    course.save_revision()
    course.testimonials.remove(course.testimonials.get(words="Quokkaword."))
    course.save_revision().publish()
    newer = again(course)
    newer.testimonials.add(models.CourseTestimonial(words="Not published yet.", agreed_on=AGREED))
    newer.save_revision()
    said = [row["words"] for revision in course.revisions.all() for row in revision.content["testimonials"]]
    assert sorted(set(said)) == ["I felt at home.", "Not published yet."]
