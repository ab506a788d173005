"""What an update changes, in the few words that the queue shows: labels in one order, none where nothing differs."""

from .models import Service


def _same(*names):
    return lambda service: tuple(_plain(getattr(service, name)) for name in names)


def _plain(value):
    # A space at the end or another kind of line end is no change that a person would see.
    return "\n".join(line.rstrip() for line in value.strip().splitlines()) if isinstance(value, str) else value


def _provider(service):
    return service.organisation_id or service.provider_name.strip()


def _terms(service):
    return tuple(sorted(term.pk for term in service.terms.all()))


def _places(service):
    return tuple(
        sorted(
            (place.name, place.street, place.locality_id or 0, place.address_shown) for place in service.locations.all()
        )
    )


def _access(service):
    return tuple(sorted(place.access_note for place in service.locations.all()))


def _times(service):
    """Each time with its place, in the order of the week: the same times in another order are the same times."""
    return tuple(
        sorted(
            (place.locality_id or 0, place.name, time.weekday, time.starts, time.in_words)
            for place in service.locations.all()
            for time in place.schedules.all()
        )
    )


def _phones(service):
    return tuple(sorted((phone.number, phone.label, phone.hours) for phone in service.phones.all()))


def _links(service):
    return tuple(sorted((link.label, link.url) for link in service.links.all()))


# In the order of the entry's page; each label with what is compared.
PARTS = [
    ("Name", _same("name")),
    ("Who provides it", _provider),
    ("Summary", _same("summary")),
    ("Description", _same("description")),
    ("The first time", _same("first_visit")),
    ("Who it is for", _same("who_for", "not_for", "age_min", "age_max", "children_welcome", "support_person_welcome")),
    ("What it is listed under", _terms),
    ("Ways to take part", _same(*Service.DELIVERY)),
    ("Reach", _same("coverage")),
    ("Times", _times),
    ("Places", _places),
    ("Access", _access),
    ("Cost", _same("cost_kind", "cost_note")),
    ("How to join", _same("joining", "how_to_join", "takes_newcomers")),
    ("Phone numbers", _phones),
    ("Email", _same("public_email")),
    ("Website", _same("website")),
    ("Other links", _links),
    ("Contact note", _same("contact_note")),
    ("Safety questions", _same("safety_run_by", "safety_facilitators", "safety_guidelines", "safety_privacy")),
    ("Photo", _same("photo_id", "photo_alt")),
]


def between(before, after):
    """Return what differs between two services (rows or revisions' objects): labels of PARTS, in their order."""
    return [label for label, part in PARTS if part(before) != part(after)]
