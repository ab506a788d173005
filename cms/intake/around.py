"""No way round a review that has points to go through: a page in it is approved, or taken out of the review first."""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation
from django.db.models import Q
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page, WorkflowState

from .models import ReviewTask
from .review import is_public_submission

IN_REVIEW = (
    "“{title}” is in review, so it is approved there and not published here. The buttons to decide are at the foot of its "
    "screen. What you wrote is saved."
)
MANY = "Nothing was published. These are in review, and are approved there: {titles}."
NOT_CANCELLED = "The public sent this in: it is approved or declined, and not taken out of its review."
NOT_THEIRS = (
    "A colleague sent this to review. Approve it or ask for changes. Only they, or an administrator, can take it back."
)
TAKE_BACK = "Take it back from review"


def in_review(pages, *, with_below=False):
    """Return those of ``pages`` (with ``with_below``, what is below them too) whose review has points. Three queries, or two."""
    if with_below:
        below = Q(pk__in=[])
        for page in pages:
            below |= Q(path__startswith=page.path)
        pages = list(Page.objects.filter(below))
    by_pk = {str(page.pk): page for page in pages}
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=by_pk
    )
    at = dict(states.values_list("object_id", "current_task_state__task"))
    asking = set(ReviewTask.objects.filter(pk__in=at.values()).exclude(points="").values_list("pk", flat=True))
    return [by_pk[pk] for pk, task in at.items() if task in asking]


def before_publishing(request, page):
    """Hook ``before_publish_page``: keep the draft, and lead to the decision."""
    if page.pk and in_review([page]):
        messages.warning(request, IN_REVIEW.format(title=page.get_admin_display_title()))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_bulk_publishing(request, action_type, objects, action):
    """Hook ``before_bulk_action``: the same for many pages at once."""
    if action_type != "publish" or not objects or not all(isinstance(each, Page) for each in objects):
        return None
    found = in_review(objects, with_below=bool(action.cleaned_form.cleaned_data.get("include_descendants")))
    if not found:
        return None
    messages.error(request, MANY.format(titles=", ".join(page.get_admin_display_title() for page in found[:5])))
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk)


class LooksUpPages(PagesAdminAPIViewSet):
    """What Wagtail's screens ask about pages. It changes none: those actions would ask no hook, and no screen uses them."""

    actions = {}


def only_look_up_pages(router):
    """Hook ``construct_admin_api``."""
    router.register_endpoint("pages", LooksUpPages)


def why_not_cancelled(page, user):
    """Return why ``user`` may not take ``page``, or a service, out of its review, as a sentence or two; '' where they may.

    Wagtail lets whoever may approve do it too. They could then publish past the points that they were to go through.
    """
    if is_public_submission(page):
        return NOT_CANCELLED
    state = page.current_workflow_state
    mine = state is None or user.pk in (state.requested_by_id, getattr(page, "owner_id", None))
    return "" if mine or user.has_perm("wagtailcore.change_workflow") else NOT_THEIRS


def before_cancelling(request, page):
    """Hook ``before_edit_page``: a review ends with a decision, or by who asked for it. Beginning anew ends one too."""
    if request.method != "POST" or not request.POST.keys() & {"action-cancel-workflow", "action-restart-workflow"}:
        return None
    why = why_not_cancelled(page, request.user)
    if why:
        messages.error(request, why)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_deciding(request, page):
    """Hook ``before_edit_page``: what comes with a decision is a dict, and names nothing that Wagtail itself says."""
    if request.method != "POST" or "action-workflow-action" not in request.POST:
        return None
    try:
        given = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError as error:
        raise SuspiciousOperation("The decision’s details could not be read.") from error
    if not isinstance(given, dict) or given.keys() & {"task_state", "user", "action_name", "self"}:
        raise SuspiciousOperation("The decision’s details could not be read.")
    return None


def offer_no_way_round(menu_items, request, context):
    """Hook ``construct_page_action_menu``: *Publish* is not offered while the page is in such a review.

    Nor is taking it out of its review to who may not; and that is called so. After changes it is sent on again, not begun anew.
    """
    page = context.get("page")
    if page is None or not page.pk:
        return
    names = {item.name for item in menu_items}
    left_out = set()
    if in_review([page]):
        left_out.add("action-publish")
    ends = {"action-cancel-workflow", "action-restart-workflow"}
    if names & ends and why_not_cancelled(page, request.user):
        left_out |= ends
    if "action-submit" in names:
        # Two ways to hand in a page that came back, of which nobody knows the difference.
        left_out.add("action-restart-workflow")
    menu_items[:] = [item for item in menu_items if item.name not in left_out]
    for item in menu_items:
        if item.name == "action-cancel-workflow":
            item.label = TAKE_BACK
