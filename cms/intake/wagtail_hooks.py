"""Registers intake's admin addresses, what they do stands in ``views``; and what is looked at before a page is decided on."""

from django.shortcuts import redirect
from django.urls import path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.core import setting_overview
from cms.core.models import BasePage

from . import around, history, keeping
from .inbox import GROUP
from .mail_desk import mail_menu_item, mail_urls
from .mail_texts_desk import MailTextPolicy, MailTextViewSet, actions
from .models import MailText
from .models.review import ReviewTask, is_what_was_seen
from .quick_decisions import ReadFirstPages
from .review import NewerVersion
from .views import see_upload

# Its lists are asked for when a menu or an address is needed, by when the apps above have joined.
GROUP.register_with_wagtail()
page_viewset_registry.register(BasePage, ReadFirstPages())


@hooks.register("register_admin_urls")
def upload_url():
    return [path("intake/uploads/<uuid:uuid>/", see_upload, name="intake_upload")]


hooks.register("register_admin_urls", mail_urls)
hooks.register("register_reports_menu_item", mail_menu_item)
hooks.register("register_admin_urls", keeping.addresses, order=-100)
setting_overview.register(
    "Emails that the site sends",
    "What each email says: to people who write to us, to services, and about signing in.",
    "wagtailsnippets_intake_mailtext:list",
    "intake.change_mailtext",
)
setting_overview.register(
    keeping.LABEL, "After how many days things are deleted, and what people are told of it.", "intake_keeping",
    "intake.change_mailtext",
)  # fmt: skip
register_permission_policy(MailText, MailTextPolicy(MailText))
register_snippet(MailTextViewSet)
hooks.register("construct_snippet_action_menu", actions)


hooks.register("before_publish_page", around.before_publishing)
hooks.register("before_bulk_action", around.before_bulk_publishing)
hooks.register("before_edit_page", around.before_cancelling)
hooks.register("before_edit_page", around.before_deciding)
hooks.register("construct_page_action_menu", around.offer_no_way_round)
hooks.register("construct_admin_api", around.only_look_up_pages)


@hooks.register("before_edit_page")
def decide_on_what_was_seen(request, page):
    """Refuse a decision on a page that somebody else saved after its screen was opened; Wagtail asks only when it saves.

    A script that saves while somebody types does the same by itself.
    """
    seen, saved_at = (request.POST.get(f"loaded_revision_{name}", "") for name in ("id", "created_at"))
    if "action-workflow-action" not in request.POST or not isinstance(page.current_workflow_task, ReviewTask):
        return None
    latest = page.get_latest_revision()
    if latest is None or latest.user_id == request.user.pk or is_what_was_seen(latest, seen, saved_at):
        return None
    messages.error(request, NewerVersion.message)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_log_actions")
def register_actions(actions):
    """Name intake's own entries of the history."""
    history.register(actions, history.ACTIONS)
