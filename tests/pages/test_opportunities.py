"""Opportunities leave the lists by themselves, and stand in the order of what happens next."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pages import models

from .factories import AudienceFactory, OpportunityFactory, index

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listed(client):
    return [page.title for page in client.get(index(models.OpportunityIndexPage).url).context["items"]]


@pytest.mark.parametrize("field", ["ends_at", "starts_at"])
def test_one_leaves_the_list_when_its_last_date_has_passed(client, field):
    OpportunityFactory(title="Gone", **{field: timezone.now() - HOUR})
    OpportunityFactory(title="Still to come", **{field: timezone.now() + HOUR})
    assert listed(client) == ["Still to come"]


def test_one_that_closed_is_gone_though_it_has_not_begun(client):
    OpportunityFactory(closes_at=timezone.now() - DAY, starts_at=timezone.now() + DAY)
    assert listed(client) == []


def test_one_that_has_begun_stays_until_it_ends(client):
    OpportunityFactory(title="On now", starts_at=timezone.now() - HOUR, ends_at=timezone.now() + HOUR)
    assert listed(client) == ["On now"]


def test_one_without_dates_stays(client):
    OpportunityFactory(title="Always")
    assert listed(client) == ["Always"]


def test_what_happens_next_comes_first(client):
    now = timezone.now()
    OpportunityFactory(title="Starts in five days", starts_at=now + 5 * DAY)
    OpportunityFactory(title="Closes in two days", closes_at=now + 2 * DAY, starts_at=now + 9 * DAY)
    later = {"starts_at": now + 3 * DAY, "closes_at": now + 4 * DAY, "ends_at": now + 5 * DAY}
    OpportunityFactory(title="Starts in three days, closes in four", **later)
    OpportunityFactory(title="Some day")
    assert listed(client) == [
        "Closes in two days",
        "Starts in three days, closes in four",
        "Starts in five days",
        "Some day",
    ]


def test_a_closed_one_says_so_at_its_address(client):
    page = OpportunityFactory(closes_at=timezone.now() - DAY, apply_url="https://example.org/apply")
    html = client.get(page.url).content.decode()
    assert "This has closed" in html
    assert "https://example.org/apply" not in html


def test_an_open_one_says_how_to_apply(client):
    page = OpportunityFactory(closes_at=timezone.now() + DAY, apply_url="https://example.org/apply")
    assert "https://example.org/apply" in client.get(page.url).content.decode()


def test_an_audience_page_shows_the_next_three_where_the_editor_wants_them(client):
    for number in range(4):
        OpportunityFactory(title=f"Number {number}", closes_at=timezone.now() + (number + 1) * DAY)
    shows, hides = AudienceFactory(closing_soon=True), AudienceFactory(closing_soon=False)
    html = client.get(shows.url).content.decode()
    assert all(f"Number {number}" in html for number in range(3))
    assert "Number 3" not in html
    assert "Number 0" not in client.get(hides.url).content.decode()


def test_one_cannot_end_before_it_starts():
    now = timezone.now()
    with pytest.raises(ValidationError, match="before it starts"):
        OpportunityFactory(starts_at=now, ends_at=now - HOUR)


@pytest.mark.parametrize(
    ("place", "online", "expected"),
    [("Bendigo", False, "Bendigo"), ("Bendigo", True, "Bendigo, or online"), ("", True, "Online"), ("", False, "")],
)
def test_where_it_is_in_words(place, online, expected):
    assert models.OpportunityPage(place=place, is_online=online).where == expected
