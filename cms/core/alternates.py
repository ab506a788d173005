"""The registry of other forms of a page: the same in Easy Read, for whoever shows the page.

Layouts stand below the app that owns such pages; it registers in ``apps.ready`` how one is found.
"""

from dataclasses import dataclass

_finders = {}


@dataclass(frozen=True)
class Alternate:
    """The same in another form: ``label`` says which, ``url`` is where."""

    label: str
    url: str


def register(key, find):
    """Have ``find(page)`` asked for the Alternate of a page, or None; no query on a site that is in use.

    Registering a key twice replaces.
    """
    _finders[key] = find


def of_page(page):
    """Return the Alternates of ``page`` that readers may see: a list."""
    return [found for find in _finders.values() if (found := find(page))]
