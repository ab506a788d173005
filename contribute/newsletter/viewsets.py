"""The editors' screens of issues, lists and readers."""

import django_filters
from django.db.models import Count, Q, TextChoices
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton, ListingButton
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.careful.versions import RememberedEditView, RememberedViewSet
from cms.core.columns import DayColumn
from cms.intake.choosers import PrivateChooserViewSet
from cms.intake.history import note_list

from .leaving import leave
from .models import Issue, MailingList, Subscriber


def desk_url(issue):
    """Return the address of the screen from which an issue is tried and sent, and where its report stands."""
    return reverse("newsletter_desk", args=[issue.pk])


class IssueIndexView(views.IndexView):
    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.is_draft else desk_url(instance)


class OnlyDrafts:
    """A view that changes an issue: of one that was sent it shows the report."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.is_draft:
            messages.warning(request, "This issue was sent, so it cannot be changed any more.")
            return redirect(desk_url(self.object))
        return super().dispatch(request, *args, **kwargs)


class IssueEditView(OnlyDrafts, RememberedEditView):
    @property
    def header_buttons(self):
        on = HeaderButton("Test and send", url=desk_url(self.object), icon_name="mail", priority=5)
        return [*super().header_buttons, on]


class IssueCopyView(views.CopyView):
    """Begin a new issue with what is in an old one. The form posts to *add*; posted here it would change the old one."""

    http_method_names = ["get", "head"]


class IssueDeleteView(OnlyDrafts, views.DeleteView):
    pass


class IssueViewSet(RememberedViewSet):
    model = Issue
    chooser_viewset_class = PrivateChooserViewSet
    icon = "mail"
    menu_label = "Issues"
    list_display = ["subject", Column("status"), DayColumn("due_at", label="Sent on", sort_key="due_at")]
    list_filter = ["lists"]
    search_fields = ["subject"]
    ordering = ["-created_at"]
    copy_view_class = IssueCopyView
    index_view_class = IssueIndexView
    edit_view_class = IssueEditView
    delete_view_class = IssueDeleteView


class MailingListViewSet(RememberedViewSet):
    model = MailingList
    chooser_viewset_class = PrivateChooserViewSet
    icon = "list-ul"
    menu_label = "Lists"
    list_display = [
        "name",
        Column("number", label="Readers", accessor=lambda one: one.number),
        Column("offered", label="Offered to readers", accessor=lambda one: "Yes" if one.is_open else "No"),
    ]
    copy_view_enabled = False

    def get_queryset(self, request):
        confirmed = Q(subscriptions__subscriber__confirmed_at__isnull=False)
        return MailingList.objects.annotate(number=Count("subscriptions", filter=confirmed))


class Standing(TextChoices):
    """Where a reader stands, as the list and its filter say it."""

    ON = "on", "On the list"
    WAITING = "waiting", "Has not confirmed"
    HELD = "held", "Held: a robot may have asked"


STANDINGS = {
    Standing.ON: Q(confirmed_at__isnull=False),
    Standing.WAITING: Q(confirmed_at=None, is_held=False),
    Standing.HELD: Q(confirmed_at=None, is_held=True),
}


class SubscriberFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(label="Standing", choices=Standing, method="who_stand")

    def who_stand(self, queryset, name, value):
        return queryset.filter(STANDINGS[value])

    class Meta:
        model = Subscriber
        fields = ["lists"]


def lists_of(subscriber):
    """Return the names of the lists a reader is on, for the list and the download."""
    return ", ".join(one.name for one in subscriber.lists.all())


def standing_of(subscriber):
    if subscriber.confirmed_at:
        return Standing.ON.label
    return (Standing.HELD if subscriber.is_held else Standing.WAITING).label


class SubscriberIndexView(views.IndexView):
    """Who gets the newsletter, for those who may read addresses; the download too."""

    list_export = ["sender.email", "sender.name", "confirmed_at", "asked_at"]
    export_filename = "newsletter-readers"

    @cached_property
    def export_headings(self):
        return {
            "sender.email": "Email", "sender.name": "Name", "confirmed_at": "On the list since",
            "asked_at": "Asked on",
        }  # fmt: skip

    def get(self, request, *args, **kwargs):
        # Who saw the names and addresses, once for a sitting; who took them along, each time.
        if not self.is_export:
            note_list(Subscriber, request.user, "intake.see_list", is_once=True)
        return super().get(request, *args, **kwargs)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        note_list(Subscriber, self.request.user, "intake.download", number=len(queryset))
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_list_buttons(self, instance):
        if not self.user_has_permission("delete"):
            return []
        if instance.is_held:
            address = reverse("newsletter_let_through", args=[instance.pk])
            through = [ListingButton("Let through", url=address)]
        else:
            through = []
        return [*through, ListingButton("Take off the list", url=self.get_delete_url(instance))]

    def get_edit_url(self, instance):
        return None


class SubscriberDeleteView(views.DeleteView):
    """For somebody who rings and asks to be taken off."""

    page_title = "Take off the list"
    template_name = "newsletter/admin/take_off.html"

    def delete_action(self):
        # As if they had unsubscribed themselves: a code stays by which they are never written to again.
        leave(self.object)

    def get_success_message(self):
        return "They are off the list. Their email and name are deleted."


class SubscriberViewSet(SnippetViewSet):
    model = Subscriber
    chooser_viewset_class = PrivateChooserViewSet
    icon = "group"
    menu_label = "Readers"
    list_display = [
        "email",
        Column("name", label="Name", accessor="sender.name"),
        Column("standing", label="Standing", accessor=standing_of),
        Column("on", label="Lists", accessor=lists_of),
        DayColumn("confirmed_at", label="Since"),
    ]
    filterset_class = SubscriberFilterSet
    search_fields = ["sender__email", "sender__name"]
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = SubscriberIndexView
    delete_view_class = SubscriberDeleteView
    delete_template_name = SubscriberDeleteView.template_name

    def get_queryset(self, request):
        return Subscriber.objects.select_related("sender").prefetch_related("lists")


class NewsletterGroup(SnippetViewSetGroup):
    """The newsletter in the main menu."""

    menu_label = "Newsletter"
    menu_icon = "mail"
    menu_order = 170
    items = (IssueViewSet, MailingListViewSet, SubscriberViewSet)
