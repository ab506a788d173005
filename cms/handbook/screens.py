"""Which screen of the admin leads to which task of the handbook: docs/handbook/screens.toml, read once.

The table stands with the words it points to. It names addresses and page types of every app, and this app knows none.
"""

import tomllib
from fnmatch import fnmatchcase
from functools import cache

from wagtail.models import Page

from . import book


@cache
def table():
    """Return the table: ``screens`` (pattern to task), ``alone`` (pattern to reason), ``pages`` (type of page to task), ``topics``."""
    return tomllib.loads((book.FOLDER / "screens.toml").read_text(encoding="utf-8"))


def tell_topic(request, topic):
    """Say what a screen that shows many kinds of things is about this time: a name in the table's ``topics``, or any other."""
    request.handbook_topic = topic


def task_for(name, kwargs=None, topic=""):
    """Return the slug of the task for the admin address called ``name``, or "" where none is named.

    ``kwargs`` are what stands in the address: they say which type of page is edited. For a page that exists this asks
    the database once. ``topic`` is what the screen said by ``tell_topic``, and counts first where the table has it.
    """
    if topic in table()["topics"]:
        return table()["topics"][topic]
    task = next((task for pattern, task in table()["screens"].items() if fnmatchcase(name, pattern)), "")
    return table()["pages"].get(_page_type(kwargs or {}), "") or task if name in table()["editors"] else task


def _page_type(kwargs):
    """Return the type of page that the parts of an address speak of, such as ``pages.storypage``, or ""."""
    if {"content_type_app_name", "content_type_model_name"} <= kwargs.keys():
        return f"{kwargs['content_type_app_name']}.{kwargs['content_type_model_name']}"
    page = Page.objects.filter(pk=kwargs["page_id"]).first() if "page_id" in kwargs else None
    return ".".join(page.cached_content_type.natural_key()) if page else ""
