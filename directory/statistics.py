"""Counting how the directory is used, without people: no cookie, no address, nothing of who asked; numbers by day.

Counts wait in this process and are written together, by a thread of their own, so that no reader waits for it. What
waits when a process is killed is lost: at most that of ``settings.STATISTICS_EVERY`` seconds.
"""

import atexit
import logging
import os
import re
import threading
from collections import Counter
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import DailyCount, SearchPhrase, Service

logger = logging.getLogger(__name__)
Kind = DailyCount.Kind

ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|preview|monitor|check|scan|fetch|curl|wget|python|java/|go-http|libwww|headless|"
    r"lighthouse|facebookexternalhit|feed|http-?client|scrap",
    re.IGNORECASE,
)
LONGEST_PHRASE = 40
# A phrase that one person types on one day may be about that person; one that comes back is about the directory.
DAYS_BEFORE_KEPT = 5
KEEP_PHRASES = timedelta(days=90)
CHECKED_WITHIN = timedelta(days=365)
# Bounds against somebody who makes them up: waiting here, and kept as hashes.
MOST_WAITING = 2_000
MOST_HASHES = 50_000
CHUNK = 100


def is_counted(request):
    """Whether a request is a reader's: no robot, nobody signed in, nothing that a browser fetches beforehand.

    Only people of the site have a session; its cookie tells without asking the database.
    """
    agent = request.headers.get("User-Agent", "")
    return (
        request.method == "GET"
        and bool(agent)
        and not ROBOTS.search(agent)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    )


def count_view(request, service):
    """Count that somebody looked at ``service``."""
    if is_counted(request):
        waiting.add({(timezone.localdate(), Kind.VIEW, service.uuid.hex): 1})


def count_search(request, search, total):
    """Count a search of the directory (its first page), the choices made in it, and whether it found nothing.

    The directory as a whole is no search, in whatever order.
    """
    asked = search.wanted.text or search.form.typed_near or search.chosen
    if not asked or "page" in request.GET or not is_counted(request):
        return
    day = timezone.localdate()
    counts = {(day, Kind.SEARCH, ""): 1}
    counts |= {(day, Kind.FACET, f"{facet.parameter}:{choice.value}"[:140]): 1 for facet, choice in search.chosen}
    if not total:
        counts[day, Kind.EMPTY, ""] = 1
    phrase = kept_form(search.wanted.text)
    waiting.add(counts, {(day, phrase): (1, 0 if total else 1)} if phrase else {})


def kept_form(text):
    """Return the words of a search as they may be kept, '' where they may not: too long, or with a digit or an @."""
    text = " ".join(text.casefold().split())
    if not text or len(text) > LONGEST_PHRASE or "@" in text or any(char.isnumeric() for char in text):
        return ""
    return text


class Waiting:
    """Counts of this process that are not in the database yet."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Drop everything: in the child of a fork it is the parent's to write."""
        self.lock = threading.Lock()
        self.counts, self.phrases, self.timer = Counter(), {}, None

    def add(self, counts, phrases=None):
        """Take counts by (day, kind, key), and (searches, of these without result) by (day, phrase)."""
        with self.lock:
            for key, number in counts.items():
                if key in self.counts or len(self.counts) < MOST_WAITING:
                    self.counts[key] += number
            for key, (number, empty) in (phrases or {}).items():
                if key in self.phrases or len(self.phrases) < MOST_WAITING:
                    before = self.phrases.get(key, (0, 0))
                    self.phrases[key] = (before[0] + number, before[1] + empty)
            if self.timer is None and settings.STATISTICS_EVERY:
                self.timer = threading.Timer(settings.STATISTICS_EVERY, self.flush_and_close)
                self.timer.daemon = True
                self.timer.start()

    def flush(self):
        """Write what waits; where the database does not take it, it goes on waiting."""
        with self.lock:
            counts, phrases, self.timer = self.counts, self.phrases, None
            self.counts, self.phrases = Counter(), {}
        if not (counts or phrases):
            return
        try:
            with transaction.atomic():
                write(counts)
                write_phrases(phrases)
        except DatabaseError as error:
            logger.warning("Counts could not be written yet: %s", type(error).__name__)
            self.add(counts, phrases)

    def flush_and_close(self):
        """Write what waits, in a thread that has a connection of its own."""
        try:
            self.flush()
        finally:
            connection.close()


waiting = Waiting()


@atexit.register
def write_at_the_end():
    """Write what waits when the process ends in order; not where nothing writes by itself (tests)."""
    if settings.configured and settings.STATISTICS_EVERY:
        waiting.flush()


os.register_at_fork(after_in_child=waiting.forget)


def write(counts):
    """Add ``counts``, numbers by (day, kind, key), to those in the database. Three queries a CHUNK.

    Two processes may write at once: rows are made where missing, locked in one order, and added to.
    """
    keys = sorted(counts)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        empty = [DailyCount(day=day, kind=kind, key=key) for day, kind, key in part]
        DailyCount.objects.bulk_create(empty, ignore_conflicts=True)
        wanted = reduce(or_, (Q(day=day, kind=kind, key=key) for day, kind, key in part))
        rows = DailyCount.objects.select_for_update().filter(wanted).order_by("pk")
        more = {row.pk: counts[row.day, row.kind, row.key] for row in rows}
        _add(DailyCount, "count", more)


def _add(model, field, more):
    cases = [When(pk=pk, then=Value(number)) for pk, number in more.items()]
    model.objects.filter(pk__in=more).update(**{field: F(field) + Case(*cases, default=0, output_field=IntegerField())})


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
