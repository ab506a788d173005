"""One's own role, on the first screen."""

from datetime import timedelta

from django import template
from django.utils import timezone

from ..own_role import roles_of

register = template.Library()
# For so long somebody is new here, and led to where one begins.
NEW = timedelta(days=30)


@register.inclusion_tag("signin/admin/own_role.html", takes_context=True)
def own_role(context):
    """Show the roles of whoever looks in one line, which opens to what they may and may not do."""
    user = context["request"].user
    roles = roles_of(user)
    is_new = timezone.now() - user.date_joined < NEW
    return {"roles": roles, "names": ", ".join(name for name, _words in roles), "is_new": is_new}
