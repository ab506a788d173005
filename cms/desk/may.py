"""Whose pages they are: what somebody may do in the tree, in questions that cost little."""

from wagtail.models import Page
from wagtail.permissions import policy_registry


def pages_for(user, *actions):
    """Return the pages with which ``user`` may do any of ``actions`` ("add", "change", "publish"): a queryset.

    Whoever may add may change what is their own, as Wagtail has it.
    """
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, set(actions))
