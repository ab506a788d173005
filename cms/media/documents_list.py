"""The list of documents with a column more: whether everybody can read each of them."""

from django.urls import path
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.documents.views import documents


class FlawsColumn(Column):
    cell_template_name = "media/admin/flaws_cell.html"


class DocumentsView(documents.IndexView):
    """Wagtail's list; it stands at the same address, before it."""

    @cached_property
    def columns(self):
        columns = list(super().columns)
        return [*columns[:3], FlawsColumn("flaws", label="Can everybody read it?"), *columns[3:]]


def list_urls():
    """The addresses of the list, as Wagtail's own. What leads to one asks for a name."""
    return [
        path("documents/", DocumentsView.as_view(), name="media_documents"),
        path("documents/results/", DocumentsView.as_view(results_only=True), name="media_documents_results"),
    ]
