"""Parts of a text that would show nothing: a heading with nothing below it, a list without lines, an answer without words.

Streams are read as the database has them, without a query for the pages and pictures that they choose, so that the panel
beside the form and a report over all pages can ask the same.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from ..page_source import is_list_item
from ..richtext import or_nothing

# What a struct is there for. Titles, labels and notes beside it are none of it.
HOLDS = (
    blocks.ListBlock, blocks.StreamBlock, blocks.RichTextBlock, blocks.TextBlock, blocks.ChooserBlock, ImageBlock,
)  # fmt: skip


@dataclass(frozen=True)
class EmptyPart:
    """``words``: those of the heading, or the part's own; ``where``: its field and, of a part, what kind of part it is."""

    is_heading: bool
    words: str
    where: str


def empty_parts(thing):
    """Return what shows nothing in the streams of ``thing``, a page or a service: a list of EmptyPart. No query."""
    found = []
    for field in thing._meta.concrete_fields:
        if isinstance(field, StreamField) and field.attname in thing.__dict__:
            stream = getattr(thing, field.attname)
            found += _in_stream(stream.stream_block, stream.get_prep_value(), capfirst(str(field.verbose_name)))
    return found


def _in_stream(stream_block, raw, where):
    children = [
        (stream_block.child_blocks[child["type"]], child.get("value"))
        for child in raw
        if child.get("type") in stream_block.child_blocks
    ]
    found = []
    # From its end, so that what comes below is known: a heading's level, 0 for what readers see, or None for the end.
    below = None
    for block, value in reversed(children):
        level = level_of(block, value)
        words = _words_of(value)
        if level and words:
            if below is None or 0 < below <= level:
                found.append(EmptyPart(True, words, where))
            below = level
        elif not level:
            empty = is_empty(block, value)
            found += reversed(_empty_in(block, value, where))
            below = below if empty else 0
    return found[::-1]


def level_of(block, value):
    """Return the level of a heading, 2 to 4; 0 where ``block`` is none."""
    if isinstance(block, blocks.StructBlock) and {"level", "text"} <= block.child_blocks.keys():
        return int(((value or {}).get("level") or "h2")[1])
    return getattr(block, "heading_level", 0)


def _words_of(value):
    return str((value.get("text") if isinstance(value, dict) else value) or "").strip()


def is_empty(block, value):
    """Whether readers would see nothing that ``block`` with the stored ``value`` is there for."""
    if isinstance(block, ImageBlock):
        return not (value.get("image") if isinstance(value, dict) else value)
    if isinstance(block, blocks.StructBlock):
        value = value or {}
        holds = [name for name, child in block.child_blocks.items() if isinstance(child, HOLDS) and _is_needed(child)]
        names = holds or [
            name for name, child in block.child_blocks.items() if isinstance(child, blocks.CharBlock) and child.required
        ]
        return bool(names) and all(is_empty(block.child_blocks[name], value.get(name)) for name in names)
    if isinstance(block, blocks.ListBlock):
        return all(is_empty(block.child_block, item) for item in _items(value))
    if isinstance(block, blocks.StreamBlock):
        return not value
    if isinstance(block, blocks.RichTextBlock):
        # A picture or a recording in a text is what it shows.
        return not ("<embed" in (value or "") or or_nothing(value or ""))
    return not value.strip() if isinstance(value, str) else value is None


def _is_needed(block):
    """Whether a form asks for it at publication: a list that may be empty fills itself, or is an extra."""
    return _has_least(block) if isinstance(block, blocks.ListBlock) else getattr(block, "required", True)


def _items(value):
    return [item["value"] if is_list_item(item) else item for item in value or []]


def _empty_in(block, value, where):
    """Return ``block`` where it is empty, or else the empty ones of its lists of parts, named by their headings."""
    if is_empty(block, value):
        return [EmptyPart(False, _name(value), f"{where}: {block.label}")]
    found = []
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            if isinstance(child, blocks.ListBlock):
                inner = child.child_block
                items = _items((value or {}).get(name))
                if not items and _has_least(child):
                    found.append(EmptyPart(False, "", f"{where}: {block.label}, {child.label}"))
                found += [
                    EmptyPart(False, _name(one), f"{where}: {block.label}") for one in items if is_empty(inner, one)
                ]
    return found


def _has_least(block):
    return bool(getattr(block.meta, "min_num", None))


def _name(value):
    """Return the words by which an editor knows a part: its heading, question or title."""
    value = value if isinstance(value, dict) else {}
    return next((value[name].strip() for name in ("heading", "question", "title") if value.get(name)), "")
