"""The editors' actions on a service that stand in no revision: its status, and "checked today".

They change the row at once and leave an entry in its history, also while an update waits for review.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.typed import DayField
from cms.intake.keys import hashed

from .. import currency, moderation, not_listed
from ..models import Service


def seen_of(service):
    """Return what names the status of ``service`` as it stands: another one for any change of it."""
    parts = [service.status, service.status_since, service.status_until, service.status_message]
    return hashed("|".join(str(part or "") for part in parts))


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label="Status", choices=Service.Status.choices, widget=forms.RadioSelect,
        help_text="Paused and waiting list show on the entry. A closed service is in no list, search or link any more.",
    )  # fmt: skip
    message = forms.CharField(
        label="Message to readers (optional)", max_length=200, required=False,
        help_text="For example: no meeting on 25 December; the waiting list is about four weeks. "
        "On an open entry it needs a last day.",
    )  # fmt: skip
    until = DayField(
        label="Until (optional)", required=False,
        help_text="After this day the message goes, and a paused entry or waiting list opens again. Its people get an "
        "email. A closed entry stays closed.",
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

    # What stood when the page was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, service, **kwargs):
        super().__init__(*args, **kwargs)
        self.service = service

    def clean(self):
        cleaned = super().clean()
        status, service = cleaned.get("status"), self.service
        if status == Service.Status.CLOSED:
            return cleaned | {"until": None}
        if status == Service.Status.OPEN and "until" in cleaned and "message" in cleaned:
            as_it_was = (cleaned["message"], cleaned["until"]) == (service.status_message, service.status_until)
            if not cleaned["message"] or (service.status != Service.Status.OPEN and as_it_was):
                # What was said of a pause or a waiting list is over with it.
                return cleaned | {"until": None, "message": ""}
            if not cleaned["until"]:
                self.add_error("until", "Say until which day readers need this message, or leave the message empty.")
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

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"service": self.service}

    def get_initial(self):
        return {
            "seen": seen_of(self.service),
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
        with transaction.atomic():
            locked = Service.objects.select_for_update().get(pk=self.service.pk)
            if form.cleaned_data["seen"] != seen_of(locked):
                return self.changed_meanwhile(form, locked)
            self.save(locked, form)
        messages.success(self.request, f"{locked.name}: saved. Readers see it at once.")
        return redirect("wagtailsnippets_directory_service:list")

    def changed_meanwhile(self, form, service):
        """Save nothing, say what stands now, and keep what was chosen: saved again, it is meant."""
        since = f", s{service.since_in_words[1:]}" if service.since_in_words else ""
        form.add_error(
            None,
            f"Somebody changed the status after you opened this page. Nothing was saved. It is now: "
            f"{service.get_status_display()}{since}. Look at your choice below, then save again.",
        )
        form.data = form.data.copy()
        form.data["seen"] = seen_of(service)
        self.service = service
        return self.form_invalid(form)

    def save(self, service, form):
        wanted = (form.cleaned_data["status"], form.cleaned_data["message"], form.cleaned_data["until"])
        if wanted != (service.status, service.status_message, service.status_until):
            moderation.set_status(service, wanted[0], user=self.request.user, message=wanted[1], until=wanted[2])
        if form.cleaned_data["remember"] and wanted[0] == Service.Status.CLOSED:
            not_listed.remember(service, wanted[1], user=self.request.user)
        if form.cleaned_data["checked"]:
            moderation.mark_checked(service, user=self.request.user)
