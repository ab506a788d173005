"""A cache in Redis that the site can do without: where it is dead, slow or answers with rubbish, nothing was kept.

Django's own backend raises then, and what asks it, such as Wagtail for the addresses of its sites, fails with it. Here
each question is given up after a twentieth of a second, and for a second after that nobody asks: a page that asks ten
times waits once. Meanwhile every method answers as Django's ``DummyCache`` does: nothing is found, everything may be
added, and counting up raises ValueError since there is nothing to count, by which the site's limits let people pass.
"""

import logging
import threading
import time

from django.core.cache.backends.redis import RedisCache, RedisCacheClient, RedisSerializer
from redis.exceptions import RedisError, ResponseError
from redis.maint_notifications import MaintNotificationsConfig

logger = logging.getLogger(__name__)

# Seconds that one answer may take, and seconds in which nobody asks after one that did not come.
PATIENCE = 0.05
PAUSE = 1.0
# What could not be told to the cache is remembered, so that it does not answer with the old later. More than this is
# not worth remembering one by one: then all is forgotten, which a cache may do at any time.
MOST_OWED = 1_000

MISSING = object()
# What stands there, but cannot be read: cut off, or by a release that knew other classes.
UNREADABLE = object()


class Outage:
    """What all threads of this process know of one cache: whether it answers, and which keys it still has to forget."""

    def __init__(self):
        self.is_on = False
        self.ask_again = 0.0
        self.owed = set()
        self.owes_all = False
        self.lock = threading.Lock()

    def may_ask(self):
        """Whether to ask now. Of those that come after a pause, one finds out, and the others do without until it has."""
        if not self.is_on:
            return True
        with self.lock:
            now = time.monotonic()
            if now < self.ask_again:
                return False
            self.ask_again = now + PAUSE
            return True

    def begin(self, error):
        """Note that it did not answer."""
        with self.lock:
            self.ask_again = time.monotonic() + PAUSE
            if not self.is_on:
                self.is_on = True
                logger.warning("The cache does not answer (%s): going on without it.", type(error).__name__)

    def end(self):
        """Note that it answered."""
        if self.is_on:
            with self.lock:
                self.is_on = False
                logger.warning("The cache answers again.")

    def owe(self, keys=(), *, everything=False):
        """Note that what the cache may hold under ``keys`` is not true any more."""
        with self.lock:
            self.owed.update(keys)
            if everything or len(self.owed) > MOST_OWED:
                self.owed, self.owes_all = set(), True

    def take_owed(self):
        """Return the keys that the cache has to forget, and whether it has to forget everything."""
        with self.lock:
            taken = self.owed, self.owes_all
            self.owed, self.owes_all = set(), False
        return taken


# Each thread has a backend of its own; what is known of the server is shared.
OUTAGES = {}


class CarefulSerializer(RedisSerializer):
    """Says UNREADABLE of what cannot be read, instead of raising whatever unpickling it comes to."""

    def loads(self, data):
        try:
            return super().loads(data)
        except Exception as error:  # noqa: BLE001, RUF100 - bytes that are not a pickle may raise anything
            logger.warning("A value in the cache could not be read: %s", type(error).__name__)
            return UNREADABLE


class PatientClient(RedisCacheClient):
    """Django's client of Redis; none of its methods raises because of the server."""

    def __init__(self, servers, **options):
        usual = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "serializer": CarefulSerializer,
            # Words on connecting that nobody reads; each would be one more answer to wait for.
            "driver_info": None,
            "maint_notifications_config": MaintNotificationsConfig(enabled=False),
        }
        super().__init__(servers, **usual | options)
        self.outage = OUTAGES.setdefault(tuple(servers), Outage())

    def ask(self, method, *arguments, otherwise=None, changes=()):
        """Return what ``method`` answers, or ``otherwise``; ``changes``: the keys that must not keep what they hold."""
        if self.outage.may_ask():
            try:
                if self.outage.owed or self.outage.owes_all:
                    self.pay()
                answer = method(*arguments)
            except ResponseError as error:
                # It lives and says no: out of memory, a replica that only reads, a text where a number should be.
                logger.warning("The cache refused: %s", type(error).__name__)
            except (RedisError, OSError, ValueError, IndexError, RecursionError) as error:
                # The last three: what answered does not speak Redis.
                self.outage.begin(error)
            else:
                self.outage.end()
                return answer
        self.outage.owe(changes)
        return otherwise

    def pay(self):
        """Let the cache forget what it was not told."""
        keys, everything = self.outage.take_owed()
        try:
            if everything:
                super().clear()
            elif keys:
                super().delete_many(keys)
        except BaseException:
            self.outage.owe(keys, everything=everything)
            raise

    def add(self, key, value, timeout):
        return self.ask(super().add, key, value, timeout, otherwise=True)

    def get(self, key, default):
        value = self.ask(super().get, key, MISSING, otherwise=MISSING)
        if value is UNREADABLE:
            self.delete(key)
        return default if value is MISSING or value is UNREADABLE else value

    def set(self, key, value, timeout):
        self.ask(super().set, key, value, timeout, changes=[key])

    def touch(self, key, timeout):
        return self.ask(super().touch, key, timeout, otherwise=False)

    def delete(self, key):
        return self.ask(super().delete, key, otherwise=False, changes=[key])

    def get_many(self, keys):
        keys = list(keys)
        found = self.ask(super().get_many, keys, otherwise={}) if keys else {}
        if unreadable := [key for key, value in found.items() if value is UNREADABLE]:
            self.delete_many(unreadable)
        return {key: value for key, value in found.items() if value is not UNREADABLE}

    def has_key(self, key):
        return self.ask(super().has_key, key, otherwise=False)

    def incr(self, key, delta):
        number = self.ask(self._count, key, delta)
        if number is None:
            raise ValueError(f"Key {key!r} not found.")
        return number

    def _count(self, key, delta):
        """Return the number after adding ``delta``, or None where there was none.

        Asked at once and not one after the other: a key whose time ended in between would begin again without an end,
        and whoever is counted by it would be kept out for good.
        """
        client = self.get_client(key, write=True)
        was_there, number = client.pipeline().exists(key).incr(key, delta).execute()
        if was_there:
            return number
        client.delete(key)
        return None

    def set_many(self, data, timeout):
        self.ask(super().set_many, data, timeout, changes=list(data))

    def delete_many(self, keys):
        keys = list(keys)
        self.ask(super().delete_many, keys, changes=keys)

    def clear(self):
        if not (is_done := self.ask(super().clear, otherwise=False)):
            self.outage.owe(everything=True)
        return is_done


class PatientRedisCache(RedisCache):
    """Redis as a cache that may be away at any time; ``OPTIONS`` are those of Django's backend."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = PatientClient

    @property
    def is_away(self):
        """Whether the last question to it had no answer."""
        return self._cache.outage.is_on
