"""The registry of tools: screens that are not pages but that menus and links must be able to name.

Each app registers its own in ``apps.ready``; menus keep the key, so a renamed address breaks no menu.
"""

from dataclasses import dataclass

from django.urls import reverse

_tools = {}


@dataclass(frozen=True)
class Tool:
    """A screen with a name for editors (``label``) and the URL name that finds it.

    ``is_indexed``: whether it is in the sitemap, for search engines to find. ``title``: what the screen calls itself.
    """

    key: str
    label: str
    url_name: str
    is_indexed: bool = True
    title: str = ""

    @property
    def url(self):
        return reverse(self.url_name)


def register(key, label, url_name, is_indexed=True, title=""):
    """Make the screen at ``url_name`` choosable in menus and links as ``label``. Registering twice replaces.

    ``title`` is for a screen whose own title is not that label.
    """
    _tools[key] = Tool(key, label, url_name, is_indexed, title or label)


def every():
    """Return all tools, in the order of their keys."""
    return [_tools[key] for key in sorted(_tools)]


def get(key):
    """Return the Tool of ``key``, or None when no app registers it (any longer)."""
    return _tools.get(key)


def of_view(url_name):
    """Return the Tool whose screen has this URL name, or None."""
    return next((tool for tool in _tools.values() if tool.url_name == url_name), None)


def choices():
    """Return ``(key, label)`` pairs in the order of the labels, for a form field."""
    return sorted(((tool.key, tool.label) for tool in _tools.values()), key=lambda pair: pair[1])
