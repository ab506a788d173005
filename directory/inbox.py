"""Submissions in the Inbox: a list of what came in, for reading. Decisions are taken on the service itself.

Everything that uses wagtail-modeladmin for the directory is in this module, so that moving on is small.
"""

import re

from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import IndexView, InspectView

from .models import Submission


class ReadOnly(PermissionHelper):
    """What came in is evidence: nobody adds to it, changes or deletes it by hand."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False

    def user_can_list(self, user):
        return user.has_perm("directory.view_submission")

    user_can_inspect_obj = lambda self, user, obj: self.user_can_list(user)  # noqa: E731


class SubmissionIndexView(IndexView):
    """The list, narrowed only by what its own filters offer.

    modeladmin takes any name in the address for a filter, and would follow it into other tables: an answer
    of some rows or none then reads a password's hash, letter by letter.
    """

    OFFERED = re.compile(r"^(q|p|o|e|kind__exact|decision__exact|received_at__(gte|lt|isnull))$")

    def dispatch(self, request, *args, **kwargs):
        request.GET = request.GET.copy()
        for name in list(request.GET):
            if not self.OFFERED.match(name) or (name.startswith("received_at") and not is_moment(request.GET[name])):
                del request.GET[name]
        return super().dispatch(request, *args, **kwargs)


def is_moment(text):
    """Whether ``text`` is a date, a date with a time, or the True or False of "has a date"."""
    try:
        return text in {"True", "False"} or bool(parse_datetime(text) or parse_date(text))
    except ValueError:
        return False


class SubmissionInspectView(InspectView):
    """One submission. Who sent it shows only to those who may read contact details."""

    def get_fields_dict(self):
        rows = super().get_fields_dict()
        submission = self.instance
        if submission.service_id:
            rows.append(
                {
                    "label": "Service",
                    "value": format_html(
                        '<a href="{}">Open the service to decide</a>',
                        reverse("wagtailsnippets_directory_service:edit", args=[submission.service_id]),
                    ),
                }
            )
        if self.request.user.has_perm("intake.read_contact_details") and submission.sender:
            sender = submission.sender
            for label, value in (("Name", sender.name), ("Email", sender.email), ("Phone", sender.phone)):
                rows.append({"label": f"Sender: {label}", "value": value or "Not given"})
        if submission.upload_id and self.request.user.has_perm("intake.read_upload"):
            rows.append(
                {
                    "label": "Photo",
                    "value": format_html(
                        '<a href="{}">See the photo ({})</a>',
                        reverse("intake_upload", args=[submission.upload.uuid]),
                        submission.upload.caption,
                    ),
                }
            )
        return rows


class SubmissionAdmin(ModelAdmin):
    model = Submission
    menu_label = "Directory submissions"
    menu_icon = "doc-empty-inverse"
    list_display = ("reference", "title", "kind", "stage", "received_at")
    list_filter = ("kind", "decision", "received_at")
    search_fields = ("reference", "title")
    list_select_related = ("service",)
    ordering = ("-received_at",)
    index_view_class = SubmissionIndexView
    inspect_view_enabled = True
    inspect_view_class = SubmissionInspectView
    inspect_view_fields = [
        "reference",
        "kind",
        "title",
        "stage",
        "received_at",
        "note",
        "decision_reason",
        "decided_by",
        "decided_at",
    ]
    permission_helper_class = ReadOnly

    def stage(self, submission):
        return submission.stage

    stage.short_description = "Stage"


class InboxGroup(ModelAdminGroup):
    """What the public sent in, by kind. Other apps' kinds join it in their own groups."""

    menu_label = "Inbox"
    menu_icon = "mail"
    menu_order = 120
    items = (SubmissionAdmin,)
