"""Registers the directory's screens and guards with Wagtail's admin; what they do stands in their own modules."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from cms.desk import bar
from cms.intake import history as intake_history
from cms.intake import inbox
from cms.intake.around import TAKE_BACK

from . import history, stale_report
from .bulk_actions import ACTIONS
from .check_queue import unlist
from .deleting import waits
from .desk import acts_at
from .imports.views import import_menu_item, import_urls
from .inbox import ReportAdmin, SubmissionAdmin
from .models import Service
from .statistics_report import report_menu_item, report_urls
from .views.contact_desk import ClosureView, ContactRequestView
from .views.desk import DeskView
from .views.merging import MergeView
from .views.report_desk import ReportView
from .views.status import StatusView
from .viewsets import DirectoryGroup, around_the_review

register_snippet(DirectoryGroup)
bar.register(acts_at)
inbox.join(SubmissionAdmin, ReportAdmin)
hooks.register("register_admin_urls", import_urls)
hooks.register("register_directory_menu_item", import_menu_item)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_admin_urls", stale_report.report_urls)
hooks.register("register_reports_menu_item", stale_report.stale_menu_item)
hooks.register("register_reports_menu_item", stale_report.searches_menu_item)


for bulk_action in ACTIONS:
    # After Wagtail's own, so that our way of deleting takes the place of theirs.
    hooks.register("register_bulk_action", bulk_action, order=10)


@hooks.register("register_admin_urls")
def service_urls():
    service = "directory/service/<int:pk>"
    return [
        path(f"{service}/status/", StatusView.as_view(), name="directory_service_status"),
        path(f"{service}/unlist/", unlist, name="directory_service_unlist"),
        path(f"{service}/notes/", DeskView.as_view(), name="directory_service_desk"),
        path(f"{service}/merge/<int:other>/", MergeView.as_view(), name="directory_service_merge"),
        path("directory/report/<int:pk>/", ReportView.as_view(), name="directory_report"),
        path("directory/contact/<int:pk>/", ContactRequestView.as_view(), name="directory_contact_request"),
        path("directory/closing/<int:pk>/", ClosureView.as_view(), name="directory_closure"),
    ]


@hooks.register("insert_global_admin_js")
def ready_words():
    """The script that puts ready words where an editor writes, in pages and in the windows over them."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/ready-words.js"))


@hooks.register("register_snippet_listing_buttons")
def status_button(snippet, user, next_url=None):
    """Offer "Status and check" beside each service to those who may publish it."""
    if isinstance(snippet, Service) and user.has_perm("directory.publish_service"):
        yield Button(
            "Status and check", reverse("directory_service_status", args=[snippet.pk]), icon_name="tick", priority=15
        )


@hooks.register("construct_snippet_action_menu")
def offer_no_way_round_the_review(menu_items, request, context):
    """While something the public sent is under review, offer to save and to decide, not to publish past it."""
    service = context.get("instance")
    around = around_the_review(service, request.user) if isinstance(service, Service) else set()
    for item in menu_items:
        if item.name == "action-cancel-workflow":
            item.label = TAKE_BACK
    if around:
        menu_items[:] = [
            item for item in menu_items if (item.name or "").removeprefix("action-") not in {*around, "unpublish"}
        ]
        for item in menu_items:
            if item.name == "decline":
                item.icon_name = "cross"
        # What is asked of an approver is a decision: it stands in sight, and saving under the arrow.
        menu_items.sort(key=lambda item: item.name != "approve")


@hooks.register("before_delete_snippet")
def keep_what_waits(request, instances):
    """A service for which somebody waits is not deleted: decide first."""
    waiting = [service.name for service in instances if isinstance(service, Service) and waits(service)]
    if waiting:
        messages.error(request, f"Something waits for a decision: {', '.join(waiting)}. Decide on it first.")
        return redirect("directory_queue:index")
    return None


@hooks.register("register_log_actions")
def register_directory_actions(actions):
    """Name the directory's own entries of the history."""
    intake_history.register(actions, history.ACTIONS)
