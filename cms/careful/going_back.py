"""An earlier version of a page, put back: what readers see of it is said, and done by the first button.

Wagtail's own first button there saves a draft, and its message says that the page “has been replaced”: whoever wanted a
mistake off the site went home with the mistake on it.
"""

from wagtail.admin import messages

STILL_THERE = "This is a draft now. Readers still see the version that is on the site: press “Publish” to change that."


def publish_first(menu_items, request, context):
    """Hook ``construct_page_action_menu``: of a page that readers see, an earlier version is published by the first button."""
    if context["view"] == "revisions_revert" and context["page"].live:
        menu_items.sort(key=lambda item: item.name != "action-publish")


def say_what_readers_see(request, page):
    """Hook ``after_edit_page``: who put an earlier version back as a draft is told that readers do not see it."""
    if request.POST.get("revision") and page.live and page.has_unpublished_changes:
        messages.warning(request, STILL_THERE)
