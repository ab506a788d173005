"""The editors' actions on a service that stand in no revision: its status, and "checked today".

They change the row at once and leave an entry in its history, also while an update waits for review.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from .. import currency, moderation, not_listed
from ..models import Service


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label="Status", choices=Service.Status.choices, widget=forms.RadioSelect,
        help_text="Paused and waiting list show on the entry. A closed service is in no list, search or link any more.",
    )  # fmt: skip
    message = forms.CharField(
        label="Message to readers (optional)", max_length=200, required=False,
        help_text="For example: no meetings in January; the waiting list is about four weeks.",
    )  # fmt: skip
    until = forms.DateField(
        label="Until (optional)", required=False, widget=AdminDateInput,
        help_text="The message goes by itself after this day. Look at the entry again then.",
    )  # fmt: skip
    checked = forms.BooleanField(
        label="Checked with the service today", required=False,
        help_text="Tick this when somebody of the service has confirmed that everything is still right.",
    )  # fmt: skip

    remember = forms.BooleanField(
        label="They asked not to be listed", required=False,
        help_text="Only for a service that closes here because its people do not want to be in the directory. "
        "Your colleagues are warned when somebody sends it in again.",
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == Service.Status.OPEN:
            # What was said of a pause or a waiting list is over with it.
            return cleaned | {"until": None, "message": ""}
        if cleaned.get("until") and cleaned["until"] < timezone.localdate():
            self.add_error("until", "This day has passed. Choose today or later.")
        return cleaned


class StatusView(WagtailAdminTemplateMixin, FormView):
    """Change a service's status, and record that it was checked. For those who may publish services."""

    form_class = StatusForm
    template_name = "directory/admin/status.html"
    page_title = "Status and check"
    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("directory.publish_service"):
            raise PermissionDenied
        self.service = get_object_or_404(Service, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.service.name

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailsnippets_directory_service:edit", args=[self.service.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_directory_service:list"), "label": "Services"},
            {"url": edit, "label": self.service.name},
            {"url": "", "label": self.page_title, "sublabel": self.service.name},
        ]

    def get_initial(self):
        return {
            "status": self.service.status,
            "message": self.service.status_message,
            "until": self.service.status_until,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            action_url=self.request.path, submit_button_label="Save", submit_button_active_label="Saving…", **kwargs
        )
        contacts = self.service.listing_contacts.count()
        return context | {
            "media": context["form"].media, "service": self.service, "contacts": contacts,
            "asked": currency.last_asked(self.service), "since": currency.since_of(self.service),
        }  # fmt: skip

    def form_valid(self, form):
        wanted = (form.cleaned_data["status"], form.cleaned_data["message"], form.cleaned_data["until"])
        service = self.service
        if wanted != (service.status, service.status_message, service.status_until):
            moderation.set_status(service, wanted[0], user=self.request.user, message=wanted[1], until=wanted[2])
        if form.cleaned_data["remember"] and wanted[0] == Service.Status.CLOSED:
            not_listed.remember(service, wanted[1], user=self.request.user)
        if form.cleaned_data["checked"]:
            moderation.mark_checked(service, user=self.request.user)
        messages.success(self.request, f"{service.name}: saved. Readers see it at once.")
        return redirect("wagtailsnippets_directory_service:list")
