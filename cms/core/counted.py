"""How many things stand in a list of the admin, in the words that the rest of its screen uses."""

from wagtail.admin.paginator import WagtailPaginator


def called(one, many):
    """Return a paginator for a list whose rows are called so, such as "1 person" and "5 people"; Wagtail asks the model."""
    return type("Counted", (WagtailPaginator,), {"verbose_name": one, "verbose_name_plural": many})
