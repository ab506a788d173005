"""The registry of what a wrong address may have meant, and whoever owns it.

Pages are looked through for any address. An app whose addresses are not pages of the tree registers in ``apps.ready``
what is to be looked through beneath its own path, so that a slip in the address of a service leads to the service.
"""

from .site_links import address_named

_sources = {}


def register(url_name, source):
    """Have ``source`` asked for addresses beneath the one called ``url_name``. Registering twice replaces.

    ``source.slugs(most)`` returns at most ``most`` pairs of primary key and slug of what is public, in one query, in
    the order that decides between two that are as near. ``source.links(keys, request)`` returns a dict of
    ``(title, url)`` by primary key, in one query.
    """
    _sources[url_name] = source


def source_for(path, otherwise):
    """Return the source registered for what ``path`` is beneath, else ``otherwise``."""
    return next((source for name, source in _sources.items() if path.startswith(address_named(name))), otherwise)
