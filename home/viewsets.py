"""The editors' lists and forms of home's snippets."""

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import EditView

from cms.careful.versions import RememberedCreateView, RememberedViewSet, VersionsViewSet
from cms.core.columns import DayColumn
from cms.core.setting_screens import ToldOfOthers
from cms.core.typed import DAY_ENDS, MomentInput
from cms.desk.listings import ChoiceFilter, ages
from cms.desk.menu import CONTENT_HOOK

from .models import HelpLine, Notice


class HelpLineFilterSet(WagtailFilterSet):
    checked = ChoiceFilter(ages("last_checked"), label="Last checked")

    class Meta:
        model = HelpLine
        fields = ["is_shown", "shows_in_slim", "always_open"]


class HelpLineViewSet(RememberedViewSet):
    """Help lines in the order in which readers see them."""

    model = HelpLine
    icon = "help"
    menu_label = "Help lines"
    menu_order = 110
    menu_hook = CONTENT_HOOK
    list_display = [
        "name",
        "number",
        BooleanColumn("always_open", label="Any hour"),
        BooleanColumn("shows_in_slim", label="On every page"),
        BooleanColumn("is_shown", label="Shown"),
        DayColumn("last_checked", label="Last checked", sort_key="last_checked"),
    ]
    filterset_class = HelpLineFilterSet
    list_export = ["name", "number", "text_number", "who_for", "hours_text", "cost", "is_shown", "last_checked"]
    export_filename = "help-lines"
    search_fields = ["name", "number", "who_for"]
    # By these fields as they stand: the index of the site's search knows no numbers.
    search_backend_name = None
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
                FieldPanel("always_open", help_text="With the tick, the hours below are not needed."),
                InlinePanel(
                    "hours",
                    label="Hours",
                    panels=[
                        FieldRowPanel(
                            [
                                FieldPanel("weekday", help_text="One line for each day of the week."),
                                FieldPanel("opens"),
                                FieldPanel("closes"),
                            ]
                        )
                    ],
                    help_text="From these the site says “Open now”. Leave them out where you are not sure.",
                ),
            ],
            heading="When somebody answers",
        ),
        MultiFieldPanel(
            [
                FieldPanel("cost"),
                FieldPanel("has_interpreter"),
                FieldPanel("interpreter_note"),
                FieldPanel("website", help_text="Its own page, with https://. Optional."),
            ],
            heading="Good to know",
        ),
        MultiFieldPanel(
            [
                FieldPanel("order"),
                FieldPanel("shows_in_slim"),
                FieldPanel("is_emergency"),
                FieldPanel("is_interpreter"),
                FieldPanel("is_relay"),
                FieldPanel("is_shown", help_text="Take the tick away to rest it without losing it."),
            ],
            heading="Where it shows",
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("last_checked")], heading="Checked"),
    ]


help_line_viewset = HelpLineViewSet


class SaysHowLong:
    """What is saved is public at once, so the message says from when to when readers see it."""

    def get_success_message(self, *made):
        # Wagtail gives what was made, but not what was changed.
        notice = made[0] if made else self.object
        return f"{super().get_success_message(*made)} {notice.how_long}"


class NoticeCreateView(SaysHowLong, RememberedCreateView):
    """The form of a new notice."""


class NoticeEditView(SaysHowLong, ToldOfOthers, EditView):
    """The form of a notice; it says when somebody else saved it meanwhile."""


class NoticeViewSet(VersionsViewSet):
    """Notices at the top of pages: those that are shown or to come before those that are over."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_name = "notices"
    menu_order = 90
    add_to_settings_menu = True
    copy_view_enabled = False
    # Neither form saves while somebody types: what is saved is public.
    add_view_class = NoticeCreateView
    edit_view_class = NoticeEditView
    edit_template_name = "core/settings/snippet_edit.html"
    list_display = [
        "title",
        Column("state", label="Readers see it", accessor="state"),
        DayColumn("begins", label="From", without="At once"),
        DayColumn("until", label="Until", without="It is switched off"),
    ]
    ordering = ["-is_on", "-until", "-pk"]
    panels = [
        HelpPanel(
            content="<p>A few calm words at the top of pages, for what readers need to know now. What you save is public "
            "within its dates, at once. One notice at a time is read; three are not.</p>"
        ),
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("words"),
                FieldPanel("link"),
                FieldPanel(
                    "tone", help_text="“It matters today” stands out more. Keep it for what changes somebody’s day."
                ),
            ],
            heading="Words",
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "begins",
                    help_text="Melbourne time. A day alone means from its beginning. Empty: as soon as it is saved.",
                ),
                FieldPanel(
                    "until",
                    widget=MomentInput(alone=DAY_ENDS),
                    help_text="Melbourne time. A day alone means to its end. Empty: until you switch it off.",
                ),
            ],
            heading="When",
        ),
        FieldPanel("places"),
        FieldPanel("is_on", help_text="Without the tick nobody sees it, whatever its dates."),
    ]


notice_viewset = NoticeViewSet
