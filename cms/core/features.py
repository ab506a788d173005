"""Parts of the site that it may do without: registered by their apps, switched by editors under "What the site offers".

A part that is switched off has no link in menus, lists, the sitemap or the search; its addresses say so calmly
(``cms.intake.switched_off``); and nothing of it is deleted.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from . import kept
from .site_links import address_named

_features = {}
_shown = ContextVar("what the site offers, as an editor previews it", default=None)


@dataclass(frozen=True)
class Feature:
    """One part. ``key``: the name of its field in ``Offers``; ``url_name``: the address that it begins at.

    ``always``: the names of addresses below that one which work also while it is off.
    """

    key: str
    url_name: str
    always: tuple = ()

    @property
    def address(self):
        return address_named(self.url_name)


def register(key, url_name, always=()):
    """Let editors switch the part ``key`` off. Registering twice replaces."""
    _features[key] = Feature(key, url_name, tuple(always))


def offers():
    """Return the Offers in force: as an editor previews it, else the one row, kept for readers."""
    from .models import Offers

    return _shown.get() or kept.get(Offers.get_cache_attr_name(), Offers.as_it_is)


def is_on(key):
    """Whether the site offers the part ``key``; what nobody can switch ('' too) is on."""
    return key not in _features or getattr(offers(), key)


def is_known(key):
    """Whether some app registered a part ``key``."""
    return key in _features


def at(address):
    """Return the Feature that a path belongs to, or None."""
    return next((one for one in _features.values() if address.startswith(one.address)), None)


def is_off_at(address):
    """Whether a path leads to a part that is switched off. No query for others."""
    found = at(address)
    return found is not None and not is_on(found.key)


@contextmanager
def shown_as(offers):
    """Draw pages as if these Offers were in force."""
    before = _shown.set(offers)
    try:
        yield
    finally:
        _shown.reset(before)
