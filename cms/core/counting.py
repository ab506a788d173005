"""Counting how the site is used, without people: no cookie, no address, nothing of who asked; numbers by day.

Counts wait in this process and are written together, by a thread of their own, so that no reader waits for it. What
waits when a process is killed is lost: at most that of ``settings.STATISTICS_EVERY`` seconds.
"""

import atexit
import logging
import os
import re
import threading
from abc import ABC, abstractmethod
from collections import Counter
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When

logger = logging.getLogger(__name__)

ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|preview|monitor|check|scan|fetch|curl|wget|python|java/|go-http|libwww|headless|"
    r"lighthouse|facebookexternalhit|feed|http-?client|scrap",
    re.IGNORECASE,
)
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


class Waiting(ABC):
    """Counts of this process that are not in the database yet. Subclasses say in ``write`` where they go."""

    # A bound against somebody who makes things up to be counted.
    most = 2_000

    def __init__(self):
        self.forget()

    def forget(self):
        """Drop everything: in the child of a fork it is the parent's to write."""
        self.lock = threading.Lock()
        self.counts, self.timer = Counter(), None

    def kept(self):
        """Write what waits when the process ends in order, too; not where nothing writes by itself (tests). Returns self."""
        atexit.register(lambda: settings.configured and settings.STATISTICS_EVERY and self.flush())
        os.register_at_fork(after_in_child=self.forget)
        return self

    @abstractmethod
    def write(self, counts):
        """Add ``counts``, numbers by key, to those in the database."""

    def add(self, counts):
        """Take counts by key."""
        with self.lock:
            for key, number in counts.items():
                if key in self.counts or len(self.counts) < self.most:
                    self.counts[key] += number
            if self.timer is None and settings.STATISTICS_EVERY:
                self.timer = threading.Timer(settings.STATISTICS_EVERY, self.flush_and_close)
                self.timer.daemon = True
                self.timer.start()

    def take(self):
        """Return what waits, as a tuple of what ``add`` and ``write`` take, and let it wait no longer. Under the lock."""
        counts, self.counts = self.counts, Counter()
        return (counts,)

    def flush(self):
        """Write what waits; where the database does not take it, it goes on waiting."""
        with self.lock:
            taken, self.timer = self.take(), None
        if not any(taken):
            return
        try:
            with transaction.atomic():
                self.write(*taken)
        except DatabaseError as error:
            logger.warning("Counts could not be written yet: %s", type(error).__name__)
            self.add(*taken)

    def flush_and_close(self):
        """Write what waits, in a thread that has a connection of its own."""
        try:
            self.flush()
        finally:
            connection.close()


def add_up(model, fields, counts):
    """Add ``counts``, numbers by the values of ``fields``, to the ``count`` of the rows of ``model``. Three queries a CHUNK.

    Two processes may write at once: rows are made where missing, locked in one order, and added to.
    """
    keys = sorted(counts)
    for start in range(0, len(keys), CHUNK):
        part = [dict(zip(fields, key, strict=True)) for key in keys[start : start + CHUNK]]
        model.objects.bulk_create([model(**values) for values in part], ignore_conflicts=True)
        rows = model.objects.select_for_update().filter(reduce(or_, (Q(**values) for values in part))).order_by("pk")
        cases = [When(pk=row.pk, then=Value(counts[tuple(getattr(row, name) for name in fields)])) for row in rows]
        more = Case(*cases, default=0, output_field=IntegerField())
        model.objects.filter(pk__in=[row.pk for row in rows]).update(count=F("count") + more)
