"""The directory's own search: filled with every change of what is listed, asked once for each search.

Its rows (``SearchEntry``, ``SearchPlace`` and the words table) hold what the public may find and nothing else. They are
written in the transaction that changes a service, so a search never shows what is no longer listed. Whoever writes
parts of a service without ``service.save()``, or creates services in bulk, calls ``refresh``. What each process keeps
of them to count with (``kept_census``) follows by the ``SearchChange`` that is written with them.
"""

import secrets
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction
from django.db.models import Prefetch
from django.urls import reverse

from cms.core import in_front
from cms.core.words import folded_words, stem

from . import kept_census, words_table
from .letters import Terms, letters_of
from .models import Location, SearchChange, SearchEntry, SearchPlace, SearchWord, Service

BATCH = 500
# Words that may be suggested: shorter ones are too like each other, longer ones nobody types.
SHORTEST, LONGEST = 4, 30
FIELDS = ("name_key", "name_stems", "summary_stems", "letters", "reaches_everywhere", "checked_on")


@dataclass
class Filed:
    """What the search holds of one listed service."""

    entry: SearchEntry
    tokens: list = field(repr=False)
    places: dict = field(default_factory=dict)
    words: set = field(default_factory=set, repr=False)

    def row(self):
        """Return it as a tuple that two of them are compared by."""
        return (*(getattr(self.entry, name) for name in FIELDS), words_table.as_kept(self.tokens), self.places)


def refresh(pks):
    """Bring the rows of these services up to date: of those that are listed they are written, of the others deleted."""
    pks = iter(sorted(set(pks)))
    while batch := list(islice(pks, BATCH)):
        with transaction.atomic():
            # Two that refresh one service at once: the second waits, and then reads what the first one wrote.
            rows = Service.objects.select_for_update().filter(pk__in=batch).order_by("pk")
            tell_in_front(list(rows.values_list("slug", flat=True)))
            _write(batch, list(_filed(batch)))


def forget(pks):
    """Delete all rows of these services."""
    pks = sorted(pks)
    with transaction.atomic():
        SearchEntry.objects.filter(pk__in=pks).delete()
        words_table.forget(pks)
        _note(pks)


def tell_in_front(slugs):
    """Tell caches in front of the site of these entries, and of the list."""
    in_front.tell([reverse("directory:list"), *(reverse("directory:detail", args=[slug]) for slug in slugs if slug)])


def refresh_all():
    """Write all rows anew, a batch at a time; return how many services are listed."""
    SearchWord.objects.all().delete()
    refresh(Service.objects.values_list("pk", flat=True).order_by("pk").iterator())
    mend_strays()
    return SearchEntry.objects.count()


def mend_strays():
    """Delete the words of what is no service any more."""
    words_table.forget(words_table.strays())


def begin():
    """Let every process read all that is listed anew: after tables were filled or emptied past the engine."""
    SearchChange.objects.update_or_create(pk=kept_census.HEAD, defaults={"stamp": 0, "mark": secrets.randbits(62)})


def refresh_terms(pks):
    """Bring the services up to date that are filed under these terms, whatever stands between."""
    terms = Terms()
    under = set().union(*(terms.under(pk) for pk in pks))
    refresh(Service.terms.through.objects.filter(term_id__in=under).values_list("service_id", flat=True))


def _write(pks, filed):
    SearchPlace.objects.filter(entry__in=pks).delete()
    SearchEntry.objects.filter(pk__in=pks).exclude(pk__in=[one.entry.pk for one in filed]).delete()
    words_table.forget(pks)
    _note(pks)
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
    missing = _without(set().union(*(one.words for one in filed)))
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(missing)], batch_size=BATCH)


def _note(pks):
    """Write when the rows of these services changed, for ``kept_census``."""
    if not pks:
        return
    row = f"(%s, {kept_census.STAMP[connection.vendor]}, %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_searchchange (service, stamp, mark) VALUES "  # noqa: S608
            f"{', '.join([row] * len(pks))} ON CONFLICT (service) DO UPDATE SET stamp = excluded.stamp, mark = excluded.mark",
            [value for pk in pks for value in (pk, secrets.randbits(62))],
        )


def _without(words):
    """Return those of ``words`` that no SearchWord has."""
    words, known = sorted(words), set()
    for start in range(0, len(words), BATCH):
        known.update(SearchWord.objects.filter(word__in=words[start : start + BATCH]).values_list("word", flat=True))
    return set(words) - known


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
    words = {word for text in texts for word in text if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
    return Filed(entry, words_table.tokens_of(texts), places, words)


def _between_blanks(words):
    return f" {' '.join(stem(word) for word in words)} "


# --- Asking -----------------------------------------------------------------------------------------


def hits(wanted, columns=()):
    """Return what has the words of a Wanted as tuples (primary key, *columns of SearchEntry), in no order. One query.

    Reads a row for each: for a list of everything ask the census, and ``standing`` what has the words.
    """
    entries = SearchEntry.objects.filter(pk__in=words_table.matching(wanted))
    return list(entries.values_list("pk", *columns))


def standing(census, wanted, is_ranked=True):
    """Return the sets of a Census that have every word and phrase of a Wanted, which is not empty: a list.

    Where it is ranked there are several, the best first: all words in the name; then in name and summary; then elsewhere
    too; each by how many words are missing in the name. One query, or none where the words are common and were asked for
    since the last change.
    """
    # Where there are words, each search of them may want the order; without it one set is less to find.
    key = (wanted.stems, wanted.phrases, is_ranked)

    def ask():
        if not is_ranked:
            return [census.of(map(int, words_table.found(wanted)))]
        places = words_table.placed(wanted)
        return [census.of(map(int, places[where])) for where in sorted(places)]

    return census.words.get(key, ask)


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
        noted = set(SearchChange.objects.filter(pk__in=kept).values_list("pk", flat=True))
        filed = {one.entry.pk: one for one in _filed(batch)}
        unknown = _without(set().union(*(one.words for one in filed.values())))
        for pk in batch:
            right = filed.get(pk)
            if right is None:
                is_right = pk not in kept and pk not in words
            else:
                is_right = kept.get(pk) == right.row() and pk in noted and unknown.isdisjoint(right.words)
            if not is_right:
                yield pk
    yield from words_table.strays()
