"""Between the answers of the public form and a service: one place that knows both shapes.

Answers are what ``Draft`` keeps: a dict by step, JSON only; ``places`` is ``{"list": [place, …]}``.
"""

from cms.core.models import Term

from .clock import read_time
from .models import Location, Phone, Schedule, Service
from .place_form import date_or_none, localities_like

COPIED = {
    "about": ("provider_name", "summary", "description", "first_visit"),
    "people": ("who_for", "not_for", "age_min", "age_max"),
    "taking-part": ("coverage", "cost_kind", "cost_note", "joining", "how_to_join"),
    "safety": ("safety_run_by", "safety_facilitators", "safety_guidelines", "safety_privacy"),
    "contact": ("public_email", "website", "contact_note"),
}


# One answer, though in several fields: half of one person's and half of another's would be nobody's.
TOGETHER = {
    "people": [("age_min", "age_max")],
    "contact": [("phone", "phone_label", "phone_hours", "phone_2", "phone_2_label")],
}


def put(answers, service, started=None):
    """Put onto ``service`` what its sender changed since the answers ``started``; return it (see ``apply``).

    Without ``started``, all ``answers`` are put onto it.
    """
    return apply(answers if started is None else changed(answers, started, of_service(service)), service)


def changed(answers, started, now):
    """Return ``now`` with what differs between ``started`` and ``answers``: fields one by one, lists as a whole.

    All three are answers by step. What stands in ``now`` alone was changed there meanwhile, and stays.
    """
    result = {}
    for step in answers.keys() | now.keys():
        given, before, result[step] = answers.get(step, {}), started.get(step, {}), dict(now.get(step, {}))
        groups = TOGETHER.get(step, [])
        together = {name for group in groups for name in group}
        alone = [(name,) for name in sorted((given.keys() | before.keys()) - together)]
        for names in [*groups, *alone]:
            if any(_plain(given.get(name)) != _plain(before.get(name)) for name in names):
                result[step] |= {name: given.get(name) for name in names}
    return result


def _plain(value):
    """Return a value so that two which say the same are equal: order of choices, ends of lines, nothing in any shape."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        plain = [_plain(one) for one in value]
        return (sorted(plain) if all(isinstance(one, str) for one in plain) else plain) or ""
    return "" if value is None else value


def apply(answers, service):
    """Put ``answers`` onto ``service`` (a row or a revision's object, not saved here) and return it.

    Parts that say the same as before keep their rows and public ids, so that a comparison shows only what
    changed. An organisation that an editor linked stays; terms outside the public's facets stay too.
    """
    service.name = answers["about"]["service_name"]
    for step, names in COPIED.items():
        for name in names:
            value = answers.get(step, {}).get(name)
            setattr(service, name, ("" if value is None and not name.startswith("age_") else value))
    people, taking_part = answers.get("people", {}), answers["taking-part"]
    for name in ("children_welcome", "support_person_welcome"):
        setattr(service, name, people.get(name) or Service.Welcome.ASK)
    for field in Service.DELIVERY:
        setattr(service, field, field in taking_part["delivery"])
    service.takes_newcomers = taking_part["takes_newcomers"] == "yes"
    service.terms = _terms(people, service)
    service.locations = _locations(answers.get("places", {}).get("list") or [], service)
    service.phones = _phones(answers.get("contact", {}), service)
    return service


def _terms(people, service):
    slugs = [slug for name, chosen in people.items() if name.startswith("terms_") for slug in chosen or ()]
    asked = Term.objects.filter(taxonomy__is_facet=True, is_retired=False, merged_into=None)
    kept = [] if service.pk is None else [term for term in service.terms.all() if term not in set(asked)]
    return [*kept, *asked.filter(slug__in=slugs)]


def _locations(places, service):
    before = list(service.locations.all()) if service.pk else []
    locations = []
    for number, place in enumerate(places):
        # The place in the same position is taken for the same place: people change places, they seldom reorder them.
        location = before[number] if number < len(before) else Location()
        typed = place.get("locality", "")
        found = localities_like(typed) if typed else []
        location.name, location.street = place.get("place_name", ""), place.get("street", "")
        location.locality = found[0] if found else None
        location.address_shown = place.get("address_shown") or Location.AddressShown.NOTHING
        location.access_note, location.sort_order = place.get("access_note", ""), number
        location.schedules = _schedules(place.get("times", []), location)
        locations.append(location)
    return locations


def _schedules(rows, location):
    before = list(location.schedules.all()) if location.pk else []
    schedules = []
    for number, row in enumerate(rows):
        schedule = before[number] if number < len(before) else Schedule()
        schedule.weekday = int(row["weekday"])
        schedule.starts = read_time(row["starts"])
        schedule.ends = read_time(row["ends"]) if row.get("ends") else None
        schedule.frequency = row.get("frequency") or Schedule.Frequency.WEEKLY
        schedule.week_of_month = int(row["week_of_month"]) if row.get("week_of_month") else None
        schedule.from_date = date_or_none(row.get("from_date"))
        schedule.note, schedule.sort_order = row.get("note", ""), number
        schedules.append(schedule)
    return schedules


def _phones(contact, service):
    before = list(service.phones.all()) if service.pk else []
    wanted = [
        (contact.get("phone", ""), contact.get("phone_label", ""), contact.get("phone_hours", "")),
        (contact.get("phone_2", ""), contact.get("phone_2_label", ""), None),
    ]
    phones = []
    for number, (digits, label, hours) in enumerate(wanted):
        if not digits:
            continue
        phone = before[number] if number < len(before) else Phone()
        phone.number, phone.label, phone.sort_order = digits, label or "", number
        if hours is not None:
            phone.hours = hours
        phones.append(phone)
    # Numbers beyond the two that the form asks for were added by an editor, and stay.
    return [*phones, *before[len(wanted) :]]


def of_service(service):
    """Return the answers that describe ``service``, to fill the form in for an update: the reverse of ``apply``."""
    people = {"children_welcome": service.children_welcome, "support_person_welcome": service.support_person_welcome}
    for term in service.terms.all():
        people.setdefault(f"terms_{term.taxonomy.slug}", []).append(term.slug)
    answers = {
        "about": {"service_name": service.name},
        "people": people,
        "taking-part": {
            "delivery": [field for field in Service.DELIVERY if getattr(service, field)],
            "takes_newcomers": "yes" if service.takes_newcomers else "no",
        },
        "places": {"list": [_place_answers(location) for location in service.locations.all()]},
        "safety": {"photo_alt": ""},
        "contact": {},
    }
    for step, names in COPIED.items():
        answers[step] |= {name: getattr(service, name) for name in names}
    answers["about"]["provider_name"] = service.provider
    phones = list(service.phones.all())[:2]
    if phones:
        answers["contact"] |= {
            "phone": phones[0].number,
            "phone_label": phones[0].label,
            "phone_hours": phones[0].hours,
        }
    if len(phones) > 1:
        answers["contact"] |= {"phone_2": phones[1].number, "phone_2_label": phones[1].label}
    return answers


def _place_answers(location):
    return {
        "place_name": location.name,
        "locality": str(location.locality) if location.locality_id else "",
        "street": location.street,
        "address_shown": location.address_shown,
        "access_note": location.access_note,
        "times": [
            {
                "weekday": str(schedule.weekday),
                "starts": schedule.starts.strftime("%H:%M"),
                "ends": schedule.ends.strftime("%H:%M") if schedule.ends else "",
                "frequency": schedule.frequency,
                "week_of_month": str(schedule.week_of_month) if schedule.week_of_month else "",
                "from_date": schedule.from_date.isoformat() if schedule.from_date else "",
                "note": schedule.note,
            }
            for schedule in location.schedules.all()
        ],
    }
