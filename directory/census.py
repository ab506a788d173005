"""What is listed, as each process keeps it to count with: a place in a row (a *slot*) for each listed service.

A set of services is one integer with a bit for each slot: a choice of a facet is such a set, and so are the services
with a word. Narrowing is ``&``, a count is ``bit_count()``. At 100,000 services a set takes 12.5 KB and a count some
microseconds, so all choices of all facets are counted in two or three milliseconds.

A Census is never changed once it was given out: what changed makes a new one, which shares all that stayed as it was.
``directory.kept_census`` reads it from the database and keeps it true.
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict, defaultdict
from functools import cached_property
from itertools import compress, islice
from threading import Lock

# Fewer than this are put into their places one by one; of more the whole order is made anew.
FEW = 500
# Answers that are kept with a census: at most so many, and only of what many services have.
MOST_WORDS, MOST_MAPS, COMMON = 100, 20, 500
_AS_NUMBERS = bytes.maketrans(b"01", b"\0\1")


def bits_of(slots):
    """Return the set of ``slots`` (a list or array) as an integer."""
    if len(slots) < 50:
        bits = 0
        for slot in slots:
            bits |= 1 << slot
        return bits
    first, last = min(slots), max(slots)
    marks = bytearray(b"0") * (last - first + 1)
    for slot in slots:
        # The highest bit is written first.
        marks[last - slot] = 49
    return int(marks, 2) << first


def slots_in(bits):
    """Yield the slots of a set from the first on, quickest where they are few."""
    marks = bin(bits)[:1:-1]
    slot = marks.find("1")
    while slot >= 0:
        yield slot
        slot = marks.find("1", slot + 1)


class Place:
    """A locality with listed services: ``pk``, ``point`` in degrees, ``name``, ``postcode``, and the ``slots`` there."""

    __slots__ = ("name", "pk", "point", "postcode", "slots")

    def __init__(self, pk, point, name, postcode, slots):
        self.pk, self.point, self.name, self.postcode, self.slots = pk, point, name, postcode, slots


class Census:
    """All listed services by slot, and by letter and place the sets of them. An empty one; ``read`` fills it.

    ``all`` is the set of everything, ``everywhere`` of what is near every place. ``letters`` holds a set for each letter
    (``directory.letters``), ``places`` a Place for each locality by its primary key.
    """

    def __init__(self):
        # No service has slot 0: so nothing that is looked up is false.
        self.pks, self.names, self.days, self.where = array("q", [0]), [""], array("l", [0]), [()]
        self.slot_of, self.free = {}, []
        self.all = self.everywhere = 0
        self.letters, self.places = {}, {}
        self.order = array("l")
        self.words, self.maps = Kept(MOST_WORDS), Kept(MOST_MAPS)

    def __len__(self):
        return len(self.slot_of)

    def changed(self, rows, places, pks):
        """Return a new Census in which the services ``pks`` are as ``rows`` and ``places`` (see ``read``) say; those
        without a row are gone."""
        new = Census.__new__(Census)
        new.__dict__ |= {name: value for name, value in self.__dict__.items() if name != "by_check"}
        for name in ("pks", "names", "days", "where", "free"):
            setattr(new, name, getattr(self, name)[:])
        for name in ("slot_of", "letters", "places"):
            setattr(new, name, dict(getattr(self, name)))
        new.words, new.maps = Kept(MOST_WORDS), Kept(MOST_MAPS)
        new._clear([self.slot_of[pk] for pk in pks if pk in self.slot_of])
        for pk in set(pks) - {row[0] for row in rows}:
            if slot := new.slot_of.pop(pk, 0):
                new.pks[slot], new.names[slot], new.days[slot] = 0, "", 0
                new.free.append(slot)
        new.read(rows, places)
        return new

    def _clear(self, slots):
        """Take these slots out of all sets and the order."""
        if not slots:
            return
        gone, kept = frozenset(slots), ~bits_of(slots)
        self.all &= kept
        self.everywhere &= kept
        self.letters = {letter: bits & kept for letter, bits in self.letters.items()}
        for pk in {pk for slot in slots for pk in self.where[slot]}:
            place = self.places[pk]
            left = array("l", [slot for slot in place.slots if slot not in gone])
            if left:
                self.places[pk] = Place(pk, place.point, place.name, place.postcode, left)
            else:
                del self.places[pk]
        for slot in slots:
            self.where[slot] = ()
        self.order = array("l", [slot for slot in self.order if slot not in gone])

    def read(self, rows, places):
        """Add services: ``rows`` of (pk, letters, folded name, day of the last check as a number, reaches everywhere), and
        ``places`` of (locality, latitude, longitude, name, postcode, primary keys there).

        For a new census only; in ``changed`` for those that were taken out of all sets before.
        """
        by_letter, slots, everywhere = defaultdict(list), [], []
        for pk, letters, name, day, reaches in rows:
            slot = self._slot(pk)
            self.names[slot], self.days[slot] = name, day
            slots.append(slot)
            if reaches:
                everywhere.append(slot)
            for letter in letters:
                by_letter[letter].append(slot)
        self.all |= bits_of(slots)
        self.everywhere |= bits_of(everywhere)
        for letter, those in by_letter.items():
            self.letters[letter] = self.letters.get(letter, 0) | bits_of(those)
        self._read_places(places)
        self._put_in_order(slots)

    def _slot(self, pk):
        slot = self.slot_of.get(pk)
        if slot is None:
            if self.free:
                slot = self.free.pop()
            else:
                slot = len(self.pks)
                self.pks.append(0)
                self.names.append("")
                self.days.append(0)
                self.where.append(())
            self.slot_of[pk] = slot
            self.pks[slot] = pk
        return slot

    def _read_places(self, places):
        for pk, latitude, longitude, name, postcode, pks in places:
            # A service whose row was read a moment before its place may be new: the next look finds both.
            slots = [slot for one in pks if (slot := self.slot_of.get(one))]
            alone = (pk,)
            for slot in slots:
                self.where[slot] = (*self.where[slot], pk) if self.where[slot] else alone
            before = self.places[pk].slots if pk in self.places else array("l")
            if slots:
                self.places[pk] = Place(pk, (latitude, longitude), name, postcode, before + array("l", slots))
        self.__dict__.pop("by_latitude", None)

    def _put_in_order(self, slots):
        if len(slots) > FEW:
            by_key = sorted([*self.order, *slots], key=self.pks.__getitem__)
            self.order = array("l", sorted(by_key, key=self.names.__getitem__))
        else:
            self.order = self.order[:]
            for slot in slots:
                insort(self.order, slot, key=lambda one: (self.names[one], self.pks[one]))

    # --- Asking -------------------------------------------------------------------------------------

    def having(self, letters):
        """Return the set of what has one of these letters."""
        bits = 0
        for letter in letters:
            bits |= self.letters.get(letter, 0)
        return bits

    def of(self, pks):
        """Return the set of the services with these primary keys; what is not listed is left out."""
        return bits_of(list(filter(None, map(self.slot_of.get, pks))))

    def within(self, latitudes, longitudes):
        """Return the Places between two latitudes and two longitudes: a list."""
        keys, places = self.by_latitude
        band = places[bisect_left(keys, latitudes[0]) : bisect_right(keys, latitudes[1])]
        return [place for place in band if longitudes[0] <= place.point[1] <= longitudes[1]]

    @cached_property
    def by_latitude(self):
        """The latitudes of all places in order, and the places in that order: what a box is looked up in."""
        places = sorted(self.places.values(), key=lambda place: place.point)
        return [place.point[0] for place in places], places

    @cached_property
    def by_check(self):
        """All slots in the order of their last check, the latest first; those of one day by name."""
        return array("l", sorted(self.order, key=self.days.__getitem__, reverse=True))

    def in_order(self, bits, by_check=False):
        """Yield the slots of a set by name, or the last checked first."""
        number = bits.bit_count()
        if number < FEW:
            slots = list(slots_in(bits))
            slots.sort(key=lambda slot: (self.names[slot], self.pks[slot]))
            if by_check:
                slots.sort(key=self.days.__getitem__, reverse=True)
            return iter(slots)
        order = self.by_check if by_check else self.order
        marks = self.marks(bits)
        return compress(order, map(marks.__getitem__, order))

    def marks(self, bits):
        """Return a set as bytes, 1 at each slot that is in it and 0 at the others."""
        return f"{bits:0{len(self.pks)}b}"[::-1].encode().translate(_AS_NUMBERS)


class Ordered:
    """The primary keys of ``sets`` (disjoint, each an integer) one set after the other: a sequence to take slices of.

    Only the sets that a slice reaches into are gone through. ``sets`` may be made as they are asked for.
    """

    def __init__(self, census, sets, total, by_check=False):
        self.census, self.sets, self.total, self.by_check = census, sets, total, by_check

    def __len__(self):
        return self.total

    def __iter__(self):
        return iter(self[:])

    def __getitem__(self, part):
        start, stop, _step = part.indices(self.total)
        found, passed = [], 0
        for bits in self.sets():
            if passed >= stop:
                break
            number = bits.bit_count()
            if number and passed + number > start:
                slots = self.census.in_order(bits, self.by_check)
                found += islice(slots, max(0, start - passed), stop - passed)
            passed += number
        return [self.census.pks[slot] for slot in found]


class Kept:
    """What was made of one census for what many services have: so that it is made once for each change.

    At most ``most`` answers, the last that were asked for. What few services have is kept nowhere.
    """

    def __init__(self, most):
        self.most, self._kept, self._lock = most, OrderedDict(), Lock()

    def get(self, key, make, number=None):
        """Return the answer to ``key``, from ``make()`` where it is not kept. ``number`` says how many services it is of; by
        itself it is those of the sets that it consists of."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = make()
        if (sum(bits.bit_count() for bits in answer) if number is None else number) >= COMMON:
            with self._lock:
                self._kept[key] = answer
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
        return answer
