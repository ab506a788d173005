"""Registers contribute's screens with Wagtail's admin; what they do stands in their own modules."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.core import setting_overview
from cms.core.setting_screens import OnlyChanged
from cms.desk import listings
from cms.intake import history as intake_history
from cms.intake import inbox

from . import history
from .inbox import LISTS
from .models import Channel
from .opinions_report import CommentsViewSet, menu_item_of, report_urls
from .stories.readings import StoryScreens
from .views.copies import CopiesView
from .views.desk import DeskView
from .views.teller import TellerView
from .viewsets import ContributeGroup

inbox.join(*LISTS)
inbox.join_screen("To be posted", "contribute_copies", "contribute.view_copyrequest", "clipboard-list")
setting_overview.register(
    "Words of the forms", "Each way to write to us: its words, open or closed, how soon we answer, how long we keep it.",
    "wagtailsnippets_contribute_channel:list", "contribute.change_channel",
)  # fmt: skip
register_permission_policy(Channel, OnlyChanged(Channel))
register_snippet(ContributeGroup)
listings.join(StoryScreens(), "Stories", order=10, icon="openquote")
hooks.register("register_admin_viewset", CommentsViewSet)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", menu_item_of("useful-pages", 1220))
hooks.register("register_reports_menu_item", menu_item_of("useful-entries", 1230))
hooks.register("register_reports_menu_item", menu_item_of("useful-lists", 1240))


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("contribute/<int:pk>/", DeskView.as_view(), name="contribute_desk"),
        path("contribute/<int:pk>/teller/", TellerView.as_view(), name="contribute_story_teller"),
        path("contribute/copies/", CopiesView.as_view(), name="contribute_copies"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions):
    """Name the desk's own entries of the history."""
    intake_history.register(actions, history.ACTIONS)
