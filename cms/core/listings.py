"""The registry of listings: what there is to show of each kind, for screens that may not know who makes it.

The home page shows the latest stories, the next opportunities, the partners, the places of the
directory; yet ``home`` stands below the apps that own them. Each app registers in ``apps.ready`` a
callable under a key; ``home`` asks by key. A listing that nobody registers is empty, never an error.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import kept

_listings = {}


@dataclass(frozen=True)
class Listing:
    """A named source of things to show. ``latest(limit)`` returns a list of at most ``limit`` public ones, typed by
    the app that owns them and costs at most two queries however many rows there are; pages carry no bodies."""

    key: str
    label: str
    latest: Callable[[int], list]
    # How many there are, in one query; and those of the given primary keys that are public, in that order.
    count: Callable[[], int] | None = None
    chosen: Callable[[list], list] | None = None


def register(key, label, latest, *, count=None, chosen=None):
    """Offer what ``latest(limit)`` returns under ``key``, named ``label`` to editors. Registering twice replaces.

    ``count()`` says how many public ones there are; ``chosen(pks)`` returns those that an editor picked, in that order,
    without what is not public.

    Readers share what ``latest`` and ``count`` return until anything that they may see is changed, or until the moment that
    ``latest`` says where it depends on the time (``expiry``).
    """
    _listings[key] = Listing(key, label, latest, count, chosen)


def latest(key, limit):
    """Return at most ``limit`` things of the listing ``key``; none where no app offers it (any longer)."""
    listing = _listings.get(key)
    return kept.get(("latest of", key, limit), lambda: listing.latest(limit)) if listing else []


def count(key):
    """Return how many public things the listing ``key`` has; 0 where no app counts them."""
    listing = _listings.get(key)
    return kept.get(("number of", key), listing.count) if listing and listing.count else 0


def chosen(key, pks):
    """Return the public things of the listing ``key`` with these primary keys, in this order; none without a query."""
    listing = _listings.get(key)
    return listing.chosen(list(pks)) if listing and listing.chosen and pks else []


def choices():
    """Return ``(key, label)`` pairs in the order of the labels, for a form field."""
    return sorted(((listing.key, listing.label) for listing in _listings.values()), key=lambda pair: pair[1])
