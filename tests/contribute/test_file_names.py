"""A file that comes with a path in its name lies where we put it, before it is accepted and after."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.intake.models import Upload
from cms.intake.models.uploads import private_storage
from cms.media.waiting import let_out
from contribute.models import Contribution, StorySent
from pages.models import CharterEndorsement, ResearchIndexPage, ResourceIndexPage, StoryIndexPage
from tests.intake.making import docx
from tests.pages.factories import index

from . import telling

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

# As it would climb out of a folder here, and out of one of Windows.
PATH = b"../../../..\\..\\wattle-secretname"


def post(client, url, data, field, content, ending):
    """Post a form as a program does that sends a path for the file's name: Django's client would take it out."""
    file = SimpleUploadedFile(f"sent{ending}", content)
    body = encode_multipart(BOUNDARY, data | {field: file})
    sent = f'filename="sent{ending}"'.encode()
    assert sent in body
    body = body.replace(sent, b'filename="' + PATH + ending.encode() + b'"')
    return client.generic("POST", url, body, content_type=MULTIPART_CONTENT)


def lying():
    """All files that a site may write to, the temporary folder around the tests' own left out."""
    private = Path(private_storage().location)
    return {path for root in (private, Path(settings.MEDIA_ROOT)) for path in root.parent.rglob("*") if path.is_file()}


def assert_ours(files, folder):
    """The new files lie in ``folder`` and are called nothing of what their sender called them."""
    assert files
    for path in files:
        assert path.resolve().is_relative_to(Path(folder).resolve()), path
        assert "wattle" not in path.name
        assert "secretname" not in str(path)


@pytest.fixture
def approver(client, member_of):
    user = member_of("Approvers")
    client.force_login(user)
    return user


def act(client, name, **values):
    row = Contribution.objects.get().own
    data = {"do": f"act-{name}", "seen": row.changed_at.isoformat()} | values
    response = client.post(reverse("contribute_desk", args=[row.pk]), data)
    assert response.status_code == 302, response.content.decode()


def test_a_logo_with_a_path_for_a_name(client, filled, url_of, media_folder, approver):
    there = lying()
    logo = telling.a_picture().read()
    assert post(client, url_of("endorsement"), filled("endorsement"), "logo", logo, ".jpg").status_code == 302
    assert Upload.objects.get().original_name == "wattle-secretname.jpg"
    assert_ours(lying() - there, private_storage().location)
    act(client, "publish", **{"publish-sure": "on", "publish-take_logo": "on"})
    logo = CharterEndorsement.objects.get().logo
    assert (logo.title, logo.filename.startswith("logo")) == ("Logo of Quiet Rivers", True)
    assert_ours({path for path in lying() - there if path.is_relative_to(media_folder)}, media_folder)


def test_a_work_with_a_path_for_a_name(client, filled, url_of, media_folder, approver):
    index(ResourceIndexPage), index(ResearchIndexPage)
    there = lying()
    data = filled("work", link="", title="../../x.docx")
    assert post(client, url_of("work"), data, "document", docx(), ".docx").status_code == 302
    assert_ours(lying() - there, private_storage().location)
    act(client, "accept", **{"accept-sure": "on"})
    document = get_document_model().objects.get()
    assert "/" not in document.filename
    assert ".." not in document.filename
    assert_ours({path for path in lying() - there if path.is_relative_to(media_folder)}, media_folder)


def test_a_picture_of_a_story_with_a_path_for_a_name(client, media_folder, approver):
    index(StoryIndexPage)
    there = lying()
    key = telling.walk(client, telling.answers())
    data = telling.posted({"photo_alt": "A kettle", "people": "none"})
    step, photo = telling.step(key, "picture"), telling.a_picture().read()
    assert post(client, step, data, "photo", photo, ".jpg").status_code == 302
    assert telling.send(client, key).status_code == 302
    assert_ours(lying() - there, private_storage().location)
    sent = StorySent.objects.get()
    assert client.post(reverse("contribute_story_teller", args=[sent.pk]), {"do": "picture"}).status_code == 302
    image = get_image_model().objects.get()
    assert sent.page.get_latest_revision_as_object().teaser_image == image
    # It waits where no reader comes, and goes to the pictures of the site with the story.
    assert_ours(lying() - there, private_storage().location)
    let_out(image)
    assert_ours({path for path in lying() - there if path.is_relative_to(media_folder)}, media_folder)
