"""Easy Read: any page and its easy form lead to each other, at no cost to other pages."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry, PageViewRestriction, Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.core.models import Term
from pages import models
from pages.models.readings import OwnWords
from pages.models.telling import NotAgreed
from tests.counting import settled_cost

from .factories import EVERY_TYPE, EasyReadFactory, StandardFactory, StoryFactory, TermFactory, index
from .test_editing import add_url, errors_in, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
WORDS = "Read this in Easy Read"


def links_in(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return {a.get_text(strip=True): a["href"] for a in soup.select(".page-head a")}


@pytest.mark.parametrize("kind", [kind for kind in EVERY_TYPE if kind != "easy read"])
def test_a_page_of_any_kind_and_its_easy_form_lead_to_each_other(client, kind):
    page = EVERY_TYPE[kind](title="The full one")
    easy = EasyReadFactory(original=page.page_ptr)
    assert links_in(client, page)[WORDS] == easy.url
    assert links_in(client, easy)["Read the full page:The full one"] == page.url
    assert WORDS not in links_in(client, EVERY_TYPE[kind]())


def test_lists_can_have_an_easy_form_too(client):
    StoryFactory()
    listed = index(models.StoryIndexPage)
    easy = EasyReadFactory(original=listed.page_ptr)
    assert links_in(client, listed)[WORDS] == easy.url


def test_only_what_readers_may_see_is_linked_and_at_once(client):
    page = StandardFactory(title="The full one")
    easy = EasyReadFactory(original=page.page_ptr)
    assert WORDS in links_in(client, page)
    easy.unpublish()
    assert WORDS not in links_in(client, page)
    easy.live = True
    easy.save()
    page.unpublish()
    assert not any("full" in words for words in links_in(client, easy))
    page.delete()
    easy.refresh_from_db()
    assert easy.original_id is None
    assert client.get(easy.url).status_code == 200


def test_a_private_easy_form_is_not_linked(client):
    page = StandardFactory()
    easy = EasyReadFactory(original=page.page_ptr)
    PageViewRestriction.objects.create(page=easy, restriction_type=PageViewRestriction.LOGIN)
    assert WORDS not in links_in(client, page)


def test_it_costs_other_pages_no_query(client):
    page = StandardFactory()

    def cost():
        return settled_cost(lambda: client.get(page.url))

    before = cost()
    for _number in range(5):
        EasyReadFactory(original=StandardFactory().page_ptr)
    EasyReadFactory(original=page.page_ptr)
    assert cost() == before


def test_a_page_has_one_easy_form_and_an_easy_one_has_none():
    page = StandardFactory()
    easy = EasyReadFactory(original=page.page_ptr, title="Easy one")
    with pytest.raises(ValidationError, match="Easy one"):
        EasyReadFactory(original=page.page_ptr)
    with pytest.raises(ValidationError, match="not in Easy Read itself"):
        EasyReadFactory(original=easy.page_ptr)
    easy.full_clean()


def test_pictures_of_many_ideas_cost_the_same(client):
    def page(count):
        image = get_image_model().objects.create(title="Chairs", file=get_test_image_file())
        image.contextual_alt_text, image.decorative = "Two chairs", False
        ideas = [("idea", {"image": image, "text": RichText(f"<p>Idea {number}.</p>")}) for number in range(count)]
        return EasyReadFactory(body=[("heading", "How"), *ideas])

    few, many = page(3), page(9)
    html = client.get(many.url).content.decode()
    assert html.count('alt="Two chairs"') == 9
    assert '<h2 id="how"' in html
    assert settled_cost(lambda: client.get(many.url)) == settled_cost(lambda: client.get(few.url))


def test_who_made_its_pictures_is_said_once_after_the_words(client):
    ideas = []
    for number, credit in enumerate(["Ada Vale", "", "Ada Vale", "Open Symbols, CC BY"]):
        image = get_image_model().objects.create(title=f"{number}", file=get_test_image_file(), credit=credit)
        image.contextual_alt_text, image.decorative = "Two chairs", False
        ideas.append(("idea", {"image": image, "text": RichText(f"<p>Idea {number}.</p>")}))
    html = client.get(EasyReadFactory(body=ideas).url).content.decode()
    assert html.index("Idea 3.") < html.index("Pictures: Ada Vale; Open Symbols, CC BY</p>")
    assert "Picture" not in client.get(EasyReadFactory(body=ideas[1:2]).url).content.decode().split("<main")[1]


def test_a_sentence_that_is_too_long_is_shown_to_the_editor(client, member_of):
    client.force_login(member_of("Editors"))
    idea = {"image": {"image": "", "decorative": "", "alt_text": ""}, "text": rich_text(f"<p>{'word ' * 25}.</p>")}
    form = form_of("easy read", body=streamfield([("idea", idea)])) | {"action-publish": "1"}
    response = client.post(add_url("easy read"), form)
    assert "too long for Easy Read" in response.content.decode()
    assert not models.EasyReadPage.objects.exists()


def test_an_editor_chooses_the_page_that_it_is_the_same_as(client, member_of):
    client.force_login(member_of("Editors"))
    page = StandardFactory(title="The full one")
    form = form_of("easy read", original=str(page.pk)) | {"action-publish": "1"}
    response = client.post(add_url("easy read"), form)
    assert response.status_code == 302, errors_in(response)
    easy = models.EasyReadPage.objects.get()
    assert links_in(client, page)[WORDS] == easy.url
    copy = reverse("wagtailadmin_pages:edit", args=[easy.pk])
    assert client.get(copy).status_code == 200


def noted_story():
    story = StoryFactory()
    term = Term.objects.filter(slug="note-grief").first()
    story.content_notes.set(
        [term or TermFactory(taxonomy_slug="content-notes", name="Talks about grief", slug="note-grief")]
    )
    story.save()
    return story


def test_what_a_story_talks_about_is_said_before_it_in_easy_read_too(client):
    easy = EasyReadFactory(original=noted_story().page_ptr)
    page = client.get(easy.url).content.decode()
    assert "This story talks about grief. You can stop at any time." in page
    assert "If this story stirred something up" in page
    listed = BeautifulSoup(client.get(easy.get_parent().url).content, "html.parser").select_one(".index-list li")
    assert listed["data-notes"] == "note-grief"
    assert "Talks about grief" in listed.text
    plain = client.get(EasyReadFactory(original=StandardFactory().page_ptr).url).content.decode()
    assert "Before you read" not in plain


def test_a_list_in_easy_read_costs_the_same_however_many_stories_are_in_it(client):
    url = EasyReadFactory(original=noted_story().page_ptr).get_parent().url
    EasyReadFactory(original=StandardFactory().page_ptr)
    before = settled_cost(lambda: client.get(url))
    for _number in range(3):
        EasyReadFactory(original=noted_story().page_ptr)
        EasyReadFactory(original=StandardFactory().page_ptr)
    assert settled_cost(lambda: client.get(url)) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda story: story.unpublish(), "Publish the story first"),
        (lambda story: story.consent.delete(), "Nobody has recorded yet"),
    ],
)
def test_a_story_is_in_easy_read_only_where_the_site_can_keep_its_safeguards(change, words):
    story = StoryFactory()
    change(story)
    story.save()
    easy = EasyReadFactory.build(original=story.page_ptr)
    with pytest.raises(ValidationError) as caught:
        easy.clean()
    assert words in str(caught.value.error_dict["original"])


@pytest.fixture
def hard():
    """A story on the site that speaks of suicide."""
    story = StoryFactory()
    story.content_notes.set([TermFactory(taxonomy_slug="content-notes", slug="note-suicide")])
    story.save()
    return story


def test_a_hard_story_in_easy_read_is_published_by_a_second_persons_approval(client, hard, member_of):
    one, two = member_of("Approvers"), member_of("Approvers")
    form = form_of("easy read", original=str(hard.pk))
    client.force_login(one)
    response = client.post(add_url("easy read"), form | {"action-publish": "1"}, follow=True)
    assert "a second person reads it first" in response.content.decode()
    easy = models.EasyReadPage.objects.get()
    assert not easy.live, "it is kept as a draft"
    edit = reverse("wagtailadmin_pages:edit", args=[easy.pk])
    form |= nested_form_data({"page_terms": inline_formset([])})
    client.post(edit, form | {"action-submit": "1"})
    approve = form | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client.post(edit, approve)
    easy.refresh_from_db()
    assert not easy.live, "who submitted it does not approve it"
    client.force_login(two)
    client.post(edit, approve)
    easy.refresh_from_db()
    assert easy.live
    assert links_in(client, hard)[WORDS] == easy.url
    # The next version is read again.
    response = client.post(edit, form | {"title": "Changed", "action-publish": "1"}, follow=True)
    assert "a second person reads it first" in response.content.decode()
    easy.refresh_from_db()
    assert easy.title != "Changed"


def test_no_hard_story_is_published_in_easy_read_past_its_reading(hard, member_of):
    easy = EasyReadFactory(original=hard.page_ptr, live=False)
    with pytest.raises(NotAgreed):
        easy.save_revision().publish(user=member_of(None), skip_permission_checks=True)
    easy.live = True
    with pytest.raises(NotAgreed):
        easy.save()
    assert not easy.permissions_for_user(member_of(None)).can_copy()


def test_who_wrote_the_easy_words_does_not_read_them_as_the_second_person(hard, member_of):
    one, two, three = (member_of("Approvers") for _each in range(3))
    easy = EasyReadFactory(original=hard.page_ptr, live=False, title="Theirs")
    easy.save_revision(user=one)
    easy.title = "In other words"
    easy.save_revision(user=two)
    state = easy.get_workflow().start(easy, one).current_task_state
    task = state.task.specific
    assert "approve" not in [name for name, *_rest in task.get_actions(easy, two)]
    for writer in (one, two):
        with pytest.raises(OwnWords):
            task.on_action(state, writer, "approve")
    task.on_action(state, three, "approve")
    easy.refresh_from_db()
    assert easy.live


@pytest.mark.parametrize("is_read", [True, False])
def test_only_a_version_that_was_read_goes_out_at_its_hour(hard, member_of, is_read):
    easy = EasyReadFactory(original=hard.page_ptr, live=False)
    revision = easy.save_revision()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    if is_read:
        models.StoryReading.keep(easy, revision, member_of("Approvers"))
    call_command("publish_scheduled")
    easy.refresh_from_db()
    assert easy.live is is_read


def test_a_note_that_comes_later_asks_for_a_reading_of_what_comes_next(hard, member_of):
    notes = list(hard.content_notes.all())
    hard.content_notes.clear()
    hard.save()
    easy = EasyReadFactory(original=hard.page_ptr)
    hard.content_notes.set(notes)
    hard.save()
    easy = models.EasyReadPage.objects.get()
    easy.save()
    assert easy.live, "what was on the site stays"
    with pytest.raises(NotAgreed):
        easy.save_revision().publish(user=member_of(None))


def test_what_says_a_story_stays_with_it():
    story = StoryFactory(title="The bench")
    easy = EasyReadFactory(original=story.page_ptr)
    for other in (None, StandardFactory().page_ptr):
        easy.original = other
        with pytest.raises(ValidationError, match="The bench"):
            easy.full_clean()
    # A draft that named it holds its words too.
    easy = EasyReadFactory(live=False)
    easy.original = story.page_ptr
    models.EasyReadPage.objects.exclude(pk=easy.pk).delete()
    easy.save_revision()
    easy = models.EasyReadPage.objects.get(pk=easy.pk)
    with pytest.raises(ValidationError, match="The bench"):
        easy.save_revision()


@pytest.mark.parametrize("way", ["off the site", "private", "private above"])
def test_what_says_a_story_leaves_the_site_with_it(way):
    story = StoryFactory()
    easy = EasyReadFactory(original=story.page_ptr)
    if way == "off the site":
        story.unpublish()
    else:
        page = story if way == "private" else story.get_parent()
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    easy.refresh_from_db()
    assert not easy.live


@pytest.mark.parametrize("first", ["story", "easy"])
def test_a_list_of_pages_may_hold_a_story_and_what_says_one_in_easy_read(client, first):
    easy = EasyReadFactory(original=noted_story().page_ptr, title="The easy one")
    pages = [noted_story().page_ptr, easy.page_ptr][:: 1 if first == "story" else -1]
    page = StandardFactory(body=[("pages", {"title": "Read next", "pages": pages})])
    html = client.get(page.url).content.decode()
    assert "The easy one" in html
    assert html.count('data-notes="note-grief"') == 2


def test_one_page_that_cannot_go_out_keeps_no_other_from_its_hour():
    story = StoryFactory()
    due = timezone.now() - datetime.timedelta(minutes=1)
    easy = EasyReadFactory(original=story.page_ptr, live=False)
    other = StandardFactory(live=False)
    for page in (easy, other):
        page.save_revision()
    story.consent.delete()
    Revision.objects.filter(object_id__in=[str(easy.pk), str(other.pk)]).update(approved_go_live_at=due)
    call_command("publish_scheduled")
    easy.refresh_from_db()
    other.refresh_from_db()
    assert (easy.live, other.live) == (False, True)
    assert not easy.revisions.exclude(approved_go_live_at=None).exists()
    assert "Nobody has recorded" in PageLogEntry.objects.get(action="core.page.held").data["why"]
