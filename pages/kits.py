"""A kit of resources: its contents, and all of its files in one ZIP that is written while it is sent."""

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from cms.core.models import SiteSettings
from cms.core.site_links import absolute_url

from .picks import query_of

# What fits one ZIP. More is hard to send over a phone, and to unpack there.
MOST_BYTES = 60 * 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True)
class KitFile:
    """A document of a kit, and the name that it has in the ZIP."""

    document: object
    name: str


class Kit:
    """Public ``resources`` in the order in which they were picked, with their documents read."""

    def __init__(self, resources):
        self.resources = resources

    def __bool__(self):
        return bool(self.resources)

    @property
    def query(self):
        return query_of(page.pk for page in self.resources)

    @cached_property
    def entries(self):
        """``(resource, its KitFile or None, the KitFile of its other form or None)`` in order."""
        closed = closed_collections()

        def file(document, name):
            if document is None or document.collection_id in closed or not is_there(document):
                return None
            return KitFile(document, f"{name}.{document.file_extension.lower() or 'bin'}")

        return [
            (page, file(page.document, f"{number:02}-{page.slug}"), file(page.other_form, f"{number:02}-{page.slug}-other-form"))
            for number, page in enumerate(self.resources, 1)
        ]  # fmt: skip

    @property
    def files(self):
        """The KitFiles, each document once: two resources may give the same one."""
        files = [file for _page, *both in self.entries for file in both if file]
        return list({file.document.pk: file for file in reversed(files)}.values())[::-1]

    @property
    def size(self):
        return sum(file.document.get_file_size() or 0 for file in self.files)

    @property
    def is_too_large(self):
        return self.size > MOST_BYTES

    @property
    def can_be_zipped(self):
        return bool(self.files) and not self.is_too_large

    def index(self, address):
        """Return the page that stands in the ZIP beside the files. ``address`` is that of the kit on the site."""
        names = {file.document.pk: file.name for file in self.files}
        rows = [
            {
                "page": page,
                "address": absolute_url(page.url),
                "files": [(file.document, names[file.document.pk]) for file in both if file],
                "has_file": page.document is not None,
            }
            for page, *both in self.entries
        ]
        context = {"rows": rows, "address": absolute_url(address), "day": timezone.localdate()}
        context["site_name"] = SiteSettings.load().site_name
        return render_to_string("pages/kit_in_zip.html", context)

    def zipped(self, address):
        """Yield the bytes of a ZIP with an index and all files, a piece at a time, so that memory does not grow with it."""
        made, drain = timezone.localtime().timetuple()[:6], Drain()
        with zipfile.ZipFile(drain, "w") as archive:
            archive.writestr(zipfile.ZipInfo("index.html", made), self.index(address), zipfile.ZIP_DEFLATED)
            for file in self.files:
                # Most are compressed already.
                with file.document.open_file() as source, archive.open(zipfile.ZipInfo(file.name, made), "w") as target:
                    while piece := source.read(CHUNK):
                        target.write(piece)
                        yield drain.take()
        yield drain.take()


class Drain(io.RawIOBase):
    """What a ZIP is written into, and taken from as it grows. It cannot go back."""

    def __init__(self):
        self.pieces = []

    def writable(self):
        return True

    def write(self, piece):
        self.pieces.append(bytes(piece))
        return len(piece)

    def take(self):
        """Return what was written since the last time."""
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def is_there(document):
    """Whether the file of ``document`` can be read: a row may outlive its file."""
    try:
        return bool(document.file) and document.file.storage.exists(document.file.name)
    except (OSError, ValueError):
        return False


def closed_collections():
    """Return the primary keys of the collections whose documents are not for everybody. One query where there are none."""
    closed = set()
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        closed |= set(restriction.collection.get_descendants(inclusive=True).values_list("pk", flat=True))
    return closed
