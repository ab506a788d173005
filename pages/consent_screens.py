"""What those who keep consents see: the list of them, the form, the report of what is to be done, a panel beside a story."""

import django_filters
from django.db.models import Exists, OuterRef
from django.forms import CheckboxInput, RadioSelect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django_filters import ChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from cms.core.times_said import in_words
from cms.desk.menu import CONTENT_HOOK
from cms.desk.naming import name_pages
from cms.upkeep.reports import WorkReport

from .consent_requests import answer
from .models import ConsentRequest, StoryConsent, StoryPage, StoryStop
from .models.consents import ASK_AFTER, GRACE
from .next_steps import after_recording

NOTHING = "Nothing"
# Days before a consent lapses in which its teller is asked.
ASK_SOON = 60


def may_see(user):
    return user.has_perm("pages.view_storyconsent")


def day(date):
    return formats.date_format(date, "j F Y") if date else ""


def state_of(consent):
    """Return how it stands with a consent, for the list: one that was withdrawn with the day, and by whose wish."""
    if consent.withdrawn_at:
        how = consent.get_withdrawn_how_display()
        withdrawn = f"Withdrawn {day(timezone.localdate(consent.withdrawn_at))}"
        return f"{withdrawn}: {how[:1].lower()}{how[1:]}" if how else withdrawn
    return consent.why_not() or "In force"


class ConsentPolicy(ModelPermissionPolicy):
    """Django's permissions, but nobody deletes a consent: it says why a story is here, or that it was withdrawn."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class ConsentForm(WagtailAdminModelForm):
    """One story's consent. Which story it is for is said once; one that was withdrawn stands as it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fixed = self.fields if self.instance.withdrawn_at else ("story",) if self.instance.pk else ()
        for name in fixed:
            self.fields[name].disabled = True
        if "story" in self.fields:
            self.fields["story"].required = not self.instance.pk
            story = self.instance.story or StoryPage.objects.filter(pk=self.initial.get("story")).first()
            self.fields["story"].help_text = how_it_names(story)

    def clean_story(self):
        story = self.cleaned_data["story"]
        if story and story.alias_of_id:
            self.add_error("story", "This is an alias. Choose the story that it shows.")
        return story


def how_it_names(story):
    """Return what ``story`` calls its teller, with the question whether they agreed to that; '' for none."""
    if story is None:
        return ""
    draft = story.get_latest_revision_as_object()
    name = draft.shown_name
    shown = format_html("the name “{}”", name) if name else "no name"
    return format_html("Readers see {} with it. Does the form say so? If not, change the name in the story.", shown)


class StoryPanel(FieldPanel):
    """Which story it is for; once that is known, how it names its teller."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            if self.bound_field is not None and self.bound_field.help_text:
                self.help_text = self.bound_field.help_text


class Records:
    """Both screens of a consent: whoever asked for it is told, and one goes back to the story."""

    asked = ()

    def save_instance(self):
        consent = super().save_instance()
        self.asked = answer(consent.story_id, by=self.request.user)
        return consent

    def get_success_message(self, *args):
        if not self.object.story_id:
            return "The consent is saved."
        # Afresh: a use that was taken away has taken it off the site.
        story = StoryPage.objects.get(pk=self.object.story_id)
        next_ = after_recording(story, self.asked, self.request.user)
        return f"Consent recorded for “{story.get_admin_display_title()}”. {next_}"

    def get_success_url(self):
        # Where it may be published now. The consent of a story that is gone leads back to the list.
        story = self.object.story_id
        return reverse("wagtailadmin_pages:edit", args=[story]) if story else super().get_success_url()


class AddConsent(Records, generic.CreateView):
    """The form, begun with the story that ``?story=`` names, and where the paper is, as somebody said who asked for it."""

    submit_button_label = "Record the consent"
    submit_button_active_label = "Recording…"

    def get_initial(self):
        number = self.request.GET.get("story", "")
        if not (number.isdecimal() and len(number) < 10):
            return {}
        asked = ConsentRequest.objects.filter(story=number).first()
        return {"story": number} | ({"kept_at": asked.where} if asked else {})


class EditConsent(Records, generic.EditView):
    pass


class ConsentFilterSet(WagtailFilterSet):
    asked = ChoiceFilter(
        label="To do",
        choices=[("again", "Ask the teller again")],
        method="to_ask",
        widget=RadioSelect,
        empty_label="Anything",
    )

    class Meta:
        model = StoryConsent
        fields = ["for_website", "for_print", "for_training", "for_media", "withdrawn_how"]

    def to_ask(self, queryset, name, value):
        return queryset.filter(pk__in=StoryConsent.objects.ask_again(ASK_SOON).values("pk"))


class ConsentIndexView(generic.IndexView):
    """The list; a story that was sent in is its reference until it is published."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("story__content_type")

    def get_table(self, object_list):
        consents = list(object_list)
        name_pages([consent.story for consent in consents if consent.story])
        return super().get_table(consents)


def name_of(consent):
    return consent.story.desk_name if consent.story else str(consent)


# What each use means, for who reads it off a form that was signed.
FOR = {
    "for_website": "Without this the story cannot be published here.",
    "for_print": "For example on handouts and posters, and in printed modules.",
    "for_training": "Read or shown in courses and training modules.",
    "for_media": "Newspapers, radio and television may have it from us.",
}


class ConsentViewSet(ModelViewSet):
    model = StoryConsent
    index_view_class = ConsentIndexView
    icon = "lock"
    menu_label = "Consents"
    menu_name = "consents"
    menu_order = 15
    menu_hook = CONTENT_HOOK
    add_view_class = AddConsent
    edit_view_class = EditConsent
    copy_view_enabled = False
    add_to_reference_index = False
    url_prefix = "consents"
    url_namespace = "story_consents"
    list_per_page = 50
    list_display = [
        TitleColumn(
            "story",
            label="Story",
            accessor=name_of,
            url_name="story_consents:edit",
        ),
        Column("uses", label="Agreed to", accessor=lambda consent: ", ".join(consent.uses) or NOTHING),
        Column("review_on", label="Ask again", sort_key="review_on", accessor=lambda consent: day(consent.review_on)),
        Column("state", label="Now", accessor=state_of),
    ]
    filterset_class = ConsentFilterSet
    edit_handler = ObjectList(
        [
            HelpPanel(
                content="<p>Record what the person agreed to, and nothing of what they told. "
                "Only those who keep consents see this.</p>"
            ),
            StoryPanel("story", help_text="The draft that it is for. It cannot be changed afterwards."),
            MultiFieldPanel(
                [FieldPanel(name, widget=CheckboxInput, help_text=words) for name, words in FOR.items()],
                heading="They agreed that it is used for",
            ),
            FieldPanel(
                "wording_version",
                heading="Which form did they sign?",
                help_text="Its name and version, for example “Story consent, version 2, March 2026”. "
                "No form? For example “Email of 3 March 2026”.",
            ),
            FieldPanel("agreed_on"),
            FieldPanel(
                "review_on",
                help_text=f"From this day nothing new is published, and {in_words(GRACE)} later the story leaves the site, unless they "
                f"agreed again. Empty: {in_words(ASK_AFTER)} after they agreed.",
            ),
            FieldPanel("kept_at"),
        ],
        base_form_class=ConsentForm,
    )


GONE = -1
STOP_TO_DO = "The teller wants it gone: withdraw it, or say that it was a misunderstanding"
# Which stories a choice shows, by the rank of what is to be done (``to_do``).
CHOICES = {
    "gone": ("The teller wants it gone", {GONE}),
    "asked": ("A colleague asks for the consent to be recorded", {GONE, 0, 1, 2, 3, 4, 5}),
    "now": ("Something to do for a story on the site", {0, 1, 2}),
    "soon": ("The teller is to be asked again soon", {2}),
    "over": ("On the site with no consent, or one that is over", {0, 1}),
    "draft": ("Not on the site, and something to do", {GONE, 2, 3, 4}),
}


class StoriesFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="To do", method="later", choices=[(key, label) for key, (label, _ranks) in CHOICES.items()]
    )
    review_on = django_filters.DateFromToRangeFilter(
        label="Ask again", field_name="consent__review_on", widget=DateRangePickerWidget
    )

    def later(self, queryset, name, value):
        """What is to be done is known once the rows are made."""
        return queryset

    class Meta:
        model = StoryPage
        fields = []


class StoriesReport(WorkReport):
    """Every story with what its consent asks for: first what is on the site and should not stay as it is."""

    to_do = (
        "Ask the tellers whose consent ends, and record their answer. A story whose teller does not answer leaves the site by itself, "
        f"{in_words(GRACE)} after the day on which they were to be asked."
    )
    nothing = "There are no stories yet."
    file_name = "stories-and-consent"
    filterset_class = StoriesFilterSet

    page_title = "Stories and consent"
    header_icon = "lock"
    index_url_name = "story_consents_report"
    index_results_url_name = "story_consents_report_results"
    any_permission_required = ["view"]
    columns = [
        TitleColumn("desk_name", label="Story", get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk])),
        Column("status", label="On the site", accessor=lambda row: "Yes" if row.live else "No"),
        Column("to_do", label="To do", accessor="to_do"),
        Column("ask_again", label="Ask again", accessor=lambda row: day(row.ask_again)),
        TitleColumn(
            "consent_link",
            label="Consent",
            classname="desk-way",
            accessor=lambda row: row.link_words,
            get_url=lambda row: row.consent_url,
        ),
    ]
    # Not the title: a file travels, and a draft is named by what its teller sent.
    list_export = ["pk", "live", "to_do", "ask_again"]
    export_headings = {"pk": "Story number", "live": "On the site", "to_do": "To do", "ask_again": "Ask again"}

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(StoryConsent)

    def get_base_queryset(self):
        stories = StoryPage.objects.filter(alias_of=None)
        stories = stories.select_related("consent", "content_type", "consent_request__asked_by")
        stopped = StoryStop.objects.open().filter(story=OuterRef("pk"))
        return stories.defer_streamfields().annotate(is_stopped=Exists(stopped))

    def get_queryset(self):
        chosen = self.filters.form.cleaned_data.get("state") if self.filters and self.filters.is_valid() else ""
        rows = [self.row(story) for story in name_pages(super().filter_queryset(self.get_base_queryset()))]
        if chosen == "asked":
            rows = [story for story in rows if story.asked]
        elif chosen == "gone":
            rows = [story for story in rows if story.rank == GONE]
        elif chosen:
            rows = [story for story in rows if story.rank in CHOICES[chosen][1] and story.live == (chosen != "draft")]
        return sorted(rows, key=lambda story: (story.rank, story.desk_name.lower()))

    def filter_queryset(self, queryset):
        return queryset

    @staticmethod
    def row(story):
        consent = getattr(story, "consent", None)
        story.to_do, story.rank = to_do(story, consent)
        story.asked = getattr(story, "consent_request", None)
        if story.asked:
            story.to_do = f"{story.to_do.rstrip('.')}. {story.asked.asker} asks for it."
        story.ask_again = consent.review_on if consent and not consent.withdrawn_at else None
        story.link_words = "Change" if consent else "Record"
        if story.is_stopped:
            # Each with the way to what is to be done.
            story.to_do, story.rank, story.ask_again = STOP_TO_DO, GONE, None
            story.link_words, story.consent_url = "Decide", reverse("wagtailadmin_pages:edit", args=[story.pk])
            return story
        story.consent_url = (
            reverse("story_consents:edit", args=[consent.pk])
            if consent
            else f"{reverse('story_consents:add')}?story={story.pk}"
        )
        return story


def to_do(story, consent, today=None):
    """Return ``(words, rank)``: what somebody should do about a story's consent; the lower the rank the sooner."""
    today = today or timezone.localdate()
    if consent is None:
        words = "Consent to be recorded"
        return (f"{words}: it is on the site", 0) if story.live else (words, 3)
    why = consent.why_not(today)
    if why and story.live:
        return f"{why} It leaves the site on {day(consent.leaves_on)}.", 1
    if why:
        return why, 4
    if (consent.review_on - today).days <= ASK_SOON:
        return f"Ask the teller again by {day(consent.review_on)}.", 2
    return NOTHING, 5


report_urls = [
    path("reports/stories-and-consent/", StoriesReport.as_view(), name="story_consents_report"),
    path(
        "reports/stories-and-consent/results/",
        StoriesReport.as_view(results_only=True),
        name="story_consents_report_results",
    ),
]


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)
