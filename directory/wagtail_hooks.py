"""Registers the directory's screens and guards with Wagtail's admin; what they do stands in their own modules."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .inbox import InboxGroup
from .models import Service
from .viewsets import AROUND_THE_REVIEW, DirectoryGroup, is_under_public_review

register_snippet(DirectoryGroup)
modeladmin_register(InboxGroup)


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
        ("directory.status", "Status", "Changed the status"),
        ("directory.check", "Check", "Confirmed that the entry is right"),
    ):
        actions.register_action(action, label, message)
