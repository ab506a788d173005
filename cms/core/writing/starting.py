"""Forms of new pages that open with their structure: headings, and prompts to write over.

A prompt begins with MARK. It may stand in a draft and in nothing that readers get: the form says beside its field what is
still to be written, and ``BasePage.save`` refuses to put it on the site, whichever way leads there (a schedule, a
workflow, a bulk action, an older version). Titles and teasers have none, so no card or search result can show one.
"""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

MARK = "✎"
PROMPT = re.compile(rf"{MARK}[^<\n]*")
NAMED = 2

_beginnings = {}


class StillToWriteError(PermissionDenied):
    """A page with prompts was to go to readers; the message says which are left."""


def register(model, begin):
    """Let new pages of ``model`` open with what ``begin()`` returns: values by field, streams as lists of (type, value)."""
    _beginnings[model] = begin


def begin(sender, page, parent, **kwargs):
    """Receiver of Wagtail's ``init_new_page``: fill in the form of a new page."""
    beginning = _beginnings.get(type(page))
    for name, value in (beginning() if beginning else {}).items():
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            value = field.stream_block.to_python([{"type": kind, "value": inner} for kind, inner in value])
        setattr(page, name, value)


def prompt(words):
    """Return ``words`` as a prompt."""
    return f"{MARK} {words}"


def paragraphs(*prompts):
    """Return prompts as paragraphs of rich text."""
    return "".join(f"<p>{prompt(words)}</p>" for words in prompts)


def prompts_in(value):
    """Yield the prompts in ``value``: a string, or what a stream holds."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, str):
        yield from PROMPT.findall(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from prompts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from prompts_in(inner)


def still_to_write(page):
    """Return the prompts that ``page`` still holds in its own fields: a list. No query."""
    found = []
    for field in page._meta.concrete_fields:
        # What was not read from the database was not changed either.
        if isinstance(field, models.CharField | models.TextField | StreamField) and field.attname in page.__dict__:
            found += prompts_in(getattr(page, field.attname))
    return found


def sentence_about(prompts):
    """Return what an editor has to do about ``prompts``, as one or two sentences."""
    named = " and ".join(f"“{each.strip()}”" for each in prompts[:NAMED])
    rest = f", and {len(prompts) - NAMED} more" if len(prompts) > NAMED else ""
    return f"Still to write: {named}{rest}. Write over each line that begins with {MARK}, or delete it."


def refuse_prompts(form, cleaned_data):
    """Put an error beside each field of the page's ``form`` that still holds a prompt."""
    for name, value in list(cleaned_data.items()):
        found = list(prompts_in(value)) if isinstance(value, str | StreamValue) else []
        if found and name not in form.errors:
            form.add_error(name, ValidationError(sentence_about(found), code="still_to_write"))
