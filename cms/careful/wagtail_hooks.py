"""Registers with Wagtail's admin what lets editors look twice and go back. This module only registers."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.intake import history as intake_history

from . import going_back, history
from .bin_views import bin_menu_item, bin_urls
from .calendar_views import calendar_menu_item, calendar_urls

hooks.register("register_admin_urls", bin_urls)
hooks.register("register_admin_menu_item", bin_menu_item)
hooks.register("register_admin_urls", calendar_urls)
hooks.register("register_admin_menu_item", calendar_menu_item)


hooks.register("construct_page_action_menu", going_back.publish_first)
hooks.register("after_edit_page", going_back.say_what_readers_see)


@hooks.register("insert_global_admin_css")
def style():
    """The calendar, the bin, and the window over whatever is reviewed."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/careful.css"))


@hooks.register("register_log_actions")
def register_actions(actions):
    intake_history.register(actions, history.ACTIONS)
