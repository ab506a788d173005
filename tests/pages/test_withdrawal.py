"""A story that is taken back is gone: from every public output, the database, and the folders of files."""

import os
from pathlib import Path

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, ReferenceIndex, TaskState, Workflow, WorkflowState

from cms.intake.models import OutboxMessage
from cms.urls import serve_media
from pages import models
from pages.withdrawal import withdraw
from tests.directory.factories import make_service

from .factories import (
    AudienceFactory,
    EasyReadFactory,
    JourneyFactory,
    NewsFactory,
    OpportunityFactory,
    ResearchFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
    with_terms,
)

pytestmark = pytest.mark.django_db
CANARY = "Quokkaword"
NAMING = ["/read-next/", "/for-you/", "/the-way/"]


def picture(title):
    image = get_image_model().objects.create(title=title, file=get_test_image_file(f"{title}.png"))
    image.get_rendition("width-20")
    return image


def files_below(*roots):
    return [name for root in roots for _path, _folders, names in os.walk(root) for name in names]


def rows_with(word):
    """Return every table and column of the database in which ``word`` stands, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                quoted = connection.ops.quote_name(table), connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT COUNT(*) FROM {quoted[0]} WHERE LOWER(CAST({quoted[1]} AS TEXT)) LIKE %s",  # noqa: S608
                    [f"%{word.lower()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


@pytest.fixture
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DRAWN_ROOT = tmp_path / "media", tmp_path / "drawn"
    return settings.MEDIA_ROOT, settings.DRAWN_ROOT


@pytest.fixture
def told(folders, client, member_of, django_capture_on_commit_callbacks):
    """A story that the whole site knows: versions, an alias, pictures, a file, a redirect, notices, a shared picture."""
    with django_capture_on_commit_callbacks(execute=True):
        user = member_of("Editors")
        old, own, shared = picture(f"{CANARY} old"), picture(f"{CANARY} own"), picture("Hills")
        document = SiteDocumentFactory(title=f"{CANARY} letter")
        StandardFactory(teaser_image=shared)
        topic = TermFactory()
        story = with_terms(
            StoryFactory(
                title=f"{CANARY} bilbyword", slug="by-the-door", teller_name=CANARY, teaser=f"{CANARY} teaser",
                short_form=f"{CANARY} short", is_featured=True, pull_quote=f"{CANARY} quote",
                body=[("text", f"<p>{CANARY} was here.</p>")],
            ),
            topic,
        )  # fmt: skip
        story.teaser_image = old
        story.save_revision(user=user).publish()
        story.teaser_image = own
        story.title = f"{CANARY} bilbyword again"
        story.body = [
            ("text", f'<p>{CANARY} <a linktype="document" id="{document.pk}">wrote</a>.</p>'),
            ("image", {"image": shared, "caption": CANARY}),
        ]
        story.save_revision(user=user, log_action=True).publish(user=user)
        story.create_alias(update_slug="by-the-door-again")
        EasyReadFactory(original=story, title=f"{CANARY} in Easy Read", teaser=CANARY)
        with_terms(StoryFactory(title="Another"), topic)
        models.StoryConsent.objects.filter(story=story).update(kept_at=CANARY, for_print=True, for_media=True)
        named_elsewhere(story, topic)
        spoken_of(story, user)
    Redirect.objects.create(old_path="/quokka", redirect_page=story)
    Redirect.objects.create(old_path="/quokka-again", redirect_link=story.url)
    FormState.objects.update_or_create_by_instance(
        story, user=user, defaults={"data": f"title={CANARY}", "last_updated_at": "2026-11-01T00:00:00Z"}
    )
    OutboxMessage.objects.create(
        recipients=[], from_email="a@example.org", subject=f'The page "{story.title}" waits', content=b""
    )
    share = client.get(story.url).content.decode().split('property="og:image" content="')[1].split('"')[0]
    client.get("/" + share.split("/", 3)[3])
    return models.StoryPage.objects.get(pk=story.pk)


def named_elsewhere(story, topic):
    """Let pages of other kinds lead to the story, and share its topic."""
    for make in (ResearchFactory, OpportunityFactory, NewsFactory):
        with_terms(make(), topic)
    link = {"label": "", "line": "", "meta": "", "page": story.pk, "tool": "", "url": ""}
    StandardFactory(slug="read-next", body=[("pages", {"title": "Read next", "pages": [story]})])
    tasks = [("group", {"title": "First", "intro": "", "tasks": [link | {"label": "Read it"}]})]
    AudienceFactory(slug="for-you", task_groups=tasks, new_chosen=[("page", story.pk)])
    JourneyFactory(slug="the-way", stages=[("stage", {"title": "First", "intro": "", "steps": [link]})])


def spoken_of(story, user):
    """Let editors write about the story: comments, a workflow with a word, a reading, a promotion in the search."""
    comment = Comment.objects.create(page=story, user=user, text=CANARY, contentpath="title")
    CommentReply.objects.create(comment=comment, user=user, text=CANARY)
    state = Workflow.objects.first().start(story, user)
    state.current_task_state.comment = f"{CANARY} waits"
    state.current_task_state.save()
    models.StoryReading.objects.create(page_id=story.pk, revision=story.latest_revision, reader=user)
    query = Query.get(f"{CANARY} door")
    SearchPromotion.objects.create(query=query, page=story, description=CANARY)
    models.StoryService.objects.create(page=story, service=make_service("A place to go", slug="a-place"))


def sent(name):
    """Return how a file is answered where no web server stands in front."""
    try:
        return serve_media(RequestFactory().get("/"), name).status_code
    except Http404:
        return 404


def own_addresses(story):
    """Return the addresses that are the story's own: its alias, its Easy Read, the document."""
    easy = models.EasyReadPage.objects.get(original=story)
    return [story.url, "/index-of-stories/by-the-door-again/", easy.url, get_document_model().objects.get().url]


def outputs(story):
    return [
        models.EasyReadIndexPage.objects.get().url, story.listed_services()[0].get_absolute_url(), "/open-data/",
        "/", story.url, story.get_parent().url, f"{story.get_parent().url}?role=consumer",
        models.StoryPage.objects.exclude(title__contains=CANARY).get().url,
        "/search/?q=bilbyword", "/search/suggest/?q=bilby", "/feeds/stories/", "/sitemap-pages.xml", "/quokka", "/quokka-again",
        "/index-of-stories/by-the-door-again/", "/feeds/research/", "/feeds/opportunities/", "/feeds/news/",
        *NAMING,
    ]  # fmt: skip


def test_a_withdrawn_story_is_gone_everywhere(client, told, folders, member_of, django_capture_on_commit_callbacks):
    addresses, own = outputs(told), own_addresses(told)
    pictures = get_image_model().objects.filter(title__contains=CANARY)
    sizes = [image.get_rendition("width-20").file.name for image in pictures]
    assert [sent(name) for name in sizes] == [200] * 2
    assert [client.get(address).status_code for address in own] == [200] * 4
    number, user = told.pk, member_of("Approvers")
    for address in (told.url, "/search/?q=bilbyword", "/feeds/stories/", *NAMING):
        text = client.get(address).content.decode()
        assert CANARY in text or "by-the-door" in text, address
    assert f"{CANARY}_old.png" in files_below(*folders)
    assert Path(folders[1], "page", str(number)).exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = withdraw(told, how="family", user=user)
    for address in addresses:
        text = client.get(address, follow=True).content.decode().lower()
        assert CANARY.lower() not in text, address
        if address.startswith(("/feeds/", "/sitemap", *NAMING)):
            assert "by-the-door" not in text, address
    assert [client.get(address).status_code for address in own] == [404] * 4
    assert [sent(name) for name in sizes] == [404] * 2
    assert rows_with(CANARY) == rows_with("bilbyword") == rows_with("by-the-door") == []
    assert not any(
        model.objects.exists()
        for model in (Comment, CommentReply, WorkflowState, TaskState, models.StoryReading, SearchPromotion, Query)
    )
    assert not [name for name in files_below(*folders) if CANARY.lower() in name.lower()]
    assert not Path(folders[1], "page", str(number)).exists()
    assert not Page.objects.filter(alias_of=number).exists()
    assert (done.number, done.pages, done.files, done.shared) == (number, 3, 3, ["Hills"])
    assert get_image_model().objects.get().title == "Hills"
    record = models.StoryConsent.objects.get(number=number)
    assert (record.story, record.withdrawn_how) == (None, "family")
    assert record.withdrawn_at
    assert (record.uses, record.kept_at) == ([], "")
    assert record.why_not() == "Somebody close to the teller asked us to take the story down."


def test_an_alias_withdraws_its_source_and_a_story_without_a_record_gets_one():
    story = StoryFactory(title="One")
    alias = story.create_alias(update_slug="two")
    story.consent.delete()
    number = story.pk
    withdraw(alias)
    assert not models.StoryPage.objects.exists()
    assert models.StoryConsent.objects.get(number=number).withdrawn_at


def test_an_approver_withdraws_a_story_after_seeing_what_goes(client, member_of):
    shared = picture("Hills")
    StandardFactory(teaser_image=shared)
    library = reverse("wagtailimages:edit", args=[shared.pk])
    story = StoryFactory(title="Lantern", teaser_image=shared)
    story.save_revision().publish()
    screen = reverse("story_withdraw", args=[story.pk])
    client.force_login(member_of("Editors"))
    client.post(screen, {"how": "asked"})
    assert models.StoryPage.objects.exists(), "editors do not keep consents"
    client.force_login(member_of("Approvers"))
    assert screen in client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    shown = client.get(screen)
    assert "cannot be undone" in shown.content.decode()
    assert library in shown.content.decode()
    assert "Withdraw “Lantern”" in shown.content.decode()
    assert client.post(screen, {"how": "by magic"}).status_code == 200
    assert models.StoryPage.objects.exists()
    response = client.post(screen, {"how": "asked"}, follow=True)
    assert "was withdrawn" in response.content.decode()
    assert library in response.content.decode(), "what may still show the teller is one press away"
    assert not models.StoryPage.objects.exists()
    record = models.StoryConsent.objects.get()
    shown = client.get(reverse("story_consents:edit", args=[record.pk]))
    assert all(field.disabled for field in shown.context["form"].fields.values())


def test_what_the_sample_knows_a_page_by_stays_in_the_history_so_that_it_does_not_come_back():
    story = StoryFactory(title="Lantern")
    story.save_revision(log_action=True)
    PageLogEntry.objects.filter(page_id=story.pk).update(data={"sample": "page:/x/", "title": {"new": "Lantern"}})
    withdraw(story)
    assert {"sample": "page:/x/"} in PageLogEntry.objects.values_list("data", flat=True)


def test_what_a_draft_or_a_late_index_knows_is_not_taken_from_others(folders):
    names = ("in a draft", "of a service", "published just now", "once elsewhere", "of nobody else")
    draft, service, late, once, _alone = pictures = [picture(name) for name in names]
    page, entry, elsewhere = StandardFactory(), make_service(), StandardFactory(teaser_image=once)
    page.teaser_image = draft
    page.save_revision()
    entry.photo, entry.photo_alt = service, "A door"
    entry.save_revision()
    published = StandardFactory(teaser_image=late)
    published.save_revision().publish()
    ReferenceIndex.remove_for_object(published)
    document = SiteDocumentFactory(title="A letter")
    ReferenceIndex.remove_for_object(ResourceFactory(document=document))
    # The index is behind: by now that page shows another picture.
    Page.objects.filter(pk=elsewhere.pk).update(title="Elsewhere")
    models.StandardPage.objects.filter(pk=elsewhere.pk).update(teaser_image=None)
    body = [("image", {"image": each, "caption": ""}) for each in pictures]
    story = StoryFactory(body=[*body, ("text", f'<p><a linktype="document" id="{document.pk}">It</a></p>')])
    done = withdraw(story)
    assert sorted(done.shared) == sorted(["in a draft", "of a service", "published just now", "A letter"])
    left = get_image_model().objects.values_list("title", flat=True)
    assert sorted(left) == sorted(["in a draft", "of a service", "published just now"])
    assert done.files == 2


@pytest.mark.parametrize("many", [False, True])
def test_deleting_a_story_leads_to_its_withdrawal(client, member_of, many):
    story = StoryFactory()
    url = reverse("wagtailadmin_pages:delete", args=[story.pk])
    if many:
        url = f"{reverse('wagtail_bulk_action', args=('wagtailcore', 'page', 'delete'))}?id={story.pk}"
    client.force_login(member_of("Editors"))
    assert "Ask an approver" in client.post(url, follow=True).content.decode()
    client.force_login(member_of("Approvers"))
    response = client.post(url)
    assert response.status_code == 302
    assert response.url == reverse("story_withdraw", args=[story.pk])
    client.force_login(member_of(None))
    above = url.replace(str(story.pk), str(story.get_parent().pk))
    assert "Withdraw each by itself first" in client.post(above, follow=True).content.decode()
    assert models.StoryPage.objects.exists()


@pytest.mark.parametrize("above", [False, True])
def test_a_story_that_is_deleted_past_the_screens_is_told_nowhere_else(above):
    story = StoryFactory()
    easy = EasyReadFactory(original=story)
    alias = story.create_alias(parent=StandardFactory(), update_slug="again")
    (story.get_parent() if above else story).delete()
    assert not Page.objects.filter(pk__in=[easy.pk, alias.pk], live=True).exists()
