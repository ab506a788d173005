"""A service's times as a file for people's own calendars."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.core.filenames import file_name

from .. import moved
from ..calendars import MEDIA_TYPE, calendar_of
from ..models import Location, Service


@require_safe
def service_calendar(request: HttpRequest, slug: str, time: UUID | None = None):
    """Answer with the iCalendar file of a listed service, or of one of its times.

    404 for what is not listed, what is paused, and where no date can be known. The address of an entry that became
    part of another one leads on.
    """
    service = (
        Service.objects.listed()
        .exclude(status=Service.Status.PAUSED)
        .prefetch_related(
            Prefetch("locations", Location.objects.select_related("locality")), "locations__schedules", "phones"
        )
        .filter(slug=slug)
        .first()
    )
    if service is None:
        # A single time went with its entry: all of the other one's are offered.
        return moved.sent_on(slug, "directory:calendar")
    content = calendar_of(service, timezone.now(), only=time)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(service.slug, "service")}.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
