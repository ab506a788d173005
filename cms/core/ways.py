"""The registry of ways into a list: the questions that narrow it, each answer with its address and how many it leads to.

A fact sheet may say in which ways peer support is provided and lead to each, yet pages stand below the directory. The app
that owns the list registers in ``apps.ready``; where no app does, there are none.
"""

from dataclasses import dataclass

from . import kept

_registry = {}


@dataclass(frozen=True)
class Link:
    """One answer: its words and how many it leads to (``label``), and its address."""

    label: str
    url: str


@dataclass(frozen=True)
class Way:
    """One question and its answers that lead somewhere; ``links`` is a list of Link."""

    key: str
    label: str
    help_text: str
    links: list


def register(key, names, find):
    """Offer ways. ``names()`` returns ``(key, label)`` pairs of all, ``find(keys)`` the Ways of some, each with links.

    Neither costs more queries with more of them. Registering a key twice replaces.
    """
    _registry[key] = (names, find)


def choices():
    """Return ``(key, label)`` pairs of all ways, for a form field."""
    return [pair for names, _find in _registry.values() for pair in names()]


def find(keys):
    """Return the Ways with these keys, in this order, without those that are gone or lead nowhere: a list."""
    keys = list(dict.fromkeys(keys))
    return kept.get(("ways", *keys), lambda: _find(keys)) if keys else []


def _find(keys):
    found = {way.key: way for _names, find in _registry.values() for way in find(keys)}
    return [found[key] for key in keys if key in found and found[key].links]
