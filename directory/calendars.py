"""Times of a service for people's own calendars (iCalendar, RFC 5545): one event that recurs for each schedule.

Only what the service's page shows is in it. An event is known by its schedule's UUID, so that a calendar which reads
the file again changes the event and makes no second one.
"""

import datetime

from icalendar import Calendar, Event, vRecur
from icalendar.prop import vDDDTypes

from cms.core.site_links import absolute_url

from . import times

MEDIA_TYPE = "text/calendar"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOLIDAYS = "On a public holiday, check with them first."


def calendar_of(service, now, only=None):
    """Return the iCalendar text (bytes) of a service's times, or None where nobody can know one.

    ``now`` is aware; ``only`` is the UUID of one schedule. What has no date that can be known gives no event.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Centre of Excellence in Peer Support//Directory//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", service.name)
    for place in service.locations.all():
        for schedule in place.schedules.all():
            if only is None or schedule.uuid == only:
                event = event_of(service, place, schedule, now)
                if event is not None:
                    calendar.add_component(event)
    if not calendar.events:
        return None
    calendar.add_missing_timezones()
    return calendar.to_ical()


def can_be_kept(schedule):
    """Whether it is known on which days a schedule falls."""
    return bool(rule_of(schedule))


def rule_of(schedule):
    """Return the recurrence rule of a schedule as a dict; empty where its days cannot be known."""
    day = DAYS[schedule.weekday]
    if schedule.frequency == times.MONTHLY:
        return {"freq": "monthly", "byday": f"{schedule.week_of_month}{day}"} if schedule.week_of_month else {}
    if schedule.frequency == times.FORTNIGHTLY:
        # Weeks begin on Monday, as times.dates has it.
        return {"freq": "weekly", "interval": 2, "byday": day, "wkst": "MO"} if schedule.from_date else {}
    return {"freq": "weekly", "byday": day}


def event_of(service, place, schedule, now):
    """Return the Event of one schedule from its next date on, or None where its days cannot be known."""
    rule = rule_of(schedule)
    if not rule:
        return None
    zone = times.zone_of(schedule)
    first = next(times.dates(schedule, now.astimezone(zone).date()))
    event = Event()
    event.add("uid", str(schedule.uuid))
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("summary", service.name)
    # The clock's own time, also where the clocks skip it on that one day: calendars do as times.at does.
    event["dtstart"] = vDDDTypes(datetime.datetime.combine(first, schedule.starts, tzinfo=zone))
    if schedule.ends:
        event.add("duration", length_of(schedule))
    event["rrule"] = vRecur(rule)
    if service.changed_on:
        event.add("last-modified", datetime.datetime.combine(service.changed_on, datetime.time(), tzinfo=datetime.UTC))
    where = ", ".join(filter(None, [place.public_name, *place.public_address]))
    if where:
        event.add("location", where)
    url = absolute_url(service.get_absolute_url())
    event.add("url", url)
    event.add("description", "\n".join([*about(service, schedule), url]))
    return event


def length_of(schedule):
    """Return how long it lasts by the clock: a timedelta, past midnight where it ends before it starts."""
    starts, ends = (datetime.datetime.combine(datetime.date.min, time) for time in (schedule.starts, schedule.ends))
    return (ends - starts) % times.DAY


def about(service, schedule):
    """Return the lines that an event says of its service: what is on its page, and nothing else."""
    numbers = [": ".join(filter(None, [phone.label, phone.number])) for phone in service.phones.all()]
    note = schedule.note and schedule.note[:1].upper() + schedule.note[1:]
    return [line for line in (service.summary, note, *numbers, HOLIDAYS) if line]
