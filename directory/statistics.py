"""Counting how the directory is used, without people, as ``cms.core.counting`` does; and what is searched for."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.core import counting, page_cache
from cms.core.counting import CHUNK, is_counted

from .models import DailyCount, SearchPhrase, Service

Kind = DailyCount.Kind

LONGEST_PHRASE = 40
# A phrase that one person types on one day may be about that person; one that comes back is about the directory.
DAYS_BEFORE_KEPT = 5
KEEP_PHRASES = timedelta(days=90)
CHECKED_WITHIN = timedelta(days=365)
# A bound against somebody who makes them up: kept as hashes.
MOST_HASHES = 50_000


def count(request, *kinds_and_keys):
    """Count each (kind, key) once for today, if ``request`` is a reader's."""
    if is_counted(request):
        day = timezone.localdate()
        waiting.add({(day, kind, key): 1 for kind, key in kinds_and_keys})


def count_view(request, service):
    """Count that somebody looks at ``service``, at each reading of its page."""
    page_cache.at_each_reading(request, "directory", (Kind.VIEW.value, service.uuid.hex))


def count_search(request, search, total):
    """Count a search of the directory (its first page), the choices made in it, and whether it found nothing.

    The directory as a whole is no search, in whatever order.
    """
    asked = search.wanted.text or search.form.typed_near or search.chosen
    if not asked or "page" in request.GET:
        return
    found = [(Kind.SEARCH.value, "")]
    found += [(Kind.FACET.value, f"{facet.parameter}:{choice.value}"[:140]) for facet, choice in search.chosen]
    if not total:
        found.append((Kind.EMPTY.value, ""))
    page_cache.at_each_reading(request, "directory", *found)
    phrase = kept_form(search.wanted.text)
    if phrase and is_counted(request):
        # A page with words in its address is never kept.
        waiting.add({}, {(timezone.localdate(), phrase): (1, 0 if total else 1)})


def kept_form(text):
    """Return the words of a search as they may be kept, '' where they may not: too long, or with a digit or an @."""
    text = " ".join(text.casefold().split())
    if not text or len(text) > LONGEST_PHRASE or "@" in text or any(char.isnumeric() for char in text):
        return ""
    return text


class Waiting(counting.Waiting):
    """Counts by (day, kind, key), and with them phrases: (searches, of these without result) by (day, phrase)."""

    def forget(self):
        super().forget()
        self.phrases = {}

    def add(self, counts, phrases=None):
        with self.lock:
            for key, (number, empty) in (phrases or {}).items():
                if key in self.phrases or len(self.phrases) < self.most:
                    before = self.phrases.get(key, (0, 0))
                    self.phrases[key] = (before[0] + number, before[1] + empty)
        super().add(counts)

    def take(self):
        phrases, self.phrases = self.phrases, {}
        return (*super().take(), phrases)

    def write(self, counts, phrases):
        write(counts)
        write_phrases(phrases)


waiting = Waiting().kept()


def write(counts):
    """Add ``counts``, numbers by (day, kind, key), to those in the database."""
    counting.add_up(DailyCount, ("day", "kind", "key"), counts)


def digest_of(phrase):
    """Return the keyed hash of a phrase: without the site's secret key nobody can try phrases against it."""
    return salted_hmac("directory.statistics", phrase, algorithm="sha256").hexdigest()


def write_phrases(phrases):
    """Add searches to their phrases: (searches, of these without result) by (day, phrase)."""
    by_digest = {}
    for (day, phrase), numbers in sorted(phrases.items()):
        by_digest.setdefault(digest_of(phrase), []).append((day, phrase, *numbers))
    digests = sorted(by_digest)
    has_room = bool(digests) and SearchPhrase.objects.count() < MOST_HASHES
    for start in range(0, len(digests), CHUNK):
        part = digests[start : start + CHUNK]
        if has_room:
            fresh = [SearchPhrase(digest=digest, first_day=by_digest[digest][0][0]) for digest in part]
            SearchPhrase.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = list(SearchPhrase.objects.select_for_update().filter(digest__in=part).order_by("pk"))
        for row in rows:
            for day, phrase, number, empty in by_digest[row.digest]:
                if row.last_day is None or day > row.last_day:
                    row.days, row.last_day = row.days + 1, day
                row.count, row.empty = row.count + number, row.empty + empty
                if row.days >= DAYS_BEFORE_KEPT and not row.phrase:
                    row.phrase, row.kept_on = phrase, day
        SearchPhrase.objects.bulk_update(rows, ["days", "last_day", "count", "empty", "phrase", "kept_on"])


def purge_phrases():
    """Delete phrases kept for 90 days, and hashes that did not become one in 90 days; return how many."""
    limit = timezone.localdate() - KEEP_PHRASES
    over = Q(kept_on__lt=limit) | Q(kept_on=None, first_day__lt=limit)
    return SearchPhrase.objects.filter(over).delete()[0]


def checked_now():
    """Return (entries listed, of these checked within 12 months), as they are today. Two queries."""
    listed = Service.objects.listed()
    return listed.count(), listed.filter(assured_at__gt=timezone.localdate() - CHECKED_WITHIN).count()


def record_checked():
    """Keep today's numbers of listed and checked entries; every night. Returns how many are listed."""
    day = timezone.localdate()
    listed, checked = checked_now()
    for kind, number in ((Kind.LISTED, listed), (Kind.CHECKED, checked)):
        DailyCount.objects.update_or_create(day=day, kind=kind, key="", defaults={"count": number})
    return listed
