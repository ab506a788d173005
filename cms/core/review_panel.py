"""When a page was last checked and is to be checked again, beside it in the editor: read there, and changed by actions."""

from wagtail.admin.panels import Panel
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name


class ReviewPanel(Panel):
    """Says both days, offers “It is still right” and names who looks after the page (``cms.upkeep``). None of it belongs to a version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/review_panel.html"

        def get_context_data(self, parent_context=None):
            page = self.instance
            may = bool(page.pk) and page.permissions_for_user(self.request.user).can_publish()
            owner = page.owner if page.pk and page.owner and page.owner.is_active else None
            is_written_to = owner and owner.email and page.permissions_for_user(owner).can_publish()
            return super().get_context_data(parent_context) | {
                "page": page,
                "may_record": may and page.live,
                "may_hand_over": may,
                "keeper": user_display_name(owner) if owner else "",
                "is_written_to": is_written_to,
            }
