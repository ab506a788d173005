"""What a reviewer is shown beside the thing that they review."""

from django import template
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page

from cms.core.writing.checks import lacks, unfinished

from ..checklist import points_in
from ..models import ReviewTask
from ..turns import turn_of

register = template.Library()


@register.inclusion_tag("intake/admin/points.html", takes_context=True)
def points_of_review(context, obj):
    """The points of the step in which ``obj`` is now, for whoever may decide it; nothing for others."""
    task = getattr(obj, "current_workflow_task", None) if obj.pk else None
    request = context.get("request")
    if not isinstance(task, ReviewTask) or request is None:
        return {}
    if not any(name == "approve" for name, *_more in task.get_actions(obj, request.user)):
        return {}
    return {"step": task, "points": points_in(task.points), "noticed": [*lacks(obj), *unfinished(obj)]}


@register.inclusion_tag("intake/admin/turn.html", takes_context=True)
def turn_of_page(context, page):
    """At the top of the form of ``page``: that it waits for whoever looks, or what a colleague asks for; else nothing."""
    request = context.get("request")
    return turn_of(page, request.user) if request is not None else {}


@register.simple_tag
def named_in_mail(obj):
    """What ``obj`` is called in mail: its kind and its title. Of a story its kind alone: mail is read on shared screens."""
    if isinstance(obj, Page):
        obj = obj.specific
        return "story" if getattr(obj, "is_told", False) else f"page “{obj.get_admin_display_title()}”"
    return f"{obj._meta.verbose_name} “{get_latest_str(obj)}”"
