"""Opportunities for people's own calendars (iCalendar, RFC 5545).

An event is known by its page, so that a calendar which reads the file again changes the event and makes no second one.
"""

from datetime import UTC

from django.http import Http404, HttpResponse
from icalendar import Calendar, Event, vRecur
from icalendar.prop import vDDDTypes

from cms.core.filenames import file_name
from cms.core.site_links import absolute_url

from .dates import MELBOURNE, later
from .recurring import at

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_of(pages, name, now):
    """Return the iCalendar text (bytes) of ``pages``, opportunities, called ``name``; what has no date gives no event."""
    calendar = Calendar()
    calendar.add("prodid", "-//Centre of Excellence in Peer Support//Opportunities//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for page in pages:
        event = event_of(page, now)
        if event is not None:
            calendar.add_component(event)
    if calendar.events:
        calendar.add_missing_timezones()
    return calendar.to_ical()


def answer(pages, name, filename, now, must_have=False):
    """Return the response with the calendar of ``pages``. ``must_have``: 404 where there is no date at all."""
    pages = list(pages)
    if must_have and not any(page.has_calendar for page in pages):
        raise Http404
    response = HttpResponse(calendar_of(pages, name, now), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(filename, "dates")}.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def event_of(page, now):
    """Return the Event of an opportunity: its times, or the day on which it closes; None where it has neither."""
    event = Event()
    event.add("uid", f"{page.translation_key}@opportunity")
    event.add("dtstamp", now.astimezone(UTC))
    if page.last_published_at:
        event.add("last-modified", page.last_published_at.astimezone(UTC))
    if page.starts_at:
        event.add("summary", page.title)
        add_times(event, page)
    elif page.closes_at:
        day = page.closes_at.astimezone(MELBOURNE).date()
        event.add("summary", f"Closes: {page.title}")
        event.add("dtstart", day)
        event.add("dtend", later(day, 1))
    else:
        return None
    if page.where:
        event.add("location", page.where)
    url = absolute_url(page.get_url() or "/")
    event.add("url", url)
    closes = f"Closes {page.closes}." if page.closes and page.starts_at else ""
    event.add("description", "\n".join(filter(None, [page.teaser, page.cost, closes, url])))
    return event


def add_times(event, page):
    """Give ``event`` the times of ``page``, by Melbourne's clocks."""
    starts = page.starts_at.astimezone(MELBOURNE)
    repeat = page.repeat
    if repeat:
        # The rule counts its first day though the editor may have left it out (EXDATE).
        first = repeat.all_days()[:1]
        starts = at(first[0], starts.time()) if first else starts
        ends_at = at(repeat.last_day, starts.time())
        event["rrule"] = vRecur(repeat.rule | {"until": ends_at.astimezone(UTC)})
        for day in sorted(repeat.skipped & set(repeat.all_days())):
            event.add("exdate", at(day, starts.time()))
    event["dtstart"] = vDDDTypes(starts)
    if page.ends_at:
        # As long as by the clock, also in a night in which the clocks change.
        over, began = (moment.astimezone(MELBOURNE) for moment in (page.ends_at, page.starts_at))
        event.add("dtend", at(later(starts.date(), (over.date() - began.date()).days), over.time()))
