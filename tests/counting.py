"""How many queries something costs, once the site is in use."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def settled_cost(ask):
    """Return how many queries ``ask()`` makes on a site that is in use.

    The first visit of all makes the settings' rows, which changes the version of what is kept; the second reads anew what
    is kept, as after every change by an editor. Neither is what readers' visits cost.
    """
    ask()
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)
