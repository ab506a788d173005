"""What somebody looks after, on the screen of a person."""

from django import template

from .. import keeping

register = template.Library()


@register.inclusion_tag("upkeep/admin/pages_kept.html", takes_context=True)
def pages_kept_by(context, person):
    """Say how many pages ``person`` looks after, with the way to hand them over, to whoever may publish some of them."""
    return {"person": person, "number": keeping.pages_kept(context["request"].user, by=person).count()}
