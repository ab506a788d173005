"""Where pages that were made are kept: in this process, and in the cache that all processes share, where there is one.

Memory answers in microseconds, so it is asked first; the shared cache saves a process that has just begun, or a second
machine, from making what another one has made. Whatever goes wrong with the shared one is a miss.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.utils.functional import cached_property

from . import content_version

# Bytes of pages that one process keeps; a page is about ten thousand.
MOST_BYTES = 32 * 1024 * 1024
# Of how many addresses one process knows how they are kept.
MOST_ADDRESSES = 10_000
# Seconds for which the version that was read last is believed. With what a shared cache in front may add
# (``page_cache.SHARED_SECONDS``) a change shows everywhere in less than five.
BELIEVED = 1
# Seconds until a database that was away is asked again, and how long another process may take to make a page.
AGAIN = 5
LONGEST_MAKING = 10


@dataclass(frozen=True)
class Entry:
    """A page that was made: what to send, what to do at each reading, and until when it holds (a time in seconds)."""

    version: str
    until: float
    status: int
    headers: tuple
    body: bytes
    etag: str
    readings: tuple = ()

    @property
    def size(self):
        return len(self.body) + 2_000

    def is_whole(self):
        """Whether it is what a page is: somebody else may have written to the shared cache."""
        return isinstance(self.body, bytes) and isinstance(self.headers, tuple) and isinstance(self.until, float)


@dataclass
class Memory:
    """The entries of this process, those first forgotten that were not asked for longest. Safe under threads."""

    most_bytes: int = MOST_BYTES
    bytes: int = 0
    entries: OrderedDict = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key):
        with self.lock:
            entry = self.entries.get(key)
            if entry is not None:
                self.entries.move_to_end(key)
            return entry

    def set(self, key, entry):
        with self.lock:
            self._drop(key)
            self.entries[key] = entry
            self.bytes += entry.size
            while self.bytes > self.most_bytes and self.entries:
                self._drop(next(iter(self.entries)))

    def _drop(self, key):
        entry = self.entries.pop(key, None)
        if entry is not None:
            self.bytes -= entry.size

    def clear(self):
        with self.lock:
            self.entries.clear()
            self.bytes = 0


class Bounded(OrderedDict):
    """A dict that forgets what was written first once it has ``most``. Its single steps are safe under threads."""

    most = MOST_ADDRESSES

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        if len(self) > self.most:
            self.popitem(last=False)


class Shared:
    """What all processes share: Django's default cache, unless each process has one of its own."""

    @cached_property
    def is_there(self):
        return (
            "locmem" not in settings.CACHES["default"]["BACKEND"]
            and "dummy" not in settings.CACHES["default"]["BACKEND"]
        )

    def name(self, *parts):
        digest = hashlib.blake2b(repr((self.release, *parts)).encode(), digest_size=16).hexdigest()
        return f"page:{digest}"

    @cached_property
    def release(self):
        """What the code and the templates are of this release: another one makes other pages, with other style sheets.

        The same on each machine that runs it. Reading them all takes a twentieth of a second, once.
        """
        digest = hashlib.blake2b(digest_size=16)
        folders = [settings.BASE_DIR / app.split(".")[0] for app in settings.INSTALLED_APPS]
        folders = sorted({folder for folder in folders if folder.is_dir()} | {settings.BASE_DIR / "templates"})
        files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".py", ".html"}]
        for path in [*files, Path(settings.STATIC_ROOT) / "staticfiles.json"]:
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def get(self, *parts):
        """Return what is kept under ``parts``, or None."""
        return cache.get(self.name(*parts)) if self.is_there else None

    def set(self, value, seconds, *parts):
        if self.is_there and seconds > 0:
            cache.set(self.name(*parts), value, seconds)

    def begin(self, *parts):
        """Say that this process makes a page now; return False where another one does already."""
        return not self.is_there or cache.add(self.name("making", *parts), True, LONGEST_MAKING)

    def end(self, *parts):
        if self.is_there:
            cache.delete(self.name("making", *parts))


class Version:
    """The version of what readers may see, as this process knows it: read once in BELIEVED seconds, not at each reading.

    ``is_away``: the database did not answer when it was asked last.
    """

    def __init__(self, shared):
        self.shared = shared
        self.lock = threading.Lock()
        self.forget()

    def forget(self):
        self.word, self.asked_at, self.is_away = None, 0.0, False

    def moved(self):
        """Believe it no longer: something has changed in this process."""
        self.asked_at = 0.0

    def now(self, must_ask=False):
        """Return the version, or None where it was never known. ``must_ask``: whoever asks may have changed something
        with another process a moment ago."""
        age = time.monotonic() - self.asked_at
        if not must_ask and age < (AGAIN if self.is_away else BELIEVED):
            return self.word
        if self.is_away and self.word is not None:
            # Nobody waits for a database that does not answer.
            if self.lock.acquire(blocking=False):
                self.asked_at = time.monotonic()
                threading.Thread(target=self._ask_aside, daemon=True).start()
            return self.word
        # One asks, and the others go on with what is known.
        if self.lock.acquire(blocking=self.word is None or must_ask):
            try:
                self._ask()
            finally:
                self.lock.release()
        return self.word

    def _ask_aside(self):
        try:
            self._ask()
        finally:
            connection.close()
            self.lock.release()

    def _ask(self):
        asked_at = time.monotonic()
        try:
            word = content_version.current()
        except Error:
            self.is_away = True
            if self.word is None:
                found = self.shared.get("version")
                self.word = found if isinstance(found, str) else None
        else:
            self.is_away = False
            if word != self.word:
                self.word = word
                self.shared.set(word, 24 * 3600, "version")
        # As of when it was asked: what is committed meanwhile is seen the next time.
        self.asked_at = asked_at


class Makers:
    """Who is making which page in this process: whoever wants the same waits, so that it is made once."""

    def __init__(self):
        self.lock = threading.Lock()
        self.locks = {}

    @contextmanager
    def alone(self, key):
        """Let one at a time in for ``key``; gives whether somebody else was in before, who may have made it."""
        with self.lock:
            own, waiting = self.locks.get(key, (threading.Lock(), 0))
            self.locks[key] = own, waiting + 1
        is_held = False
        try:
            has_waited = waiting > 0
            is_held = own.acquire(timeout=LONGEST_MAKING)
            yield has_waited
        finally:
            if is_held:
                own.release()
            with self.lock:
                own, waiting = self.locks[key]
                if waiting == 1:
                    del self.locks[key]
                else:
                    self.locks[key] = own, waiting - 1
