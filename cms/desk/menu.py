"""The main menu: in the order in which an editor reaches for things, and named as people speak.

One place says it all (docs/decisions/0033-the-desk.md). Whoever may do nothing with an item does not see it: each
item asks for itself, as Wagtail has it. An item that is not named here stands before the reports.
"""

from wagtail.admin.menu import DismissibleSubmenuMenuItem, Menu, SubmenuMenuItem

# Name of the item, and what it is called.
ITEMS = (
    ("explorer", "Pages"),
    ("content", "Content"),
    ("inbox", "Inbox"),
    ("directory", "Directory"),
    ("newsletter", "Newsletter"),
    ("calendar", "Calendar"),
    ("images", "Pictures"),
    ("documents", "Documents"),
    ("media", "Recordings"),
    ("contribute", "Public forms"),
    ("bin", "Bin"),
)
LAST = (("reports", "Reports"), ("settings", "Settings"), ("help", "Help"))
CONTENT_HOOK = "register_content_menu_item"

_PLACES = {name: (place * 10, label) for place, (name, label) in enumerate(ITEMS, 1)} | {
    name: (9000 + place * 10, label) for place, (name, label) in enumerate(LAST, 1)
}


def put_in_order(request, items):
    """Give each of ``items`` (those that this person may use) its place and its name."""
    for number, item in enumerate(items):
        if isinstance(item, DismissibleSubmenuMenuItem):
            # Its badge counts news of Wagtail, which stand nowhere here.
            items[number] = item = SubmenuMenuItem(item.label, item.menu, name=item.name, icon_name=item.icon_name)
        if item.name in _PLACES:
            item.order, item.label = _PLACES[item.name]


def without_versions(request, items):
    """Take out what is about versions of Wagtail: none of an editor's work begins there."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


def without_what_is_not_kept(request, items):
    """Take out Wagtail's report of search terms: what readers type into the search is written down nowhere, so it is empty."""
    items[:] = [item for item in items if item.name != "search-terms"]


def content_item():
    """Return the menu *Content*: a list for each kind of page, and what pages are made of. Apps join by CONTENT_HOOK."""
    return SubmenuMenuItem(
        "Content", Menu(register_hook_name=CONTENT_HOOK), name="content", icon_name="doc-full-inverse", order=20
    )
