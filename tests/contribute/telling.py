"""A story told through the form's real pages: what the tests of stories begin with."""

import copy
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.core.models import Taxonomy, Term
from cms.intake.keys import form_token
from contribute.stories.form import RECEIPT
from contribute.stories.steps import field_of

# Words that nobody else would use: where they turn up, something that was told has got out.
TOLD = "platypusmorning"
EMAIL = "bilby@example.org"
ANSWERS = {
    "begin": {},
    "words": {"story": f"It was a {TOLD}.\n\nThen somebody <b>listened</b>."},
    "name": {"name_shown": "first", "teller_name": "Wattle Secretname"},
    "role": {"role": "carer"},
    "notes": {},
    "uses": {"for_website": True, "for_training": True},
    "services": {},
    "picture": {},
    "reach": {"your_name": "Wattle Secretname", "your_email": EMAIL, "may_correct": "ask"},
}
__all__ = ["ANSWERS", "EMAIL", "RECEIPT", "TOLD", "field_of"]


def answers(**changed):
    """Return all answers, with other ones for the steps that are named."""
    return copy.deepcopy(ANSWERS) | changed


def posted(values, form="contribute-story"):
    """Return form data with a fresh token, as a browser sends it."""
    data = {"token": form_token(form), "website_address": ""}
    return data | {
        name: "on" if value is True else value for name, value in values.items() if value not in (None, False)
    }


def begin(client):
    """Press the button of the first page; return the key."""
    response = client.post(reverse("contribute:story"), posted({}))
    assert response.status_code == 302, response.content.decode()
    return response.url.split("/")[3]


def step(key, name):
    return reverse("contribute:story_step", args=[key, name])


def walk(client, given=None, *, until="check"):
    """Answer each step on its page; return the key."""
    key = begin(client)
    for name, values in (given or answers()).items():
        if name == "notes" and client.get(step(key, name)).status_code == 404:
            continue
        response = client.post(step(key, name), posted(values))
        assert response.status_code == 302, response.content.decode()
    return key


def send(client, key):
    return client.post(reverse("contribute:story_check", args=[key]), posted({}, "contribute-story-send"))


def a_note(slug="note-suicide", name="Suicide"):
    """Return a content note, made with its taxonomy where there is none."""
    taxonomy, _new = Taxonomy.objects.get_or_create(slug="content-notes", defaults={"name": "Content notes"})
    return Term.objects.get_or_create(slug=slug, defaults={"name": name, "taxonomy": taxonomy})[0]


def a_picture(size=(60, 40), name="kettle.jpg", **saved):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **saved)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
