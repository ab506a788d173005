"""What media adds to the editors' interface. This module only registers."""

from wagtail import hooks

from .downloads_report import report_menu_item, report_urls

hooks.register("register_admin_urls", report_urls)
hooks.register("register_reports_menu_item", report_menu_item)
