"""What home adds to the editors' interface. This module only registers."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.core import setting_overview

from .guards import refuse_bulk_move, refuse_move
from .rich_links import PublicPageLinkHandler
from .viewsets import help_line_viewset, notice_viewset

register_snippet(help_line_viewset)
register_snippet(notice_viewset)
setting_overview.register(
    "Notices", "A few words at the top of pages, from one day to another.", "wagtailsnippets_home_notice:list",
    "home.change_notice",
)  # fmt: skip
setting_overview.register(
    "Help lines", "The numbers to ring, on every page and on “Get help now”.", "wagtailsnippets_home_helpline:list",
    "home.change_helpline",
)  # fmt: skip

hooks.register("before_move_page", refuse_move)
hooks.register("before_bulk_action", refuse_bulk_move)


@hooks.register("register_rich_text_features", order=1000)
def register_page_links(features):
    # After Wagtail's own, whose place it takes.
    features.register_link_type(PublicPageLinkHandler)
