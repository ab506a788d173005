"""No page may be moved to where a tool has its address. The forms of pages and of copies look to themselves."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.core.slugs import TOP_LEVEL, refuse_tool_slug


def refused(request, page, destination):
    """Say so to the editor and return True where ``page`` below ``destination`` would take the address of a tool."""
    if destination.depth + 1 != TOP_LEVEL:
        return False
    try:
        refuse_tool_slug(page.slug)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return True
    return False


def refuse_move(request, page, destination):
    """Hook ``before_move_page``: go back to the page's list where its slug belongs to a tool."""
    if request.method == "POST" and refused(request, page, destination):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refuse_bulk_move(request, action_type, pages, action):
    """Hook ``before_bulk_action``: the same for many pages moved at once."""
    if action_type == "move":
        destination = action.cleaned_form.cleaned_data["chooser"]
        for page in pages:
            if refused(request, page, destination):
                return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
