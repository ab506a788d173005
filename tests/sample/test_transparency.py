"""What the site says of itself is there, is linked from every page, and agrees with what the code does."""

import inspect
from datetime import timedelta

import pytest

from cms.intake import purge
from cms.intake.mail import purge_sent
from cms.intake.models.drafts import SHORT_LIFE
from cms.sample.reading import read
from directory.moderation import KEEP_DECLINED
from home.reading import COOKIE

from .texts import prose, values

# Each is a page of its own that editors may change.
PAGES = {
    "privacy", "accessibility", "how-we-check-listings", "community-guidelines", "complaints", "copyright", "credits",
    "staying-safe-online", "disclaimer", "how-we-look-after-stories",
}  # fmt: skip


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_each_page_is_written_and_linked_from_the_foot_of_every_page(slug):
    page = read(f"standard/{slug}")
    assert page["slug"] == slug
    assert len(prose(page).split()) > 90
    navigation = read("navigation")
    footer = {text for part in ("footer", "legal") for _key, text in values(navigation[part])}
    assert f"page:/{slug}/" in footer


def said_on_privacy():
    return " ".join(prose(read("standard/privacy")).split())


def test_privacy_says_how_long_things_are_kept_as_the_code_keeps_them():
    said = said_on_privacy()
    assert timedelta(hours=24) == SHORT_LIFE
    assert "deleted 24 hours after you last saved" in said
    assert timedelta(days=365) == KEEP_DECLINED
    assert "we delete your contact details a year after we told you" in said
    assert inspect.signature(purge_sent).parameters["keep"].default == timedelta(days=30)
    assert "emails that we sent are deleted after 30 days" in said
    assert timedelta(days=1) == purge.A_DAY
    assert "created_at__lt=timezone.now() - A_DAY" in inspect.getsource(purge.purge_uploads)
    assert "A photo that belongs to no entry is deleted after a day" in said


def test_privacy_names_the_one_cookie():
    assert f'"{COOKIE}"' in said_on_privacy()


def test_no_page_promises_what_is_not_built():
    for slug in PAGES:
        said = prose(read(f"standard/{slug}")).lower()
        for promise in ("my list", "on your list", "a link that is yours", "after twelve months"):
            assert promise not in said, slug


def test_where_a_complaint_may_go_further_is_left_to_the_owner_in_plain_sight():
    marked = [block for block in read("standard/complaints")["body"] if block.get("tone") == "sample"]
    assert len(marked) == 1
    assert "before launch" in marked[0]["title"]
