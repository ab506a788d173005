"""Submissions in the Inbox: a list of what came in, for reading. Decisions are taken on the service itself.

Everything that uses wagtail-modeladmin for the directory is in this module, so that moving on is small.
"""

import copy

from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from wagtail.models import WorkflowState
from wagtail_modeladmin.views import InspectView

from cms.intake.history import note_readings
from cms.intake.inbox import CameOn, SentIn

from . import answers as answers_of
from .models import Location, Report, Submission
from .summaries import FOR_US_ONLY, summary

# What the fields are called on the screen of one submission, where their own names say too little.
IN_WORDS = {
    "title": "Service’s name when it was sent", "received_at": "Sent in", "decision_reason": "What we said",
    "decided_at": "Decided on",
}  # fmt: skip


class SubmissionInspectView(InspectView):
    """One submission. Who sent it shows only to those who may read contact details."""

    page_title = "Sent in"

    def get_field_label(self, field_name, field=None):
        return IN_WORDS.get(field_name) or capfirst(super().get_field_label(field_name, field))

    def get_field_display_value(self, field_name, field=None):
        if field_name == "changes":
            return ", ".join(self.instance.changes) or self.model_admin.get_empty_value_display(field_name)
        return super().get_field_display_value(field_name, field)

    def get_fields_dict(self):
        rows, submission, user = [], self.instance, self.request.user
        # What to do comes first.
        if submission.service_id and submission.service.binned_at:
            rows.append({"label": "Service", "value": "It is in the bin. Whoever may delete services can restore it."})
        elif submission.service_id and user.has_perm("directory.change_service"):
            url = reverse("wagtailsnippets_directory_service:edit", args=[submission.service_id])
            rows.append({"label": "Service", "value": format_html('<a href="{}">Open the service to decide</a>', url)})
        elif submission.service_id and submission.service.is_listed:
            url = submission.service.get_absolute_url()
            rows.append({"label": "Service", "value": format_html('<a href="{}">See the entry as readers do</a>', url)})
        names = self.model_admin.get_inspect_view_fields()
        rows += [self.get_dict_for_field(name) for name in names if submission.decision or not name.startswith("deci")]
        rows += answers_rows(submission, shows_private=user.has_perm("intake.read_contact_details"))
        if self.request.user.has_perm("intake.read_contact_details") and submission.sender:
            sender = submission.sender
            note_readings([submission], user)
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


def answers_rows(submission, *, shows_private):
    """Return what was answered, as dicts of label and value. A street that is not to be shown is in it only where
    ``shows_private``."""
    if submission.proposed is not None:
        answers = submission.proposed
    elif submission.revision is not None:
        answers = answers_of.of_service(submission.revision.as_object())
    else:
        return []
    answers = copy.deepcopy(answers)
    for place in answers.get("places", {}).get("list", []):
        if not shows_private and place.get("address_shown") != Location.AddressShown.STREET:
            place.update(street="", place_name="", access_note="")
    # The last group is about the sender, who has rows of their own.
    told = summary(answers)
    rows = [row for group in told["groups"] if group["heading"] != FOR_US_ONLY for row in group["rows"] if row["value"]]
    for number, place in enumerate(told["places"], 1):
        lines = [place["name"], place["address"], place["shown"], place["access"], *place["times"]]
        value = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines if line))
        rows.append({"label": f"Place {number}", "value": value})
    return [{"label": f"Answer: {row['label']}", "value": row["value"]} for row in rows]


class AboutAService(SentIn):
    """The columns of what was sent in about a service."""

    def service_name(self, received):
        return received.title

    service_name.short_description = "Service"
    service_name.admin_order_field = "title"


class SubmissionAdmin(AboutAService):
    model = Submission
    menu_label = "Directory submissions"
    menu_icon = "doc-empty-inverse"
    list_display = ("reference", "service_name", "kind", "stage", "sent_in")
    list_filter = ("kind", "decision", ("received_at", CameOn))
    list_select_related = ("service",)
    inspect_view_class = SubmissionInspectView
    inspect_view_fields = [
        "reference", "kind", "title", "stage", "received_at", "changes", "note", "decision_reason", "decided_by",
        "decided_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        # The stage is read from the review: of all rows at once, as Wagtail does it in its own lists of pages.
        reviews = Prefetch(
            "service___workflow_states", WorkflowState.objects.active(), to_attr="_current_workflow_states"
        )
        return super().get_queryset(request).prefetch_related(reviews).defer("started_from")

    def stage(self, submission):
        return submission.stage

    stage.short_description = "Stage"


class ReportInspectView(InspectView):
    """A report opens on its own screen, where it is decided."""

    def dispatch(self, request, *args, **kwargs):
        return redirect("directory_report", pk=self.instance.pk)


class ReportAdmin(AboutAService):
    model = Report
    menu_label = "Reports of problems"
    menu_icon = "warning"
    list_display = ("reference", "service_name", "topics_in_words", "outcome", "sent_in")
    list_filter = ("decision", ("received_at", CameOn))
    inspect_view_class = ReportInspectView

    def topics_in_words(self, report):
        return "; ".join(report.topic_labels)

    topics_in_words.short_description = "What is not right"

    def outcome(self, report):
        return report.get_decision_display()

    outcome.short_description = "Outcome"
