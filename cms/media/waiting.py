"""Pictures that are part of a draft and not on the site yet: kept outside MEDIA_ROOT, in all their sizes.

Everything in MEDIA_ROOT has a public address from the first moment, and Wagtail's private collections know documents
alone. So what the public sent in lies in the private storage under ``waiting/`` until what it belongs to is published;
screens that show the draft get addresses that were signed a moment ago (docs/decisions/0027).
"""

from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model

FOLDER = "waiting/"
OPEN = "original_images/"
SALT = "cms.media.waiting"
# Seconds: long enough for a page to load its pictures on a slow line.
LIFE = 60 * 60
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}


def waits(name):
    """Whether the file called ``name`` lies in the private storage."""
    return str(name).startswith(FOLDER)


def new_name(folder, name):
    """Return a path in ``folder`` that nobody can guess, with the ending of ``name``."""
    return f"{folder}{uuid4().hex}.{name.rpartition('.')[2].lower()}"


def address_of(name):
    """Return the address at which a picture that waits is shown, signed, for an hour."""
    return reverse("waiting_picture", args=[signing.dumps(name, salt=SALT)])


class MediaStorage(FileSystemStorage):
    """Media files. Those that wait lie elsewhere and have no address but one that is signed, for an hour."""

    def path(self, name):
        return storages["private"].path(name) if waits(name) else super().path(name)

    def _save(self, name, content):
        return storages["private"]._save(name, content) if waits(name) else super()._save(name, content)

    def url(self, name):
        return address_of(name) if waits(name) else super().url(name)


def picture(request, sealed):
    """Show a picture that waits to whom a page gave its address within the last hour. Raises Http404 for anything else."""
    try:
        name = signing.loads(sealed, salt=SALT, max_age=LIFE)
        file = storages["private"].open(name)
    except (signing.BadSignature, OSError, UnicodeError, ValueError, TypeError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def keep_waiting(image, content, name):
    """Give the unsaved ``image`` the file ``content`` (bytes), where no reader finds it; ``name`` is for its ending."""
    image.file = image.file.storage.save(new_name(FOLDER, name), ContentFile(content))
    image.file_size = len(content)


def those_that_wait(queryset=None):
    """Return the images that are not public yet: a queryset."""
    queryset = get_image_model().objects.all() if queryset is None else queryset
    return queryset.filter(file__startswith=FOLDER)


@transaction.atomic
def let_out(image):
    """Move the file of ``image`` to where readers get it; sizes of it are made anew. Its words and its number stay."""
    storage, before = image.file.storage, image.file.name
    if not waits(before):
        return
    with image.file.open("rb") as source:
        content = source.read()
    for rendition in image.renditions.all():
        rendition.delete()
    image.file = storage.save(new_name(OPEN, before), ContentFile(content))
    image.save(update_fields=["file"])
    transaction.on_commit(lambda: storage.delete(before))


def purge_waiting():
    """Delete files that wait for an image that is not there (any longer), such as after a crash; return how many."""
    storage, count = storages["private"], 0
    # What was written today may belong to a transaction that is still open.
    older_than = timezone.now() - timedelta(days=1)
    try:
        # Buckets have no folders: nothing in one is an empty list there, and a disk says that it is not there.
        files = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return count
    model = get_image_model()
    known = set(those_that_wait().values_list("file", flat=True))
    known |= set(those_that_wait(model.get_rendition_model().objects.all()).values_list("file", flat=True))
    for each in files:
        name = f"{FOLDER}{each}"
        if name not in known and storage.get_modified_time(name) < older_than:
            storage.delete(name)
            count += 1
    return count
