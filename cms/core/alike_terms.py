"""Terms that one may take for another: “One to one” and “One-on-one”, “A peer worker” and “Peer support workers”."""

from functools import lru_cache

from .words import stems

# Words that tell no two terms apart.
SMALL = frozenset(
    stems("a an and any as at by for from in is it of on or people person somebody the their this to who with")
)
# Of the words that either has, so many in three are common to both.
ENOUGH = 2 / 3


@lru_cache(maxsize=2000)
def _said(name):
    return frozenset(stems(name)) - SMALL or frozenset(stems(name))


def are_alike(one, other):
    """Whether the names ``one`` and ``other`` say nearly the same: in other forms, in another order, or with one word more."""
    first, second = _said(one), _said(other)
    return bool(first and second) and len(first & second) / len(first | second) >= ENOUGH


def with_one_alike(names):
    """Return those of ``names`` that another of them is alike or the same as: a set."""
    names = list(names)
    return {
        name
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if are_alike(one, other)
        for name in (one, other)
    }


def find_alike(name, terms):
    """Return the first of ``terms`` (Terms) that is alike to ``name``, or None."""
    return next((term for term in terms if are_alike(name, term.name)), None)
