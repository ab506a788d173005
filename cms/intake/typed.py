"""What somebody typed, when the form cannot be taken just now: kept on the page, so that refusing loses nothing."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from .forms import clean_text

TEXT = "application/x-www-form-urlencoded"
WITH_FILES = "multipart/form-data"
# The largest file that a form takes and the text beside it. What is longer is not read at all.
MOST_BYTES = 7 * 1024 * 1024
# More than all answers of any form here.
MOST_CHARACTERS = 500_000
LONGEST_FILE_NAME = 80


@dataclass(frozen=True)
class File:
    """A file that was sent and not kept: the field it stood in, and what its sender calls it."""

    field: str
    name: str


@dataclass(frozen=True)
class Typed:
    """What a POST held: ``pairs`` (name, value) of text to be sent once more; ``files`` to be chosen once more."""

    pairs: tuple = ()
    files: tuple = ()


class _NamesOnly(FileUploadHandler):
    """Lets a file pass by piece after piece and keeps nothing of it but its name."""

    def __init__(self, request):
        super().__init__(request)
        self.files = []

    def new_file(self, field_name, file_name, *args, **kwargs):
        self.files.append(File(field_name, clean_text(file_name)[-LONGEST_FILE_NAME:]))
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None  # never called, since every file is skipped

    def file_complete(self, file_size):
        return None


def typed(request):
    """Return the Typed of a POST; an empty one where it is too long, or cannot be read.

    Files are not put anywhere: they pass by, so the work that a limit spares is not done here.
    """
    if request.content_type not in {TEXT, WITH_FILES} or _length(request) > MOST_BYTES:
        return Typed()
    passing = _NamesOnly(request)
    try:
        is_read = hasattr(request, "_files")
        if not is_read:
            request.upload_handlers = [passing]
        pairs = tuple((name, value) for name, values in request.POST.lists() for value in values)
        files = (
            [File(field, clean_text(file.name)) for field, file in request.FILES.items()] if is_read else passing.files
        )
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError):
        return Typed()
    if sum(len(name) + len(value) for name, value in pairs) > MOST_CHARACTERS:
        return Typed()
    return Typed(pairs, tuple(files))


def _length(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return MOST_BYTES + 1
