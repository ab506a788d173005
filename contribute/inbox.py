"""The lists of the Inbox: one for each kind.

Everything that uses wagtail-modeladmin here is in this module, so that moving on is small.
"""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, IntegerField, When
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timesince import timesince
from wagtail_modeladmin.views import InspectView

from cms.intake.history import note_readings
from cms.intake.inbox import CameOn, InboxIndexView, SentIn

from .desk import name_of
from .kinds import KINDS
from .models import Contribution

Status = Contribution.Status


class StatusFilter(SimpleListFilter):
    title = "where it stands"
    parameter_name = "status"

    def choices(self, changelist):
        choices = list(super().choices(changelist))
        # The first is what the list shows by itself.
        return [choices[0] | {"display": "All but junk"}, *choices[1:]]

    def lookups(self, request, model_admin):
        return [
            ("ours", "Waits for us"),
            ("open", "Everything that is open"),
            *(one for one in Status.choices if one[0] != Status.TAKEN_BACK),
            ("held", "Junk that nobody has looked at"),
        ]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "ours":
            return queryset.filter(status__in=Contribution.OURS)
        if value == "open":
            return queryset.filter(status__in=Contribution.OPEN)
        if value == "held":
            return queryset.filter(Contribution.HELD_BACK)
        if value in Status.values:
            return queryset.filter(status=value)
        # Junk has a place of its own: it stands in no list that was not asked for it.
        return queryset.exclude(status=Status.JUNK)


class DueFilter(SimpleListFilter):
    title = "when it is due"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("late", "Late"), ("today", "Today"), ("week", "Within 7 days"), ("urgent", "May be about danger")]

    def queryset(self, request, queryset):
        today, ours = timezone.localdate(), queryset.filter(status__in=Contribution.OURS)
        return {
            "late": lambda: ours.filter(due_on__lt=today),
            "today": lambda: ours.filter(due_on=today),
            "week": lambda: ours.filter(due_on__range=(today, today + timedelta(days=7))),
            "urgent": lambda: ours.filter(is_urgent=True),
        }.get(self.value(), lambda: queryset)()


class AssignedFilter(SimpleListFilter):
    title = "who looks after it"
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", "I do"), ("nobody", "Nobody yet")]

    def queryset(self, request, queryset):
        if self.value() == "me":
            return queryset.filter(assigned_to=request.user)
        return queryset.filter(assigned_to=None) if self.value() == "nobody" else queryset


class ToTheDesk(InspectView):
    """What is opened from a list opens on its own screen."""

    def dispatch(self, request, *args, **kwargs):
        return redirect("contribute_desk", pk=self.instance.pk)


class ContributionIndexView(InboxIndexView):
    """The list; who took the details of its senders away as a file is in their history."""

    @property
    def export_headings(self):
        # modeladmin asks its view alone.
        return self.model_admin.export_headings

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if self.request.user.has_perm("intake.read_contact_details"):
            note_readings(queryset, self.request.user, "contribute.download", is_once=False)
        # Their columns are in the file alone.
        return super().as_spreadsheet(queryset.select_related("assigned_to", "sender"), spreadsheet_format)


class ContributionAdmin(SentIn):
    """One list of the Inbox. Neither names nor words stand in it: it is read over shoulders."""

    list_display = ("reference", "what", "standing", "who", "age", "due")
    list_filter = (StatusFilter, DueFilter, AssignedFilter, ("received_at", CameOn))
    offered = ("status", "due", "assigned")
    list_select_related = ("assigned_to",)
    index_view_class = ContributionIndexView
    inspect_view_class = ToTheDesk
    ordering = ("turn", "due_on", "received_at")
    search_fields = ("reference",)
    list_export = ("reference", "received_at", "get_status_display", "about", "who", "due_on", "changed_at")
    export_headings = {
        "received_at": "Sent in", "get_status_display": "Where it stands", "about": "About", "who": "Looked after by",
        "due_on": "Due", "changed_at": "Last something happened", "sender_name": "Name", "sender_email": "Email",
        "sender_phone": "Phone", "sender_postal_address": "Postal address",
    }  # fmt: skip

    # What desk_rows() of this kind asks for, and which columns of its sender a download has beside the usual.
    prefetched = ()
    also = ()

    @property
    def export_filename(self):
        return f"inbox-{self.model.KIND}"

    def get_queryset(self, request):
        # What may be about danger first, then what waits for us, for them, and what is over.
        turn = Case(
            When(is_urgent=True, status__in=Contribution.OURS, then=0),
            When(status__in=Contribution.OURS, then=1),
            When(status=Status.WAITING, then=2),
            default=3,
            output_field=IntegerField(),
        )
        # Not the parent's, which orders by what is not there yet. The list itself puts them into order.
        return (
            self.model.objects.exclude(status=Status.TAKEN_BACK).annotate(turn=turn).prefetch_related(*self.prefetched)
        )

    def get_list_export(self, request):
        """Download what the list shows; who sent it only for those who may read that."""
        if request.user.has_perm("intake.read_contact_details"):
            return (*self.list_export, "sender_name", "sender_email", "sender_phone", *self.also)
        return self.list_export

    def get_search_fields(self, request):
        if request.user.has_perm("intake.read_contact_details"):
            return (*self.search_fields, "sender__name", "sender__email", "sender__phone")
        return self.search_fields

    def about(self, contribution):
        rows = contribution.desk_rows() if self.shows_first_row else []
        return rows[0][1] if rows else ""

    def what(self, contribution):
        return linebreaksbr(self.about(contribution))

    what.short_description = "About"
    # Whether what the desk shows first is short and tells nothing of a person.
    shows_first_row = True

    def standing(self, contribution):
        label = contribution.get_status_display()
        if contribution.is_urgent and not contribution.is_over:
            return format_html('<strong class="w-text-text-error">May be about danger</strong> · {}', label)
        return label

    standing.short_description = "Where it stands"
    standing.admin_order_field = "status"

    def who(self, contribution):
        return name_of(contribution.assigned_to) if contribution.assigned_to_id else "Nobody yet"

    who.short_description = "Looked after by"
    who.admin_order_field = "assigned_to__first_name"

    def age(self, contribution):
        if timezone.now() - contribution.received_at < timedelta(days=1):
            return "today"
        return timesince(contribution.received_at, depth=1).replace("\xa0", " ")

    age.short_description = "Age"
    # The youngest first, as the heading's arrow says.
    age.admin_order_field = "-received_at"

    def due(self, contribution):
        if contribution.status not in Contribution.OURS or not contribution.due_on:
            return ""
        day = f"{contribution.due_on:%-d %B %Y}"
        return format_html('<strong class="w-text-text-error">{} (late)</strong>', day) if contribution.is_late else day

    due.short_description = "Due"
    due.admin_order_field = "due_on"

    def sender_name(self, contribution):
        return contribution.sender.name if contribution.sender else ""

    def sender_email(self, contribution):
        return contribution.sender.email if contribution.sender else ""

    def sender_phone(self, contribution):
        return contribution.sender.phone if contribution.sender else ""

    def sender_postal_address(self, contribution):
        return contribution.sender.postal_address if contribution.sender else ""


def list_of(kind, *, icon, label="", **more):
    """Return the list of the kind with this key: a ModelAdmin class."""
    words = {"model": kind.model, "menu_label": label or capfirst(kind.plural), "menu_icon": icon}
    return type(f"{kind.model.__name__}Admin", (ContributionAdmin,), words | more)


LISTS = [
    list_of(KINDS["story"], icon="openquote", shows_first_row=False),
    list_of(KINDS["enquiry"], icon="help"),
    list_of(KINDS["work"], icon="doc-full"),
    list_of(KINDS["endorsement"], icon="pick"),
    list_of(KINDS["hard-copies"], icon="doc-full", prefetched=("lines",), also=("sender_postal_address",)),
    list_of(KINDS["suggestion"], icon="plus-inverse"),
    list_of(KINDS["complaint"], icon="warning", shows_first_row=False),
    list_of(KINDS["feedback"], icon="comment"),
]
