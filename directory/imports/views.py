"""The editors' way in for a spreadsheet of services: send a file, look at what it would do, import it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..export_views import csv_bytes, xlsx_file
from ..models import ServiceImport
from .carrying_out import start
from .columns import Sheet
from .preview import ADD, LEAVE_OUT, QUESTION, Preview
from .reading import MOST_BYTES, UnreadableFile

MOST_IMPORTS_SHOWN = 30
NEEDED = ("directory.add_service", "directory.change_service")


class SpreadsheetForm(forms.Form):
    """A file that can be read as a spreadsheet of services; ``content`` holds its bytes once it is valid."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="An Excel workbook (.xlsx) or a CSV file, with the headings in its first line. At most 10 MB.",
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty",
            "missing": "Choose a file",
            "invalid": "Choose a file",
        },
        max_length=400,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Split it into several files.")
        self.content = file.read()
        try:
            self.preview = Preview(self.content)
        except UnreadableFile as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable
        return file


class ImportMixin(WagtailAdminTemplateMixin):
    """What the pages of an import share: who may be there, and the way to them."""

    header_icon = "upload"
    page_title = "Import services"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_directory_service:list"), "label": "Services"},
            {"url": reverse("directory_import"), "label": "Import services"},
        ]
        return items if self.page_title == "Import services" else [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"breadcrumbs_items": self.get_breadcrumbs_items()}


class UploadView(ImportMixin, FormView):
    """Send a spreadsheet, and see what was imported before."""

    form_class = SpreadsheetForm
    template_name = "directory/admin/import_upload.html"

    def get_context_data(self, **kwargs):
        records = ServiceImport.objects.carried_out().select_related("user").defer("content")[:MOST_IMPORTS_SHOWN]
        return super().get_context_data(records=records, **kwargs)

    def form_valid(self, form):
        run = ServiceImport(
            user=self.request.user,
            file_name=form.cleaned_data["file"].name[-150:],
            resemblances=form.preview.found_alike,
        )
        run.file = form.content
        run.save()
        return redirect("directory_import_preview", run.uuid)


class PreviewView(ImportMixin, TemplateView):
    """What the file would do; here its editor answers questions, and imports it or drops it."""

    template_name = "directory/admin/import_preview.html"
    page_title = "Look before you import"

    @cached_property
    def run(self):
        """The import, of the one who sent it: nobody else sees the file."""
        return get_object_or_404(ServiceImport, uuid=self.kwargs["uuid"], user=self.request.user)

    def get(self, request, *args, **kwargs):
        if self.run.is_over:
            return self.back("This file waited for more than a day and is gone. Send it again.")
        if self.run.state != ServiceImport.State.WAITING:
            self.page_title = "What came of the import"
            return self.render_to_response(self.get_context_data(run=self.run))
        return self.show()

    def show(self):
        try:
            preview = self.preview
        except UnreadableFile as unreadable:
            return self.back(str(unreadable))
        return self.render_to_response(
            self.get_context_data(run=self.run, preview=preview, goes=ServiceImport.Goes.choices, QUESTION=QUESTION)
        )

    def back(self, message):
        messages.warning(self.request, message)
        return redirect("directory_import")

    @cached_property
    def preview(self):
        return Preview(self.run.file, self.run.choices, self.run.resemblances)

    def post(self, request, *args, **kwargs):
        if self.run.is_over:
            return self.back("This file waited for more than a day and is gone. Send it again.")
        if self.run.state != ServiceImport.State.WAITING:
            return redirect("directory_import_preview", self.run.uuid)
        if "drop" in request.POST:
            self.run.delete()
            messages.success(request, "The file is deleted. Nothing was imported.")
            return redirect("directory_import")
        try:
            self.keep_choices()
        except UnreadableFile as unreadable:
            return self.back(str(unreadable))
        if "import" not in request.POST:
            return redirect("directory_import_preview", self.run.uuid)
        preview = self.preview
        if preview.hindrance:
            messages.error(request, preview.hindrance)
        elif preview.digest != request.POST.get("seen"):
            messages.warning(request, "This is not what you saw before. Look again, then import.")
        else:
            goes = request.POST.get("goes")
            goes = goes if goes in ServiceImport.Goes.values else ServiceImport.Goes.DRAFTS
            start(self.run, goes=goes, seen=preview.digest)
        return redirect("directory_import_preview", self.run.uuid)

    def keep_choices(self):
        """Keep the answers to the questions that the page asked; anything else in the form is left out."""
        choices = dict(self.run.choices)
        for outcome in self.preview.outcomes:
            if not (outcome.alike or outcome.unwanted or outcome.can_be_left_out):
                continue
            value = self.request.POST.get(outcome.field_name, "")
            offered = {"", ADD, LEAVE_OUT, *(one["uuid"] for one in outcome.alike)}
            if outcome.field_name in self.request.POST and value in offered:
                choices[str(outcome.number)] = value
        if choices != self.run.choices:
            self.run.choices = choices
            self.run.save(update_fields=["choices"])
            del self.preview


class ColumnsView(ImportMixin, TemplateView):
    """What each column is for."""

    template_name = "directory/admin/import_columns.html"
    page_title = "The columns"

    def get_context_data(self, **kwargs):
        return super().get_context_data(columns=Sheet().columns, **kwargs)


class ExampleView(ImportMixin, TemplateView):
    """A file with the headings and one made-up entry of two lines, to begin with."""

    def get(self, request, *args, **kwargs):
        sheet = Sheet()
        second = {"name": "Tuesday Table", "place_name": "By phone", "address_shown": "nothing"}
        second |= {"times": "Weekdays, noon to 2 pm", "number": "0491 570 006", "phone_label": "Text only"}
        rows = [
            sheet.headings,
            [column.example for column in sheet.columns],
            [second.get(column.key, "") for column in sheet.columns],
        ]
        if kwargs["ending"] == "xlsx":
            return FileResponse(xlsx_file(rows, "Services"), as_attachment=True, filename="services-to-import.xlsx")
        response = StreamingHttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="services-to-import.csv"'
        return response


def import_urls():
    """The addresses of an import, below the admin's."""
    return [
        path("directory/import/", UploadView.as_view(), name="directory_import"),
        path("directory/import/columns/", ColumnsView.as_view(), name="directory_import_columns"),
        path("directory/import/example.csv", ExampleView.as_view(), {"ending": "csv"}, name="directory_import_csv"),
        path("directory/import/example.xlsx", ExampleView.as_view(), {"ending": "xlsx"}, name="directory_import_xlsx"),
        path("directory/import/<uuid:uuid>/", PreviewView.as_view(), name="directory_import_preview"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perms(NEEDED)


def import_menu_item():
    """The entry of the menu *Directory*."""
    return ImportMenuItem("Import", reverse("directory_import"), name="directory-import", icon_name="upload", order=900)
