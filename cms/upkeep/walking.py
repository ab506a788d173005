"""What a page, an entry or a setting leads to and holds: links, files and pictures, read as the database has them.

Values of StreamFields are read raw: Wagtail's own way makes objects of them first, and asks the database for each image
and page that a block has chosen.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.blocks import CharBlock, ChooserBlock, ListBlock, RichTextBlock, TextBlock, URLBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.core.page_source import is_list_item
from cms.core.sources import doi_address

# An address on its own in a field, or https://… in the middle of words; what ends a sentence is none of it.
WHOLE = re.compile(r"https?://\S+|/(?![/\\])\S*", re.IGNORECASE)
INSIDE = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]’']", re.IGNORECASE)
LONGEST = 150


@dataclass(frozen=True)
class Found:
    """One thing that was found: an ``address`` that was typed, or a row of ``model`` with the key ``pk`` that was chosen.

    ``where`` names its place for an editor, ``words`` are those that are linked. ``alt`` is what stands for a picture where
    its place says so: a text, or None where nothing is said; ``is_decorative`` where its place says that nothing need be.
    """

    where: str
    words: str = ""
    address: str = ""
    model: type | None = None
    pk: int = 0
    alt: str | None = None
    is_decorative: bool = False


def found_in(thing, *, inline=True):
    """Yield a Found for everything that ``thing``, an instance of a model, leads to or holds; its ``inline`` rows too."""
    yield from _in_fields(thing, "")
    if inline and isinstance(thing, ClusterableModel):
        for relation in get_all_child_relations(thing):
            label = capfirst(str(relation.related_model._meta.verbose_name))
            for number, child in enumerate(getattr(thing, relation.get_accessor_name()).all(), start=1):
                yield from _in_fields(child, f"{label} {number}: ")


def _in_fields(thing, before):
    for field in thing._meta.concrete_fields:
        if field.model is Page or getattr(field, "wagtail_reference_index_ignore", False):
            continue
        where = before + capfirst(str(field.verbose_name))
        value = getattr(thing, field.attname)
        if value in (None, ""):
            continue
        if isinstance(field, StreamField):
            for number, child in enumerate(value.raw_data, start=1):
                block = value.stream_block.child_blocks.get(child.get("type"))
                if block is not None:
                    yield from in_block(block, child.get("value"), f"{where}, part {number}: {block.label}")
        elif isinstance(field, RichTextField):
            yield from in_html(value, where)
        elif isinstance(field, models.ForeignKey):
            if not (field.remote_field.parent_link or isinstance(field, ParentalKey)):
                yield Found(where, model=field.related_model, pk=value)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield from in_words(value, where, field.name)


def in_block(block, raw, where):
    """Yield what the stored value ``raw`` of ``block`` leads to and holds."""
    if raw in (None, "", [], {}):
        return
    if isinstance(block, ImageBlock):
        if isinstance(raw, dict) and raw.get("image"):
            yield Found(
                where, model=get_image_model(), pk=raw["image"], alt=raw.get("alt_text") or "",
                is_decorative=bool(raw.get("decorative")),
            )  # fmt: skip
    elif isinstance(block, BaseStreamBlock):
        for child in raw:
            inner = block.child_blocks.get(child.get("type"))
            if inner is not None:
                yield from in_block(inner, child.get("value"), f"{where}, {inner.label}")
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from in_block(child, raw.get(name), where) if name != "doi" else in_words(raw.get(name), where, name)
    elif isinstance(block, ListBlock):
        for number, item in enumerate(raw, start=1):
            value = item["value"] if is_list_item(item) else item
            yield from in_block(block.child_block, value, f"{where} {number}" if len(raw) > 1 else where)
    elif isinstance(block, RichTextBlock):
        yield from in_html(raw, where)
    elif isinstance(block, ChooserBlock):
        yield Found(where, model=block.model_class, pk=raw)
    elif isinstance(block, CharBlock | TextBlock | URLBlock) and isinstance(raw, str):
        yield from in_words(raw, where)


def in_words(value, where, name=""):
    """Yield the addresses in plain words: one that is all there is, or https://… among them; a DOI by its field's name."""
    value = str(value or "").strip()
    if not value:
        return
    if name == "doi":
        yield Found(where, words=value, address=doi_address(value))
    elif WHOLE.fullmatch(value):
        yield Found(where, address=value)
    else:
        for match in INSIDE.finditer(value):
            yield Found(where, words=match[0][:LONGEST], address=match[0])


class _Anchors(HTMLParser):
    def __init__(self, where):
        super().__init__()
        self.where, self.found, self.open = where, [], None

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        number = attributes.get("id", "")
        if tag == "a":
            self.handle_endtag("a")
            self.open = (attributes, [])
        elif tag == "embed" and attributes.get("embedtype") == "image" and number.isdecimal():
            alt = attributes.get("alt", "")
            self.found.append(
                Found(self.where, model=get_image_model(), pk=int(number), alt=alt, is_decorative=not alt)
            )
        elif tag == "embed" and attributes.get("url"):
            self.found.append(Found(self.where, address=attributes["url"]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self.open:
            self.open[1].append(data)

    def handle_endtag(self, tag):
        if tag != "a" or not self.open:
            return
        (attributes, words), self.open = self.open, None
        words = " ".join("".join(words).split())[:LONGEST]
        model = {"page": Page, "document": get_document_model()}.get(attributes.get("linktype"))
        number = attributes.get("id", "")
        if model and number.isdecimal():
            self.found.append(Found(self.where, words=words, model=model, pk=int(number)))
        elif attributes.get("href", "").strip():
            self.found.append(Found(self.where, words=words, address=attributes["href"].strip()))


def in_html(html, where):
    """Yield the links and pictures of rich text as the database holds it."""
    reader = _Anchors(where)
    reader.feed(str(getattr(html, "source", html) or ""))
    reader.close()
    reader.handle_endtag("a")
    return iter(reader.found)
