"""The order of a list as a reader chooses it: the parameter ``sort`` of the address."""

from dataclasses import dataclass

from django.utils.http import urlencode

PARAMETER = "sort"


@dataclass(frozen=True)
class Order:
    """``ordering`` is what ``order_by`` takes; the first of a list's orders is the one that needs no choice."""

    key: str
    label: str
    ordering: tuple


class Sorting:
    """The ``orders`` of a list, and the one that ``data`` (GET parameters) asks for: another word is the first."""

    name = PARAMETER

    def __init__(self, orders, data):
        self.orders = orders
        asked = data.get(PARAMETER, "")
        self.chosen = next((order for order in orders if order.key == asked), orders[0])

    @property
    def query(self):
        """The query string that asks for the same: ``sort=title``; '' for the order that needs no choice."""
        return "" if self.chosen is self.orders[0] else urlencode({PARAMETER: self.chosen.key})
