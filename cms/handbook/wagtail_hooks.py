"""Registers the handbook with Wagtail's admin; what it does stands in its own modules."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
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


class HowToHandIn(ActionMenuItem):
    """Beside the buttons of a page, for those who write and do not publish: who reads it, and what happens then."""

    name = "how-to-hand-in"
    label = "How to hand it in"
    icon_name = "help"

    def is_shown(self, context):
        if context["view"] == "create":
            perms = context["parent_page"].permissions_for_user(context["request"].user)
            return not perms.can_publish_subpage()
        perms = self.get_user_page_permissions_tester(context)
        return context["view"] == "edit" and not perms.can_publish()

    def get_url(self, context):
        return reverse("handbook_task", args=["hand-a-page-in"])


hooks.register("register_page_action_menu_item", lambda: HowToHandIn(order=1000))


@hooks.register("construct_help_menu")
def only_ours(request, items):
    """Wagtail's own guide shows a site that is not this one."""
    items[:] = [item for item in items if item.name != "editor-guide"]


@hooks.register("insert_global_admin_css")
def look():
    """The way to the handbook stands on every screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/handbook.css"))
