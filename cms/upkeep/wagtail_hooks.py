"""What keeping current adds to the editors' interface. This module only registers."""

from wagtail import hooks

from . import history, review_report

hooks.register("register_admin_urls", review_report.report_urls)
hooks.register("register_reports_menu_item", review_report.report_menu_item)
hooks.register("register_log_actions", history.name_actions)
