"""Services, organisations, locations and terms as HSDS objects: dicts of what JSON has.

What is masked stays so: a hidden address gives a location without name, address or point; where only the suburb shows
there is no street and no point, since a point would be taken for the door (docs/decisions). No object holds a person,
a note of the editors or ``metadata``. Empty fields are left out.
"""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from cms.core.models import SiteSettings, Term
from cms.core.site_links import absolute_url

from .. import times
from ..letters import Terms
from ..models import Schedule, Service
from .parts import (
    ACCESS,
    AREAS,
    CHOICES,
    COUNTRY,
    CURRENCY,
    DAYS,
    LANGUAGE,
    LANGUAGES,
    MOST_IN_FULL,
    STATE,
    STATUS,
    TEXTS,
    alert,
    filled,
    first_date,
    id_of,
    language_code,
    moment,
    offset_of,
    own_attribute,
    provider_id,
    shows_street,
)  # fmt: skip


class Objects:
    """Makes HSDS objects. One for each answer: terms and settings are read once, the clock stands still.

    ``now`` (aware) decides the offset of times of day. Rows come with their parts (``lists`` prefetches them).
    """

    def __init__(self, now=None):
        self.now = now or timezone.now()
        self._said, self._terms_of = {}, (None, [])

    # --- Words that are shared ---------------------------------------------------------------------

    @cached_property
    def terms(self):
        """All terms with their taxonomies, and what each has become. One query."""
        return Terms(Term.objects.select_related("taxonomy"))

    @cached_property
    def assurer(self):
        """The address that answers for what was checked: the site's own, never a person's."""
        return SiteSettings.load().email

    def terms_of(self, service):
        """Return the service's terms as they stand now, each once, in reading order."""
        if self._terms_of[0] is not service:
            found = {term.pk: term for one in service.terms.all() if (term := self.terms.current(one.pk))}
            in_order = sorted(
                found.values(),
                key=lambda term: (term.taxonomy.sort_order, term.taxonomy_id, term.sort_order or 0, term.pk),
            )
            # Asked several times of one service, and then no more.
            self._terms_of = (service, in_order)
        return self._terms_of[1]

    # --- Taxonomies and terms ----------------------------------------------------------------------

    def taxonomy(self, taxonomy):
        return filled(
            {
                "id": str(taxonomy.uuid),
                "name": taxonomy.name,
                "uri": absolute_url(reverse("hsds:item", args=["taxonomies", taxonomy.uuid])),
            }
        ) | {"description": taxonomy.help_text}

    def taxonomy_term(self, term):
        # The same few terms stand in every service.
        if term.pk not in self._said:
            self._said[term.pk] = self._taxonomy_term(term)
        return self._said[term.pk]

    def _taxonomy_term(self, term):
        parent = self.terms.current(term.parent_id) if term.parent_id else None
        is_facet = term.taxonomy.is_facet
        return filled(
            {
                "id": str(term.uuid),
                "code": term.slug,
                "name": term.name,
                "description": term.name,
                "parent_id": parent and str(parent.uuid),
                "taxonomy": term.taxonomy.name,
                "taxonomy_detail": self.taxonomy(term.taxonomy),
                "taxonomy_id": str(term.taxonomy.uuid),
                "language": LANGUAGE,
                "term_uri": absolute_url(f"{reverse('directory:list')}?term={term.slug}") if is_facet else "",
            }
        )

    # --- Organisations -----------------------------------------------------------------------------

    def organization(self, service):
        """Return the fields of who provides a service; None where nobody is named."""
        if service.organisation_id:
            return self.organization_row(service.organisation)
        return self.provider_row(service) if service.provider_name.strip() else None

    def organization_row(self, organisation):
        return filled(
            {
                "id": str(organisation.uuid),
                "name": organisation.name,
                "email": organisation.email,
                "website": organisation.website,
            }
        ) | {"description": organisation.about}

    def provider_row(self, service):
        """Return the organisation that a service names in words, until editors link one."""
        return {"id": str(provider_id(service.uuid)), "name": service.provider_name, "description": ""}

    def organization_full(self, owner, services, full_service=False):
        """Return an organisation (or the service that names one in words) with its listed services, bare or in full: in
        full where they are few, for an answer holds several organisations."""
        if isinstance(owner, Service):
            row, number = self.provider_row(owner), ""
        else:
            row, number = self.organization_row(owner), owner.abn
        if number:
            row["organization_identifiers"] = [
                {
                    "id": id_of(owner.uuid, "abn"),
                    "organization_id": row["id"],
                    "identifier_scheme": "AU-ABN",
                    "identifier_type": "ABN",
                    "identifier": number,
                }
            ]
        make = self.service_full if full_service and len(services) <= MOST_IN_FULL else self.service_row
        row["services"] = [
            {name: value for name, value in make(service).items() if name != "organization"} for service in services
        ]
        return row

    # --- Services ----------------------------------------------------------------------------------

    def service_minimal(self, service):
        return {"id": str(service.uuid), "modified_date": moment(service.changed_at)}

    def service_row(self, service):
        """Return a service with what it has one of: its own fields and its organisation's."""
        organization = self.organization(service)
        return filled(
            {
                "id": str(service.uuid),
                "organization_id": organization and organization["id"],
                "name": service.name,
                "description": "\n\n".join(filter(None, [service.summary, service.description])),
                "url": service.website,
                "email": service.public_email,
                "status": STATUS[service.status],
                "application_process": "\n\n".join(
                    filter(None, [f"{service.get_joining_display()}.", service.how_to_join])
                ),
                "fees_description": service.cost_in_words,
                "eligibility_description": service.who_for,
                "minimum_age": service.age_min,
                "maximum_age": service.age_max,
                "assured_date": service.assured_at and service.assured_at.isoformat(),
                "assurer_email": self.assurer if service.assured_at else "",
                "alert": alert(service),
                "last_modified": moment(service.changed_at),
                "organization": organization,
            }
        )

    def service_full(self, service, with_locations=True):
        """Return a service with everything that belongs to it."""
        parts = {
            "additional_urls": [
                filled({"id": str(link.uuid), "label": link.label, "url": link.url, "service_id": str(service.uuid)})
                for link in service.links.all()
            ],
            "phones": [
                filled(
                    {
                        "id": str(phone.uuid),
                        "service_id": str(service.uuid),
                        "number": phone.number,
                        "type": "voice",
                        "description": ". ".join(filter(None, [phone.label, phone.hours])),
                    }
                )
                for phone in service.phones.all()
            ],
            "service_areas": self.service_areas(service),
            "languages": self.languages(service),
            "cost_options": [self.cost_option(service)],
            "attributes": self.attributes(service),
        }
        if with_locations:
            parts["service_at_locations"] = [
                self.at_location_full(location, service, with_service=False) for location in service.locations.all()
            ]
        return self.service_row(service) | filled(parts)

    def service_areas(self, service):
        if service.coverage in AREAS:
            names = [AREAS[service.coverage]]
        else:
            names = dict.fromkeys(
                f"{locality.council_area}, Victoria" for locality in service.public_localities if locality.council_area
            )
        return [
            {
                "id": id_of(service.uuid, "area", name),
                "service_id": str(service.uuid),
                "name": name,
                "extent": name,
                "extent_type": "text",
            }
            for name in names
        ]

    def languages(self, service):
        return [
            filled(
                {
                    "id": id_of(service.uuid, "language", term.slug),
                    "service_id": str(service.uuid),
                    "name": term.name,
                    "code": language_code(term),
                }
            )
            for term in self.terms_of(service)
            if term.taxonomy.slug == LANGUAGES
        ]

    def cost_option(self, service):
        is_free = service.cost_kind == Service.Cost.FREE
        return filled(
            {
                "id": id_of(service.uuid, "cost"),
                "service_id": str(service.uuid),
                "option": service.get_cost_kind_display(),
                "currency": CURRENCY if is_free else "",
                "amount": 0 if is_free else None,
                "amount_description": service.cost_note,
            }
        )

    def attributes(self, service):
        """Return all terms as attributes, then what HSDS has no field for."""
        owner = service.uuid
        found = [
            {
                "id": id_of(owner, "term", term.slug),
                "link_id": str(owner),
                "taxonomy_term_id": str(term.uuid),
                "link_type": term.taxonomy.slug,
                "link_entity": "service",
                "label": term.taxonomy.name,
                "taxonomy_term": self.taxonomy_term(term),
            }
            for term in self.terms_of(service)
        ]
        said = [
            ("delivery", label, slug) for field, (slug, label) in Service.DELIVERY.items() if getattr(service, field)
        ]
        said += [(kind, label, getattr(service, field)) for kind, label, field in CHOICES + TEXTS]
        said.append(("newcomers", "Open to newcomers", "yes" if service.takes_newcomers else "no"))
        if service.status_ends:
            said.append(("status-until", "Until", service.status_ends.isoformat()))
        return found + [own_attribute(owner, "service", *one) for one in said if one[2]]

    # --- Places ------------------------------------------------------------------------------------

    def at_location_row(self, location, service):
        """Return a service at one of its locations, with what it has one of."""
        return {
            "id": str(location.uuid),
            "service_id": str(service.uuid),
            "location_id": id_of(location.uuid, "location"),
            "location": self.location_row(location),
            "service": self.service_row(service),
        }

    def at_location_full(self, location, service, with_service=True):
        row = self.at_location_row(location, service)
        if with_service:
            row["service"] = self.service_full(service, with_locations=False)
            row |= filled({"service_areas": self.service_areas(service)})
        else:
            del row["service"]
        row["location"] |= self.location_parts(location, service)
        schedules = [self.schedule(schedule, location) for schedule in location.schedules.all()]
        return row | filled({"schedules": schedules})

    def location_row(self, location):
        """Return the fields of a place, or of a way without one. What is masked has neither name nor point."""
        row = {
            "id": id_of(location.uuid, "location"),
            "location_type": "physical" if location.locality_id else "virtual",
            "name": location.public_name,
        }
        if location.is_hidden:
            row |= {"name": "Address kept private", "description": "The service tells people where it is."}
        elif shows_street(location):
            # The town's point stands beside the street, which says where the door is.
            row |= {"latitude": location.locality.latitude, "longitude": location.locality.longitude}
        elif location.locality_id:
            row |= {
                "name": f"{location.locality.name}, area only",
                "description": "Only the suburb or town is published. The service tells people the street.",
            }
        return filled(row)

    def location_parts(self, location, service):
        identifier = id_of(location.uuid, "location")
        parts = {"addresses": [], "accessibility": [], "attributes": []}
        locality = location.public_locality
        if locality:
            parts["addresses"].append(
                filled(
                    {
                        "id": id_of(location.uuid, "address"),
                        "location_id": identifier,
                        "address_1": location.street if shows_street(location) else "Street not published",
                        "city": locality.name,
                        "region": locality.council_area,
                        "state_province": STATE,
                        "postal_code": locality.postcode,
                        "country": COUNTRY,
                        "address_type": "physical",
                    }
                )
            )
        if shows_street(location):
            parts["attributes"].append(
                own_attribute(location.uuid, "location", "point", "What the point is of", "suburb or town")
                | {"link_id": identifier}
            )
        notes = [location.access_note] if shows_street(location) or not location.locality_id else []
        if location.locality_id:
            notes += [term.name for term in self.terms_of(service) if term.taxonomy.slug == ACCESS]
        parts["accessibility"] = [
            {"id": id_of(location.uuid, "access", note), "location_id": identifier, "description": note}
            for note in dict.fromkeys(filter(None, notes))
        ]
        return filled(parts)

    def schedule(self, schedule, location):
        """Return a time that comes back. Its offset is the one that its zone has now; the zone itself is an attribute."""
        offset = offset_of(times.zone_of(schedule), self.now)
        is_monthly = schedule.frequency == Schedule.Frequency.MONTHLY
        is_fortnightly = schedule.frequency == Schedule.Frequency.FORTNIGHTLY
        day = DAYS[schedule.weekday]
        return filled(
            {
                "id": str(schedule.uuid),
                "service_at_location_id": str(location.uuid),
                "freq": "MONTHLY" if is_monthly else "WEEKLY",
                "interval": 2 if is_fortnightly else 1,
                "byday": f"{schedule.week_of_month or ''}{day}" if is_monthly else day,
                "wkst": "MO" if is_fortnightly else "",
                "dtstart": first_date(schedule) if is_fortnightly else "",
                "opens_at": f"{schedule.starts:%H:%M}{offset}",
                "closes_at": f"{schedule.ends:%H:%M}{offset}" if schedule.ends else "",
                "description": schedule.in_words,
                "notes": schedule.note,
                "attributes": [
                    own_attribute(schedule.uuid, "schedule", "timezone", "Time zone", str(times.zone_of(schedule)))
                ],
            }
        )
