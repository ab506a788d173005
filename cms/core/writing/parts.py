"""What an editor wrote on one page (or service), part by part, without what templates and other pages add to it.

A model may name in ``not_our_words`` the fields and children that hold nothing to check: names, citations, notes to
colleagues. A block may say ``not_our_words = True`` of itself.
"""

from dataclasses import dataclass, field
from functools import cache

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from ..readability import visible_text

LINE = (models.SlugField, models.URLField, models.EmailField)
# Beside a document: the same in another form.
OTHER_FORM = "accessible_alternative"


@dataclass(frozen=True)
class Words:
    """Something written: ``text`` is plain, a line for each paragraph; ``html`` is there where it may hold links.

    ``level`` is that of a heading, 2 to 4; 0 for other words.
    """

    where: str
    text: str
    html: str = ""
    level: int = 0
    is_quotation: bool = False


@dataclass(frozen=True)
class Link:
    """The words of a link or button that have a field of their own."""

    where: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A chosen image and what stands for it on this page: ``alt`` is None where the image's own description does."""

    where: str
    image: object
    alt: str | None = None
    is_decorative: bool = False


@dataclass(frozen=True)
class File:
    """A chosen document, and what is named beside it as the same in another form."""

    where: str
    document: object
    other_form: object = field(default=None)


@cache
def _written_fields(model):
    """Return the fields of ``model`` in which an editor writes or chooses, in their order: a tuple."""
    left_out = set(getattr(model, "not_our_words", ()))
    own = [each for each in model._meta.concrete_fields if each.editable and each.name not in left_out]
    if issubclass(model, Page):
        own = [each for each in own if each.model is not Page or each.name == "title"]
    return tuple(own)


@cache
def _children(model):
    """Return the accessors of the children that a form of ``model`` shows with it: a tuple."""
    left_out = {"page_terms", "comments", *getattr(model, "not_our_words", ())}
    relations = get_all_child_relations(model)
    names = [each.get_accessor_name() for each in relations if hasattr(each.related_model, "panels")]
    return tuple(name for name in names if name not in left_out)


def parts_of(thing):
    """Yield Words, Link, Picture and File of ``thing`` (a page, a service), the title first; children come last."""
    yield from _of_fields(thing)
    for name in _children(type(thing)):
        for child in getattr(thing, name).all():
            yield from _of_fields(child)


def _of_fields(thing):
    for each in _written_fields(type(thing)):
        where = str(each.verbose_name)
        where = where[0].upper() + where[1:]
        if isinstance(each, StreamField):
            value = getattr(thing, each.name)
            yield from _of_block(value.stream_block, value, where)
        elif isinstance(each, RichTextField):
            html = getattr(thing, each.attname)
            yield Words(where, visible_text(html), html)
        elif isinstance(each, models.ForeignKey):
            yield from _chosen(thing, each, where)
        elif isinstance(each, models.CharField | models.TextField) and not isinstance(each, LINE) and not each.choices:
            text = getattr(thing, each.attname)
            # What says what a picture shows is looked at with the picture.
            if text and not each.name.endswith("_alt"):
                yield Words(where, text, is_quotation=each.name == "pull_quote")


def _chosen(thing, chooser, where):
    kind = chooser.related_model._meta.label_lower
    if getattr(thing, chooser.attname) is None or chooser.name == OTHER_FORM:
        return
    if kind == "media.siteimage":
        yield Picture(where, getattr(thing, chooser.name), getattr(thing, f"{chooser.name}_alt", None))
    elif kind == "media.sitedocument":
        yield File(where, getattr(thing, chooser.name), getattr(thing, OTHER_FORM, None))


def _of_block(block, value, where, is_quotation=False):
    """Yield the parts of the ``value`` of ``block``."""
    if value is None or getattr(block, "not_our_words", False):
        return
    if isinstance(block, ImageBlock):
        yield Picture(where, value, value.contextual_alt_text or "", bool(value.decorative))
    elif isinstance(block, ImageChooserBlock):
        yield Picture(where, value)
    elif isinstance(block, DocumentChooserBlock):
        yield File(where, value)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _of_block(child.block, child.value, where)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            yield from _of_block(child.block, child.value, where, is_quotation)
    elif isinstance(block, blocks.StructBlock):
        yield from _of_struct(block, value, where)
    elif isinstance(block, blocks.RichTextBlock):
        if value.source:
            yield Words(where, visible_text(value.source), value.source, is_quotation=is_quotation)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and not isinstance(block, blocks.RegexBlock) and value:
        yield Words(where, str(value), is_quotation=is_quotation)


def _of_struct(block, value, where):
    names = block.child_blocks
    leads_somewhere = bool({"url", "page", "tool"} & set(names))
    is_quotation = bool(getattr(block, "is_quotation", False))
    only = getattr(block, "our_words", None)
    for name, child in names.items():
        if only is not None and name not in only:
            continue
        if name == "label" and leads_somewhere:
            if value.get(name):
                yield Link(where, value[name])
        elif name == "text" and isinstance(names.get("level"), blocks.ChoiceBlock):
            yield Words(where, value.get(name) or "", level=int((value.get("level") or "h2")[1]))
        else:
            yield from _of_block(child, value.get(name), where, is_quotation)
