"""The registry of what may stand beside a page because it is about the same things, and whoever owns it.

A page may show services, yet pages stand below the directory. The app that owns a kind of thing registers in
``apps.ready`` a callable that finds those with given terms; a kind that nobody registers is empty, never an error.
"""

_finders = {}


def register(kind, find):
    """Offer things of ``kind``. ``find(terms, limit, without)`` takes the primary keys of terms, and those of things to
    leave out; it returns a list of at most ``limit`` public ones that have some of the
    terms, most in common first, then the newest, in one query at most. Registering twice replaces."""
    _finders[kind] = find


def close_to(kind, terms, limit, without=()):
    """Return at most ``limit`` things of ``kind`` that share ``terms``: a list; empty where no app offers them."""
    find = _finders.get(kind)
    return find(terms, limit, without) if find else []
