"""Media in two buckets of an S3-compatible store: one that everybody may read, and one that only the site reads.

In the second lies what the public sent in, what waits for publication, and documents, which the site hands out itself,
since some are not for everybody. What goes wrong there is an OSError, as with a disk: whoever keeps a file knows of those.
"""

import functools
from urllib.parse import urljoin

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .waiting import address_of, waits

DOCUMENTS = "documents/"
CAPTIONS = ("recordings/", ".vtt")
ASKED = ("_open", "_save", "delete", "exists", "listdir", "size", "get_modified_time")


def is_hidden(name):
    """Whether nobody but the site may read the file called ``name``."""
    return waits(name) or str(name).startswith(DOCUMENTS)


def failing_as_disks_do(method):
    """Decorate a method of a storage: what the store says in its own words is raised as an OSError."""

    @functools.wraps(method)
    def asked(*arguments, **named):
        try:
            return method(*arguments, **named)
        except (BotoCoreError, ClientError) as error:
            # The class alone: the words hold names of files.
            raise OSError(f"The store of media did not do it: {type(error).__name__}") from error

    return asked


class Objects(S3Storage):
    """One bucket. A store that hangs is given up while whoever asked still waits."""

    def __init__(self, **options):
        options["client_config"] = Config(
            signature_version="s3v4", connect_timeout=3, read_timeout=15, retries={"max_attempts": 2},
            # Stores other than Amazon's do not all know the newer sums.
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        super().__init__(**options)


for _name in ASKED:
    setattr(Objects, _name, failing_as_disks_do(getattr(S3Storage, _name)))


class PrivateObjects(Objects):
    """The bucket that only the site reads. An error of this kind is how Wagtail is told to hand a file out itself."""

    def url(self, name, *_arguments, **_named):
        raise NotImplementedError("What lies here has no address.")


class PublicObjects(Objects):
    """The bucket that everybody may read; what is hidden goes to the other under the same name."""

    def get_default_settings(self):
        return super().get_default_settings() | {"base_url": ""}

    def url(self, name, *_arguments, **_named):
        if waits(name):
            return address_of(name)
        if is_hidden(name):
            raise NotImplementedError("The site hands documents out itself.")
        if name.startswith(CAPTIONS[0]) and name.endswith(CAPTIONS[1]):
            # Browsers take captions from the page's own host alone.
            return reverse("captions", args=[name.removeprefix(CAPTIONS[0]).removesuffix(CAPTIONS[1])])
        return urljoin(self.base_url, filepath_to_uri(name))


def _elsewhere(name):
    """Return the method ``name`` of PublicObjects: asked of the other bucket for what is hidden."""

    def method(self, file, *arguments, **named):
        there = storages["private"] if is_hidden(file) else super(PublicObjects, self)
        return getattr(there, name)(file, *arguments, **named)

    return functools.wraps(getattr(Objects, name))(method)


for _name in ASKED:
    setattr(PublicObjects, _name, _elsewhere(_name))


def captions(request, name):
    """Show the captions of a recording from this host. Raises Http404 where there are none."""
    try:
        file = storages["default"].open(f"{name}".join(CAPTIONS))
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response
