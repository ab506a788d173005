"""Opportunities as schema.org knows them: an event, a recurring one, or a job."""

from cms.core.machines.structured import moment
from cms.core.site_links import absolute_url

from .dates import MELBOURNE, midnight

FREQUENCIES = {"weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "monthly_last": "P1M"}


def place_of(page):
    """Return the Place of an opportunity as a dict; {} where nobody said one."""
    if not (page.place or page.suburb):
        return {}
    has_point = page.latitude is not None and page.longitude is not None
    point = {"@type": "GeoCoordinates", "latitude": page.latitude, "longitude": page.longitude} if has_point else {}
    return {"@type": "Place", "name": page.place or page.suburb, "address": address_of(page), "geo": point}


def town_and_postcode(suburb):
    """Return both parts of what stands for a suburb: ``Swan Hill 3585``; the postcode is '' where there is none."""
    name, _space, last = suburb.rpartition(" ")
    return (name, last) if name and last.isdigit() else (suburb, "")


def address_of(page):
    """Return the PostalAddress of an opportunity, as far as it is known."""
    name, postcode = town_and_postcode(page.suburb)
    return {
        "@type": "PostalAddress",
        "streetAddress": page.place,
        "addressLocality": name,
        "postalCode": postcode,
        "addressRegion": "VIC" if page.suburb else "",
        "addressCountry": "AU",
    }


def schedule_of(repeat):
    """Return the Schedule of a Repeat."""
    local, over = repeat.starts.astimezone(MELBOURNE), repeat.ends and repeat.ends.astimezone(MELBOURNE)
    return {
        "@type": "Schedule",
        "repeatFrequency": FREQUENCIES[repeat.way],
        # Of a month not every such day: iCalendar's way to say which one (2TU) is schema.org's too.
        "byDay": repeat.rule["byday"] if repeat.way.startswith("monthly") else f"https://schema.org/{repeat.first:%A}",
        "startDate": repeat.first.isoformat(),
        "endDate": repeat.last_day.isoformat(),
        "startTime": local.strftime("%H:%M"),
        "endTime": over.strftime("%H:%M") if over else "",
        "exceptDate": sorted(day.isoformat() for day in repeat.skipped),
        "scheduleTimezone": "Australia/Melbourne",
    }


def event(page, kind):
    """Return an opportunity as an event of type ``kind``; {} without a date or a place. One that recurs is its next time."""
    coming = page.coming[:1] or page.all_times[-1:]
    if not (coming and page.where):
        return {}
    starts, ends = coming[0]
    here = bool(page.place or page.suburb)
    mode = "Mixed" if here and page.is_online else "Online" if page.is_online else "Offline"
    online = {"@type": "VirtualLocation", "url": page.apply_url or page.full_url} if page.is_online else {}
    is_free = page.cost.strip().lower() == "free"
    return {
        "@type": kind,
        "startDate": moment(starts),
        "endDate": moment(ends),
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventSchedule": schedule_of(page.repeat) if page.repeat else {},
        "location": [place_of(page), online],
        "organizer": {"@type": "Organization", "name": page.organisation_name},
        "isAccessibleForFree": True if is_free else None,
    }


def job(page):
    """Return an opportunity as a JobPosting; {} where it has closed or where something is missing that one must have."""
    if not (page.is_open and page.organisation_name and page.where and page.first_published_at):
        return {}
    return {
        "@type": "JobPosting",
        "title": page.title,
        "description": page.teaser,
        "url": absolute_url(page.get_url() or "/"),
        "datePosted": moment(page.first_published_at),
        # The whole of the last day counts where no clock time was given.
        "validThrough": moment(midnight(page.closes_at, 1) if page.closes_all_day else page.closes_at),
        "hiringOrganization": {"@type": "Organization", "name": page.organisation_name},
        "jobLocation": {"@type": "Place", "address": address_of(page)} if page.where_it_is else {},
        "jobLocationType": "TELECOMMUTE" if page.is_online else "",
        "applicantLocationRequirements": {"@type": "Country", "name": "Australia"} if page.is_online else {},
    }
