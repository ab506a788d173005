"""What pages add to the editors' interface. This module only registers."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from . import listings, opportunities_report, story_guards
from .consent_requests import request_urls
from .consent_screens import ConsentPolicy, ConsentViewSet, ReportMenuItem, report_urls
from .models import StoryConsent
from .record_desk import record_buttons, record_urls, warn_of_the_same_paper
from .story_stops import stop_urls
from .viewsets import CharterEndorsementViewSet, GlossaryViewSet
from .withdraw_screen import withdraw_urls

listings.join()
register_snippet(CharterEndorsementViewSet)
register_snippet(GlossaryViewSet)

register_permission_policy(StoryConsent, ConsentPolicy(StoryConsent))
hooks.register("register_admin_viewset", ConsentViewSet)
hooks.register("register_admin_urls", lambda: report_urls)
hooks.register("register_admin_urls", lambda: withdraw_urls)
hooks.register("register_admin_urls", lambda: request_urls)
hooks.register("register_admin_urls", lambda: stop_urls)
hooks.register(
    "register_reports_menu_item",
    lambda: ReportMenuItem(
        "Stories and consent", reverse("story_consents_report"), name="stories-and-consent", icon_name="lock", order=700
    ),
)
hooks.register("register_admin_urls", opportunities_report.report_urls)
hooks.register("register_reports_menu_item", opportunities_report.report_menu_item)
hooks.register("before_publish_page", story_guards.before_publishing)
hooks.register("before_convert_alias_page", story_guards.before_converting)
hooks.register("before_delete_page", story_guards.before_deleting)
hooks.register("before_bulk_action", story_guards.before_bulk_deleting)
hooks.register("after_create_page", story_guards.after_saving)
hooks.register("after_edit_page", story_guards.after_saving)
hooks.register("register_log_actions", story_guards.name_actions)
hooks.register("register_admin_urls", record_urls)
hooks.register("register_page_header_buttons", record_buttons)
hooks.register("register_page_listing_more_buttons", record_buttons)
hooks.register("after_create_page", warn_of_the_same_paper)
hooks.register("after_edit_page", warn_of_the_same_paper)


@hooks.register("register_rich_text_features")
def register_explained_words(features):
    # A style and no entity: it needs no script of ours in the editor, and the word alone says what is meant.
    button = {"type": "EXPLAIN", "label": "Aa?", "description": "Explain this word: the glossary must have it"}
    features.register_editor_plugin("draftail", "explain", InlineStyleFeature(button | {"element": "dfn"}))
    features.register_converter_rule(
        "contentstate",
        "explain",
        {
            "from_database_format": {"dfn": InlineStyleElementHandler("EXPLAIN")},
            "to_database_format": {"style_map": {"EXPLAIN": "dfn"}},
        },
    )
