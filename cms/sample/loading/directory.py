"""Organisations and services of the directory. All are made up, and each description says so."""

from datetime import date, time, timedelta

from directory.models import Locality, Location, Organisation, Phone, Schedule, Service

from ..ledger import uuid_for
from ..markup import plain, typeset
from ..reading import read, services

MADE_UP = "This is a made-up service. It shows how the directory works."
# Plain text with paragraphs, and single lines.
PROSE = ("description", "first_visit", "who_for", "not_for", "how_to_join")
LINES = (
    "name", "summary", "cost_note", "contact_note", "status_message",
    "safety_run_by", "safety_facilitators", "safety_guidelines", "safety_privacy",
)  # fmt: skip
AS_THEY_ARE = (
    "age_min", "age_max", "children_welcome", "support_person_welcome", "takes_newcomers", "coverage", "cost_kind",
    "joining", "website", "public_email", "status", *Service.DELIVERY,
)  # fmt: skip


def load(ledger, terms, today):
    """Make and publish the services that this site never had. Return those that are there by slug."""
    wanted = services()
    missing = [entry for entry in wanted if f"service:{entry['slug']}" not in ledger]
    if missing:
        organisations = _organisations(ledger)
        localities = _localities(missing)
        for entry in missing:
            service = _service(entry, organisations, localities, terms, today)
            service.full_clean()
            service.save()
            ledger.add(f"service:{entry['slug']}", service)
            service.save_revision(user=ledger.user).publish(user=ledger.approver, skip_permission_checks=True)
    return {service.slug: service for service in ledger.find(Service, "service:").values()}


def _organisations(ledger):
    found = ledger.find(Organisation, "organisation:")
    for entry in read("organisations")["organisation"]:
        key = f"organisation:{entry['key']}"
        if key in ledger:
            continue
        organisation = Organisation(
            uuid=uuid_for(key), name=typeset(entry["name"]), about=typeset(entry["about"]),
            website=entry["website"], email=entry["email"],
        )  # fmt: skip
        organisation.full_clean()
        organisation.save()
        found[entry["key"]] = ledger.add(key, organisation)
    return found


def _localities(entries):
    names = {
        (place["locality"], place["postcode"])
        for e in entries
        for place in e.get("locations", [])
        if "locality" in place
    }
    found = Locality.objects.filter(name__in={name for name, _postcode in names})
    return {(locality.name, locality.postcode): locality for locality in found}


def _service(entry, organisations, localities, terms, today):
    service = Service(uuid=uuid_for(f"service:{entry['slug']}"), slug=entry["slug"], live=False)
    for name in PROSE:
        setattr(service, name, plain(entry.get(name, "")))
    service.description += f"\n\n{MADE_UP}"
    for name in LINES:
        setattr(service, name, typeset(entry.get(name, "")))
    for name in AS_THEY_ARE:
        if name in entry:
            setattr(service, name, entry[name])
    service.organisation = organisations.get(entry["organisation"])
    if service.organisation is None:
        # An editor took the organisation away since; the service still says who provides it.
        made = read("organisations")["organisation"]
        service.provider_name = next(each["name"] for each in made if each["key"] == entry["organisation"])
    service.assured_at = today - timedelta(days=entry["checked_days"])
    if service.status != Service.Status.OPEN:
        service.status_since = service.assured_at
    if "status_until_days" in entry:
        service.status_until = today + timedelta(days=entry["status_until_days"])
    service.terms = [terms[slug] for slug in entry["terms"] if slug in terms]
    service.phones = [
        Phone(uuid=uuid_for(f"phone:{entry['slug']}:{number}"), sort_order=number, **phone)
        for number, phone in enumerate(entry.get("phones", []))
    ]
    service.locations = [
        _location(entry["slug"], number, place, localities) for number, place in enumerate(entry.get("locations", []))
    ]
    return service


def _location(slug, number, place, localities):
    location = Location(
        uuid=uuid_for(f"location:{slug}:{number}"), sort_order=number, name=typeset(place.get("name", "")),
        street=place.get("street", ""), access_note=typeset(place.get("access_note", "")),
        address_shown=place.get("address_shown", Location.AddressShown.SUBURB),
    )  # fmt: skip
    if "locality" in place:
        location.locality = localities[place["locality"], place["postcode"]]
    location.schedules = [
        _schedule(f"schedule:{slug}:{number}:{row}", row, times) for row, times in enumerate(place.get("schedules", []))
    ]
    return location


def _schedule(key, place, times):
    from_date = times.get("from_date")
    return Schedule(
        uuid=uuid_for(key), sort_order=place,
        weekday=Schedule.Weekday[times["weekday"].upper()],
        starts=time.fromisoformat(times["starts"]), ends=time.fromisoformat(times["ends"]),
        frequency=times.get("frequency", Schedule.Frequency.WEEKLY), week_of_month=times.get("week_of_month"),
        from_date=from_date if isinstance(from_date, date) else None, note=typeset(times.get("note", "")),
    )  # fmt: skip
