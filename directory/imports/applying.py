"""From the cells of an entry to a service: each cell read, each problem said in words with its line and column."""

import difflib
from collections import namedtuple
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from cms.intake.forms import clean_text

from ..models import Link, Locality, Location, Organisation, Phone, Schedule, Service
from ..near import split
from .cells import age, checked, choice, in_words, pieces, shown_of, ways, web_address, yes_or_no
from .columns import AGES, CHOICES, PARTS, TEXTS, WITHHELD, place_cells
from .times import Time, read_times

Problem = namedtuple("Problem", "line heading reason")


class Known:
    """What names in cells may mean: organisations and localities, read once."""

    @cached_property
    def organisations(self):
        found = list(Organisation.objects.all())
        return {one.name.casefold(): one for one in found} | {one.name: one for one in found}

    @cached_property
    def localities(self):
        """Localities by name in lower case, and by postcode."""
        found = {}
        for place in Locality.objects.order_by("-is_primary", "name", "postcode"):
            found.setdefault(place.name.casefold(), []).append(place)
            found.setdefault(place.postcode, []).append(place)
        return found

    def locality(self, text):
        """Return the Locality that ``text`` names; ValueError with words where there is none or several."""
        name, postcode = split(text)
        found = self.localities.get(name.casefold(), []) if name else self.localities.get(postcode, [])
        if name and postcode:
            found = [place for place in found if place.postcode == postcode]
        found = [place for place in found if place.is_primary] or found
        if not found:
            raise ValueError(f"We don’t know a suburb or postcode “{text[:40]}” in Victoria")
        if len(found) > 1:
            names = ", ".join(str(place) for place in found[:6])
            raise ValueError(f"There are several: {names}. Write the one you mean, with its postcode")
        return found[0]


class Applied:
    """The cells of one Entry put onto a service (not saved): ``service``, ``problems`` and the ``touched`` columns.

    ``reference`` is the service as the file was made from it (None for a new one): a cell that still says the same is
    left alone. ``only`` limits it to these column keys. ``fills_only`` takes nothing away: empty cells and the lists of
    places, phones and links are left as they are.
    """

    def __init__(self, entry, service, sheet, known, *, reference=None, only=None, fills_only=False):
        self.entry, self.service, self.sheet, self.known = entry, service, sheet, known
        self.only, self.fills_only = only, fills_only
        self.is_new = reference is None
        self.problems, self.touched = [], set()
        self.before = as_written(sheet.cells(reference)) if reference else {}
        self.parts_before = parts_of(reference) if reference else {}
        self.read_cells()
        if not fills_only:
            for part in PARTS:
                self.read_part(part)

    def lines_before(self):
        """Return the reference as lines: dicts of text by column key, with what is kept private."""
        phones = [dict(zip(("number", "phone_label", "hours"), one, strict=True)) for one in self.parts_before["phone"]]
        links = [dict(zip(("link_label", "url"), one, strict=True)) for one in self.parts_before["link"]]
        parts = zip_longest(self.parts_before["place"].values(), phones, links, fillvalue={})
        lines = [{**place, **phone, **link} for place, phone, link in parts] or [{}]
        return [self.before | lines[0], *lines[1:]]

    def wrong(self, line, key, reason):
        heading = self.sheet.by_key[key].heading if key in self.sheet.by_key else key
        self.problems.append(Problem(line, heading, reason))

    def wants(self, key):
        return self.only is None or key in self.only

    # --- The service's own cells ------------------------------------------------------------------

    def read_cells(self):
        for key, (text, line) in self.entry.cells.items():
            column = self.sheet.by_key.get(key)
            if column is None or key == "uuid" or not self.wants(key) or self.before.get(key) == text:
                continue
            if self.is_new and not text and not column.is_needed:
                continue
            if self.fills_only and not text:
                continue
            self.touched.add(key)
            try:
                self.set_cell(column, text)
            except (ValueError, ValidationError) as error:
                self.wrong(line, key, in_words(error))
        if self.is_new:
            for column in self.sheet.columns:
                if column.is_needed and column.key not in self.entry.cells:
                    self.wrong(self.entry.number, column.key, "A new entry needs this column")
        low, high = self.service.age_min, self.service.age_max
        if low is not None and high is not None and low > high and self.touched & set(AGES):
            self.wrong(self.entry.number, "age_min", "The lower age must not be above the higher one")

    def set_cell(self, column, text):
        key, service = column.key, self.service
        if column.is_needed and not text:
            raise ValueError("This must not be empty")
        if column.taxonomy is not None:
            self.set_terms(column, text)
        elif key in TEXTS:
            setattr(service, key, checked(Service, key, web_address(text) if key == "website" else text))
        elif key in CHOICES:
            setattr(service, key, choice(Service, key, text))
        elif key in AGES:
            setattr(service, key, age(text))
        elif key == "takes_newcomers":
            service.takes_newcomers = yes_or_no(text)
        elif key == "delivery":
            chosen = ways(text)
            for name in Service.DELIVERY:
                setattr(service, name, name in chosen)
        elif key == "provider":
            organisation = self.known.organisations.get(text) or self.known.organisations.get(text.casefold())
            service.organisation = organisation
            if organisation is None:
                service.provider_name = checked(Service, "provider_name", text)

    def set_terms(self, column, text):
        offered = self.sheet.terms_of.get(column.taxonomy.pk, ())
        by_word = {}
        for term in offered:
            by_word |= {self.sheet.word_for(term).casefold(): term}
            by_word.setdefault(term.slug, term)
        chosen = {}
        for word in pieces(text):
            term = by_word.get(word.casefold())
            if term is None:
                near = difflib.get_close_matches(word.casefold()[:60], by_word, 1, 0.6)
                hint = f" Did you mean “{self.sheet.word_for(by_word[near[0]])}”?" if near else ""
                raise ValueError(f"“{word[:60]}” is none of the choices.{hint}")
            chosen[term.pk] = term
        if len(chosen) > 1 and not column.taxonomy.allows_many:
            raise ValueError("Only one of the choices is possible here")
        kept, covered = [], set()
        for term in self.service.terms.all():
            current = self.sheet.all_terms.current(term.pk)
            is_ours = current is not None and current.taxonomy_id == column.taxonomy.pk
            if not is_ours or current.pk in chosen:
                kept.append(term)
                covered |= {current.pk} if is_ours else set()
        self.service.terms = [*kept, *(term for pk, term in chosen.items() if pk not in covered)]

    # --- Places, phones, links --------------------------------------------------------------------

    def read_part(self, part):
        keys = {column.key for column in self.sheet.columns if column.part == part}
        in_file = keys & {key for line in self.entry.lines for key in line.cells}
        if not in_file or not (self.only is None or keys & self.only):
            return
        rows = self.entry.part(part, self.sheet)
        getattr(self, f"read_{part}s")(rows, in_file)

    def read_phones(self, rows, in_file):
        asked = [tuple(cells.get(key, "") for key in ("number", "phone_label", "hours")) for _line, cells in rows]
        if asked == self.parts_before.get("phone", []):
            return
        self.touched |= in_file
        before, phones = list(self.service.phones.all()), []
        fields = {"number": "number", "phone_label": "label", "hours": "hours"}
        for line, cells in rows:
            phone = take(before, lambda one, cells=cells: one.number == cells.get("number")) or Phone()
            if phone.pk is None and before and len(before) == len(rows) - len(phones):
                phone = before.pop(0)
            phones.append(self.filled(phone, cells, fields, line, needed="number"))
        self.service.phones = ordered(phones)

    def read_links(self, rows, in_file):
        asked = [(cells.get("link_label", ""), cells.get("url", "")) for _line, cells in rows]
        if asked == self.parts_before.get("link", []):
            return
        self.touched |= in_file
        before, links = list(self.service.links.all()), []
        for line, cells in rows:
            cells = cells | ({"url": web_address(cells["url"])} if cells.get("url") else {})
            link = take(before, lambda one, cells=cells: one.url == cells.get("url")) or Link()
            links.append(self.filled(link, cells, {"link_label": "label", "url": "url"}, line, needed="url"))
            if not links[-1].label:
                self.wrong(line, "link_label", "Say what this link is")
        self.service.links = ordered(links)

    def filled(self, part, cells, fields, line, needed=None):
        """Put ``cells`` into the part's ``fields`` (by column key) and return it."""
        for key, name in fields.items():
            if key not in cells:
                continue
            try:
                setattr(part, name, checked(type(part), name, cells[key]))
            except ValidationError as error:
                self.wrong(line, key, in_words(error))
        if needed and not cells.get(needed):
            self.wrong(line, needed, "This must not be empty")
        return part

    def read_places(self, rows, in_file):
        before = self.parts_before.get("place", {})
        if before and "place_uuid" not in in_file:
            self.wrong(
                self.entry.number, "place_uuid",
                "Without this column we can’t tell the places of an entry apart. Add it, or leave out all columns of places",
            )  # fmt: skip
            return
        here, places, seen = {str(place.uuid): place for place in self.service.locations.all()}, [], set()
        for line, cells in rows:
            key = cells.get("place_uuid", "").casefold()
            if key and (key not in before or key in seen):
                reason = "This place is there twice" if key in seen else "This entry has no place with this id"
                self.wrong(line, "place_uuid", f"{reason}. Leave the cell empty for a new place")
                continue
            seen.add(key)
            place = here.get(key) or Location()
            places.append(self.read_place(place, cells, line, before.get(key, {})))
        if [str(place.uuid) for place in places] != list(before):
            self.touched |= in_file
        self.service.locations = ordered(places)

    def read_place(self, place, cells, line, before):
        written = cells
        cells = {key: text for key, text in cells.items() if before.get(key) != text and key != "place_uuid"}
        was = before.get("address_shown", "")
        try:
            shown = shown_of(cells["address_shown"]) if cells.get("address_shown") else was
        except ValueError as error:
            self.wrong(line, "address_shown", str(error))
            shown = was or Location.AddressShown.NOTHING
        had_place = bool(before.get("locality"))
        # An empty cell that a download leaves empty says nothing, as long as it stays private.
        cells = {
            key: text
            for key, text in cells.items()
            if text or not (key in WITHHELD and is_withheld(key, was, had_place) and is_withheld(key, shown, had_place))
        }
        self.touched |= set(cells)
        fields = {"place_name": "name", "street": "street", "access_note": "access_note"}
        self.filled(place, cells, fields, line)
        if "locality" in cells:
            place.locality = None
            try:
                place.locality = self.known.locality(cells["locality"]) if cells["locality"] else None
            except ValueError as error:
                self.wrong(line, "locality", str(error))
                return place
        place.address_shown = shown or Location.AddressShown.NOTHING
        if "times" in cells:
            try:
                place.schedules = schedules(read_times(cells["times"]), place)
            except ValueError as error:
                self.wrong(line, "times", str(error))
        is_new_address = place.locality_id and not shown
        if is_new_address or ("address_shown" in cells and not cells["address_shown"] and place.locality_id):
            self.wrong(line, "address_shown", "Say how much of the address shows: street, suburb or nothing")
        if place.street and not place.locality_id:
            self.wrong(line, "locality", "Give the suburb or town of this address")
        reveals = shown == Location.AddressShown.STREET and was not in ("", shown)
        if shown == Location.AddressShown.STREET and (not place.street or (reveals and not written.get("street"))):
            self.wrong(line, "street", "To show the whole address, write the street address here")
        if (
            was == Location.AddressShown.NOTHING
            and shown == Location.AddressShown.SUBURB
            and not written.get("locality")
        ):
            self.wrong(line, "locality", "To show the suburb, write it here")
        return place


def is_withheld(key, shown, has_place):
    """Whether a download leaves out this cell of a place whose address shows so much."""
    if key == "locality":
        return shown == Location.AddressShown.NOTHING
    if key == "street":
        return shown != Location.AddressShown.STREET
    return has_place and shown != Location.AddressShown.STREET


def as_written(cells):
    """Return cells as a file holds them."""
    return {key: clean_text(text) for key, text in cells.items()}


def parts_of(service):
    """Return the cells of a service's places (by id), phones and links, to see what a file leaves as it is."""
    return {
        "place": {str(one.uuid): as_written(place_cells(one, withheld=False)) for one in service.locations.all()},
        "phone": [tuple(map(clean_text, (one.number, one.label, one.hours))) for one in service.phones.all()],
        "link": [tuple(map(clean_text, (one.label, one.url))) for one in service.links.all()],
    }


def take(parts, test):
    """Remove the first of ``parts`` that meets ``test`` from the list and return it; None where none does."""
    for number, part in enumerate(parts):
        if test(part):
            return parts.pop(number)
    return None


def ordered(parts):
    for number, part in enumerate(parts):
        part.sort_order = number
    return parts


def schedules(times, place):
    """Return Schedules for ``times``, those of ``place`` again where they say the same, so that they keep their ids."""
    before = list(place.schedules.all())
    kept = [(time, take(before, lambda one, time=time: Time.of(one) == time)) for time in times]
    found = []
    for time, schedule in kept:
        schedule = schedule or (before.pop(0) if before else Schedule())
        for name in ("weekday", "starts", "ends", "frequency", "week_of_month", "from_date", "note"):
            setattr(schedule, name, getattr(time, name))
        found.append(schedule)
    return ordered(found)
