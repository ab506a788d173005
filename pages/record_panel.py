"""A line in the form of a summary that leads to where records are pasted."""

from django.urls import reverse
from wagtail.admin.panels import Panel


class RecordPanel(Panel):
    """Says that the fields below can be filled in from BibTeX or RIS, and leads there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/record_panel.html"

        def get_context_data(self, parent_context=None):
            page = self.instance
            url = reverse("pages_record", args=[page.pk]) if page.pk else reverse("pages_records")
            return super().get_context_data(parent_context) | {"url": url, "is_new": not page.pk}
