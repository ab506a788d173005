"""The editors' lists and forms of home's snippets."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, DateColumn

from cms.careful.versions import RememberedViewSet

from .models import HelpLine


class HelpLineViewSet(RememberedViewSet):
    """Help lines in the order in which readers see them."""

    model = HelpLine
    icon = "help"
    menu_label = "Help lines"
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "name",
        "number",
        BooleanColumn("always_open", label="Any hour"),
        BooleanColumn("shows_in_slim", label="On every page"),
        BooleanColumn("is_shown", label="Shown"),
        DateColumn("last_checked", label="Last checked"),
    ]
    list_filter = ["is_shown", "shows_in_slim", "always_open", "last_checked"]
    search_fields = ["name", "number", "who_for"]
    ordering = ["-is_emergency", "order", "name"]
    panels = [
        HelpPanel(
            content="<p>There is no draft here: what you save stands on every page at once. Ring the number first.</p>"
        ),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("number"), FieldPanel("text_number")], heading="The line"),
        FieldPanel("who_for"),
        MultiFieldPanel(
            [
                FieldPanel("hours_text"),
                FieldPanel("always_open"),
                InlinePanel(
                    "hours",
                    label="Hours",
                    panels=[FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])],
                    help_text="From these the site says “Open now”. Leave them out where you are not sure.",
                ),
            ],
            heading="When somebody answers",
        ),
        MultiFieldPanel(
            [FieldPanel("cost"), FieldPanel("has_interpreter"), FieldPanel("interpreter_note"), FieldPanel("website")],
            heading="Good to know",
        ),
        MultiFieldPanel(
            [
                FieldPanel("order"),
                FieldPanel("shows_in_slim"),
                FieldPanel("is_emergency"),
                FieldPanel("is_interpreter"),
                FieldPanel("is_relay"),
                FieldPanel("is_shown"),
            ],
            heading="Where it shows",
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("last_checked")], heading="Checked"),
    ]


help_line_viewset = HelpLineViewSet
