"""What media adds to the editors' interface. This module only registers, and names."""

from wagtail import hooks

from .downloads_report import report_menu_item, report_urls

hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)


@hooks.register("construct_main_menu")
def call_media_recordings(request, items):
    # Images and documents are media too. What is kept here is heard or watched.
    for item in items:
        if item.name == "media":
            item.label = "Recordings"
