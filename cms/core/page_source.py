"""Pages as search finds them: every type that descends from BasePage, by the word for its kind."""

from functools import lru_cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, TextBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.search import index

from . import kept
from .models import BasePage, IndexPage
from .models.querysets import unrestricted
from .searchable import Found, Kind, Source, Start, plural
from .words import plain_text

# Shown on their own, or made for the index alone.
NOT_BODY = {"title", "teaser", "stems"}


@lru_cache(maxsize=1)
def page_models():
    """Return the concrete page types of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def kind_of(model):
    """Return the Kind of a page type. An index page is under the same tab as the pages it lists."""
    listed = getattr(model, "child_model", None)
    return Kind(model.kind_label, kind_of(listed).many if listed else model.kind_plural or plural(model.kind_label))


def read_kinds():
    types = ContentType.objects.get_for_models(*page_models())
    return {content_type.pk: kind_of(model) for model, content_type in types.items()}


def block_text(block, raw):
    """Return the words in a block's stored value as a list of plain strings.

    The value is read as the database holds it: Wagtail's own way makes objects of it first,
    and asks the database for each image and page that a block has chosen.
    """
    if isinstance(block, BaseStreamBlock):
        parts = [(block.child_blocks.get(child.get("type")), child.get("value")) for child in raw or ()]
    elif isinstance(block, BaseStructBlock):
        parts = [(child, (raw or {}).get(name)) for name, child in block.child_blocks.items()]
    elif isinstance(block, ListBlock):
        # Lists were stored as bare values before Wagtail gave their items an id.
        parts = [(block.child_block, item["value"] if is_list_item(item) else item) for item in raw or ()]
    elif isinstance(block, RichTextBlock):
        return [plain_text(raw)] if raw else []
    elif isinstance(block, CharBlock | TextBlock):
        return [raw] if isinstance(raw, str) and raw else []
    else:
        return []
    return [text for child, value in parts if child is not None for text in block_text(child, value)]


def is_list_item(item):
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


def body_text(page):
    """Return what a page says below its title and teaser, as far as search reads it: plain text, no query."""
    parts = []
    for field in page.get_search_fields():
        if not isinstance(field, index.SearchField) or field.field_name in NOT_BODY:
            continue
        column = next((column for column in page._meta.concrete_fields if column.name == field.field_name), None)
        if isinstance(column, StreamField):
            value = getattr(page, column.name)
            parts += block_text(value.stream_block, list(value.raw_data))
        elif isinstance(column, models.CharField | models.TextField) and not column.choices:
            parts.append(plain_text(getattr(page, column.name)))
    return " ".join(filter(None, parts))


class PageSource(Source):
    """All pages of the site that are live and that no view restriction covers."""

    key = "pages"
    # The teaser lives in each type's own table; Page's own column says the same (BasePage.full_clean).
    summary_field = "search_description"
    kind_field = "content_type_id"

    def indexed(self):
        return Page.objects.order_by()

    def public(self):
        below_a_site = Q()
        for root in Site.get_site_root_paths():
            below_a_site |= Q(url_path__startswith=root.root_path)
        pages = Page.objects.order_by().live().filter(content_type_id__in=list(self.kinds()))
        if not below_a_site:
            return pages.none()
        for model in page_models():
            if model.gone_from_lists() is not None:
                pages = pages.exclude(pk__in=model.gone_from_lists().values("pk"))
        return unrestricted(pages.filter(below_a_site))

    def kinds(self):
        return kept.get("kinds of pages", read_kinds)

    def found(self, rows, request=None):
        # One query for pages of any number of types: the tables of the types among them, joined by primary key.
        accessors, joined, prefetched = {}, [], []
        for model, content_type in ContentType.objects.get_for_models(*page_models()).items():
            if content_type.pk in rows.values():
                accessor = model._meta.get_ancestor_link(Page).remote_field.get_accessor_name()
                accessors[content_type.pk] = accessor
                joined += [accessor, *(f"{accessor}__{name}" for name in model.facts_join)]
                # What stories talk about is kept for readers.
                left_out = model.notes_prefetch if kept.is_reading() else ()
                prefetched += [f"{accessor}__{name}" for name in model.facts_prefetch if name not in left_out]
        if not accessors:
            return {}
        results = {}
        pages = self.public().filter(pk__in=list(rows)).select_related(*joined).prefetch_related(*prefetched)
        for row in pages:
            page = getattr(row, accessors[row.content_type_id])
            results[page.pk] = Found(
                title=page.title,
                url=page.get_url(request),
                summary=page.teaser,
                text=body_text(page),
                facts=tuple(page.facts),
                note=page.notes_line,
                note_slugs=tuple(page.note_slugs),
            )
        return results

    def starts(self, request=None):
        indexes = [model for model in page_models() if issubclass(model, IndexPage)]
        types = ContentType.objects.get_for_models(*indexes).values()
        pages = self.public().filter(content_type__in=list(types)).order_by("path")
        return [Start(page.title, page.get_url(request), page.search_description) for page in pages]
