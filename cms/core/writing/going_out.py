"""What a page still needs before readers may get it, said in words wherever it is published past its form.

The form asks beside each field. A schedule, a workflow and a bulk action show no fields: what they meet is a
ValidationError, or prompts of a new page. Here both become a sentence that names the fields as the form does.
"""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.text import capfirst
from wagtail.admin import messages
from wagtail.models import Page

from .starting import sentence_about, still_to_write

MISSING = {"blank", "null", "required"}
NAMED = 5


class NotReadyError(PermissionDenied):
    """A page that lacks something was to go to readers; the message names the page and what it lacks."""

    def __init__(self, page, why):
        super().__init__(f"“{page.title}” is not published. {why}")


def in_words(page, error):
    """Return what the ValidationError ``error`` refuses in ``page``: a sentence or more, each field by its name."""
    missing, others = [], []
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in by_field.items():
        field = None if name == NON_FIELD_ERRORS else page._meta.get_field(name)
        label = capfirst(str(getattr(field, "verbose_name", "") or ""))
        if label and all(each.code in MISSING for each in errors):
            missing.append(f"“{label}”")
        else:
            said = " ".join(message for each in errors for message in each.messages)
            others.append(f"{label}: {said}" if label else said)
    first = [f"Still missing: {', '.join(missing)}."] if missing else []
    return " ".join([*first, *others])


def why_not_ready(version):
    """Return what ``version``, a page as readers would get it, still needs, as a sentence; '' where nothing."""
    prompts = still_to_write(version)
    if prompts:
        return sentence_about(prompts)
    try:
        version.full_clean()
    except ValidationError as error:
        return in_words(version, error)
    return ""


def before_bulk_publishing(request, action_type, objects, action):
    """Hook ``before_bulk_action``: many pages at once go out all together or not at all, and it is said what is missing."""
    if action_type != "publish" or not objects or not all(isinstance(each, Page) for each in objects):
        return None
    said = []
    for page in _going_out(objects, bool(action.cleaned_form.cleaned_data.get("include_descendants")), request.user):
        revision = page.get_latest_revision()
        why = why_not_ready(revision.as_object() if revision else page.specific)
        if why:
            said.append(f"“{page.get_admin_display_title()}”: {why}")
    if not said:
        return None
    more = [f"There are {len(said) - NAMED} more."] if len(said) > NAMED else []
    messages.error(request, " ".join(["Nothing was published.", *said[:NAMED], *more]))
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk)


def _going_out(pages, with_below, user):
    """Yield the pages that Wagtail would publish: those chosen and, ``with_below``, the drafts below them."""
    for page in pages:
        yield page
        if with_below:
            for below in page.get_descendants().not_live().defer_streamfields().specific():
                if below.permissions_for_user(user).can_publish():
                    yield below
