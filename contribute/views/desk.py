"""One contribution, as colleagues read it and act on it: one screen for every kind."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.handbook.screens import tell_topic
from cms.intake.models import OutboxMessage, ReasonTemplate
from cms.intake.review import DecisionRefused
from cms.intake.review_forms import AnswerForm

from .. import desk
from ..acts import acts_for
from ..kinds import KINDS
from ..models import Contribution

Status = Contribution.Status


class ReplyForm(AnswerForm):
    """Words for the sender, mailed at once."""

    decision = ReasonTemplate.For.ANSWER
    label = "Your answer"
    hint = (
        "They read this in an email. Do not repeat what they told us: mail is read on shared screens. "
        "A link under it lets them write again."
    )
    needed = "Write your answer"

    then = forms.ChoiceField(
        label="And then", widget=forms.RadioSelect, initial=Status.DONE, required=False,
        choices=[(Status.DONE, "It is done"), (Status.WAITING, "We wait for what they say")],
        help_text="What is done waits for nobody any more.",
    )  # fmt: skip

    def __init__(self, *args, contribution, **kwargs):
        super().__init__(*args, **kwargs)
        day = f"{desk.heard_again_by(contribution):%-d %B %Y}"
        goes_on = (Status.STARTED, "We go on with it")
        done, waits = self.fields["then"].choices
        ends = not contribution.why_not_done
        said = f"If we go on with it, the email says that they hear from us again by {day}."
        self.fields["then"].help_text = f"{self.fields['then'].help_text} {said}"
        self.fields["then"].choices = [done, goes_on, waits] if ends else [goes_on, waits]
        self.fields["then"].initial = Status.DONE if ends else Status.STARTED


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Write a note", max_length=4000, widget=forms.Textarea({"rows": 3}),
        help_text="Only colleagues read it. It is deleted with the rest.",
        error_messages={"required": "Write the note first"},
    )  # fmt: skip


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Give it to", queryset=None, required=False, empty_label="Nobody",
        help_text="A colleague who may answer it.",
    )  # fmt: skip

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = desk.colleagues(kind)
        self.fields["to"].label_from_instance = desk.name_of


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """``/admin/contribute/<pk>/``: all of it, its thread, and what can be done with it."""

    template_name = "contribute/admin/desk.html"
    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        row = get_object_or_404(Contribution, pk=kwargs["pk"])
        self.kind = KINDS[row.kind]
        action = "change" if request.method == "POST" else "view"
        if not request.user.has_perm(self.kind.permission(action)):
            raise PermissionDenied
        rows = self.kind.model.objects.select_related("sender", "consent", "assigned_to")
        self.contribution = rows.get(pk=row.pk)
        tell_topic(request, self.contribution.kind)

    @property
    def page_title(self):
        return capfirst(self.kind.label)

    def get_page_subtitle(self):
        return self.contribution.reference

    @property
    def here(self):
        return reverse("contribute_desk", args=[self.contribution.pk])

    def get_breadcrumbs_items(self):
        name = self.kind.model._meta.model_name
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(f"contribute_{name}_modeladmin_index"), "label": capfirst(self.kind.plural)},
            {"url": "", "label": f"{self.page_title} {self.contribution.reference}"},
        ]

    def forms(self, data=None, do=""):
        """Return the screen's forms by name; the one of ``do`` is filled with ``data``."""

        def given(name):
            return data if do == name else None

        return {
            "reply": ReplyForm(given("reply"), contribution=self.contribution),
            "note": NoteForm(given("note")),
            "assign": AssignForm(
                given("assign"), kind=self.contribution.kind, initial={"to": self.contribution.assigned_to_id}
            ),
        }

    def keeper(self):
        """Return who looks after it, as a sentence. They may no longer be among those whom it can be given to."""
        keeper = self.contribution.assigned_to
        if keeper is None:
            return "Nobody yet."
        return "You do." if keeper == self.request.user else f"{desk.name_of(keeper)}."

    def get(self, request, *args, **kwargs):
        desk.note_reading(self.contribution, request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user, contribution = self.request.user, self.contribution
        context = super().get_context_data(**kwargs)
        filled = getattr(self, "filled", None) or self.forms()
        filled_acts = getattr(self, "filled_acts", {})
        return context | {
            **{f"{name}_form": form for name, form in filled.items()},
            "media": sum((form.media for form in filled.values()), start=forms.Media()),
            "contribution": contribution, "kind": self.kind, "rows": contribution.desk_rows(),
            "sender": contribution.sender if user.has_perm("intake.read_contact_details") else None,
            "may_change": user.has_perm(self.kind.permission("change")),
            "may_see_files": user.has_perm("intake.read_upload"),
            "uploads": contribution.uploads_of_it(),
            "can_reply": bool(contribution.sender and contribution.sender.email) and not contribution.is_emptied,
            "thread": contribution.messages.select_related("author"),
            "keeper": self.keeper(),
            "stuck": OutboxMessage.objects.stuck().filter(key__startswith=f"contribute:{contribution.pk}:").exists(),
            "seen": contribution.changed_at.isoformat(),
            "acts": [
                (act, filled_acts.get(act.name) or act.form(contribution)) for act in acts_for(contribution, user)
            ],
        }  # fmt: skip

    def post(self, request, *args, **kwargs):
        do = request.POST.get("do", "")
        self.filled = self.forms(request.POST, do)
        status = 400
        try:
            done = getattr(self, f"do_{do}", self.do_act)(request)
        except DecisionRefused as refused:
            messages.error(request, refused.message)
            # What was written is shown again, under what happened meanwhile.
            self.contribution.refresh_from_db()
            done, status = None, 409
        if done is None and status == 400:
            # What is marked may stand below the part of the screen that one sees.
            messages.error(request, "Nothing was sent or changed yet. Look at what is marked below.")
        return done or self.render_to_response(self.get_context_data(), status=status)

    def finished(self, request, words):
        messages.success(request, words)
        return redirect(self.here)

    def do_reply(self, request):
        form = self.filled["reply"]
        if not form.is_valid():
            return None
        then = form.cleaned_data["then"] or form.fields["then"].initial
        try:
            desk.reply(
                self.contribution, form.cleaned_data["comment"], user=request.user,
                seen=request.POST.get("seen", ""), then=then,
            )  # fmt: skip
        except ValueError as error:
            form.add_error(None, str(error))
            return None
        return self.finished(request, "Your answer is on its way to them.")

    def do_note(self, request):
        form = self.filled["note"]
        if not form.is_valid():
            return None
        desk.write_note(self.contribution, form.cleaned_data["note"], user=request.user)
        return self.finished(request, "The note is kept.")

    def do_assign(self, request):
        form = self.filled["assign"]
        if not form.is_valid():
            return None
        to = form.cleaned_data["to"]
        desk.assign(self.contribution, to, user=request.user)
        return self.finished(request, f"{desk.name_of(to)} looks after it now." if to else "Nobody looks after it now.")

    def do_take(self, request):
        desk.assign(self.contribution, request.user, user=request.user)
        return self.finished(request, "You look after it now.")

    def do_calm(self, request):
        desk.set_calm(self.contribution, user=request.user)
        return self.finished(request, "It stands in its turn now, and no longer first.")

    def do_status(self, request):
        status = request.POST.get("status", "")
        if status not in {Status.NEW, Status.STARTED, Status.WAITING, Status.DONE, Status.JUNK}:
            raise PermissionDenied
        desk.set_status(self.contribution, status, user=request.user, seen=request.POST.get("seen", ""))
        return self.finished(request, f"It stands under “{Status(status).label}” now.")

    def do_act(self, request):
        """Do what this kind alone can do: approve, for one."""
        acts = {f"act-{act.name}": act for act in acts_for(self.contribution, request.user)}
        act = acts.get(request.POST.get("do", ""))
        if act is None:
            raise PermissionDenied
        form = act.form(self.contribution, request.POST)
        self.filled_acts = {act.name: form}
        if not form.is_valid():
            return None
        said = act.do(self.contribution, form, user=request.user, seen=request.POST.get("seen", ""))
        return self.finished(request, said)
