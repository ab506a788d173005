"""The editors' lists and forms of what pages keep beside the tree."""

from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn

from cms.careful.versions import RememberedViewSet, VersionsViewSet
from cms.core.columns import DayColumn
from cms.desk.menu import CONTENT_HOOK

from .models import CharterEndorsement, GlossaryTerm


class CharterEndorsementViewSet(VersionsViewSet):
    """Who endorses the Charter, the newest first, and as a file."""

    model = CharterEndorsement
    icon = "pick"
    menu_label = "Endorsements"
    menu_order = 120
    menu_hook = CONTENT_HOOK
    list_display = [
        "name",
        DayColumn("endorsed_on", label="Endorsed on", sort_key="endorsed_on"),
        BooleanColumn("live", label="On the site", sort_key="live"),
    ]
    list_export = ["name", "website", "endorsed_on", "statement", "live"]
    list_filter = ["live", "endorsed_on"]
    export_filename = "charter-endorsements"
    search_fields = ["name"]
    # By the name as it stands, also the part of one.
    search_backend_name = None
    ordering = ["-endorsed_on", "name"]
    panels = [
        HelpPanel(
            content="<p>Publish it once somebody who may speak for the organisation has said yes. It then stands on the "
            "Charter’s page. Unpublish it when the organisation takes its word back.</p>"
        ),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("website"), FieldPanel("logo")], heading="The organisation"),
        FieldPanel("endorsed_on"),
        FieldPanel("statement"),
    ]


class GlossaryViewSet(RememberedViewSet):
    """The glossary's words by the alphabet."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    menu_order = 100
    menu_hook = CONTENT_HOOK
    list_display = ["word", "meaning", BooleanColumn("is_shown", label="Shown")]
    list_filter = ["is_shown"]
    list_export = ["word", "meaning", "other_forms", "is_shown"]
    export_filename = "glossary"
    search_fields = ["word", "other_forms", "meaning"]
