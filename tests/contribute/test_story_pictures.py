"""A teller's picture that an editor put into the story: nobody finds it before both are published."""

import os
import shutil
import time
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.images import get_image_model
from wagtail.models import Page, WorkflowState

from cms.intake.models import OutboxMessage, Upload
from cms.intake.purge import purge
from cms.media.waiting import FOLDER
from contribute.models import StorySent
from contribute.receiving import take_back_path
from contribute.stories.asking import ask_teller
from contribute.stories.shown import digest
from pages.models import StoryIndexPage, StoryPage
from tests.pages.factories import index

from .telling import TOLD, a_picture, answers, posted, send, walk

pytestmark = pytest.mark.django_db
Image = get_image_model()


@pytest.fixture(autouse=True)
def stories(media_folder):
    shutil.rmtree(storages["private"].path(FOLDER), ignore_errors=True)
    return index(StoryIndexPage)


@pytest.fixture
def sent(client, member_of):
    """A story whose picture an editor put into it; the teller need not be asked. ``client`` is that editor's."""
    reader = Client()
    given = answers(
        picture={"photo": a_picture(), "photo_alt": "A kettle", "people": "me"},
        reach={"your_email": "bilby@example.org", "may_correct": "correct"},
    )
    response = send(reader, walk(reader, given))
    found = StorySent.objects.get(reference=reader.get(response.url).context["reference"])
    client.user = member_of("Approvers")
    client.force_login(client.user)
    client.post(reverse("contribute_story_teller", args=[found.pk]), {"do": "picture"})
    found.refresh_from_db()
    return found


@pytest.fixture
def image(sent):
    return newest(sent).teaser_image


def newest(sent):
    return StoryPage.objects.get(pk=sent.page_id).get_latest_revision_as_object()


def publish(sent):
    page = newest(sent)
    page.title, page.teaser = "The kettle", f"It was a {TOLD}."
    page.save_revision()
    with transaction.atomic():
        WorkflowState.objects.for_instance(sent.page).update(status=WorkflowState.STATUS_APPROVED)
        page.get_latest_revision().publish(skip_permission_checks=True)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def waiting_files():
    storage = storages["private"]
    return storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else []


def test_neither_the_picture_nor_a_size_of_it_lies_where_readers_find_it(client, image, media_folder):
    size = image.get_rendition("max-165x165")
    assert files_in(media_folder) == []
    for file in (image.file, size.file):
        assert file.name.startswith(FOLDER)
        assert "/media/" not in file.url
        assert client.get(f"/media/{file.name}").status_code == 404
        shown = Client().get(file.url)
        assert shown["Content-Type"] == "image/jpeg"
        assert shown["Cache-Control"] == "private, no-store"
        assert b"".join(shown.streaming_content)


def test_an_address_that_a_page_gave_for_it_ends_within_the_hour_and_cannot_be_made_up(image, monkeypatch):
    address = image.file.url
    assert Client().get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404
    assert Client().get("/pictures/waiting/" + image.file.name.replace("/", "%2F")).status_code == 404
    later = time.time() + 3601
    monkeypatch.setattr("time.time", lambda: later)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(("role", "sees"), [("Contributors", False), ("Editors", False), ("Approvers", True)])
def test_the_library_shows_it_to_those_who_may_see_what_was_sent_in_and_nobody_uses_it_elsewhere(
    client, image, member_of, role, sees
):
    client.force_login(member_of(role))
    library = client.get(reverse("wagtailimages:index"))
    assert (image.title in library.content.decode()) is sees
    assert (client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200) is sees
    for name, args in (("listing", []), ("detail", [image.pk])):
        given = client.get(reverse(f"wagtailadmin_api:images:{name}", args=args))
        assert ("/pictures/waiting/" in given.content.decode()) is sees
    chooser = client.get(reverse("wagtailimages_chooser:choose"))
    assert chooser.status_code == 200
    assert image.title not in chooser.content.decode()
    found = client.get(reverse("wagtailimages_chooser:choose_results") + "?q=picture")
    assert image.title not in found.content.decode()


def test_the_editor_and_the_teller_see_it_in_the_story(client, sent, image):
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[sent.page_id])).content.decode()
    assert "/pictures/waiting/" in unescape(edit)
    sent.asks_first = True
    sent.save()
    ask_teller(sent, client.user)
    mail = bytes(OutboxMessage.objects.filter(key__contains=":ask:").get().content).decode().replace("=\n", "")
    path = mail[mail.index("/contribute/story/answer/") :].split()[0]
    page = html.fromstring(Client().get(path).content)
    address = page.xpath("//main//img/@src")[0]
    assert Client().get(address).status_code == 200


def test_publishing_lets_readers_have_it_and_what_the_teller_agreed_to_is_the_same(
    sent, image, media_folder, django_capture_on_commit_callbacks
):
    image.get_rendition("max-165x165")
    before = digest(newest(sent))
    with django_capture_on_commit_callbacks(execute=True):
        publish(sent)
    image.refresh_from_db()
    assert image.file.name.startswith("original_images/")
    assert image.file.url.startswith("/media/")
    assert waiting_files() == []
    assert digest(newest(sent)).split(":")[0] == before.split(":")[0]
    assert image.get_rendition("max-165x165").file.url.startswith("/media/")
    assert sent.reference.lower() not in image.file.name.lower()


def test_a_publication_that_fails_leaves_it_where_it_was(sent, image, django_capture_on_commit_callbacks):
    class Stop(Exception):
        pass

    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                publish(sent)
                raise Stop
        except Stop:
            pass
    image.refresh_from_db()
    assert image.file.name.startswith(FOLDER)
    with image.file.open() as file:
        assert file.read()


def test_what_replaces_it_in_the_library_waits_too(client, image):
    image.file = a_picture()
    image.save()
    assert image.file.name.startswith(FOLDER)


@pytest.mark.parametrize("way", ["taken back", "withdrawn by staff"])
def test_it_goes_with_the_story(client, sent, image, way, media_folder, django_capture_on_commit_callbacks):
    image.get_rendition("max-165x165")
    with django_capture_on_commit_callbacks(execute=True):
        if way == "taken back":
            Client().post(take_back_path(sent), posted({}, "contribute-take-back"))
        else:
            client.post(reverse("story_withdraw", args=[sent.page_id]), {"how": "asked"})
    assert not Image.objects.exists()
    assert waiting_files() == files_in(media_folder) == []


@pytest.mark.parametrize("taken", [True, False])
def test_it_is_deleted_when_the_story_is_declined(client, sent, taken, django_capture_on_commit_callbacks):
    if not taken:
        image = newest(sent).teaser_image
        upload = Upload(content_type="image/jpeg", extension=".jpg", size=3)
        upload.file.save("picture.jpg", ContentFile(b"abc"))
        StorySent.objects.update(upload=upload)
        with django_capture_on_commit_callbacks(execute=True):
            image.delete()
    state = Page.objects.get(pk=sent.page_id).current_workflow_state.current_task_state
    with django_capture_on_commit_callbacks(execute=True):
        state.task.specific.on_action(state, client.user, "decline", comment="Thank you for your trust.")
    assert not Image.objects.exists()
    assert not Upload.objects.exists()
    assert waiting_files() == []
    assert newest(sent).teaser_image is None
    assert newest(sent).body


def test_a_file_that_waits_for_nothing_is_purged_after_a_day(image, django_capture_on_commit_callbacks):
    storage, rendition = storages["private"], image.get_rendition("max-165x165")
    names = [f"{FOLDER}old.jpg", f"{FOLDER}new.jpg"]
    for name in names:
        storage.save(name, ContentFile(b"abc"))
    long_ago = time.time() - 3 * 24 * 60 * 60
    for name in (names[0], image.file.name, rendition.file.name):
        os.utime(storage.path(name), (long_ago, long_ago))
    purge()
    there = [storage.exists(name) for name in (*names, image.file.name, rendition.file.name)]
    storage.delete(names[1])
    assert there == [False, True, True, True]
