"""Registers the directory's screens and guards with Wagtail's admin; what they do stands in their own modules."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .inbox import InboxGroup
from .models import Service
from .views.status import StatusView
from .viewsets import AROUND_THE_REVIEW, DirectoryGroup, is_under_public_review

register_snippet(DirectoryGroup)
modeladmin_register(InboxGroup)


@hooks.register("register_admin_urls")
def status_url():
    return [path("directory/service/<int:pk>/status/", StatusView.as_view(), name="directory_service_status")]


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
    if isinstance(service, Service) and is_under_public_review(service):
        menu_items[:] = [
            item
            for item in menu_items
            if (item.name or "").removeprefix("action-") not in {*AROUND_THE_REVIEW, "unpublish"}
        ]
        for item in menu_items:
            if item.name == "decline":
                item.icon_name = "cross"


@hooks.register("register_log_actions")
def register_directory_actions(actions):
    """Name the directory's own entries of the history."""
    for action, label, message in (
        ("directory.receive", "Receive", "Received from the public"),
        ("directory.propose", "Propose", "An update was sent in"),
        ("directory.hold", "Hold", "An update was sent in and waits behind another one"),
        ("directory.decline", "Decline", "Declined what was sent in"),
        ("directory.changes_asked", "Ask for changes", "Asked for changes"),
        ("directory.report", "Report", "A problem was reported"),
        ("directory.report_decided", "Decide a report", "Decided on a report"),
        ("directory.note", "Note", "Wrote a note"),
        ("directory.assign", "Assign", "Assigned what waits"),
        ("directory.merge", "Merge", "Merged two entries"),
        ("directory.status", "Status", "Changed the status"),
        ("directory.check", "Check", "Confirmed that the entry is right"),
    ):
        actions.register_action(action, label, message)
