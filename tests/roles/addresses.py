"""Every address of the admin, read from the URLconf, with what to fill in where it names an object."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.urls import URLResolver, get_resolver, reverse

# A sprite, a catalogue of words, errors made on purpose, and what catches every address that is none.
# The doors have tests of their own: tests/users.
DOORS = ("admin/login*", "admin/logout*", "admin/password_reset*")
NO_SCREENS = ("admin/sprite*", "admin/jsi18n/*", "admin/test404/*", "admin/failwhale/*", "admin/.*", "*.html")


@dataclass(frozen=True)
class Address:
    """One pattern of the admin: its whole ``path`` with converters, the ``name`` that finds it, what it calls.

    ``model`` is the model of the object that ``pk`` stands for, where the view says so; else None.
    """

    path: str
    name: str
    wants: tuple
    model: type | None


def everywhere():
    """Yield each Address of the admin once, in the order of their names."""
    found = {}
    for path, name, pattern in _below(get_resolver()):
        if path.startswith("admin/") and not any(fnmatchcase(path, known) for known in NO_SCREENS + DOORS):
            found.setdefault(
                path, Address(path, name or path, tuple(sorted(pattern.pattern.regex.groupindex)), _model(pattern))
            )
    yield from sorted(found.values(), key=lambda address: (address.name, address.path))


def _below(resolver, path="", spaces=()):
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, here, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield here, ":".join((*spaces, pattern.name or "")), pattern


def _model(pattern):
    view = pattern.callback
    while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
        view = view.__wrapped__
    given = getattr(view, "view_initkwargs", {}).get("model")
    found = given or getattr(getattr(view, "view_class", None), "model", None)
    return found if isinstance(found, type) else None


def fill_in(address, values):
    """Return the path of ``address`` with its parts filled in from ``values``; what it does not want is left out.

    What stands under ``?`` comes behind it.
    """
    missing = set(address.wants) - set(values)
    assert not missing, f"{address.name}: tests/roles/cases.py says nothing of {missing}"
    if address.name == address.path:
        # What has no name, such as an old address that leads elsewhere.
        return f"/{address.path}"
    path = reverse(address.name, kwargs={name: values[name] for name in address.wants})
    return f"{path}?{values['?']}" if "?" in values else path
