"""What the design page adds to the editors' interface. This module only registers."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_help_menu_item")
def register_design_item():
    """Return the item under Help that opens every part of the site's look."""
    return MenuItem("Design", reverse("design:design"), icon_name="view", order=900)
