"""How often somebody may be wrong: counted for each account as it was typed, and for each line that it came from.

Counting is done before the answer is known and taken back where it was right, so that many tries at once are no way
around. A cache that is away counts nothing and keeps nobody out.
"""

import hashlib
import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError

from cms.intake.guard import client_address

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds, for each account or (``is_of_line``) for each address that they come from."""

    name: str
    most: int
    seconds: int
    is_of_line: bool = False


PASSWORDS = (Limit("password", 10, 15 * 60), Limit("passwords", 30, 15 * 60, is_of_line=True))
CODES = (Limit("code", 5, 15 * 60), Limit("codes", 30, 15 * 60, is_of_line=True))
FORGOTTEN = (Limit("forgotten", 3, 60 * 60),)
FORGOTTEN_FROM = (Limit("forgotten-from", 10, 60 * 60, is_of_line=True),)


class TooOften(ValidationError):
    """Too many tries; ``seconds`` says how long to wait."""

    def __init__(self, seconds):
        self.seconds = seconds
        minutes = math.ceil(seconds / 60)
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"That was tried too often. Try again in {minutes} {unit}.", code="too_often")


class Tries:
    """The tries of one person: ``Tries(request, PASSWORDS, "ann")``, then ``begin()`` and, if it was right, ``forgive()``."""

    def __init__(self, request, limits, account=""):
        digest = hashlib.blake2b(
            str(account).strip().lower().encode("utf-8", "surrogatepass"),
            key=settings.SECRET_KEY.encode()[:64], digest_size=12,
        ).hexdigest()  # fmt: skip
        line = client_address(request)
        self.keys = [(limit, line if limit.is_of_line else digest) for limit in limits]
        self.counted = []

    def begin(self):
        """Count one try; raise TooOften where it is one too many."""
        waits = []
        for limit, key in self.keys:
            try:
                waits.append(self._count(limit, f"signin:{limit.name}:{key}"))
            except Exception as error:  # noqa: BLE001, RUF100 - a dead cache must keep nobody out
                logger.warning("Tries not counted: %s", type(error).__name__)
        if any(waits):
            self.forgive()
            raise TooOften(max(waits))

    def _count(self, limit, key):
        """Return for how many seconds to wait: 0 where this try is within the limit."""
        now = time.time()
        cache.add(f"{key}:until", now + limit.seconds, timeout=limit.seconds)
        cache.add(key, 0, timeout=limit.seconds)
        try:
            number = cache.incr(key)
        except ValueError:
            return 0  # it lapsed between the two calls
        self.counted.append(key)
        if number <= limit.most:
            return 0
        return max(1, (cache.get(f"{key}:until") or now + limit.seconds) - now)

    def forgive(self):
        """Take back what ``begin`` counted: it was right, or was not even looked at."""
        for key in self.counted:
            try:
                cache.decr(key)
            except Exception as error:  # noqa: BLE001, RUF100 - it lapsed, or the cache is gone
                logger.debug("Try not taken back: %s", type(error).__name__)
        self.counted = []
