"""What a reader picks from a list: the parameter ``pick`` of the address, once for each page. No account, cookie or script.

An address with picks may be kept, shared and printed. It names public pages only by their primary keys.
"""

from django.utils.http import urlencode

PARAMETER = "pick"
MOST = 50
LONGEST_KEY = 18


class Picks:
    """The pages that ``request`` picks: ``pks`` in the order of the address, each once, and not more than MOST."""

    name = PARAMETER

    def __init__(self, request):
        typed = request.GET.getlist(PARAMETER)
        numbers = [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY]
        distinct = list(dict.fromkeys(numbers))
        self.pks = distinct[:MOST]
        # What could be no page, and what is one too many.
        self.is_cut = len(distinct) > MOST

    def __bool__(self):
        return bool(self.pks)

    @property
    def query(self):
        """The query string that picks the same: ``pick=3&pick=8``."""
        return query_of(self.pks)

    def without(self, pk):
        """Return the query string of the others."""
        return query_of(other for other in self.pks if other != pk)

    def pages(self, pages):
        """Return those of the queryset ``pages`` that are picked, in the order of the address: a list, in one query."""
        found = pages.in_bulk(self.pks) if self.pks else {}
        return [found[pk] for pk in self.pks if pk in found]


def query_of(pks):
    """Return the query string that picks the pages with these primary keys."""
    return urlencode([(PARAMETER, pk) for pk in pks])
