"""What one's own window saved a moment ago is no news to it.

A form that saves itself asks every ten seconds whether there is a newer version. An answer that was on its way while the form
saved names that very version; Wagtail's script then warns of “another window”, and keeps warning until the form is opened
again. So a version of one's own is told only once it is older than the next question: by then the window knows its own.
"""

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.views.decorators.http import require_POST
from wagtail.admin.models import EditingSession
from wagtail.admin.views import editing_sessions
from wagtail.models import Revision

from cms.core.page_form import saved_a_moment_ago


@require_POST
def ping(request, app_label, model_name, object_id, session_id):
    """Answer who else has a thing open, as Wagtail does: JSON; 404 for what is not there or not theirs."""
    newest = newest_version(app_label, model_name, object_id)
    if newest and (saved_a_moment_ago(newest, request.user) or is_of_this_window(newest, request, session_id)):
        request.POST = request.POST.copy()
        request.POST["revision_created_at"] = newest.created_at.isoformat()
    return editing_sessions.ping(request, app_label, model_name, object_id, session_id)


def is_of_this_window(version, request, session_id):
    """Whether the window shows ``version``, which its user saved over since: they have no other window that could have."""
    shown = request.POST.get("revision_id") == str(version.pk)
    if not shown or version.user_id != request.user.pk:
        return False
    others = EditingSession.objects.available().filter(
        user=request.user, content_type=version.base_content_type_id, object_id=version.object_id
    )
    return not others.exclude(pk=session_id).exists()


def newest_version(app_label, model_name, object_id):
    """Return the newest version of a thing, without its words; None where there is none, or no such thing."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return None
    versions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model), object_id=unquote(object_id)
    )
    return versions.order_by("-created_at", "-pk").defer("content").first()
