"""The recording of a story: heard or read, found by its words, and gone with its story."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.media.recordings import SiteMedia
from pages.withdrawal import withdraw
from tests.counting import settled_cost
from tests.ground.test_recordings import make_recording

from .factories import StoryFactory, TermFactory
from .test_editing import form_of, model_of, publish

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def picture(title):
    return get_image_model().objects.create(title=title, file=get_test_image_file(f"{title}.png"))


def test_a_reader_hears_a_story_or_reads_what_is_said(client, media_folder):
    story = StoryFactory(recording=make_recording(duration=240))
    page = client.get(story.url).content.decode()
    assert "Listen to this story" in page
    assert '<audio controls preload="none"' in page
    assert 'type="audio/wav"' in page
    assert "4 minutes. It plays aloud." in page
    assert "<p>I was tired.</p>" in page
    assert "· with a recording" in page
    assert "with a recording" in client.get(story.get_parent().url).content.decode()


def test_film_has_captions_a_picture_and_its_words(client, media_folder):
    story = StoryFactory(recording=make_recording(type="video", captions=True, poster=picture("door")))
    page = client.get(story.url).content.decode()
    assert "Watch this story" in page
    assert '<track kind="captions"' in page
    assert ' poster="/media/images/door' in page
    assert "Read what is said" in page


def test_before_a_recording_that_is_hard_to_hear_its_note_leads_on_to_it(client, media_folder):
    story = StoryFactory(recording=make_recording())
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", name="Talks about grief"))
    story.save()
    page = client.get(story.url).content.decode()
    assert page.index('href="#listen"') < page.index('id="listen"')


def test_an_editor_chooses_a_recording_and_sees_it_before_publishing(editor, client, media_folder):
    recording = make_recording()
    response = publish(editor, "story", form_of("story", recording=recording.pk))
    assert response.status_code == 302
    story = model_of("story").objects.get()
    assert story.live
    assert story.recording == recording
    client.logout()
    assert "Listen to this story" in client.get(story.url).content.decode()


def test_a_story_is_found_by_what_is_said_in_it(client, media_folder):
    story = StoryFactory(recording=make_recording(transcript="We spoke of a kookaburra."))
    assert story.title in client.get("/search/?q=kookaburra").content.decode()


def test_a_story_whose_recording_was_deleted_stays(client, media_folder):
    story = StoryFactory(recording=make_recording())
    SiteMedia.objects.all().delete()
    page = client.get(story.url)
    assert page.status_code == 200
    assert "<audio" not in page.content.decode()


def test_a_list_of_stories_with_recordings_costs_the_same(client, media_folder):
    recording = make_recording()
    url = StoryFactory(recording=recording).get_parent().url
    StoryFactory.create_batch(2, recording=recording)
    before = settled_cost(lambda: client.get(url))
    StoryFactory.create_batch(6, recording=recording)
    assert settled_cost(lambda: client.get(url)) == before


def test_a_withdrawn_story_takes_its_recording_captions_and_picture_along(
    media_folder,
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        poster, shared = picture("own"), picture("shared")
        story = StoryFactory(recording=make_recording(type="video", captions=True, poster=poster))
        other = StoryFactory(recording=make_recording(type="video", poster=shared))
        story.recording = make_recording(type="video", captions=True, poster=shared)
        story.save_revision()
    assert len(originals(media_folder)) == 7
    assert len(list(media_folder.rglob("own.*"))) > 1
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(story)
    assert SiteMedia.objects.get() == other.recording
    assert get_image_model().objects.get() == shared
    assert len(originals(media_folder)) == 2
    # Nor any of its sizes.
    assert not list(media_folder.rglob("own.*"))


def originals(folder):
    """Return the files below ``folder`` that are no sizes made of a picture."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name.count(".") == 1]
