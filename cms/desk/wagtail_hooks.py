"""Registers the desk with Wagtail's admin; what it does stands in its own modules."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from . import bar, dashboard, menu, reviews

hooks.register("register_admin_urls", reviews.review_urls)
hooks.register("register_admin_urls", lambda: [path("bar/", bar.bar, name="staff_bar")])
hooks.register("register_admin_menu_item", menu.content_item)
hooks.register("construct_main_menu", menu.put_in_order)
hooks.register("construct_help_menu", menu.without_versions)
hooks.register("construct_reports_menu", menu.without_what_is_not_kept)


# After every other: Wagtail's own panels make room.
@hooks.register("construct_homepage_panels", order=1000)
def only_ours(request, panels):
    panels[:] = dashboard.panels(request.user)


# Numbers of pages and pictures help with nothing, and cost a question each.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_numbers(request, items):
    items.clear()


@hooks.register("insert_global_admin_css")
def desk_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/desk.css"))
