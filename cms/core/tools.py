"""The registry of tools: screens that are not pages but that menus and links must be able to name.

Each app registers its own in ``apps.ready``; menus keep the key, so a renamed address breaks no menu.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch

from . import features
from .site_links import address_named

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
        return address_named(self.url_name)


def register(key, label, url_name, is_indexed=True, title=""):
    """Make the screen at ``url_name`` choosable in menus and links as ``label``. Registering twice replaces.

    ``title`` is for a screen whose own title is not that label.
    """
    _tools[key] = Tool(key, label, url_name, is_indexed, title or label)


def every():
    """Return all tools that the site offers now, in the order of their keys."""
    return [_tools[key] for key in sorted(_tools) if _is_offered(_tools[key])]


def get(key):
    """Return the Tool of ``key``, or None when no app registers it (any longer), or editors switched it off."""
    tool = _tools.get(key)
    return tool if tool and _is_offered(tool) else None


def _is_offered(tool):
    try:
        return not features.is_off_at(tool.url)
    except NoReverseMatch:
        return True


def of_view(url_name):
    """Return the Tool whose screen has this URL name, or None."""
    return next((tool for tool in _tools.values() if tool.url_name == url_name), None)


def choices():
    """Return ``(key, label)`` pairs in the order of the labels, for a form field.

    What is switched off is there too, and says so: a menu that has it must be saved as it is.
    """
    return sorted(
        ((tool.key, f"{tool.label}{'' if _is_offered(tool) else ' (switched off)'}") for tool in _tools.values()),
        key=lambda pair: pair[1],
    )
