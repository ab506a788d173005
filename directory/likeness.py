"""Entries that may be the same as another one: by name, phone, website, email or ABN; a guess, with its reasons.

Whoever sends something in is asked "is this yours?", an editor sees possible duplicates, an import looks before it
adds. Nothing is ever refused for being alike. Only what is or would be public is compared, never a contact.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Replace

from cms.core.words import folded_words, stem

from .models import Link, Phone, Service, Submission

# What each resemblance is worth. From ENOUGH on two entries are alike; what is worth less only adds to another reason.
NAME, PHONE, WEBSITE, EMAIL, ABN = 60, 50, 45, 45, 40
SAME_HOST, PROVIDER = 30, 15
ENOUGH = 30
# From here on two names say the same: two words of three. Where the provider is the same, one of two is enough.
LIKE, LIKE_OF_ONE_PROVIDER = 0.6, 0.5
# Two spellings of one word: "teusday" and "tuesday" are at 0.86. Shorter words differ too easily.
SAME_WORD, SHORTEST_MISSPELT = 0.8, 5
# A website that more entries share is their provider's, and says nothing of one entry.
MOST_OF_ONE_WEBSITE = 3
MOST_ALIKE = 20
READ = ("pk", "name", "website", "public_email", "provider_name", "organisation__name", "organisation__abn")
# More than anybody has; the rest of what a stranger or a file sends is not read.
MOST_WORDS, MOST_NUMBERS = 12, 10
SHORTEST_BEGINNING = 2

# What many names have says nothing by itself.
COMMON_WORDS = """
a an and the of for in at to with by on our your or peer support supports group groups service services program network
inc incorporated ltd limited association australia victoria vic victorian mental health community centre people
"""
COMMON = frozenset(map(stem, COMMON_WORDS.split()))
# Many providers have pages on these; only the whole address is somebody's own.
SHARED = """
facebook.com m.facebook.com fb.com instagram.com linkedin.com linktr.ee meetup.com eventbrite.com eventbrite.com.au
sites.google.com docs.google.com forms.gle google.com bit.ly tinyurl.com youtube.com youtu.be twitter.com x.com
tiktok.com discord.gg discord.com whatsapp.com chat.whatsapp.com zoom.us wordpress.com wixsite.com weebly.com
blogspot.com squarespace.com humanitix.com events.humanitix.com trybooking.com medium.com github.io
"""
SHARED_HOSTS = frozenset(SHARED.split())


@dataclass
class Alike:
    """A service that may be the same: why, in words ("the same phone number"), and how much speaks for it (a number)."""

    service: Service
    reasons: list = field(default_factory=list)
    score: int = 0

    def add(self, reason, worth):
        self.reasons.append(reason)
        self.score += worth

    @property
    def reasons_in_words(self):
        """The reasons as a sentence goes on: "the same phone number and a name like it"."""
        return " and ".join(filter(None, [", ".join(self.reasons[:-1]), *self.reasons[-1:]]))


def alike(name="", phones=(), website="", abn="", email="", provider="", *, without=None, services=None):
    """Return the services that resemble what is given, the likeliest first: a list of at most MOST_ALIKE ``Alike``.

    ``phones`` are numbers as people write them; anything may be empty. ``without`` is a Service to leave out (itself).
    All services that are not closed are looked at, listed or waiting, or those of the queryset ``services``;
    never one that was declined. Five queries at most, however many there are.
    """
    asked = _Asked(name, phones, website, abn, email, provider)
    narrow = asked.narrow()
    if not narrow:
        return []
    base = Service.objects.exclude(status=Service.Status.CLOSED) if services is None else services
    base = base.filter(narrow).exclude(Exists(_declined()) & Q(live=False))
    if without is not None and without.pk:
        base = base.exclude(pk=without.pk)
    rows = base.order_by().values_list(*READ)
    return asked.compare(list(rows))


def like_service(service, **options):
    """Return what resembles ``service`` (a row or a revision's object): see ``alike``."""
    return alike(
        service.name, [phone.number for phone in service.phones.all()], service.website,
        service.organisation.abn if service.organisation_id else "", service.public_email, service.provider,
        without=service, **options,
    )  # fmt: skip


def like_answers(answers, **options):
    """Return what resembles the answers of the public form, as far as they are there: see ``alike``."""
    about, contact = answers.get("about", {}), answers.get("contact", {})
    return alike(
        about.get("service_name", ""), [contact.get("phone", ""), contact.get("phone_2", "")], contact.get("website", ""),
        "", contact.get("public_email", ""), about.get("provider_name", ""), **options,
    )  # fmt: skip


def _declined():
    of_service = Submission.objects.filter(service=OuterRef("pk"))
    over = of_service.filter(decision__in=[Submission.Decision.DECLINED, Submission.Decision.WITHDRAWN])
    return over.exclude(Exists(Submission.objects.undecided().filter(service=OuterRef("service"))))


class _Asked:
    """What is looked for, in the shapes that are compared."""

    def __init__(self, name, phones, website, abn, email, provider):
        self.name, self.words = str(name or "")[:200].strip(), name_words(name)
        self.prefixes = _prefixes(name)
        self.phones = {number for number in map(phone_digits, list(phones)[:MOST_NUMBERS]) if number}
        self.host, self.path = website_parts(website)
        # What an address that counts must hold: the host, or what follows it where thousands have the host.
        self.hint = self.path.rpartition("/")[2] if self.host in SHARED_HOSTS else self.host
        self.abn = re.sub(r"\D", "", str(abn or ""))[:11]
        self.email = str(email or "").strip().casefold()[:254]
        self.provider = name_words(provider)

    def narrow(self):
        """Return the condition that leaves the few rows worth comparing; an empty one where nothing is asked."""
        found = Q()
        for prefix in self.prefixes:
            found |= Q(name__icontains=prefix)
        if self.prefixes:
            # A database folds no accents: names with any are read, and folded here.
            found |= Q(name__regex=r"[^ -~]")
        elif self.words:
            alone = Q(name__iexact=self.name)
            if any(len(word) >= SHORTEST_BEGINNING for word in self.words):
                alone = Q()
            for word in sorted(self.words):
                if len(word) >= SHORTEST_BEGINNING:
                    alone &= Q(name__icontains=word)
            found |= alone
        if self.phones:
            found |= Q(pk__in=_phones_ending(self.phones).values("service"))
        if self.hint:
            found |= Q(website__icontains=self.hint)
            found |= Q(pk__in=Link.objects.filter(url__icontains=self.hint).values("service"))
        if self.abn:
            found |= Q(organisation__abn=self.abn)
        if self.email:
            found |= Q(public_email__iexact=self.email)
        return found

    def compare(self, rows):
        """Return the rows that are alike enough, with their reasons, and fetch their services."""
        numbers, addresses = self._numbers(), self._addresses(rows)
        sharing = sum(1 for parts in addresses.values() if any(host == self.host for host, _path in parts))
        found = []
        for pk, name, _website, email, provider_name, organisation, abn in rows:
            one = Alike(pk)
            same_provider = (
                bool(self.provider) and likeness(self.provider, name_words(organisation or provider_name)) == 1
            )
            self._by_name(one, name, same_provider)
            if self.phones & numbers.get(pk, set()):
                one.add("the same phone number", PHONE)
            self._by_website(one, addresses.get(pk, ()), sharing)
            if self.email and email.casefold() == self.email:
                one.add("the same email address", EMAIL)
            if self.abn and abn == self.abn:
                one.add("the same ABN", ABN)
            if same_provider:
                one.add("the same provider", PROVIDER)
            if one.score >= ENOUGH:
                found.append(one)
        found = sorted(found, key=lambda one: (-one.score, one.service))[:MOST_ALIKE]
        services = Service.objects.select_related("organisation").prefetch_related("locations__locality")
        services = services.in_bulk([one.service for one in found])
        for one in found:
            one.service = services[one.service]
        return found

    def _by_name(self, one, name, same_provider):
        how = likeness(self.words, name_words(name))
        if how == 1:
            one.add("the same name", NAME)
        elif how >= (LIKE_OF_ONE_PROVIDER if same_provider else LIKE):
            one.add("a name like it", round(NAME * how))

    def _by_website(self, one, addresses, sharing):
        if (self.host, self.path) in addresses:
            one.add("the same website", WEBSITE)
        elif self.host not in SHARED_HOSTS and any(host == self.host for host, _path in addresses):
            one.add("a page of the same website", SAME_HOST if sharing <= MOST_OF_ONE_WEBSITE else 0)

    def _numbers(self):
        """Return the numbers of each service that has one ending alike, by primary key."""
        numbers = {}
        if self.phones:
            for pk, number in _phones_ending(self.phones).values_list("service", "number"):
                numbers.setdefault(pk, set()).add(phone_digits(number))
        return numbers

    def _addresses(self, rows):
        """Return the (host, path) pairs of each service that may have the address, by primary key."""
        if not self.hint:
            return {}
        addresses = {row[0]: [website_parts(row[2])] for row in rows if self.hint in row[2].casefold()}
        for pk, url in Link.objects.filter(url__icontains=self.hint).values_list("service", "url"):
            addresses.setdefault(pk, []).append(website_parts(url))
        return addresses


def _phones_ending(numbers):
    """Return the Phone rows whose last six digits are those of one of ``numbers``, however they are written."""
    bare = "number"
    for mark in (" ", "(", ")", "-", "\xa0"):
        bare = Replace(bare, Value(mark), Value(""))
    condition = Q()
    for number in sorted(numbers):
        condition |= Q(bare__endswith=number[-6:])
    return Phone.objects.alias(bare=bare).filter(condition)


def phone_digits(number):
    """Return an Australian phone number as digits that compare: ``+61 3 5550 0142`` and ``5550 0142`` give ``0355500142``.

    A number without an area code is taken for Victoria's. What has fewer than six digits gives ''.
    """
    digits = re.sub(r"[^0-9]", "", str(number or ""))[:20]
    digits = re.sub(r"^(0011|00)?61(?=[2-9]\d{8}$|1[38])", "0", digits)
    digits = re.sub(r"^0(?=1(3\d{4}|300\d{6}|800\d{6})$)", "", digits)
    if len(digits) == 8:
        digits = "03" + digits
    return digits if len(digits) >= 6 else ""


def website_parts(address):
    """Return (host, path) of a web address as they compare: ``https://www.Example.org/Peers/`` gives ``example.org``,
    ``/peers``. ('', '') for what is no address."""
    text = str(address or "").strip().casefold()[:400]
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return "", ""
    if not re.fullmatch(r"[^\s/@]+\.[^\s/@]+", host):
        return "", ""
    path = re.sub(r"/(index\.(html?|php))?$", "", re.sub(r"/+", "/", parts.path)).rstrip("/")
    query = f"?{parts.query}" if host in SHARED_HOSTS and parts.query else ""
    return host, path + query


@lru_cache(maxsize=30_000)
def name_words(name):
    """Return the stems of a name that tell it from others; all its stems where it has only common words. A frozenset."""
    words = [stem(word) for word in folded_words(str(name or "")[:200])[:MOST_WORDS]]
    return frozenset(word for word in words if word not in COMMON) or frozenset(words)


def _prefixes(name):
    """Return what a name that is like this one must hold somewhere: the beginnings of its words that their stems share."""
    words = folded_words(str(name or "")[:200])[:MOST_WORDS]
    beginnings = {_shared_beginning(word, stem(word)) for word in words if stem(word) not in COMMON}
    # One letter stands in nearly every name, and would have them all read.
    return sorted(one for one in beginnings if len(one) >= SHORTEST_BEGINNING)


def _shared_beginning(word, other):
    length = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return word[:length] or word


def likeness(one, other):
    """Return how much two sets of words share, from 0 to 1: words in both, by all words. A misspelt word counts as itself."""
    if not one or not other:
        return 0
    same = one & other
    left, right = sorted(one - same), sorted(other - same)
    total = len(one | other)
    common = len(same)
    for word in left:
        twin = next((each for each in right if _misspelt(word, each)), None)
        if twin:
            right.remove(twin)
            common, total = common + 1, total - 1
    return common / total


@lru_cache(maxsize=30_000)
def _misspelt(one, other):
    if min(len(one), len(other)) < SHORTEST_MISSPELT or abs(len(one) - len(other)) > 2:
        return False
    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.quick_ratio() >= SAME_WORD and pair.ratio() >= SAME_WORD
