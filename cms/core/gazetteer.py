"""The registry of places: where a suburb or town is, for apps that may not know who keeps the list of them.

The app that has the list registers in ``apps.ready`` a callable that finds places by what somebody typed. Without one
nothing is found, and nothing breaks.
"""

from dataclasses import dataclass

_finders = {}


@dataclass(frozen=True)
class Place:
    """A suburb or town: its name, ``Bendigo``, its postcode, and the point that stands for it, in degrees (WGS 84)."""

    name: str
    postcode: str
    latitude: float
    longitude: float

    def __str__(self):
        return f"{self.name} {self.postcode}"


def register(key, find):
    """Have ``find(typed)`` asked for the places of a name, a postcode or both: a list of Place, in one query.

    Registering a key twice replaces.
    """
    _finders[key] = find


def is_known():
    """Whether any app has a list of places."""
    return bool(_finders)


def find(typed):
    """Return the places that ``typed`` names: a list, empty where there is none."""
    return [place for finder in _finders.values() for place in finder(typed)] if typed.strip() else []
