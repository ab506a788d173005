"""What services asked or did by their links, as an editor sees and settles it: who looks after an entry, a closing."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.intake.history import note_readings
from cms.intake.review import DecisionRefused

from .. import contact_requests
from ..contact_queue import WANTED
from ..models import Closure, ContactRequest


class _DeskView(WagtailAdminTemplateMixin, FormView):
    """A thing that waits and the form that settles it. For those who may publish services."""

    header_icon = "user"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("directory.publish_service"):
            raise PermissionDenied
        self.asked = get_object_or_404(self.queryset, pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("directory_queue:index"), "label": "To do"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            action_url=self.request.path,
            submit_button_label=self.button,
            submit_button_active_label="Saving…",
            **kwargs,
        )
        service = self.asked.service
        may_edit = service and not service.binned_at and self.request.user.has_perm("directory.change_service")
        return context | {
            "media": context["form"].media, "asked": self.asked,
            "edit_url": reverse("wagtailsnippets_directory_service:edit", args=[service.pk]) if may_edit else "",
        }  # fmt: skip


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label="Decision", choices=[("yes", "Yes, change who looks after it"), ("no", "No, leave it as it is")],
        widget=forms.RadioSelect, error_messages={"required": "Choose yes or no"},
        help_text="Yes only once you have spoken with somebody whom you know to be of the service.",
    )  # fmt: skip
    only = forms.BooleanField(
        label="This person only: take off everybody who looks after it now", required=False,
        help_text="For an old address that nobody reads. They are told by email.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Reason (for a no)", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text="Whoever asked reads it in an email. For example: we could not reach anybody to check it.",
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "no" and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why: whoever asked reads it.")
        return cleaned


class ContactRequestView(_DeskView):
    """``/admin/directory/contact/<pk>/``: a change of who looks after an entry, decided once."""

    form_class = DecideForm
    template_name = "directory/admin/contact_request.html"
    page_title = "Who looks after an entry"
    button = "Save and tell them"
    queryset = ContactRequest.objects.select_related("service", "sender", "asked_by__sender", "decided_by")

    def get_context_data(self, **kwargs):
        service = self.asked.service
        may_read = self.request.user.has_perm("intake.read_contact_details")
        if may_read:
            note_readings([self.asked], self.request.user)
        return super().get_context_data(**kwargs) | {
            "may_decide": not self.asked.decision,
            "wanted": WANTED[self.asked.kind],
            "may_read": may_read,
            "contacts": service.listing_contacts.select_related("sender").order_by("pk") if service else [],
            "phones": service.phones.all() if service else [],
        }

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            contact_requests.decide(
                self.asked, approve=given["answer"] == "yes", user=self.request.user, reason=given["reason"].strip(),
                only=given["only"],
            )  # fmt: skip
        except DecisionRefused as refused:
            messages.error(self.request, refused.message)
            return redirect(self.request.path)
        told = "Everybody it concerns is told by email." if self.asked.service else "The entry is gone: nobody is told."
        messages.success(self.request, f"{self.asked.title}: saved. {told}")
        return redirect("directory_queue:index")


class ClosureView(_DeskView):
    """``/admin/directory/closing/<pk>/``: a service closed its entry; an editor has seen it."""

    form_class = forms.Form
    template_name = "directory/admin/closing.html"
    page_title = "A service closed its entry"
    header_icon = "lock"
    button = "Seen: take it off “To do”"
    queryset = Closure.objects.select_related("service", "seen_by")

    def get_context_data(self, **kwargs):
        status_url = reverse("directory_service_status", args=[self.asked.service_id])
        return super().get_context_data(**kwargs) | {
            "may_decide": not (self.asked.seen_at or self.asked.undone_at), "status_url": status_url,
        }  # fmt: skip

    def form_valid(self, form):
        user = self.request.user
        with transaction.atomic():
            if Closure.objects.unseen().filter(pk=self.asked.pk).update(seen_at=timezone.now(), seen_by=user):
                log(instance=self.asked.service, action="directory.closing_seen", user=user)
        messages.success(self.request, f"{self.asked.service.name}: seen.")
        return redirect("directory_queue:index")
