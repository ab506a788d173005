"""Images and documents with what readers and the law need beside the file."""

from django.db import models
from PIL.Image import DecompressionBombError
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError
from wagtail.search import index

from . import flaws
from .recordings import SiteMedia
from .sizes import without_what_cannot_be_written
from .text_pictures import seems_to_show_words
from .waiting import FOLDER, new_name, waits

__all__ = ["DownloadCount", "SiteDocument", "SiteImage", "SiteMedia", "SiteRendition"]


class SiteImage(AbstractImage):
    """An image, with who made it and, where people can be seen, how they agreed."""

    is_decorative = models.BooleanField(
        "decorative",
        default=False,
        help_text="Tick this only when the picture says nothing that the words beside it do not say.",
    )
    credit = models.CharField(
        max_length=255,
        blank=True,
        help_text="Who made the picture, as it should be named. For example: Photo: A. Nguyen.",
    )
    shows_people = models.BooleanField(
        "people can be recognised",
        default=False,
        help_text="Tick this when somebody in the picture could be recognised. It then needs their written consent.",
    )
    consent_note = models.TextField(
        blank=True, help_text="Where the written consent of the people shown is kept, and until when. Never published."
    )

    # Whether it seems to show words that nobody can have read aloud; None where nobody looked.
    shows_words = models.BooleanField(null=True, editable=False)

    admin_form_fields = (
        "title", "file", "description", "is_decorative", "collection", "credit", "shows_people", "consent_note", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    # The file only to be left out by: what waits is found by few.
    search_fields = [*Image.search_fields, index.SearchField("credit"), index.FilterField("file")]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self):
        """What stands for the picture where nobody says otherwise: its description, '' where it is decorative."""
        return "" if self.is_decorative else self.description or self.title

    def get_upload_to(self, filename):
        """Return where a new file of it goes: what replaces a picture that waits, as a cut of it does, waits too."""
        before = SiteImage.objects.filter(pk=self.pk).values_list("file", flat=True).first() if self.pk else None
        return new_name(FOLDER, filename) if waits(before) else super().get_upload_to(filename)

    def _set_image_file_metadata(self):
        super()._set_image_file_metadata()
        self.look()

    def look(self):
        """Look whether the picture seems to show words. Nothing is saved."""
        try:
            with self.open_file() as file:
                self.shows_words = seems_to_show_words(file)
        except (OSError, ValueError, SyntaxError, DecompressionBombError, SourceImageIOError):
            self.shows_words = None

    def get_renditions(self, *filters):
        """Return renditions by filter, as Wagtail does; without AVIF where this machine's Pillow cannot write it."""
        return super().get_renditions(*without_what_cannot_be_written(filters))


class SiteRendition(AbstractRendition):
    """A size of an image, made once and kept."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename):
        """Return where it goes: a size of a picture that waits lies beside that."""
        name = super().get_upload_to(filename)
        return f"{FOLDER}{name.rpartition('/')[2]}" if waits(self.image.file.name) else name

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class SiteDocument(AbstractDocument):
    """A file for readers, with its licence, length and, where it cannot be read by all, another way to it."""

    pages = models.PositiveSmallIntegerField(
        "number of pages", null=True, blank=True, help_text="Counted from the file for PDFs when left empty."
    )
    licence = models.CharField(max_length=100, blank=True, help_text="For example: CC BY 4.0.")
    version = models.CharField(max_length=50, blank=True, help_text="For example: Version 2, March 2026.")
    accessible_alternative = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The same content in a format that screen readers and phones handle better.",
    )
    # What keeps people from reading it, as keys of ``flaws.FLAWS`` with spaces between, and of which file that was said.
    flaw_keys = models.CharField(max_length=100, blank=True, editable=False)
    looked_at = models.CharField(max_length=50, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "pages", "licence", "version", "accessible_alternative", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        permissions = [("choose_document", "Can choose document")]

    search_fields = Document.search_fields

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self.look()
        super().save(*args, **kwargs)

    def look(self):
        """Look into the file where that was not done yet; return whether it was done now. Nothing is saved."""
        if not self.file or self.file_extension.lower() not in flaws.LOOKED_AT:
            return False
        try:
            seen = f"{flaws.WAY} {self.file_hash or self.file.size}"
            if self.looked_at == seen:
                return False
            with self.open_file() as file:
                found = flaws.look(file, self.file_extension)
        except OSError:
            # The file is lost: nothing is known of it.
            return False
        self.looked_at, self.flaw_keys = seen, " ".join(found["flaws"])
        if self.pages is None:
            self.pages = found["pages"]
        return True

    @property
    def flaws(self):
        """What keeps people from reading the file: a list of Flaws; empty too where nobody looked into it."""
        return [flaws.FLAWS[key] for key in self.flaw_keys.split() if key in flaws.FLAWS]

    @property
    def needs_another_form(self):
        """Whether some people cannot read it and nothing is named that they could."""
        return bool(self.flaw_keys) and not self.accessible_alternative_id

    @property
    def format_label(self):
        """The file's kind as people say it: PDF, Word, and so on; "File" where it is not known."""
        return FORMAT_LABELS.get(self.file_extension.lower(), "File")


class DownloadCount(models.Model):
    """How often a document was downloaded on one day, without anything of who did."""

    day = models.DateField()
    document = models.ForeignKey(SiteDocument, on_delete=models.CASCADE, related_name="download_counts")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["day", "document"]
        constraints = [models.UniqueConstraint(fields=["document", "day"], name="one_download_count_a_day")]

    def __str__(self):
        return f"{self.day} {self.document_id}: {self.count}"


FORMAT_LABELS = {
    "pdf": "PDF", "docx": "Word", "odt": "OpenDocument text", "ods": "OpenDocument spreadsheet", "xlsx": "Excel",
    "pptx": "PowerPoint", "rtf": "Rich text", "txt": "Plain text", "csv": "CSV",
}  # fmt: skip
