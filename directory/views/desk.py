"""Notes and tasks: all that editors know of one entry and no reader sees, on one screen."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from .. import desk, likeness, not_listed, queue
from ..models import Note, Service


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": "Write a note"}
        help_texts = {"text": "Only colleagues read it. Name nobody who would not want to be named."}
        widgets = {"text": forms.Textarea({"rows": 4})}


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Who looks after it", queryset=None, required=False, empty_label="Nobody",
        help_text="Approvers and administrators can be chosen. Everybody sees it in the list “To do”.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = desk.colleagues()
        self.fields["to"].label_from_instance = desk.name_of


class ServiceScreen(WagtailAdminTemplateMixin):
    """What the screens about one service share: the service, who may come here, and the way back."""

    permission = ""
    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.service = get_object_or_404(Service.objects.select_related("assignment__user"), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.service.name

    @property
    def edit_url(self):
        return reverse("wagtailsnippets_directory_service:edit", args=[self.service.pk])

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_directory_service:list"), "label": "Services"},
            {"url": self.edit_url, "label": self.service.name},
            {"url": "", "label": self.page_title, "sublabel": self.service.name},
        ]


class DeskView(ServiceScreen, TemplateView):
    """``/admin/directory/service/<pk>/notes/``: what waits, who looks after it, notes, reports, what resembles it."""

    permission = "directory.view_note"
    template_name = "directory/admin/desk.html"
    page_title = "Notes and tasks"

    @property
    def header_buttons(self):
        return [HeaderButton("Open the entry", url=self.edit_url, icon_name="edit", priority=10)]

    def post(self, request, *args, **kwargs):
        note = NoteForm(request.POST if "text" in request.POST else None, prefix="")
        assign = AssignForm(request.POST if "to" in request.POST else None)
        if note.is_bound and not request.user.has_perm("directory.add_note"):
            raise PermissionDenied
        if assign.is_bound and not request.user.has_perm("directory.change_assignment"):
            raise PermissionDenied
        if note.is_bound and note.is_valid():
            desk.write_note(self.service, note.cleaned_data["text"], user=request.user)
            messages.success(request, "Your note is kept.")
        elif assign.is_bound and assign.is_valid():
            to = assign.cleaned_data["to"]
            desk.assign(self.service, to, user=request.user)
            messages.success(request, f"{desk.name_of(to) if to else 'Nobody'} looks after “{self.service.name}” now.")
        else:
            return self.render_to_response(self.get_context_data(note_form=note, assign_form=assign))
        return redirect("directory_service_desk", pk=self.service.pk)

    def get_context_data(self, **kwargs):
        service, user = self.service, self.request.user
        assignment = getattr(service, "assignment", None)
        latest = service.get_latest_revision_as_object()
        kwargs.setdefault("note_form", NoteForm(prefix=""))
        kwargs.setdefault("assign_form", AssignForm(initial={"to": assignment and assignment.user_id}))
        return super().get_context_data(**kwargs) | {
            "service": service,
            "waiting": queue.with_items([service], user)[0].items,
            "notes": service.notes.select_related("author"),
            "may_write": user.has_perm("directory.add_note"),
            "may_assign": user.has_perm("directory.change_assignment"),
            "may_merge": user.has_perm("directory.publish_service"),
            "decided_reports": self.decided_reports(user),
            "alike": likeness.like_service(latest),
            "not_listed": not_listed.asked_of(latest),
            "old_slugs": service.redirects.order_by("old_slug"),
        }

    def decided_reports(self, user):
        if not user.has_perm("directory.view_report"):
            return []
        return self.service.reports.exclude(decision="").select_related("decided_by")[:20]
