"""The columns of a spreadsheet of services: the same for downloads and for imports, so that one is the other's form.

A service is one line. Where it has several places, phone numbers or links, lines below with the same id hold the
others. What is kept private of an address stands in no download.
"""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.functional import cached_property

from cms.core.models import Taxonomy, Term
from cms.core.site_links import absolute_url
from cms.intake.forms import clean_text

from ..letters import Terms
from ..models import Location, Service
from .times import times_as_text

SEPARATOR = "; "
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column: ``key`` (the field, for us), ``heading`` (for people), what to write in it, and of which ``part``.

    Parts are "" (the service itself), "place", "phone" and "link". ``is_read`` is False for what an import leaves alone.
    """

    key: str
    heading: str
    help_text: str = ""
    example: str = ""
    part: str = ""
    is_read: bool = True
    is_public: bool = True
    is_needed: bool = False
    taxonomy: object = None


def _choices(field):
    return " · ".join(label for _value, label in Service._meta.get_field(field).flatchoices)


ID = Column("uuid", "id", "Leave it as it is for an entry that is here. Leave it empty for a new one.")
BEFORE_TERMS = [
    ID,
    Column("name", "name", "The name that people know it by.", "Tuesday Table", is_needed=True),
    Column("provider", "provided by", "The organisation. One that is here is found by its name.", "Wendouree Peer Collective", is_needed=True),
    Column("summary", "summary", "One or two sentences: what happens, and for whom. At most 200 characters.", "A weekly table and a pot of tea for anyone who wants company.", is_needed=True),
    Column("description", "more about it", "Plain sentences. An empty line begins a new paragraph.", "We sit together and talk, or do not."),
    Column("first_visit", "what to expect the first time", "Who greets people, how many come, what is asked of them.", "Jo meets you at the door."),
    Column("who_for", "who it is for", "", "Adults who live with anxiety."),
    Column("not_for", "who it is not for", "Said kindly. It spares people a wasted trip."),
    Column("age_min", "from age", "A number, or empty.", "18"),
    Column("age_max", "to age", "A number, or empty."),
    Column("children_welcome", "children welcome", _choices("children_welcome"), "No"),
    Column("support_person_welcome", "support person welcome", _choices("support_person_welcome"), "Yes"),
]  # fmt: skip
AFTER_TERMS = [
    Column("delivery", "ways to take part", " · ".join(label for _slug, label in Service.DELIVERY.values()) + ". Several with a semicolon between them.", "In person; Phone", is_needed=True),
    Column("coverage", "who it reaches", _choices("coverage"), "People near a place"),
    Column("cost_kind", "cost", _choices("cost_kind"), "Free"),
    Column("cost_note", "more about cost", "", "Bring a plate if you like."),
    Column("joining", "joining", _choices("joining"), "People join by themselves"),
    Column("how_to_join", "how to join", "What a person does first.", "Just turn up."),
    Column("takes_newcomers", "open to newcomers", "yes · no", YES),
    Column("website", "website", "Begins with https://", "https://example.org/table"),
    Column("public_email", "public email", "A role address rather than a person’s own.", "table@example.org", is_public=False),
    Column("contact_note", "about contact", "", "Ask for Jo, or leave a message."),
    Column("safety_run_by", "who runs it", "", "People with lived experience."),
    Column("safety_facilitators", "facilitators trained and supported", "", "Both did a course, and meet a mentor each month."),
    Column("safety_guidelines", "guidelines", "", "One page on the wall."),
    Column("safety_privacy", "how privacy is kept", "", "First names only."),
    Column("place_uuid", "place id", "Leave it as it is for a place that is here. Leave it empty for a new one.", part="place"),
    Column("place_name", "place name", "The building or room. Or “By phone”, “Online”.", "Doveton House, upstairs", "place"),
    Column("street", "street address", "Left as it is here where it is kept private and the cell is empty.", "18 Vickers Street", "place"),
    Column("locality", "suburb", "With its postcode where there are several of that name.", "Sebastopol 3356", "place"),
    Column("address_shown", "address shown", "street: the whole address · suburb: the suburb only · nothing: it stays private.", "suburb", "place"),
    Column("access_note", "getting in", "Lift, ramp, parking, bus or train, which door.", "Ramp at the side door", "place"),
    Column("times", "times", "One a line, or with a semicolon between them. See below for what can be said.", "Tuesdays, 6.30 pm to 8 pm", "place"),
    Column("number", "phone", "In digits. Format the column as text, so that the first 0 stays.", "(03) 5550 0012", "phone"),
    Column("phone_label", "about the phone", "", "Text or call Jo", "phone"),
    Column("hours", "phone hours", "When somebody answers.", "weekdays, noon to 6 pm", "phone"),
    Column("link_label", "link", "What another web address is, such as a booking form.", "Book a seat", "link"),
    Column("url", "link address", "Begins with https://", "https://example.org/book", "link"),
    Column("status", "status", "For your information. Change it with “Status and check”.", is_read=False),
    Column("status_message", "about the status", "For your information.", is_read=False),
    Column("assured_at", "last checked", "For your information.", is_read=False),
    Column("published", "published", "For your information.", is_read=False, is_public=False),
    Column("page", "web page", "For your information.", is_read=False),
]  # fmt: skip
PARTS = ("place", "phone", "link")
TEXTS = (
    "name", "summary", "description", "first_visit", "who_for", "not_for", "cost_note", "how_to_join", "website",
    "public_email", "contact_note", "safety_run_by", "safety_facilitators", "safety_guidelines", "safety_privacy",
)  # fmt: skip
CHOICES = ("children_welcome", "support_person_welcome", "coverage", "cost_kind", "joining")
AGES = ("age_min", "age_max")
# What of a place no download holds where the street is kept back: an empty cell of these leaves what is here.
WITHHELD = ("place_name", "street", "locality", "access_note")


def term_key(taxonomy):
    """Return the key of the column that holds a taxonomy's terms."""
    return f"term:{taxonomy.slug}"


class Sheet:
    """The columns as they are today, with those of the editors' own taxonomies. Two queries, when first asked."""

    def __init__(self, is_public=False):
        self.is_public = is_public

    @cached_property
    def columns(self):
        """All columns, in order."""
        fixed = [*BEFORE_TERMS, *AFTER_TERMS]
        taken = {column.heading.casefold() for column in fixed}
        of_terms = []
        for taxonomy in Taxonomy.objects.filter(is_facet=True):
            heading = " ".join(taxonomy.name.split())
            heading = f"{heading} ({taxonomy.slug})" if not heading or heading.casefold() in taken else heading
            taken.add(heading.casefold())
            names = " · ".join(self.word_for(term) for term in self.terms_of.get(taxonomy.pk, ()))
            example = next((self.word_for(term) for term in self.terms_of.get(taxonomy.pk, ())), "")
            of_terms.append(
                Column(term_key(taxonomy), heading, f"Any of these, with a semicolon between them: {names}", example, taxonomy=taxonomy)
            )  # fmt: skip
        columns = [*BEFORE_TERMS, *of_terms, *AFTER_TERMS]
        return [column for column in columns if column.is_public or not self.is_public]

    @cached_property
    def by_key(self):
        return {column.key: column for column in self.columns}

    @cached_property
    def all_terms(self):
        """Every term, in order, and what each has become."""
        return Terms(Term.objects.order_by("sort_order", "name", "pk"))

    @cached_property
    def terms_of(self):
        """The terms that may be chosen, in order, by the primary key of their taxonomy."""
        found = {}
        for term in self.all_terms.by_pk.values():
            if not term.is_retired and term.merged_into_id is None:
                found.setdefault(term.taxonomy_id, []).append(term)
        return found

    @cached_property
    def _doubtful(self):
        """Names that stand for no one term of their taxonomy."""
        seen, twice = set(), set()
        for pk, terms in self.terms_of.items():
            for term in terms:
                key = (pk, " ".join(term.name.split()).casefold())
                (twice if key in seen else seen).add(key)
        return twice

    def word_for(self, term):
        """Return how a term stands in a cell: its name, or its slug where the name would be read otherwise."""
        name = " ".join(term.name.split())
        doubtful = (term.taxonomy_id, name.casefold()) in self._doubtful
        return term.slug if doubtful or not name or ";" in name or name.startswith("'") else name

    @property
    def headings(self):
        return [column.heading for column in self.columns]

    def rows(self, service, withheld=True):
        """Return a service as lists of texts, one for each of its lines, in the order of the columns."""
        return [
            [line.get(column.key, "") for column in self.columns] for line in self.lines(service, withheld=withheld)
        ]

    def lines(self, service, withheld=True):
        """Return a service as dicts of text by column key, one for each of its lines; ``withheld`` leaves out what is
        kept private of addresses. Without a query where its relations were fetched (``with_everything``)."""
        parts = zip_longest(
            [place_cells(place, withheld) for place in service.locations.all()],
            [
                {"number": phone.number, "phone_label": phone.label, "hours": phone.hours}
                for phone in service.phones.all()
            ],
            [{"link_label": link.label, "url": link.url} for link in service.links.all()],
            fillvalue={},
        )
        first = self.cells(service)
        again = {"uuid": first["uuid"], "name": first["name"]}
        lines = []
        for one in list(parts) or [({}, {}, {})]:
            whole = {**(again if lines else first), **one[0], **one[1], **one[2]}
            lines.append({key: clean_text(text) for key, text in whole.items()})
        return lines

    def cells(self, service):
        """Return the cells of the service itself, as texts by column key."""
        cells = {field: getattr(service, field) for field in TEXTS}
        cells |= {field: getattr(service, f"get_{field}_display")() for field in CHOICES}
        cells |= {field: "" if getattr(service, field) is None else str(getattr(service, field)) for field in AGES}
        terms = {}
        for term in service.terms.all():
            current = self.all_terms.current(term.pk)
            if current:
                terms.setdefault(current.taxonomy_id, set()).add(current.pk)
        for column in self.columns:
            if column.taxonomy:
                has = terms.get(column.taxonomy.pk, ())
                known = self.terms_of.get(column.taxonomy.pk, ())
                cells[column.key] = SEPARATOR.join(self.word_for(term) for term in known if term.pk in has)
        status = service.get_status_display()
        if service.status_ends and service.status != Service.Status.OPEN:
            status = f"{status} until {service.status_ends:%d/%m/%Y}"
        return cells | {
            "uuid": str(service.uuid),
            "provider": service.provider,
            "delivery": SEPARATOR.join(service.delivery_labels),
            "takes_newcomers": YES if service.takes_newcomers else NO,
            "status": status,
            "status_message": service.status_words,
            "assured_at": f"{service.assured_at:%d/%m/%Y}" if service.assured_at else "",
            "published": YES if service.is_listed else NO,
            "page": absolute_url(service.get_absolute_url()) if service.is_listed else "",
        }


def place_cells(place, withheld):
    """Return the cells of one location; ``withheld`` leaves out what the public may not know of it."""
    is_open = place.address_shown == Location.AddressShown.STREET or not place.locality_id
    locality = place.public_locality if withheld else place.locality
    return {
        "place_uuid": str(place.uuid),
        "place_name": place.public_name if withheld else place.name,
        "street": place.street if place.address_shown == Location.AddressShown.STREET or not withheld else "",
        "locality": str(locality) if locality else "",
        "address_shown": place.address_shown,
        "access_note": place.access_note if is_open or not withheld else "",
        "times": times_as_text(place.schedules.all()),
    }


def with_everything(services):
    """Return ``services`` (a queryset) with all that a line holds, in a fixed number of queries."""
    return services.select_related("organisation").prefetch_related(
        "terms", "locations__locality", "locations__schedules", "phones", "links"
    )
