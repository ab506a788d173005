"""The dashboard: what waits, what to add, one's own drafts, what happened lately; nothing else."""

from django.db.models import Q
from wagtail.admin.ui.components import Component

from . import adding, recent, waiting
from .may import pages_for
from .naming import name_pages

MANY_DRAFTS = 8


class WaitingPanel(Component):
    """What waits for whoever looks, the most urgent first."""

    name = "waiting"
    template_name = "desk/waiting.html"
    order = 10

    def get_context_data(self, parent_context):
        return {"lines": waiting.for_user(parent_context["request"].user)}


class AddPanel(Component):
    """Buttons for what they may add."""

    name = "add"
    template_name = "desk/add.html"
    order = 20

    def get_context_data(self, parent_context):
        return {"buttons": adding.for_user(parent_context["request"].user)}


class DraftsPanel(Component):
    """What they began and did not publish, the last first."""

    name = "drafts"
    template_name = "desk/drafts.html"
    order = 30

    def get_context_data(self, parent_context):
        return {"drafts": name_pages(own_drafts(parent_context["request"].user)[:MANY_DRAFTS])}


class RecentPanel(Component):
    """What happened lately."""

    name = "recent"
    template_name = "desk/recent.html"
    order = 40

    def get_context_data(self, parent_context):
        return {"happenings": recent.for_user(parent_context["request"].user)}


def own_drafts(user):
    """Return the pages with words of ``user`` that readers do not see yet, and that they may change: a queryset."""
    return (
        pages_for(user, "change")
        .filter(Q(owner=user) | Q(latest_revision__user=user), alias_of=None)
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
        .select_related("content_type")
        .order_by("-latest_revision_created_at", "-pk")
    )


def panels():
    """Return the dashboard's panels, in their order."""
    return [WaitingPanel(), AddPanel(), DraftsPanel(), RecentPanel()]
