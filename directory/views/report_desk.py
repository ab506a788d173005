"""One report of a problem, as an editor reads and decides it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.intake.history import note_readings
from cms.intake.models import ReasonTemplate
from cms.intake.review import DecisionRefused
from cms.intake.review_forms import AnswerForm

from .. import reports
from ..models import Report


class OutcomeForm(AnswerForm):
    decision = ReasonTemplate.For.REPORT
    label = "What we say to them"
    hint = "They read this in an email. Do not repeat what they told us: mail is read on shared screens."
    asked_for = "Say what came of it in a sentence or two: they asked to hear."

    outcome = forms.ChoiceField(
        label="What came of it?", widget=forms.RadioSelect,
        choices=[choice for choice in Report.Decision.choices if choice[0]],
        error_messages={"required": "Choose what came of it"},
    )  # fmt: skip
    reason = forms.CharField(
        label="For colleagues (optional)", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="With whom you spoke, and what they said. It stays here.",
    )  # fmt: skip
    field_order = ["outcome", "reason", "ready", "comment"]

    def __init__(self, *args, hears, **kwargs):
        super().__init__(*args, **kwargs)
        self.needed = self.asked_for if hears else ""
        if not hears:
            del self.fields["ready"], self.fields["comment"]


class ReportView(WagtailAdminTemplateMixin, FormView):
    """``/admin/directory/report/<pk>/``: the report in full; those who may decide say what came of it, once."""

    form_class = OutcomeForm
    template_name = "directory/admin/report.html"
    page_title = "Report of a problem"
    header_icon = "warning"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        may = "directory.decide_report" if request.method == "POST" else "directory.view_report"
        if not request.user.has_perm(may):
            raise PermissionDenied
        reports_ = Report.objects.select_related("service", "sender", "decided_by")
        self.report = get_object_or_404(reports_, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return f"{self.report.title}, {self.report.reference}"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("directory_queue:index"), "label": "To do"},
            {"url": "", "label": self.page_title, "sublabel": self.report.reference},
        ]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hears": bool(self.report.sender_id)}

    def get_context_data(self, **kwargs):
        user, service = self.request.user, self.report.service
        context = super().get_context_data(
            action_url=self.request.path, submit_button_label="Record what came of it",
            submit_button_active_label="Recording…", **kwargs,
        )  # fmt: skip
        # What is in the bin has no screens but the bin’s.
        service = None if service and service.binned_at else service
        may_edit = service and user.has_perm("directory.change_service")
        reporter = self.report.sender if user.has_perm("intake.read_contact_details") else None
        if reporter:
            note_readings([self.report], user)
        return context | {
            "media": context["form"].media, "report": self.report,
            "may_decide": not self.report.decision and user.has_perm("directory.decide_report"),
            "edit_url": reverse("wagtailsnippets_directory_service:edit", args=[service.pk]) if may_edit else "",
            # Where an entry is taken off.
            "status_url": reverse("directory_service_status", args=[service.pk])
            if service and user.has_perm("directory.publish_service") else "",
            "desk_url": reverse("directory_service_desk", args=[service.pk]) if may_edit else "",
            "reporter": reporter,
        }  # fmt: skip

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            reports.decide(
                self.report, given["outcome"], user=self.request.user, words=given.get("comment", ""),
                reason=given["reason"],
            )  # fmt: skip
        except DecisionRefused as refused:
            messages.error(self.request, refused.message)
            return redirect(self.request.path)
        told = " Whoever reported it is told by email." if self.report.sender_id else ""
        messages.success(self.request, f"Report {self.report.reference} is dealt with.{told}")
        return redirect("directory_queue:index")
