"""What a reviewer is shown beside the thing that they review."""

from django import template

from cms.core.writing.checks import lacks, unfinished

from ..checklist import points_in
from ..models import ReviewTask

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
