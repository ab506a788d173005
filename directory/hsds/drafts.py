"""Making a draft of a service from HSDS: ours of our own feed to the last field, others' as far as it goes.

What cannot be taken is a problem with the path where it stands (nothing is imported then), or a note where the rest is
good without it. Nothing is saved here.
"""

import datetime
import re
import uuid

from django.core.exceptions import ValidationError

from cms.core.models import Term

from .. import times
from ..clock import read_time
from ..models import Link, Locality, Location, Organisation, Phone, Schedule, Service
from .parts import CHOICES, DAYS, TEXTS

OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
BYDAY = re.compile(r"([+-]?[1-4])?(MO|TU|WE|TH|FR|SA|SU)")
NOT_PUBLISHED = "Street not published"
MOST_PARTS = 100


class Vocabulary:
    """What a feed's words are looked up in: terms, localities and organisations, each read once."""

    def __init__(self):
        terms = list(Term.objects.in_use().select_related("taxonomy"))
        self.terms = {str(term.uuid): term for term in terms} | {term.slug: term for term in terms}
        self.localities = {(place.name.lower(), place.postcode): place for place in Locality.objects.all()}
        organisations = list(Organisation.objects.all())
        self.organisations = {one.name.lower(): one for one in organisations}
        self.organisations |= {str(one.uuid): one for one in organisations}


class Reading:
    """One service of a feed, read. ``service`` with its parts is there where ``problems`` (path and words) is empty."""

    def __init__(self, value, vocabulary):
        self.vocabulary = vocabulary
        self.problems, self.notes = [], []
        self.service = Service(live=False, has_unpublished_changes=True)
        if not isinstance(value, dict):
            self.problem("", "This is no service: an object is missing.")
            return
        self.value = value
        self.own = {}
        for one in self.items(value, "attributes"):
            if isinstance(one, dict) and isinstance(one.get("value"), str) and isinstance(one.get("link_type"), str):
                self.own.setdefault(one["link_type"], []).append(one["value"])
        self.fields()
        self.terms()
        self.places()
        self.ways()
        self.phones_and_links()
        self.check("", self.service, exclude=["slug", "photo"])

    def problem(self, path, words):
        self.problems.append((path, words))

    def note(self, path, words):
        self.notes.append((path, words))

    # --- Reading JSON of any shape -----------------------------------------------------------------

    def text(self, value, name, path="", *, longest=None, required=False):
        """Return a string of ``value``; '' where there is none. What is too long is a problem."""
        found = value.get(name)
        path = f"{path}{name}"
        if found is None or found == "":
            if required:
                self.problem(path, "This is missing.")
            return ""
        if not isinstance(found, str):
            self.problem(path, "This should be text.")
            return ""
        found = found.replace("\x00", "").strip()
        if longest and len(found) > longest:
            self.problem(path, f"This is longer than {longest} characters.")
            return ""
        return found

    def items(self, value, name, path=""):
        """Return a list of ``value``; none where there is none."""
        found = value.get(name)
        if found is None:
            return []
        if not isinstance(found, list):
            self.problem(f"{path}{name}", "This should be a list.")
            return []
        if len(found) > MOST_PARTS:
            self.problem(f"{path}{name}", f"More than {MOST_PARTS} are more than a service has.")
        return found[:MOST_PARTS]

    def objects(self, value, name, path=""):
        """Yield (path, object) of a list of objects."""
        for number, one in enumerate(self.items(value, name, path)):
            where = f"{path}{name}[{number}]."
            if isinstance(one, dict):
                yield where, one
            else:
                self.problem(where.rstrip("."), "This should be an object.")

    def check(self, path, thing, exclude=()):
        """Add what the model itself has against ``thing``."""
        try:
            thing.full_clean(exclude=exclude, validate_unique=False)
        except ValidationError as error:
            for name, words in error.message_dict.items():
                where = path + ("" if name == "__all__" else name)
                self.problem(where.rstrip("."), " ".join(words))

    # --- The service itself ------------------------------------------------------------------------

    def fields(self):
        service, value = self.service, self.value
        try:
            service.uuid = uuid.UUID(self.text(value, "id", required=True) or str(uuid.uuid4()))
        except ValueError:
            self.problem("id", "This is no UUID.")
        service.name = self.text(value, "name", longest=120, required=True)
        said = self.text(value, "description")
        service.summary = self.said("summary") or shortened(said, 200)
        if not service.summary and service.name:
            self.problem("description", "This is missing.")
        service.description = said.removeprefix(service.summary).strip()
        service.website = self.text(value, "url")
        service.public_email = self.text(value, "email")
        service.who_for = self.text(value, "eligibility_description")
        service.age_min, service.age_max = self.age("minimum_age"), self.age("maximum_age")
        for kind, _label, field in TEXTS[1:]:
            setattr(service, field, self.said(kind))
        for kind, _label, field in CHOICES:
            allowed = {choice for choice, _words in Service._meta.get_field(field).choices}
            if (chosen := self.said(kind)) in allowed:
                setattr(service, field, chosen)
        self.status()
        joining = self.text(value, "application_process")
        service.how_to_join = joining.removeprefix(f"{service.get_joining_display()}.").strip()
        service.takes_newcomers = self.said("newcomers") != "no"
        self.cost()
        self.provider()

    def said(self, kind):
        """Return what an attribute of ours says; '' where it is not there."""
        return self.own.get(kind, [""])[0]

    def age(self, name):
        found = self.value.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 150:
            self.problem(name, "This should be an age in years.")
            return None
        return int(found)

    def status(self):
        status, service = self.text(self.value, "status", required=True), self.service
        if status not in {"", "active", "inactive", "defunct", "temporarily closed"}:
            self.problem("status", "HSDS has active, inactive, defunct and temporarily closed.")
        if status in {"inactive", "defunct"}:
            service.status = Service.Status.CLOSED
        elif status == "temporarily closed":
            service.status = Service.Status.PAUSED
        alert = self.text(self.value, "alert").removesuffix("Not taking new people now.").strip()
        if alert and service.status != Service.Status.OPEN:
            words = re.sub(r"^(Paused|There is a waiting list)( until [^.]*)?\.\s*", "", alert)
            service.status_message = shortened(words, 200)
        elif alert:
            self.note("alert", f"Left out, since the service is open: {shortened(alert, 80)}")
        if until := self.said("status-until"):
            service.status_until = times_date(until)

    def cost(self):
        service = self.service
        words = self.text(self.value, "fees_description")
        if not self.said("cost"):
            options = [one for _path, one in self.objects(self.value, "cost_options")]
            is_free = any(one.get("amount") == 0 for one in options) or words.lower().startswith("free")
            service.cost_kind = Service.Cost.FREE if is_free or not (options or words) else Service.Cost.FEE
            if not (options or words):
                self.note("cost_options", "Nothing is said of the cost: taken as free. Please check.")
        rest = re.sub(rf"^{re.escape(service.get_cost_kind_display())}\b[.,:]?\s*", "", words, flags=re.IGNORECASE)
        service.cost_note = shortened(rest, 200)

    def provider(self):
        given = self.value.get("organization")
        if given is not None and not isinstance(given, dict):
            self.problem("organization", "This should be an object.")
            return
        given = given or {}
        name = self.text(given, "name", "organization.", longest=150)
        known = self.vocabulary.organisations
        self.service.organisation = known.get(str(given.get("id") or self.value.get("organization_id"))) or known.get(
            name.lower()
        )
        if self.service.organisation is None:
            self.service.provider_name = name
            if not name:
                self.problem("organization.name", "Say who provides the service.")

    def terms(self):
        found = []
        for path, one in self.objects(self.value, "attributes"):
            term = one.get("taxonomy_term")
            if not isinstance(term, dict):
                continue
            known = self.vocabulary.terms.get(str(term.get("id"))) or self.vocabulary.terms.get(str(term.get("code")))
            if known:
                found.append(known)
            else:
                self.note(path + "taxonomy_term", f"We have no such term: {shortened(str(term.get('name')), 80)}")
        self.service.terms = list(dict.fromkeys(found))

    # --- Its parts ---------------------------------------------------------------------------------

    def places(self):
        found = []
        for path, one in self.objects(self.value, "service_at_locations"):
            given = one.get("location")
            if not isinstance(given, dict):
                self.problem(f"{path}location", "This is missing.")
                continue
            found.append((path, self.place(f"{path}location.", given), list(self.objects(one, "schedules", path))))
        loose = list(self.objects(self.value, "schedules"))
        if loose and not found:
            found.append(("", Location(address_shown=Location.AddressShown.NOTHING), []))
        for number, (path, location, schedules) in enumerate(found):
            rows = [row for where, one in schedules + (loose if number == 0 else []) for row in self.times(where, one)]
            location.sort_order = number
            location.schedules = rows
            self.check(f"{path}location.", location, exclude=["service"])
        self.service.locations = [location for _path, location, _schedules in found]

    def place(self, path, given):
        address = next((one for _path, one in self.objects(given, "addresses", path)), {})
        note = next(
            (self.text(one, "description", where) for where, one in self.objects(given, "accessibility", path)), ""
        )
        city = self.text(address, "city", f"{path}addresses[0].")
        locality = self.vocabulary.localities.get((city.lower(), str(address.get("postal_code", "")).strip()))
        if city and locality is None:
            self.note(f"{path}addresses[0].city", f"We have no such town in Victoria: {shortened(city, 60)}. Left out.")
        if locality is None:
            is_named = given.get("location_type") == "virtual"
            name = self.text(given, "name", path, longest=100) if is_named else ""
            if not city and not is_named:
                self.note(path.rstrip("."), "A place without an address: kept without one.")
            return Location(name=name, address_shown=Location.AddressShown.NOTHING)
        street = self.text(address, "address_1", f"{path}addresses[0].", longest=150)
        if street in {"", NOT_PUBLISHED}:
            return Location(locality=locality, address_shown=Location.AddressShown.SUBURB)
        known = {term.name for term in self.service.terms.all()}
        return Location(
            name=self.text(given, "name", path, longest=100), street=street, locality=locality,
            address_shown=Location.AddressShown.STREET, access_note="" if note in known else shortened(note, 300),
        )  # fmt: skip

    def times(self, path, given):
        """Return the Schedules of an HSDS schedule: one for each day it names; none, with a note, where it cannot be kept."""
        days = [BYDAY.fullmatch(day.strip()) for day in self.text(given, "byday", path).split(",")]
        starts, ends = self.time(path, given, "opens_at"), self.time(path, given, "closes_at")
        interval = given.get("interval") or 1
        freq = self.text(given, "freq", path)
        is_monthly = freq == "MONTHLY"
        dtstart = times_date(self.text(given, "dtstart", path))
        is_kept = (
            starts and all(days) and freq in {"WEEKLY", "MONTHLY"} and interval in ((1,) if is_monthly else (1, 2))
        )
        if not is_kept or (is_monthly and not all(day[1] for day in days)):
            words = self.text(given, "description", path) or "no words"
            self.note(path.rstrip("."), f"A time that cannot be kept as one that comes back: {shortened(words, 80)}")
            return []
        frequency = Schedule.Frequency.MONTHLY if is_monthly else Schedule.Frequency.WEEKLY
        rows = [
            Schedule(
                weekday=DAYS.index(day[2]), starts=starts, ends=None if ends == starts else ends, sort_order=number,
                frequency=Schedule.Frequency.FORTNIGHTLY if interval == 2 else frequency,
                week_of_month=(int(day[1]) if int(day[1]) > 0 else -1) if is_monthly else None,
                from_date=dtstart if interval == 2 else None, note=shortened(self.text(given, "notes", path), 150),
            )
            for number, day in enumerate(days)
        ]  # fmt: skip
        for row in rows:
            self.check(path, row, exclude=["location"])
        return rows

    def time(self, path, given, name):
        """Return the time of day that the clocks of Victoria show; None where there is none."""
        text = self.text(given, name, path)
        if not text:
            return None
        offset = OFFSET.search(text)
        try:
            found = read_time(OFFSET.sub("", text)[:5])
            if offset and offset[1].replace(":", "") not in {"+1000", "+1100"}:
                aware = datetime.datetime.fromisoformat(f"2026-07-01T{found:%H:%M}{offset[1]}")
                self.note(path + name, "Another time zone: turned into Melbourne’s in winter. Please check.")
                found = aware.astimezone(times.zone_of(Schedule())).time()
        except ValueError:
            self.problem(path + name, "This is no time of day.")
            return None
        return found

    def ways(self):
        service = self.service
        slugs = self.own.get("delivery", [])
        for field, (slug, _label) in Service.DELIVERY.items():
            setattr(service, field, slug in slugs)
        if any(getattr(service, field) for field in Service.DELIVERY):
            return
        service.offers_in_person = any(location.locality_id for location in service.locations.all())
        service.offers_phone = not service.offers_in_person and bool(self.items(self.value, "phones"))
        service.offers_video = not service.offers_in_person and not service.offers_phone
        way = service.delivery_labels[0].lower()
        self.note("attributes", f"Nothing says how people take part: taken as {way}. Please check.")

    def phones_and_links(self):
        phones, links = [], []
        for path, one in self.objects(self.value, "phones"):
            number = self.text(one, "number", path, required=True)
            label, _dot, hours = self.text(one, "description", path).partition(". ")
            phone = Phone(
                number=number, label=shortened(label, 80), hours=shortened(hours, 100), sort_order=len(phones)
            )
            if number:
                self.check(path, phone, exclude=["service"])
            phones.append(phone)
        for path, one in self.objects(self.value, "additional_urls"):
            link = Link(url=self.text(one, "url", path), label=self.text(one, "label", path) or "Website")
            link.sort_order = len(links)
            self.check(path, link, exclude=["service"])
            links.append(link)
        self.service.phones, self.service.links = phones, links


def shortened(text, longest):
    """Return ``text`` on as many characters as there is room for, cut between words."""
    text = text.strip()
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;") + "…"


def times_date(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
