"""The directory's own search: filled with every change of what is listed, asked once for each search.

Its rows (``SearchEntry``, ``SearchPlace`` and the words table) hold what the public may find and nothing else. They are
written in the transaction that changes a service, so a search never shows what is no longer listed. Whoever writes
parts of a service without ``service.save()``, or creates services in bulk, calls ``refresh``.
"""

from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import CharField, Prefetch, Q
from django.db.models.functions import Cast

from cms.core.words import folded_words, stem

from . import words_table
from .letters import Terms, letters_of
from .models import Location, SearchEntry, SearchPlace, Service

BATCH = 500
FIELDS = ("name_key", "name_stems", "summary_stems", "letters", "reaches_everywhere", "checked_on")


@dataclass
class Filed:
    """What the search holds of one listed service."""

    entry: SearchEntry
    tokens: list = field(repr=False)
    places: dict = field(default_factory=dict)

    def row(self):
        """Return it as a tuple that two of them are compared by."""
        return (*(getattr(self.entry, name) for name in FIELDS), words_table.as_kept(self.tokens), self.places)


def refresh(pks):
    """Bring the rows of these services up to date: of those that are listed they are written, of the others deleted."""
    pks = iter(sorted(set(pks)))
    while batch := list(islice(pks, BATCH)):
        with transaction.atomic():
            # Two that refresh one service at once: the second waits, and then reads what the first one wrote.
            list(Service.objects.select_for_update().filter(pk__in=batch).order_by("pk").values_list("pk"))
            _write(batch, list(_filed(batch)))


def forget(pks):
    """Delete all rows of these services."""
    SearchEntry.objects.filter(pk__in=pks).delete()
    words_table.forget(pks)


def refresh_all():
    """Write all rows anew, a batch at a time; return how many services are listed."""
    refresh(Service.objects.values_list("pk", flat=True).order_by("pk").iterator())
    gone = words_table.strays()
    words_table.forget(gone)
    return SearchEntry.objects.count()


def refresh_terms(pks):
    """Bring the services up to date that are filed under these terms, whatever stands between."""
    terms = Terms()
    under = set().union(*(terms.under(pk) for pk in pks))
    refresh(Service.terms.through.objects.filter(term_id__in=under).values_list("service_id", flat=True))


def _write(pks, filed):
    SearchPlace.objects.filter(entry__in=pks).delete()
    SearchEntry.objects.filter(pk__in=pks).exclude(pk__in=[one.entry.pk for one in filed]).delete()
    words_table.forget(pks)
    if not filed:
        return
    SearchEntry.objects.bulk_create(
        [one.entry for one in filed], update_conflicts=True, unique_fields=["service"], update_fields=FIELDS
    )
    SearchPlace.objects.bulk_create(
        [
            SearchPlace(entry=one.entry, locality_id=locality, latitude=latitude, longitude=longitude)
            for one in filed
            for locality, (latitude, longitude) in one.places.items()
        ]
    )
    words_table.put([(one.entry.pk, one.tokens) for one in filed])


def _filed(pks):
    """Yield the Filed of those of these services that are listed. Six queries."""
    services = (
        Service.objects.listed()
        .filter(pk__in=pks)
        .select_related("organisation")
        .prefetch_related(
            "terms", Prefetch("locations", Location.objects.select_related("locality")), "locations__schedules"
        )
        .order_by("pk")
    )
    terms = Terms()
    for service in services:
        yield _file(service, terms)


def _file(service, terms):
    name, summary = folded_words(service.name), folded_words(service.summary)
    texts = [
        name,
        summary,
        *(
            folded_words(text)
            for text in (
                service.description, service.who_for, service.first_visit, service.provider, service.public_places(),
                *(terms.by_pk[pk].name for one in service.terms.all() for pk in sorted(terms.over(one.pk))),
                *service.delivery_labels,
            )
        ),
    ]  # fmt: skip
    entry = SearchEntry(
        service_id=service.pk,
        name_key=" ".join(name)[:300],
        name_stems=_between_blanks(name),
        summary_stems=_between_blanks(summary),
        letters=letters_of(service, terms),
        reaches_everywhere=service.coverage != Service.Coverage.PLACE,
        checked_on=service.assured_at,
    )
    places = {place.pk: (place.latitude, place.longitude) for place in service.public_localities}
    return Filed(entry, words_table.tokens_of(texts), places)


def _between_blanks(words):
    return f" {' '.join(stem(word) for word in words)} "


# --- Asking -----------------------------------------------------------------------------------------


def hits(wanted=None, box=None, columns=()):
    """Return what is listed as tuples (primary key, letters, *columns), in no order. One query.

    ``wanted`` (a Wanted with words) leaves what has them all; ``box`` (a Box) what may be in it or reaches everywhere.
    ``columns`` are names of fields of SearchEntry, or ``checked``: the day of the last check as text, which the database
    makes in no time and thousands of dates would not be.
    """
    entries = SearchEntry.objects.annotate(checked=Cast("checked_on", CharField()))
    if wanted is not None and not wanted.is_empty:
        entries = entries.filter(pk__in=words_table.matching(wanted))
    if box is not None:
        entries = entries.filter(
            Q(reaches_everywhere=True) | Q(pk__in=box.of(SearchPlace.objects.all()).values("entry_id"))
        )
    return list(entries.values_list("pk", "letters", *columns))


def places_in(box):
    """Return (service's primary key, locality's, latitude, longitude) of the places in a Box. One query."""
    return box.of(SearchPlace.objects.all()).values_list("entry_id", "locality_id", "latitude", "longitude")


# --- Checking ---------------------------------------------------------------------------------------


def differing():
    """Yield the primary keys of services whose rows are not what a rebuild would make: wrong, missing or too many."""
    pks = iter(Service.objects.values_list("pk", flat=True).order_by("pk").iterator())
    while batch := list(islice(pks, BATCH)):
        words = words_table.read(batch)
        kept = {
            entry.pk: (
                *(getattr(entry, name) for name in FIELDS),
                words.get(entry.pk),
                {place.locality_id: (place.latitude, place.longitude) for place in entry.places.all()},
            )
            for entry in SearchEntry.objects.filter(pk__in=batch).prefetch_related("places")
        }
        right = {one.entry.pk: one.row() for one in _filed(batch)}
        yield from (pk for pk in batch if kept.get(pk) != right.get(pk) or (pk in words) != (pk in right))
    yield from words_table.strays()
