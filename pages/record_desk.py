"""Where editors paste records of papers: several become drafts of summaries, or one fills in the fields of a summary."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from .models import ResearchIndexPage, ResearchPage
from .papers.filling import FIELDS, changes, fill, offers, same_papers
from .papers.reading import MOST_LETTERS, read

LONGEST_TITLE = 255
WHERE = "Journals have it under “Cite” or “Export citation”, Zotero under “Export item”."


class RecordForm(forms.Form):
    """What is pasted, or a file of it; ``reading`` holds what it says once the form is valid."""

    text = forms.CharField(
        label="Record",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        help_text=f"Paste BibTeX (begins with @), RIS (begins with TY) or DOIs, one a line. {WHERE}",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        widget=forms.FileInput({"accept": ".bib,.bibtex,.ris,.txt"}),
        help_text="A file that ends with .bib or .ris.",
        error_messages={"empty": "This file is empty."},
    )

    def clean(self):
        cleaned = super().clean()
        text, file = cleaned.get("text") or "", cleaned.get("file")
        if file and not text.strip():
            if file.size > MOST_LETTERS:
                raise ValidationError({"file": "This file is too long to read at once. Give up to 200 records."})
            text = file.read().decode("utf-8-sig", errors="replace")
        if self.errors:
            return cleaned
        self.reading = read(text)
        if not self.reading.found:
            raise ValidationError({"text": self.reading.problems})
        cleaned["text"] = text
        return cleaned


class RecordDesk(WagtailAdminTemplateMixin, TemplateView):
    """What both pages share: a paste, a look at what it says, and the doing of it."""

    header_icon = "upload"
    form = None

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.show(RecordForm())

    def post(self, request, *args, **kwargs):
        form = RecordForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        if "do" in request.POST:
            return self.do(form)
        return self.show(form, **self.look(form))

    def show(self, form, **context):
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            *self.trail,
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"breadcrumbs_items": self.get_breadcrumbs_items()}


class NewSummariesView(RecordDesk):
    """Make drafts of summaries from what is pasted, one for each paper that the editor ticks."""

    page_title = "New summaries from records"
    template_name = "pages/admin/records.html"

    def check_permission(self, user):
        if self.index is None or not self.index.permissions_for_user(user).can_add_subpage():
            raise PermissionDenied

    @cached_property
    def index(self):
        return ResearchIndexPage.objects.first()

    @property
    def trail(self):
        return [
            {
                "url": reverse("wagtailadmin_explore", args=[self.index.pk]),
                "label": self.index.get_admin_display_title(),
            }
        ]

    def look(self, form):
        return {
            "offers": offers(ResearchPage, form.reading),
            "reading": form.reading,
            "text": form.cleaned_data["text"],
        }

    def do(self, form):
        ticked = set(self.request.POST.getlist("take"))
        offered = offers(ResearchPage, form.reading)
        chosen = [offer for offer in offered if str(offer.number) in ticked]
        if not chosen:
            messages.error(self.request, "Tick at least one paper.")
            return self.show(form, **self.look(form))
        made = []
        for offer in chosen:
            try:
                made.append(self.draft(offer.record))
            except ValidationError as error:
                messages.error(self.request, f"“{offer.record.title[:80]}” was not made: {' '.join(error.messages)}")
        if not made:
            return self.show(form, **self.look(form))
        if len(made) == 1:
            messages.success(self.request, "The draft has what the record says. The words are yours to write.")
            return redirect("wagtailadmin_pages:edit", made[0].pk)
        messages.success(self.request, f"{len(made)} drafts are made. Open each to write its summary.")
        return redirect("wagtailadmin_explore", self.index.pk)

    def draft(self, record):
        """Return a new draft that says of its paper what ``record`` says, and nothing else."""
        title = (record.title or record.doi)[:LONGEST_TITLE]
        page = ResearchPage(title=title, live=False, owner=self.request.user)
        fill(page, record)
        with transaction.atomic():
            self.index.add_child(instance=page)
            # Its teaser is the editor's to write: the form asks for it.
            page.save_revision(user=self.request.user, log_action="wagtail.create", clean=False)
        return page


class FillView(RecordDesk):
    """Fill in what one summary says of its paper. Nothing that stands there is written over without a tick."""

    template_name = "pages/admin/record.html"
    page_title = "Fill in from a record"

    def check_permission(self, user):
        permissions = self.page.permissions_for_user(user)
        if not permissions.can_edit() or permissions.page_locked():
            raise PermissionDenied

    @cached_property
    def page(self):
        return get_object_or_404(ResearchPage, pk=self.kwargs["pk"], alias_of=None)

    @cached_property
    def draft(self):
        """The page as its editors last left it."""
        return self.page.get_latest_revision_as_object()

    @property
    def edit_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def trail(self):
        return [{"url": self.edit_url, "label": self.draft.get_admin_display_title()}]

    def look(self, form):
        offered = offers(ResearchPage, form.reading, without=self.page.pk)
        offer = offered[0]
        return {
            "offer": offer,
            "others": len(offered) - 1,
            "changes": changes(self.draft, offer.record),
            "reading": form.reading,
            "text": form.cleaned_data["text"],
            "edit_url": self.edit_url,
        }

    def do(self, form):
        parts = [part for part in FIELDS if part in self.request.POST.getlist("take")]
        if not parts:
            messages.error(self.request, "Tick at least one field.")
            return self.show(form, **self.look(form))
        fill(self.draft, form.reading.found[0].record, parts)
        # What was missing before may be missing still; the form asks for it.
        self.draft.save_revision(user=self.request.user, log_action=True, clean=False)
        messages.success(self.request, "The fields are filled in and saved as a draft. Look at them, then publish.")
        return redirect(self.edit_url)


def record_urls():
    return [
        path("research/records/", NewSummariesView.as_view(), name="pages_records"),
        path("research/<int:pk>/record/", FillView.as_view(), name="pages_record"),
    ]


def record_buttons(page, user, next_url=None, view_name=None):
    """Offer the way here beside the index of research and beside each summary."""
    page = page.specific_deferred
    permissions = page.permissions_for_user(user)
    if isinstance(page, ResearchIndexPage) and permissions.can_add_subpage():
        yield Button("Add from BibTeX or RIS", reverse("pages_records"), icon_name="upload", priority=16)
    if isinstance(page, ResearchPage) and page.alias_of_id is None and permissions.can_edit():
        yield Button("Fill in from a record", reverse("pages_record", args=[page.pk]), icon_name="upload", priority=16)


def warn_of_the_same_paper(request, page):
    """After saving: say so where another summary has the DOI. It may be meant, so nothing is refused."""
    # The form saves itself every few moments, and asks for no page that could show a word.
    if not isinstance(page, ResearchPage) or not request.accepts("text/html"):
        return
    saved = page.get_latest_revision_as_object()
    same = same_papers(ResearchPage, [saved.record], without=page.pk).get(saved.doi.lower(), [])
    if same:
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("wagtailadmin_pages:edit", args=[each.pk]), each.get_admin_display_title()) for each in same),
        )
        messages.warning(request, format_html("There is another summary of the paper with this DOI: {}.", links))
