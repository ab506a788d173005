"""For templates of Wagtail's admin that ask before something goes."""

from django import template

from ..links_here import Links, links_to

register = template.Library()


@register.simple_tag(takes_context=True)
def what_links_here(context, usage_url):
    """Return the Links of the thing that this screen asks about, or of that one of many whose usage is at ``usage_url``."""
    request, items = context["request"], context.get("items")
    asked = getattr(request, "_links_here", None)
    if asked is None:
        if isinstance(items, list) and items and isinstance(items[0], dict) and "item" in items[0]:
            found = links_to([each["item"] for each in items], request.user)
            asked = {each.get("usage_url"): found[each["item"]] for each in items}
        else:
            thing = context.get("page") or context.get("object") or getattr(context.get("view"), "object", None)
            asked = {usage_url: links_to([thing], request.user)[thing]} if hasattr(thing, "pk") else {}
        request._links_here = asked
    return asked.get(usage_url, Links())
