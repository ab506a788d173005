"""What tells a story again leaves with it, or by itself: its drafts, its older versions, its pictures and files."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Revision

from cms.media.models import SiteDocument
from pages import models
from pages.withdrawal import withdraw

from .factories import EasyReadFactory, NewsFactory, SiteDocumentFactory, StandardFactory, StoryFactory
from .test_withdrawal import CANARY, folders, picture, rows_with

__all__ = ["folders"]
pytestmark = pytest.mark.django_db


def in_easy_read(story, **fields):
    """Return an Easy Read page that has a draft which says ``story``, and then maybe another."""
    page = EasyReadFactory(**fields)
    before = page.original
    page.save_revision()
    page.original, page.title, page.teaser = story, f"{CANARY} easy", CANARY
    page.save_revision(log_action=True)
    page.original = before
    return page


@pytest.mark.parametrize("other", [True, False])
def test_a_page_in_easy_read_that_was_public_loses_only_the_versions_that_said_it(folders, other):
    story, about = StoryFactory(title="Lantern"), StandardFactory() if other else None
    page = in_easy_read(story, original=about, title="Plain words")
    page.teaser_image = hands = picture("Hands")
    page.original, page.title = story, CANARY
    page.save_revision()
    withdraw(story)
    page.refresh_from_db()
    assert (page.title, page.draft_title, page.original_id) == ("Plain words", "Plain words", about and about.pk)
    assert page.latest_revision == page.revisions.get()
    assert rows_with(CANARY) == []
    assert not get_image_model().objects.filter(pk=hands.pk).exists()


def test_a_draft_in_easy_read_that_was_never_anything_else_goes_as_a_page():
    story = StoryFactory(title="Lantern")
    page = in_easy_read(story, live=False)
    withdraw(story)
    assert not Page.objects.filter(pk=page.pk).exists()
    assert rows_with(CANARY) == []


def test_a_draft_in_easy_read_of_another_page_stays_that_with_a_picture_of_its_older_version(folders):
    story, about, hills = StoryFactory(title="Lantern"), StandardFactory(), picture("Hills")
    page = EasyReadFactory(original=about, live=False, title="Plain words")
    page.teaser_image = hills
    page.save_revision()
    page.original, page.title = story, CANARY
    page.save_revision()
    withdraw(story)
    assert models.EasyReadPage.objects.get().get_latest_revision_as_object().title == "Plain words"
    assert list(get_image_model().objects.values_list("title", flat=True)) == ["Hills"]
    assert rows_with(CANARY) == []


def test_a_version_that_cannot_be_read_any_more_does_not_keep_a_story():
    story = StoryFactory()
    for content in ([], {"title": None}, {"title": CANARY, "body": "[{", "teaser_image": "x", "told_on": "yesterday"}):
        revision = story.save_revision()
        Revision.objects.filter(pk=revision.pk).update(content=content)
    withdraw(story)
    assert not models.StoryPage.objects.exists()
    assert rows_with(CANARY) == []


def test_the_other_form_of_a_document_goes_with_it_and_stays_where_something_else_uses_it():
    one, two, three, kept, both = (SiteDocumentFactory(title=title) for title in ("1", "2", "3", "kept", "both"))
    for document, other in ((one, two), (two, three), (three, one), (kept, both)):
        document.accessible_alternative = other
        document.save()
    StandardFactory(body=[("text", f'<p><a linktype="document" id="{kept.pk}">It</a></p>')])
    links = "".join(f'<a linktype="document" id="{each.pk}">It</a>' for each in (one, kept))
    done = withdraw(StoryFactory(body=[("text", f"<p>{links}</p>")]))
    assert sorted(SiteDocument.objects.values_list("title", flat=True)) == sorted(done.shared) == ["both", "kept"]


@pytest.mark.parametrize("way", ["easy", "alias"])
def test_what_tells_a_story_again_is_deleted_with_all_that_it_had(client, member_of, folders, way):
    story = StoryFactory(title="Lantern", teaser_image=picture("Of the story"))
    if way == "easy":
        page = EasyReadFactory(original=story, title=f"{CANARY} easy", teaser_image=picture(f"{CANARY} hands"))
        page.save_revision(log_action=True)
    else:
        page = story.create_alias(update_slug="again")
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    user = member_of("Approvers")
    client.force_login(user)
    shown = client.get(url).content.decode()
    assert ("nothing else uses them" in shown) == (way == "easy")
    assert "“Of the story”" not in shown
    assert "was deleted, with its versions" in client.post(url, follow=True).content.decode()
    assert not Page.objects.filter(pk=page.pk).exists()
    assert list(get_image_model().objects.values_list("title", flat=True)) == ["Of the story"]
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.delete").user == user
    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("label", flat=True)) == {
        f"Told again for story {story.pk}, deleted"
    }
    client.get(reverse("wagtailadmin_explore", args=[story.get_parent().pk]))
    assert [each for each in rows_with(CANARY) if "session" not in each] == []


def test_it_is_not_deleted_among_others_nor_with_a_page_above(client, member_of):
    page = EasyReadFactory(original=StoryFactory())
    client.force_login(member_of(None))
    many = f"{reverse('wagtail_bulk_action', args=('wagtailcore', 'page', 'delete'))}?id={page.pk}"
    for url in (many, reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk])):
        assert "Delete each of those by itself first" in client.post(url, follow=True).content.decode()
    assert models.EasyReadPage.objects.exists()


def test_the_history_of_what_told_it_again_and_was_deleted_long_ago_is_forgotten_with_it():
    story = StoryFactory(title=CANARY)
    story.create_alias(update_slug="again").delete()
    other = NewsFactory(title=CANARY)
    other.save_revision(log_action=True)
    withdraw(story)
    assert set(PageLogEntry.objects.filter(label=CANARY).values_list("page", flat=True)) == {other.pk}


def test_pages_that_name_it_are_named_before_and_after(client, member_of):
    title = "Lantern “by” the door’s light"
    story = StoryFactory(title=title, slug="lantern")
    leading = StandardFactory(title="Leads there", body=[("pages", {"title": "", "pages": [story]})])
    writing = StandardFactory(title="Writes of it")
    writing.body = [("text", f"<p>In {title} somebody tells it.</p>")]
    writing.save_revision()
    quiet = StandardFactory(title="Says nothing")
    quiet.save_revision()
    screen = reverse("story_withdraw", args=[story.pk])
    client.force_login(member_of("Approvers"))
    shown = client.get(screen).content.decode()
    after = client.post(screen, {"how": "asked"}, follow=True).content.decode()
    for text in (shown, after):
        for page in (leading, writing):
            assert page.title in text
            assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
        assert quiet.title not in text
