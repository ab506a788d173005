"""How long a search of the directory takes as it grows: for ``manage.py benchmark directory``."""

import random
import time
import tracemalloc

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from cms.core.models import Taxonomy, Term

from . import kept_census, made
from .letters import AGES, WHEN
from .models import Locality, SearchEntry, SearchWord, Service
from .near import WITHIN

VISITS = 9
# Addresses that are asked at random, and the seed of them: the same on both databases.
FUZZED, SEED = 200, 8
TAXONOMIES, TERMS = 8, 12
# What somebody asks, in words, and its address.
QUESTIONS = [
    ("the whole list", "/directory/"),
    ("a common word", "/directory/?q=people"),
    ("a middling word", "/directory/?q=grief"),
    ("a phrase", "/directory/?q=%22hearing+voices%22"),
    ("near a suburb", "/directory/?near=Carlton+3053&within=25"),
    ("facets", "/directory/?how=phone&how=video&term=facet-1-term-1&cost=free&when=evening"),
    ("words, near, facets", "/directory/?q=tea&near=Carlton+3053&within=50&how=in-person&age=adults&open=now"),
    ("the map", "/directory/?view=map"),
    ("the map near a suburb", "/directory/?view=map&near=Carlton+3053&within=25"),
    ("the last page, by last check", "/directory/?sort=checked&page=9999"),
    ("nothing fits", "/directory/?q=zzzz&near=Carlton+3053&within=5&how=chat"),
]


def prepare():
    """Put localities and taxonomies into an empty database."""
    call_command("load_localities", verbosity=0, stdout=_Nowhere())
    for number in range(TAXONOMIES):
        name = f"Facet {number}"
        taxonomy = Taxonomy.objects.create(name=name, slug=slugify(name), is_prominent=number < 2, sort_order=number)
        for term in range(TERMS):
            Term.objects.create(taxonomy=taxonomy, name=f"Term {term}", slug=f"{taxonomy.slug}-term-{term}")


def grow_to(number):
    """Make services until there are ``number``; return the seconds that takes and how many are listed."""
    began = time.perf_counter()
    made.make(number - made.made().count(), seed=number)
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        # As a database does by itself after a while: without it the planner guesses.
        cursor.execute("ANALYZE")
    return seconds, SearchEntry.objects.count()


def measure():
    """Return {question: (processor time, fastest visit, SQL queries)} of warm visits in milliseconds, and those of the smallest page.

    The processor time is this process's own, the least of all visits: other programs on the machine do not count, nor does
    a database that is a process of its own. The fastest visit has everything in it.
    """
    client, found = Client(), {}
    for words, address in [("the smallest page", "/healthz"), *QUESTIONS]:
        # Twice: the first visit of all makes rows, the second reads what is kept.
        client.get(address)
        client.get(address)
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        # Counted now: the log that it is cut from is emptied by the next visit.
        number = len(queries)
        times, work = [], []
        for _visit in range(VISITS):
            began, started = time.perf_counter(), time.process_time()
            response = client.get(address)
            work.append((time.process_time() - started) * 1000)
            times.append((time.perf_counter() - began) * 1000)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
        found[words] = (min(work), min(times), number)
    return found


def fuzzed(number=FUZZED, seed=SEED):
    """Return (worst, 95th percentile, most SQL queries, address of the worst) of ``number`` searches at random, milliseconds.

    The time of each is that of its one visit, from the request to the last byte, with the database in it: nothing of it was
    asked before, and before every tenth an entry changes, so that nothing of an answer is kept for long. What stands on
    every page is read again by a visit between.
    """
    client, numbers, taken = Client(), random.Random(seed), []  # noqa: S311
    words = sorted(set(SearchWord.objects.values_list("word", flat=True)[:5_000]))
    places = sorted(map(str, Locality.objects.filter(is_primary=True)))
    listed = list(Service.objects.listed().order_by("pk").values_list("pk", flat=True)[:1_000])
    client.get("/directory/")
    for visit in range(number):
        if visit % 10 == 0:
            Service.objects.filter(pk=numbers.choice(listed)).update(status_message="", assured_at=None)
            client.get("/directory/")
        address = f"/directory/?{fuzz(numbers, words, places)}"
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = client.get(address)
            taken.append(((time.perf_counter() - began) * 1000, len(queries), address))
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
    taken.sort()
    worst, _queries, address = taken[-1]
    return worst, taken[int(len(taken) * 0.95) - 1][0], max(row[1] for row in taken), address


def fuzz(numbers, words, places):
    """Return the query string of a search at random: words that there are, phrases, signs and slips, a place, choices."""
    query = QueryDict(mutable=True)
    if numbers.random() < 0.7:
        asked = numbers.choices(words or ["tea"], k=numbers.choice([1, 1, 2, 3, 5, 16]))
        if numbers.random() < 0.2:
            slip = numbers.randrange(len(asked[0]))
            asked[0] = asked[0][:slip] + numbers.choice("aeiou") + asked[0][slip:]
        text = " ".join(asked)
        query["q"] = numbers.choice([text, text, f'"{text}"', f"{text}* OR (", text.upper(), f'"{asked[0]}" {text}'])
    if numbers.random() < 0.4:
        query["near"] = numbers.choice(places)
        query["within"] = str(numbers.choice(WITHIN))
    for name, values in (
        ("how", ["phone", "video", "in-person", "chat"]), ("cost", Service.Cost.values), ("when", list(WHEN)),
        ("age", list(AGES)), ("term", [f"facet-{n}-term-{m}" for n in range(TAXONOMIES) for m in range(TERMS)]),
    ):  # fmt: skip
        if numbers.random() < 0.25:
            query.setlist(name, numbers.choices(values, k=numbers.choice([1, 1, 2, 4])))
    if numbers.random() < 0.3:
        query["sort"] = numbers.choice(["name", "checked", "relevance", "distance"])
    if numbers.random() < 0.3:
        query["page"] = str(numbers.choice([2, 50, 5000]))
    if numbers.random() < 0.15:
        query["view"] = "map"
    return query.urlencode()


def loading():
    """Return (processor time in milliseconds, megabytes at most, megabytes that stay) of a process reading what it keeps of
    the directory to count with: once when it starts."""
    kept_census.forget()
    began = time.process_time()
    kept_census.current()
    took = (time.process_time() - began) * 1000
    kept_census.forget()
    tracemalloc.start()
    kept_census.current()
    stay, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return took, most / 1e6, stay / 1e6


def table(sizes, results):
    """Return the results as lines of Markdown: a row for each question, a column for each size and what it grows by."""
    heads = [f"{size:,} services" for size in sizes]
    yield f"| {connection.vendor}: processor time (fastest visit) in ms | {' | '.join(heads)} | growth | SQL queries |"
    yield f"|---|{'---:|' * (len(sizes) + 2)}"
    for words in results[0]:
        rows = [result[words] for result in results]
        cells = [f"{work:.0f} ({fastest:.0f})" for work, fastest, _queries in rows]
        growth = rows[-1][0] / rows[0][0]
        queries = " → ".join(dict.fromkeys(str(number) for _work, _fastest, number in rows))
        yield f"| {words} | {' | '.join(cells)} | {growth:.1f} | {queries} |"


class _Nowhere:
    def write(self, words):
        """Say nothing."""

    def isatty(self):
        return False
