"""The Census of this process, true to the database: read once, then whatever changed since, at each look.

Every refresh of a service leaves a row in ``SearchChange`` in its own transaction: a *stamp* that grows, and a *mark*
that no other refresh has. One query asks for the rows whose stamp is past what this process has seen, so a change is
seen by the next request of every process after its commit, and nothing that stayed as it was is read again.

PostgreSQL commits transactions in another order than it numbers them. There a stamp is the number of its transaction,
and what counts as seen ends before the oldest one that was still under way: the database says which that was. Rows past
that are looked at again until it has ended, by their marks. So nobody who writes waits for anybody.
"""

import datetime
from threading import Lock

from django.db import connection
from django.db.models import Aggregate, CharField
from django.db.models.functions import Cast

from .census import Census
from .models import SearchEntry, SearchPlace

# Read at a time, and asked for by their keys at a time.
CHUNK = 2_000
# When more changed than this, reading everything is as quick as looking up each.
MANY = 10_000
# The row that every service's stands beside: its mark changes when all is to be read anew.
HEAD = 0
COLUMNS = ("pk", "letters", "name_key", "checked", "reaches_everywhere")
_SEEN = {
    "postgresql": "pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1",
    "sqlite": "(SELECT COALESCE(MAX(stamp), 0) FROM directory_searchchange)",
}
_NOT_YET = {
    # What a copy of another server's data says of transactions that this one has not had yet. Its own is not over.
    "postgresql": """AND stamp < GREATEST(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint + 1
    )""",
    "sqlite": "",
}
STAMP = {
    "postgresql": "pg_current_xact_id()::text::bigint",
    "sqlite": "(SELECT COALESCE(MAX(stamp), 0) + 1 FROM directory_searchchange)",
}


class Keeper:
    """The Census of one database, and how far its changes have been read."""

    def __init__(self):
        self.lock = Lock()
        self.census, self.head, self.seen, self.unsettled = None, None, 0, {}

    def current(self):
        """Return the Census as the database has it now. One query where nothing changed; three where something did."""
        # One at a time: what two have read apart could not be put in order.
        with self.lock:
            head, seen, changes = self._changes(self.seen)
            # Numbers that run backwards are those of a database that was put back as it was earlier.
            is_another = self.census is None or head is None or head != self.head or seen < self.seen
            if is_another or len(self._different(changes)) > MANY:
                self._read_all()
            else:
                self._take(seen, changes)
            return self.census

    def _read_all(self):
        self.census, self.unsettled = None, {}
        self.head, self.seen, _none = self._changes(2**62)
        census = Census()
        census.read(_rows(SearchEntry.objects.order_by("pk")), _places(SearchPlace.objects.all()))
        self.census = census
        # What was written while it was read, and what is not committed yet and may never be.
        if _is_undecided():
            self.seen = 0
        _head, seen, changes = self._changes(self.seen)
        self._take(seen, changes)

    def _different(self, changes):
        """Return the primary keys of what is another than was read before: what changed, and what was undone."""
        different = {pk for pk, (_stamp, mark) in changes.items() if self.unsettled.get(pk) != mark}
        return different | (self.unsettled.keys() - changes.keys())

    def _take(self, seen, changes):
        if different := self._different(changes):
            self.census = self.census.changed(*read(different), different)
        if not _is_undecided():
            self.seen = seen
        self.unsettled = {pk: mark for pk, (stamp, mark) in changes.items() if stamp > self.seen}

    def _changes(self, seen):
        """Return (mark of the head, what is settled now, {primary key: (stamp, mark)} of what changed). One query."""
        columns, not_yet = f"service, stamp, mark, {_SEEN[connection.vendor]}", _NOT_YET[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM directory_searchchange WHERE service = {HEAD} UNION ALL "  # noqa: S608
                f"SELECT {columns} FROM directory_searchchange WHERE stamp > %s {not_yet}",
                [seen],
            )
            rows = cursor.fetchall()
        changes = {pk: (stamp, mark) for pk, stamp, mark, _settled in rows}
        _stamp, head = changes.pop(HEAD, (0, None))
        return head, rows[0][3] if rows else seen, changes


def _is_undecided():
    """Whether what this connection reads may be undone: SQLite does not say which rows those are."""
    return connection.vendor == "sqlite" and connection.in_atomic_block


def read(pks):
    """Return the rows and places of services, as ``Census.changed`` takes them: lists. Two queries for each CHUNK."""
    rows, places, pks = [], [], sorted(pks)
    for start in range(0, len(pks), CHUNK):
        part = pks[start : start + CHUNK]
        rows += _rows(SearchEntry.objects.filter(pk__in=part))
        places += _places(SearchPlace.objects.filter(entry__in=part))
    return rows, places


def _rows(entries):
    days = {None: 0}
    # The day as text: the database makes it in no time, and thousands of dates would not be.
    entries = entries.annotate(checked=Cast("checked_on", CharField()))
    for pk, letters, name, checked, everywhere in entries.values_list(*COLUMNS).iterator(CHUNK):
        if checked not in days:
            days[checked] = datetime.date.fromisoformat(checked).toordinal()
        yield pk, letters, name, days[checked], everywhere


class Joined(Aggregate):
    """All values of a column of numbers in one text: thousands of rows would take their time each."""

    function, template = "GROUP_CONCAT", "%(function)s(%(expressions)s)"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **context)


def _places(places):
    """Yield for each locality (primary key, latitude, longitude, name, postcode, primary keys of its services)."""
    rows = places.order_by().values_list("locality_id", "latitude", "longitude", "locality__name", "locality__postcode")
    for *place, keys in rows.annotate(keys=Joined("entry_id")).iterator(CHUNK):
        yield *place, list(map(int, keys.split(",")))


_keepers = {}


def current():
    """Return the Census of what is listed now, for this request: to ask once, and to only read."""
    settings = connection.settings_dict
    name = (connection.vendor, settings["HOST"], settings["PORT"], settings["NAME"])
    return _keepers.setdefault(name, Keeper()).current()


def forget():
    """Drop what this process keeps: where a database is not the one that it was."""
    _keepers.clear()
