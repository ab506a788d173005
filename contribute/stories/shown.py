"""What readers would see of a version of a story, or of its Easy Read: to compare it, and to say yes to exactly it."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.images import get_image_model

from pages.models import EasyReadPage
from pages.models.readings import SAID, said

SHOWN = (*SAID, "slug", "told_on")


def shown_content(page):
    """Return what readers would see of ``page`` as plain data, its pictures by what they show: a dict."""
    content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    shown = dict(zip(SAID, said(content), strict=True))
    shown |= {name: content.get(name) for name in ("slug", "told_on")}
    shown["content_notes"] = sorted(content.get("content_notes") or [])
    shown["services_mentioned"] = [row["service"] for row in content.get("services_mentioned") or []]
    shown["page_terms"] = sorted(row["term"] for row in content.get("page_terms") or [])
    shown["pictures"] = _pictures(page)
    shown["heard"] = _recording(page)
    return shown


def _pictures(page):
    """Return number, content and words of each picture of ours in ``page``: a picture's file may be changed by itself."""
    model = get_image_model()
    numbers = {page.teaser_image_id} | {
        int(pk) for of, pk, *_path in page.body.stream_block.extract_references(page.body) if issubclass(of, model)
    }
    return picture_rows(model.objects.filter(pk__in=numbers - {None}).order_by("pk"))


def picture_rows(images):
    """Return what ``shown_content`` holds of each of ``images``: a list."""
    return [[image.pk, image.get_file_hash(), image.description] for image in images]


def _recording(page):
    """Return what is heard, seen and read of the recording of ``page``: its files may be changed by themselves too."""
    found = getattr(page, "recording", None)
    if found is None:
        return None
    poster = picture_rows([found.poster]) if found.poster else []
    return [found.title, _hash_of(found.file), found.transcript, _hash_of(found.captions), poster, found.credit]


def _hash_of(file):
    if not file:
        return ""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "blake2b").hexdigest()
    except FileNotFoundError:
        return "missing"


def digest(page):
    """Return a short name of exactly what readers would see of ``page``."""
    text = json.dumps(shown_content(page), sort_keys=True)
    return f"{page.pk}:{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"


def easy_reads(page):
    """Return what says the story ``page`` in Easy Read, each as its newest version: a list."""
    found = EasyReadPage.objects.filter(original=page.pk, alias_of=None).order_by("pk")
    return [each.get_latest_revision_as_object() for each in found]


def digests(page):
    """Return the digests of a version of a story and of what says it in Easy Read: a list."""
    return [digest(page), *(digest(each) for each in easy_reads(page))]
