"""What every page adds to the editors' interface. This module only registers."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from . import page_cache, setting_overview, setting_screens
from .models import BasePage
from .schedule import name_actions
from .writing.going_out import before_bulk_publishing
from .writing.panel import put_in_place
from .writing.previews import card

hooks.register("register_log_actions", name_actions)
hooks.register("register_log_actions", setting_screens.register_actions)
# Before Wagtail's own forms of settings, whose addresses these are.
hooks.register("register_admin_urls", setting_screens.addresses, order=-100)
hooks.register("register_admin_urls", setting_overview.addresses, order=-100)
hooks.register("register_settings_menu_item", setting_overview.OverviewMenuItem)
hooks.register("construct_wagtail_userbar", put_in_place)
# After the hook that leads to a review, where there is one: a page that is reviewed is not published here at all.
hooks.register("before_bulk_action", before_bulk_publishing, order=10)
hooks.register("register_admin_urls", lambda: [path("writing/card/", card, name="writing_card")])


@hooks.register("on_serve_page")
def keep_pages(serve):
    """Let pages that are made be kept. Those that not everybody may see say so themselves, by their ``Cache-Control``."""

    def serve_and_declare(page, request, args, kwargs):
        response = serve(page, request, args, kwargs)
        if isinstance(page, BasePage):
            page_cache.declare(request, response, page.parameters_read(), page.parameters_typed)
        return response

    return serve_and_declare


@hooks.register("insert_editor_js")
def say_where_a_check_found_something():
    return format_html('<script type="module" src="{}"></script>', static("js/admin/checks.js"))
