"""What a page is called on the lists of the desk: those are read over shoulders.

A page's row may hold a title that somebody told us, before they agreed that it is published. The app that knows such
pages registers what they are called instead: their reference.
"""

_namers = []


def register(names):
    """Let ``names(pages)`` give, as a dict by their keys, other names for those of ``pages`` (a list) that need one.

    It asks the database once at most, and not where none of the pages can be one of its own.
    """
    _namers.append(names)
    return names


def name_pages(pages):
    """Give each of ``pages`` its ``desk_name``, and whether that stands in place of its own words (``is_kept_back``).

    Return them as a list. As many queries as there are namers, at most.
    """
    pages = list(pages)
    names = {}
    for give in _namers:
        names |= give(pages)
    for page in pages:
        page.is_kept_back = page.pk in names
        page.desk_name = names.get(page.pk) or page.get_admin_display_title()
    return pages
