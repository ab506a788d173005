"""What keeping current adds to the editors' interface. This module only registers."""

from wagtail import hooks

from . import gaps_report, handing_over, history, links_report, review_report, unused_report

hooks.register("register_log_actions", history.name_actions)

hooks.register("register_admin_urls", handing_over.hand_over_urls)
hooks.register("register_bulk_action", handing_over.HandOverTicked)

for report in (review_report, links_report, gaps_report, unused_report):
    hooks.register("register_admin_urls", report.report_urls)
    hooks.register("register_reports_menu_item", report.report_menu_item)
