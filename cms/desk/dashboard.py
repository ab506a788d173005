"""The dashboard: what waits, what to add, one's own drafts, what happened lately; nothing else."""

from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from . import adding, drafts, recent, waiting

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


class _Named:
    """One's drafts and what happened lately, which need names of the same kind: asked for once."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def lists(self):
        """``(drafts, happenings)``."""
        mine = drafts.noted(self.user, MANY_DRAFTS)
        return mine, recent.for_user(self.user, named_too=mine)


class DraftsPanel(Component):
    """What they began and did not publish, the last first."""

    name = "drafts"
    template_name = "desk/drafts.html"
    order = 30

    def __init__(self, named):
        self.named = named

    def get_context_data(self, parent_context):
        return {"drafts": self.named.lists[0]}


class RecentPanel(Component):
    """What happened lately."""

    name = "recent"
    template_name = "desk/recent.html"
    order = 40

    def __init__(self, named):
        self.named = named

    def get_context_data(self, parent_context):
        return {"happenings": self.named.lists[1]}


def panels(user):
    """Return the dashboard's panels for ``user``, in their order."""
    named = _Named(user)
    return [WaitingPanel(), AddPanel(), DraftsPanel(named), RecentPanel(named)]
