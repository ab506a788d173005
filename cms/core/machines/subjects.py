"""What machines call a thing that has an address of its own: a page, a service, a screen.

The head of a page and its picture for sharing are both made of a Subject. An app registers, for its kind
of things, how one is found again by its key, so that the core names no model above it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .. import tools

_finders = {}


@dataclass(frozen=True)
class Subject:
    """``kind`` and ``key`` find it again; ``title`` stands on its picture, which is drawn from ``seed``;
    ``path`` is its address on the site. ``is_indexed``: whether search engines may keep it."""

    kind: str
    key: str
    title: str
    path: str
    seed: str
    is_indexed: bool = True


def register(kind, find: Callable[[str], Subject | None]):
    """Let ``find(key)`` give the public Subject of ``kind`` with that key, or None. Registering twice replaces."""
    _finders[kind] = find


def find(kind, key):
    """Return the public Subject of ``kind`` with ``key``; None where there is none (any longer)."""
    finder = _finders.get(kind)
    return finder(key) if finder else None


def of_tool(tool):
    """Return the Subject of a screen, or None for no tool."""
    return tool and Subject("screen", tool.key.replace(":", "-"), tool.title, tool.url, tool.key, tool.is_indexed)


def find_tool(key):
    return of_tool(next((tool for tool in tools.every() if tool.key.replace(":", "-") == key), None))


def of_page(page):
    """Return the Subject of a page of the site's own types, as it stands in ``page``; None where it has no address."""
    path = page.get_url() if page.pk and page.path else None
    return path and Subject("page", str(page.pk), page.sharing_title, path, page.slug, page.is_indexed)


def find_page(key):
    from wagtail.models import Page

    from ..models.querysets import unrestricted
    from ..page_source import page_models

    if not key.isdecimal() or len(key) > 18:
        return None
    page = unrestricted(Page.objects.live()).filter(pk=key).first()
    page = page and page.specific
    return of_page(page) if isinstance(page, tuple(page_models())) else None
