"""Whether links to other sites work: a few each night, politely, and nothing is called broken after one bad day.

What counts as what is told in docs/decisions/0035-keeping-current.md.
"""

import logging
import time
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from cms.core.models import SiteSettings

from . import robots
from .addresses import NoAddressError, normal
from .fetching import MOST_OF_ROBOTS, MOST_REDIRECTS, REDIRECTS, RESOLVERS, Fetcher, FetchError, next_address
from .models import Link

logger = logging.getLogger(__name__)

NAME = "PeerSupportLinkCheck"
Result = Link.Result
A_DAY = timedelta(days=1)
AGAIN_IN = {Result.FINE: 7 * A_DAY, Result.UNKNOWN: 14 * A_DAY, Result.FAILED: A_DAY, Result.BROKEN: 3 * A_DAY}
GONE = {404: "The site says that there is no such page (404).", 410: "The site says that the page was removed (410)."}
# These servers are well, and do not answer robots, or not now.
SHY = {401, 403, 405, 406, 407, 418, 429, 451, 503, 999}
ASKED_AWAY = "The site asks robots to stay away. Open it and look yourself."
NOT_FOR_ROBOTS = "The site does not answer robots ({status}). Open it and look yourself."


@dataclass(frozen=True)
class Outcome:
    """What one look at a link gave: FINE, FAILED or UNKNOWN, and why as a sentence for editors."""

    result: str
    reason: str = ""


class Checker:
    """Looks at links to other sites, with one robots.txt for each site in a run."""

    def __init__(self, fetcher):
        self.fetcher, self.rules = fetcher, {}

    def rules_of(self, address):
        """Return the robots.Rules of the site that ``address`` is of; asked for once. Raises FetchError."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.rules:
            self.rules[site] = self._read_rules(site)
        if isinstance(self.rules[site], FetchError):
            raise self.rules[site]
        return self.rules[site]

    def _read_rules(self, site):
        address = f"{site}/robots.txt"
        try:
            for _step in range(MOST_REDIRECTS):
                answer = self.fetcher.ask(address, "GET", most=MOST_OF_ROBOTS)
                if answer.status not in REDIRECTS:
                    break
                address = next_address(address, answer.location)
            else:
                return robots.ALL
        except FetchError as error:
            return error
        if answer.status >= 500:
            return robots.NOTHING
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return robots.read(text, NAME)

    def look(self, address):
        """Return the Outcome for an address as it was typed: HEAD first, GET where that is not answered well."""
        try:
            here = normal(address)
        except NoAddressError as error:
            return Outcome(Result.FAILED, str(error))
        seen = set()
        try:
            for _step in range(MOST_REDIRECTS):
                if here in seen:
                    return Outcome(Result.FAILED, "It leads round in a circle.")
                seen.add(here)
                answer = self._ask(here)
                if answer is None:
                    return Outcome(Result.UNKNOWN, ASKED_AWAY)
                if answer.status not in REDIRECTS or not answer.location:
                    return outcome_of(answer.status)
                if urlsplit(here).hostname in RESOLVERS:
                    return Outcome(Result.FINE)
                here = next_address(here, answer.location)
        except FetchError as error:
            return Outcome(Result.FAILED, str(error))
        return Outcome(Result.FAILED, "It leads on and on, and never arrives.")

    def _ask(self, address):
        """Return the Answer of one step, None where the site asks robots to stay away."""
        parts = urlsplit(address)
        rules = self.rules_of(address)
        if not rules.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
            return None
        if rules.delay:
            self.fetcher.sleep(max(0.0, rules.delay - self.fetcher.pause))
        try:
            answer = self.fetcher.ask(address)
        except FetchError:
            # Some hang up on HEAD.
            return self.fetcher.ask(address, "GET")
        if 200 <= answer.status < 400 or answer.status == 429:
            return answer
        return self.fetcher.ask(address, "GET")


def outcome_of(status):
    """Return the Outcome of a last answer."""
    if 200 <= status < 400:
        return Outcome(Result.FINE)
    if status in SHY:
        return Outcome(Result.UNKNOWN, NOT_FOR_ROBOTS.format(status=status))
    return Outcome(Result.FAILED, GONE.get(status, f"The site answers with an error ({status})."))


def after(link, outcome, today):
    """Set on ``link`` what an Outcome of ``today`` makes of it: broken only where it failed on two days, with no good one between.

    Where it could not be checked, what was known of it stays: nobody mended it by that.
    """
    link.checked_at = timezone.now()
    if outcome.result == Result.FINE:
        link.result, link.failed_on, link.broken_since = Result.FINE, None, None
    elif outcome.result == Result.UNKNOWN:
        link.result = Result.BROKEN if link.broken_since else Result.UNKNOWN
    elif link.failed_on is None:
        link.result, link.failed_on = Result.FAILED, today
    elif link.broken_since or link.failed_on < today:
        link.result, link.broken_since = Result.BROKEN, link.broken_since or link.failed_on
    else:
        link.result = Result.FAILED
    if outcome.result != Result.UNKNOWN or not link.broken_since:
        link.reason = outcome.reason[:200]
    # Not all that were found on one day come back on one day.
    spread = A_DAY * (link.pk % 3) if link.result in (Result.FINE, Result.UNKNOWN) else timedelta()
    link.next_check = today + AGAIN_IN[link.result] + spread


@dataclass
class Run:
    """How many links were looked at, and what came out: numbers by result; ``left``: due, and not looked at in time."""

    checked: int = 0
    broken: int = 0
    unknown: int = 0
    left: int = 0


def agent():
    """Return what the checker calls itself: its name, where the site is, and whom to write to."""
    email = SiteSettings.load().email
    contact = f"; {email}" if email and email.isascii() and email.isprintable() else ""
    return f"{NAME}/1.0 (+{settings.WAGTAILADMIN_BASE_URL}{contact})"


def check(today, *, minutes=30, most=None, fetcher=None, clock=time.monotonic):
    """Look at the links to other sites that are due on ``today``, the longest unseen first; return a Run.

    It ends after ``minutes``, or ``most`` links; what is left is due the next time. Sites take turns, so that nobody waits
    for one of them. Two runs at once share the work.
    """
    checker, ends, run = Checker(fetcher or Fetcher(agent())), clock() + minutes * 60, Run()
    due = Link.objects.filter(kind=Link.Kind.OUTSIDE, next_check__lte=today).order_by("next_check", "pk")
    for pk, address in in_turns(list(due.values_list("pk", "address")[:most])):
        if clock() >= ends:
            break
        # Claimed by one statement: a second run leaves it alone, and one that dies leaves it for tomorrow.
        if not due.order_by().filter(pk=pk).update(next_check=today + A_DAY):
            continue
        try:
            outcome = checker.look(address)
        except Exception as error:
            # One site must not keep the others from being looked at. The class only: addresses belong in no log.
            logger.error("A link could not be checked: %s", type(error).__name__)
            outcome = Outcome(Result.UNKNOWN, "It could not be checked. Open it and look yourself.")
        link = Link.objects.filter(pk=pk).first()
        if link is None:
            continue
        after(link, outcome, today)
        link.save(update_fields=["result", "reason", "failed_on", "broken_since", "checked_at", "next_check"])
        run.checked += 1
        run.broken += link.result == Result.BROKEN
        run.unknown += link.result == Result.UNKNOWN
    run.left = due.count()
    return run


def in_turns(links):
    """Yield ``links``, (pk, address) pairs, so that those of one host come as far apart as can be."""
    by_host = {}
    for pk, address in links:
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        by_host.setdefault(host, deque()).append((pk, address))
    waiting = deque(by_host.values())
    while waiting:
        some = waiting.popleft()
        yield some.popleft()
        if some:
            waiting.append(some)
