"""When a page was last checked and is to be checked again, beside it in the editor: read there, and changed by actions."""

from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    """Says both days and offers “It is still right” (``cms.upkeep``). It is no field: the days belong to no version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/review_panel.html"

        def get_context_data(self, parent_context=None):
            page = self.instance
            may = bool(page.pk) and page.live and page.permissions_for_user(self.request.user).can_publish()
            return super().get_context_data(parent_context) | {"page": page, "may_record": may}
