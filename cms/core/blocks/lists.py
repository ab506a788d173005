"""Blocks that list other things: files, pages, services, people to reach, sources."""

import re
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from .. import dois, kept
from ..sources import numbered
from .explained import ExplainedBlock
from .text import validate_https


class FileBlock(ExplainedBlock):
    document = DocumentChooserBlock()
    title = blocks.CharBlock(required=False, max_length=150, help_text="Leave empty to use the document’s own title.")
    description = blocks.CharBlock(required=False, max_length=255)

    helps = {
        "document": "Its kind, size and number of pages show by themselves.",
        "description": "What it is for, for example “One page to hand out”.",
    }

    class Meta:
        label_format = "{title}"


class FilesValue(blocks.StructValue):
    @cached_property
    def shown_files(self):
        """The files with their documents and the same in another form, in one query: a list of dicts."""
        items = [item for item in self.get("files", []) if item.get("document")]
        documents = get_document_model().objects.select_related("accessible_alternative")
        found = documents.in_bulk([item["document"].pk for item in items])
        return [
            {"document": found[item["document"].pk], "title": item["title"], "description": item["description"]}
            for item in items
            if item["document"].pk in found
        ]


class FilesBlock(ExplainedBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    files = blocks.ListBlock(FileBlock(), min_num=1)

    helps = {
        "title": "For example “To print”. Optional.",
        "files": "The one that most people want comes first.",
    }

    class Meta:
        icon = "doc-full"
        template = "core/blocks/files.html"
        value_class = FilesValue
        description = "Files to download. Type, size and number of pages show by themselves."

        @staticmethod
        def preview_value():
            document = apps.get_model("media", "SiteDocument").objects.order_by("pk").first()
            return {"title": "To print", "files": [{"document": document, "title": "", "description": "One page."}]}


def chosen_ids(items):
    """Return the primary keys of a ListBlock's chosen objects, in their order, without the empty places."""
    return [item.pk for item in items if item is not None]


def read_notes(pages):
    """Read at once what ``pages``, each of its own type, talk about (``notes_line``), for readers who hide stories by it.

    Two types have notes, and each reads its own way.
    """
    noted = {}
    # For readers they are kept.
    for page in () if kept.is_reading() else pages:
        if getattr(page, "notes_prefetch", ()):
            noted.setdefault(type(page), []).append(page)
    for kind, its_pages in noted.items():
        prefetch_related_objects(its_pages, *kind.notes_prefetch)


def read_pages(ids):
    """Return the public ones of the pages with these primary keys, in this order: a list, a query for each type."""
    pages = Page.objects.live().public().filter(pk__in=ids).defer_streamfields().specific()
    found = {page.pk: page for page in pages}
    read_notes(found.values())
    return [found[pk] for pk in ids if pk in found]


class PageListValue(blocks.StructValue):
    @cached_property
    def public_pages(self):
        """The chosen pages that are live and public, in the editor's order, as their own types."""
        ids = tuple(chosen_ids(self.get("pages", [])))
        return kept.get(("pages in a list", ids), lambda: read_pages(ids))

    @property
    def has_notes(self):
        return any(getattr(page, "note_slugs", ()) for page in self.public_pages)


class PageListBlock(ExplainedBlock):
    """Pages that an editor picks. Readers see those that are live and public."""

    title = blocks.CharBlock(required=False, max_length=120)
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1)

    helps = {
        "title": "For example “Read next”. Optional.",
        "pages": "Two or three are enough.",
    }

    class Meta:
        icon = "doc-empty"
        template = "core/blocks/pages.html"
        value_class = PageListValue
        description = "Pages to read next. One that is unpublished drops out by itself."

        @staticmethod
        def preview_value():
            return {"title": "Read next", "pages": list(Page.objects.live().filter(depth__gt=2).order_by("pk")[:2])}


def read_services(ids):
    found = apps.get_model("directory", "Service").objects.listed().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


class ServiceListValue(blocks.StructValue):
    @cached_property
    def listed_services(self):
        """The chosen services that the directory lists, in the editor's order."""
        ids = tuple(chosen_ids(self.get("services", [])))
        return kept.get(("services in a list", ids), lambda: read_services(ids))


class ServiceListBlock(ExplainedBlock):
    """Services of the directory that an editor picks. Readers see those that are listed."""

    title = blocks.CharBlock(required=False, max_length=120)
    services = blocks.ListBlock(SnippetChooserBlock("directory.Service"), min_num=1)

    helps = {
        "title": "For example “Places to start”. Optional.",
        "services": "Two or three are enough. Readers see those that are listed.",
    }

    class Meta:
        icon = "group"
        template = "core/blocks/services.html"
        value_class = ServiceListValue
        description = "Services from the directory. One that closes or is withdrawn drops out by itself."

        @staticmethod
        def preview_value():
            return {
                "title": "Places to start",
                "services": list(apps.get_model("directory", "Service").objects.listed()[:2]),
            }


class ContactBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=120, default="Get in touch")
    name = blocks.CharBlock(required=False, max_length=120, help_text="A role rather than a person, where you can.")
    phone = blocks.CharBlock(required=False, max_length=40)
    email = blocks.EmailBlock(required=False)
    hours = blocks.CharBlock(required=False, max_length=150)
    note = blocks.CharBlock(required=False, max_length=255)

    helps = {
        "title": "For example “Talk it through”.",
        "phone": "With its area code, for example (03) 5550 0119.",
        "email": "One that somebody reads each working day.",
        "hours": "For example “Monday to Thursday, 9.30 am to 4.30 pm”.",
        "note": "What to say or ask, in one sentence. Optional.",
    }

    class Meta:
        icon = "mail"
        template = "core/blocks/contact.html"
        label_format = "{title}"
        description = "How to reach somebody: phone, email, hours."
        preview_value = {
            "title": "Talk it through",
            "phone": "(03) 5550 0119",
            "hours": "Monday to Thursday, 9.30 am to 4.30 pm",
        }


class ReferenceBlock(blocks.StructBlock):
    # Titles and names of others.
    not_our_words = True

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9\-]{1,40}$",
        error_messages={"invalid": "Use small letters, digits and hyphens only."},
        label="Short name",
        help_text="For example “white2020”. Write [^white2020] in the text where the source belongs.",
    )
    text = blocks.TextBlock(rows=2, help_text="Authors, year, title, where it was published.")
    url = blocks.URLBlock(
        required=False,
        validators=[validate_https],
        label="Address",
        help_text="Where it can be read. It begins with https://. Optional.",
    )
    doi = blocks.CharBlock(
        required=False, max_length=200, label="DOI", help_text="For example 10.1186/s12888-020-02923-3. Optional."
    )

    def clean(self, value):
        value = super().clean(value)
        # People paste DOIs as addresses and with spaces in them; what is kept is the DOI.
        value["doi"] = dois.clean_doi(value.get("doi"))
        if value["doi"] and not re.match(dois.PATTERN, value["doi"]):
            raise StructBlockValidationError({"doi": ValidationError(dois.NO_DOI)})
        return value

    class Meta:
        label_format = "{key}"


class ReferenceListBlock(ExplainedBlock):
    title = blocks.CharBlock(default="References", max_length=80)
    references = blocks.ListBlock(ReferenceBlock(), min_num=1)

    helps = {
        "title": "Leave it as it is in most places.",
        "references": "In the order in which they are numbered.",
    }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        # How often the text names each: whoever draws the whole body knows.
        context["sources"] = numbered(value.get("references", []), (parent_context or {}).get("cite_times", {}))
        return context

    class Meta:
        icon = "list-ol"
        template = "core/blocks/references.html"
        description = "The sources that the text names, numbered in this order."
        preview_value = {
            "title": "References",
            "references": [{"key": "example", "text": "A. Writer (2024). An example of a source. A Journal, 1, 1–9."}],
        }
