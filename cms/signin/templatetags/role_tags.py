"""One's own role, on the first screen."""

from django import template

from ..own_role import roles_of

register = template.Library()


@register.inclusion_tag("signin/admin/own_role.html", takes_context=True)
def own_role(context):
    """Show the roles of whoever looks in one line, which opens to what they may and may not do."""
    roles = roles_of(context["request"].user)
    return {"roles": roles, "names": ", ".join(name for name, _words in roles)}
