"""Registers the handbook with Wagtail's admin; what it does stands in its own modules."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import HandbookView, PictureView, TaskView


@hooks.register("register_admin_urls")
def handbook_urls():
    return [
        path("handbook/", HandbookView.as_view(), name="handbook"),
        path("handbook/pictures/<slug:name>.png", PictureView.as_view(), name="handbook_picture"),
        path("handbook/<slug:slug>/", TaskView.as_view(), name="handbook_task"),
    ]


@hooks.register("register_help_menu_item")
def handbook_item():
    return MenuItem("Handbook", reverse("handbook"), name="handbook", icon_name="help", order=10)


@hooks.register("construct_help_menu")
def only_ours(request, items):
    """Wagtail's own guide shows a site that is not this one."""
    items[:] = [item for item in items if item.name != "editor-guide"]


@hooks.register("insert_global_admin_css")
def look():
    """The way to the handbook stands on every screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/handbook.css"))
