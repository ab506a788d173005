"""The dashboard: what waits, and nothing that does not help with the day."""

from wagtail.admin.ui.components import Component

from . import waiting


class WaitingPanel(Component):
    """What waits for whoever looks, the most urgent first."""

    name = "waiting"
    template_name = "desk/waiting.html"
    order = 10

    def get_context_data(self, parent_context):
        return {"lines": waiting.for_user(parent_context["request"].user)}


def panels():
    """Return the dashboard's panels, in their order."""
    return [WaitingPanel()]
