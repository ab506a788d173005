"""What the reports of this site share: a line that says what to do, words for nothing, a name for the file."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView


class WorkReport(ReportView):
    """A report of things to do. Subclasses set ``to_do``, the sentence over the list, and ``nothing``, that for an empty one."""

    results_template_name = "upkeep/admin/report_results.html"
    to_do = ""
    nothing = "Nothing to do here."
    file_name = "report"

    @staticmethod
    def may(user):
        """Whether ``user`` may open it; a subclass may say so here, or by Wagtail's ``any_permission_required``."""
        return True

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self):
        return f"{self.file_name}-{timezone.localdate()}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"to_do": self.to_do, "no_results_message": self.no_results}

    @property
    def no_results(self):
        return "Nothing is found by these filters." if self.is_filtering else self.nothing

    def render_to_response(self, context, **options):
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **options)


class ReportMenuItem(MenuItem):
    """An entry of the menu *Reports*, for those for whom ``may(user)`` is true."""

    def __init__(self, *args, may, **options):
        super().__init__(*args, **options)
        self.may = may

    def is_shown(self, request):
        return self.may(request.user)
