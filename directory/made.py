"""Made-up services in any number, to measure the directory with: realistic, quick to make, easy to take away again.

They are marked by their ids: all of them lie in one range of UUIDs that nothing else is given (``MARK``). The same seed
and number make the same services.
"""

import datetime
import random
from itertools import accumulate, islice
from math import exp
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cms.core.models import Term

from . import engine
from .landmarks import CITIES
from .models import Locality, Location, Organisation, Phone, Schedule, Service
from .near import kilometres

BATCH = 500
# The first half of the ids; a random UUID never begins so, since its version stands in it as a 4.
MARK = 0x5EED5EED_0000_0000
FIRST, LAST = UUID(int=MARK << 64), UUID(int=(MARK << 64) | (2**64 - 1))
SERVICES_OF_ONE = 6

# About how many people, in thousands, live in and around each city, and how far around: Bureau of Statistics, rounded.
PEOPLE = {
    "Melbourne": (5000, 22), "Geelong": (290, 12), "Ballarat": (115, 9), "Bendigo": (105, 9), "Shepparton": (55, 9),
    "Wodonga": (45, 8), "Traralgon": (75, 14), "Warrnambool": (35, 7), "Horsham": (17, 6), "Mildura": (55, 9),
    "Bairnsdale": (20, 9),
}  # fmt: skip
IN_THE_COUNTRY = 0.6

PLACES = [
    "Lamp",
    "Kettle",
    "River",
    "Verandah",
    "Lantern",
    "Harbour",
    "Orchard",
    "Paddock",
    "Bridge",
    "Window",
    "Garden",
    "Tramline",
    "Banksia",
    "Wattle",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FORMS = [
    "table",
    "circle",
    "walk",
    "group",
    "kitchen",
    "choir",
    "line",
    "chat",
    "morning",
    "studio",
    "breakfast",
    "network",
]
ABOUT = [
    "grief", "hearing voices", "anxiety", "new parents", "carers", "recovery", "gambling", "low mood", "panic",
    "young people", "men", "women", "sleep", "bipolar", "eating", "drinking less", "trauma", "work", "art", "music",
]  # fmt: skip
DOES = [
    "We sit and talk, or do not.", "Tea is on, and nobody has to speak.", "We walk slowly and stop often.",
    "People who have been there listen.", "We cook something easy and eat together.", "We draw, sew and swap stories.",
    "You can ring and talk for a while.", "We share what helped, and what did not.",
]  # fmt: skip
WELCOMES = [
    "Somebody meets you at the door.", "You may come late and leave early.", "Bring a friend the first time.",
    "You do not have to give your name.", "Say as much or as little as you like.",
]  # fmt: skip
STREETS = ["Station Street", "High Street", "Church Street", "Park Road", "Mill Lane", "Bay Road", "School Road"]


def make(number, seed=1, say=lambda words: None):
    """Make ``number`` services, a batch at a time, beside those that were made before; return how many are listed.

    Needs the localities of Victoria. Memory does not grow with ``number``.
    """
    numbers = random.Random(seed)  # noqa: S311
    where = Where(numbers)
    terms = [
        (pk, slug) for pk, slug in Term.objects.in_use().filter(taxonomy__is_facet=True).values_list("pk", "taxonomy")
    ]
    by_taxonomy = {}
    for pk, taxonomy in terms:
        by_taxonomy.setdefault(taxonomy, []).append(pk)
    start = made().count()
    listed = 0
    counting = iter(range(start, start + number))
    while batch := list(islice(counting, BATCH)):
        listed += _batch(batch, numbers, where, list(by_taxonomy.values()))
        say(f"{batch[-1] + 1 - start} of {number}")
    return listed


def made():
    """Return the queryset of what ``make`` made and is still there."""
    return Service.objects.filter(uuid__range=(FIRST, LAST))


def remove(say=lambda words: None):
    """Delete every service that ``make`` made, and the organisations that came with them; return how many services."""
    removed = 0
    while batch := list(made().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Service.objects.filter(pk__in=batch).delete()
        removed += len(batch)
        say(f"{removed} removed")
    Organisation.objects.filter(uuid__range=(FIRST, LAST), services=None).delete()
    return removed


class Where:
    """Localities as people live: many in Melbourne, some in each city, a few everywhere else."""

    def __init__(self, numbers):
        self.numbers = numbers
        self.places = list(Locality.objects.filter(is_primary=True).order_by("pk"))
        if not self.places:
            raise LookupError("There are no localities yet: run manage.py load_localities first.")
        self.weights = list(accumulate(self._weights()))

    def _weights(self):
        weights = [IN_THE_COUNTRY] * len(self.places)
        for name, (people, reach) in PEOPLE.items():
            around = [
                exp(-((kilometres(place.latitude, place.longitude, *CITIES[name]) / reach) ** 2))
                for place in self.places
            ]
            total = sum(around) or 1
            weights = [weight + people * part / total for weight, part in zip(weights, around, strict=True)]
        return weights

    def one(self):
        return self.numbers.choices(self.places, cum_weights=self.weights)[0]


def _uuid(kind, number, part=0):
    """Return the id of the ``number``th thing of a kind (a small int), in the marked range."""
    return UUID(int=(MARK << 64) | (kind << 56) | (number << 8) | part)


def _batch(batch, numbers, where, taxonomies):
    with transaction.atomic():
        organisations = _organisations(batch, numbers)
        services = [_service(number, numbers, organisations) for number in batch]
        Service.objects.bulk_create(services)
        filed, locations = [], []
        through = Service.terms.through
        for number, service in zip(batch, services, strict=True):
            for terms in taxonomies:
                wanted = min(len(terms), numbers.choice([0, 1, 1, 2]))
                filed += [through(service=service, term_id=term) for term in numbers.sample(terms, wanted)]
            if service.offers_in_person or service.offers_outreach:
                many = numbers.choice([1, 1, 1, 1, 2, 3]) if service.coverage == "place" else 1
                locations += [_location(number, part, service, where.one(), numbers) for part in range(many)]
            elif numbers.random() < 0.5:
                locations.append(Location(service=service, uuid=_uuid(2, number), name="By phone", sort_order=0))
        through.objects.bulk_create(filed)
        Location.objects.bulk_create(locations)
        Schedule.objects.bulk_create(
            [one for place in locations for one in _schedules(place, numbers)], batch_size=BATCH * 2
        )
        Phone.objects.bulk_create(
            [
                Phone(
                    service=service, uuid=_uuid(4, number), sort_order=0,
                    # Numbers that are kept for fiction: nobody has them.
                    number=f"(03) 5550 {numbers.randrange(1000, 9999)}", label=numbers.choice(["", "Text or ring"]),
                )
                for number, service in zip(batch, services, strict=True)
                if service.offers_phone or numbers.random() < 0.6
            ]
        )  # fmt: skip
        engine.refresh(service.pk for service in services)
    return sum(service.is_listed for service in services)


def _organisations(batch, numbers):
    """Return the organisations of a batch, made where they are missing."""
    wanted = range(batch[0] // SERVICES_OF_ONE, batch[-1] // SERVICES_OF_ONE + 1)
    names = [f"{numbers.choice(PLACES)} Peers, made up, no. {number + 1}" for number in wanted]
    Organisation.objects.bulk_create(
        [
            Organisation(uuid=_uuid(1, number), name=name, about="Made up to measure the directory with.")
            for number, name in zip(wanted, names, strict=True)
        ],
        ignore_conflicts=True,
    )
    return list(Organisation.objects.filter(uuid__in=[_uuid(1, number) for number in wanted]).order_by("uuid"))


def _service(number, numbers, organisations):
    about, form = numbers.choice(ABOUT), numbers.choice(FORMS)
    name = f"{numbers.choice([*PLACES, *DAYS])} {form}"
    if numbers.random() < 0.5:
        name += f" for {about}"
    way = numbers.random()
    coverage = "place" if way < 0.86 else "statewide" if way < 0.95 else "national"
    near = coverage == "place"
    youngest = numbers.choice([None, None, None, 12, 16, 18, 18, 26, 60])
    today = timezone.localdate()
    fate = numbers.random()
    has_answers = numbers.random() < 0.7
    return Service(
        uuid=_uuid(0, number), name=name[:120], slug=f"{slugify(name)[:90]}-made-{number + 1}",
        organisation=numbers.choice([None, *organisations]) if organisations else None,
        provider_name=f"{numbers.choice(PLACES)} Neighbours",
        summary=f"{numbers.choice(DOES)} For people who know {about}.",
        description="\n\n".join([*numbers.sample(DOES, 3), f"We began with {about}.", "Made up to measure with."]),
        first_visit=" ".join(numbers.sample(WELCOMES, 2)), who_for=f"Anybody who lives with {about}.",
        how_to_join=numbers.choice(["Just turn up.", "Ring first.", "Send us an email.", ""]),
        age_min=youngest, age_max=numbers.choice([None, None, 25]) if youngest in (12, 16) else None,
        children_welcome=numbers.choice(Service.Welcome.values),
        support_person_welcome=numbers.choice(Service.Welcome.values),
        offers_in_person=near or numbers.random() < 0.1, offers_phone=not near or numbers.random() < 0.3,
        offers_video=numbers.random() < (0.25 if near else 0.5), offers_chat=numbers.random() < (0.05 if near else 0.3),
        offers_outreach=near and numbers.random() < 0.08, coverage=coverage,
        cost_kind=numbers.choices(Service.Cost.values, [80, 6, 7, 7])[0],
        joining=numbers.choices(Service.Joining.values, [85, 10, 5])[0], takes_newcomers=numbers.random() < 0.92,
        status=numbers.choices(Service.Status.values, [86, 8, 3, 3])[0], status_since=today,
        assured_at=None if fate < 0.1 else today - datetime.timedelta(days=numbers.randrange(1, 500)),
        # Some that nobody has approved yet, and some that were taken down.
        live=fate < 0.95, first_published_at=timezone.now(), last_published_at=timezone.now(),
        safety_run_by="People with lived experience." if has_answers else "",
        safety_facilitators="Each did a course." if has_answers else "",
        safety_privacy="First names only." if numbers.random() < 0.5 else "",
    )  # fmt: skip


def _location(number, part, service, locality, numbers):
    shown = numbers.choices(Location.AddressShown.values, [45, 45, 10])[0]
    return Location(
        service=service, uuid=_uuid(2, number, part), sort_order=part, locality=locality, address_shown=shown,
        name=numbers.choice(["", "Community house", "Library, upstairs", "The hall"]),
        street=f"{numbers.randrange(1, 300)} {numbers.choice(STREETS)}",
        access_note=numbers.choice(["", "", "Ramp at the side door.", "The bus stops in front."]),
    )  # fmt: skip


def _schedules(place, numbers):
    """Return the times of a place: none, one evening or day, or the same hours on several days."""
    days = numbers.choice([[], [0], [1], [1], [2], [3], [3], [4], [5], [6], [1, 3], [0, 1, 2, 3, 4]])
    hour = numbers.choice([9, 10, 10, 12, 13, 14, 17, 18, 18, 19])
    frequency = numbers.choices(Schedule.Frequency.values, [80, 10, 10])[0]
    number = place.uuid.int & (2**56 - 1)
    return [
        Schedule(
            # The place's own number with the row in it: a place has fewer than 16 times, a service fewer places.
            uuid=UUID(int=(MARK << 64) | (3 << 56) | (number << 4 & (2**56 - 1)) | row),
            location=place, weekday=day, starts=datetime.time(hour), ends=datetime.time(hour + 2), sort_order=row,
            frequency=frequency, week_of_month=numbers.choice([1, 2, 3, 4, -1]) if frequency == "monthly" else None,
            from_date=datetime.date(2026, 1, 5) + datetime.timedelta(days=day) if frequency == "fortnightly" else None,
        )
        for row, day in enumerate(days)
    ]  # fmt: skip
