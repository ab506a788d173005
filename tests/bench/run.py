"""One run: everything that is measured, in an order in which nothing disturbs another."""

import contextlib
import datetime
import os
import platform
import random
import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from operator import methodcaller

from ..servers import MissingError
from .asking import ask, ask_for, flood
from .figures import NAMES, Figure, ratios, share_below
from .sites import hello, site_on, warm
from .wanted import GROUPS, PAGES, POSTGRES, SQLITE

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 9
# Processor seconds that a server works on one page in a round, and between what the number of visits stays.
A_ROUND, FEWEST, MOST = 0.25, 6, 500
PLAUSIBLE, FUZZED = 80, 200
STOCK_SIZE = 10_000
VISITS = 40
PAGES_WITH_PICTURES = 3
DATABASES = (SQLITE, POSTGRES)


class Run:
    """What is measured: ``groups`` of wanted.GROUPS on ``databases``, with ``sizes`` of the directory, in ``rounds``."""

    def __init__(self, sizes=SIZES, rounds=ROUNDS, groups=GROUPS, databases=DATABASES, say=print, open_site=site_on):
        self.sizes, self.rounds, self.groups, self.databases = sorted(sizes), rounds, groups, databases
        self.say, self.open_site = say, open_site
        self.figures, self.left_out, self.releases = {}, [], {}

    def has(self, *groups):
        return any(group in self.groups for group in groups)

    def note(self, key, site, value):
        """Keep a number, or the Figure of several rounds, of the site on one database."""
        figure = value if isinstance(value, Figure) else Figure.of([value])
        self.figures.setdefault(key, {})[site.database] = figure.kept()

    def measure(self):
        """Measure everything; return the run as a dict for JSON."""
        load, began = os.getloadavg()[0], time.monotonic()
        with contextlib.ExitStack() as stack:
            sites = list(self.sites(stack))
            if self.has("queries"):
                self.queries(sites)
            if self.has("work", "cache", "bytes", "first"):
                self.pages(sites)
            if self.has("sizes", "stock", "fuzz", "map"):
                self.directory(sites)
        return {
            "day": f"{datetime.date.today():%-d %B %Y}", "machine": machine(load) | {"releases": self.releases},
            "rounds": self.rounds, "sizes": self.sizes, "figures": self.figures, "left_out": self.left_out,
            "minutes": round((time.monotonic() - began) / 60, 1),
        }  # fmt: skip

    def sites(self, stack):
        """Yield the site on each database, made and filled beside each other."""
        found = []
        for database in self.databases:
            try:
                site = stack.enter_context(self.open_site(database))
            except MissingError as missing:
                self.left_out.append(f"everything on {database}: {missing} is not installed.")
                self.say(self.left_out[-1])
                continue
            site.database = database
            found.append(site)
        self.say("Making the sample site …")
        beside(methodcaller("prepare"), found)
        self.releases = {name: version(name) for name in ("Django", "wagtail", "gunicorn")}
        self.releases |= {"Python": platform.python_version()}
        for site in found:
            about = site.inside("about")
            site.pages, self.releases[NAMES[site.database]] = about["addresses"], about["release"]
        return found

    # --- Pages ----------------------------------------------------------------------------------

    def queries(self, sites):
        self.say("Counting queries …")
        for site in sites:
            for name, number in site.inside("queries", addresses={name: site.pages[name] for name in PAGES}).items():
                self.note(f"queries.{name}", site, number)

    def pages(self, sites):
        with contextlib.ExitStack() as stack:
            bare = stack.enter_context(hello())
            plain = {site: stack.enter_context(site.serve()) for site in sites}
            caching = {site: stack.enter_context(site.serve(page_cache=True)) for site in sites}
            if self.has("bytes"):
                for site in sites:
                    self.weigh(site, caching[site])
            if self.has("cache"):
                for site in sites:
                    self.hits(site, caching[site])
            if self.has("work"):
                self.work(sites, bare, plain, caching)
            if self.has("first"):
                for site in sites:
                    self.first_visits(site, plain[site])

    def work(self, sites, bare, plain, caching):
        """Measure the processor time of each page beside hello's, round by round: whatever slows the machine slows both."""
        self.say(f"Asking for pages, {self.rounds} rounds …")
        visits = [Visited("hello", None, bare, "/")]
        for site in sites:
            visits += [
                Visited(name, site, plain[site], site.pages[name], 404 if name == "missing" else 200) for name in PAGES
            ]
            visits.append(Visited("cached", site, caching[site], "/"))
            visits.append(Visited("static", site, plain[site], stylesheet(plain[site])))
        for visited in visits:
            visited.settle()
        for _round in range(self.rounds):
            for visited in visits:
                visited.again()
        base, *others = visits
        for visited in others:
            self.note(f"work.{visited.name}", visited.site, ratios(visited.work, base.work))
            if visited.name in ("home", "cached"):
                self.note(f"speed.{visited.name}", visited.site, Figure.of(visited.speed))
        for site in sites:
            self.note("speed.hello", site, Figure.of(base.speed))

    def hits(self, site, server):
        """Count hits among visits that bring cookies of other sites, and parameters that nobody knows."""
        warm(server, ["/"], times=8)
        chance = random.Random(1)  # noqa: S311
        found = 0
        for number in range(VISITS * 5):
            cookie = f"_ga={chance.random()}; session_of_another={number}; theme=dark"
            answer = ask_for(
                200, server.port, f"/?utm_source=mail{number}&fbclid={chance.random()}", {"Cookie": cookie}
            )
            found += answer.headers.get("x-page-cache") == "hit"
        self.note("hits", site, 100 * found / (VISITS * 5))

    def weigh(self, site, server):
        """Weigh what a first visit to home brings but pictures, as it is sent."""
        given = {"Accept-Encoding": "gzip, br"}
        page = ask_for(200, server.port, "/", given)
        text = ask_for(200, server.port, "/", {"Accept-Encoding": "identity"}).body.decode()
        total, fonts = len(page.body), 0
        for address in parts_of(text):
            size = len(ask_for(200, server.port, address, given).body)
            if address.endswith(".woff2"):
                fonts += size
            else:
                total += size
        self.note("bytes.page", site, total / 1024)
        self.note("bytes.fonts", site, fonts / 1024)

    def first_visits(self, site, server):
        """Compare the first visit to pages with new pictures, after the task has run, with later ones, by processor time."""
        self.say(f"Publishing pages with pictures on {site.database} …")
        found = []
        paths = site.inside("pages_with_pictures", number=PAGES_WITH_PICTURES + 1)
        # What each process reads only once is no page's own.
        warm(server, paths[:1])
        for path in paths[1:]:
            times = []
            for _visit in range(1 + VISITS // 4):
                before = server.work()
                ask_for(200, server.port, path)
                times.append(server.work() - before)
            found.append(times[0] / statistics.median(times[1:]))
        self.note("first", site, Figure.of(found))

    # --- The directory, as it grows -------------------------------------------------------------

    def directory(self, sites):
        middle = {site: {} for site in sites}
        sizes = self.sizes if self.has("sizes", "fuzz", "map") else [STOCK_SIZE]
        for size in sizes:
            self.say(f"Making {size:,} services …")
            grown = beside(methodcaller("inside", "grow", size=size), sites)
            for site, (seconds, listed) in zip(sites, grown, strict=True):
                self.say(f"  {site.database}: {listed:,} listed, made in {seconds:.0f} s")
            for site in sites:
                is_last = size == sizes[-1]
                if self.has("sizes") or (is_last and self.has("fuzz", "map")):
                    questions = site.inside("questions", plausible=PLAUSIBLE, fuzzed=FUZZED)
                    with site.serve() as server:
                        warm(server, questions["measured"], times=2)
                        if self.has("sizes"):
                            middle[site][size] = self.searches(site, server, size, questions)
                        if is_last and self.has("fuzz"):
                            self.fuzz(site, server, questions)
                        if is_last and self.has("map"):
                            self.map(site, server)
                if self.has("stock") and size == min(STOCK_SIZE, sizes[-1]):
                    self.stock(site)
        for site, found in middle.items():
            if len(found) > 1:
                self.note("directory.growth", site, found[sizes[-1]] / found[sizes[0]])

    def searches(self, site, server, size, questions):
        """Measure a page of the directory by what people ask, nothing kept of the very page; return the 95th percentile."""
        asked = [*questions["measured"], *questions["plausible"]]
        rounds = []
        for _round in range(max(1, self.rounds // 3)):
            times = [1000 * ask_for(200, server.port, path).seconds for path in asked]
            rounds.append(share_below(times, 0.95))
        self.note(f"directory.{size}", site, Figure.of(rounds))
        return statistics.median(rounds)

    def fuzz(self, site, server, questions):
        """Measure how long the slowest of the questions that are made to hurt takes."""
        times = {}
        for path in questions["fuzzed"]:
            answer = ask(server.port, path)
            if answer.status >= 500:
                self.left_out.append(f"{site.database}: {path} answered {answer.status}")
            times[path] = 1000 * answer.seconds
        slowest = max(times, key=times.get)
        self.say(f"  {site.database}: slowest is {slowest[:200]}")
        self.note("fuzz.worst", site, times[slowest])
        self.note("fuzz.most", site, share_below(times.values(), 0.95))

    def map(self, site, server):
        """Measure the map of everything: drawn anew by ``server``, as a site in use answers, and for who has it already."""
        path = "/directory/?view=map"
        times = [1000 * ask_for(200, server.port, path).seconds for _visit in range(self.rounds)]
        self.note("map.made", site, Figure.of(times))
        with site.serve(page_cache=True) as caching:
            warm(caching, [path], times=4)
            first = ask_for(200, caching.port, path)
            if first.headers.get("content-encoding") != "gzip":
                self.left_out.append(f"{site.database}: the map comes as it is, not compressed")
            self.note("map.bytes", site, len(first.body) / 1024)
            times = [1000 * ask_for(200, caching.port, path).seconds for _visit in range(VISITS)]
            self.note("map.warm", site, Figure.of(times))
            if tag := first.headers.get("etag"):
                times = [
                    1000 * ask_for(304, caching.port, path, {"If-None-Match": tag}).seconds for _visit in range(VISITS)
                ]
                self.note("map.same", site, Figure.of(times))

    def stock(self, site):
        """Compare finding a word with stock Wagtail's way, in turns."""
        if self.sizes[-1] < STOCK_SIZE:
            self.left_out.append(
                f"{site.database}: stock search among {STOCK_SIZE:,} services; it was {self.sizes[-1]:,}"
            )
        found = site.inside("stock", rounds=max(1, self.rounds // 3))
        times = found["times"]
        self.say(f"  {site.database}: ours {found['counts']['ours']}, stock {found['counts']['stock']} hits")
        self.note("stock", site, ratios(times["stock"], times["ours"][: len(times["stock"])]))


class Visited:
    """A page that is asked for in each round: what ``work`` it took in seconds for each visit, and how many in a second."""

    def __init__(self, name, site, server, path, status=200):
        self.name, self.site, self.server, self.path, self.status = name, site, server, path, status
        self.work, self.speed = [], []

    def settle(self):
        """Let every worker read what it keeps; work out how many visits a round has."""
        warm(self.server, [self.path])
        before = self.server.work()
        flood(self.status, self.server.port, self.path, 10)
        each = (self.server.work() - before) / 10
        self.number = min(MOST, max(FEWEST, round(A_ROUND / max(each, 1e-6))))

    def again(self):
        before = self.server.work()
        seconds = flood(self.status, self.server.port, self.path, self.number)
        self.work.append((self.server.work() - before) / self.number)
        self.speed.append(self.number / seconds)


def beside(do, things):
    """Return ``[do(thing), …]``, done beside each other."""
    with ThreadPoolExecutor(max(1, len(things))) as pool:
        return list(pool.map(do, things))


def parts_of(text):
    """Return the addresses on this site of styles, scripts, fonts and drawings that a page brings at its first visit."""
    found = re.findall(r'<link[^>]+rel="(?:stylesheet|preload)"[^>]*>|<script[^>]+src=[^>]*>', text)
    found = [re.search(r'(?:href|src)="(/static/[^"]+)"', tag) for tag in found]
    return sorted({match[1] for match in found if match})


def stylesheet(server):
    """Return the address of a style sheet, for a static file."""
    text = ask_for(200, server.port, "/", {"Accept-Encoding": "identity"}).body.decode()
    return next(part for part in parts_of(text) if part.endswith(".css"))


def machine(load):
    """Return what this machine is, in words for the table."""
    processor = platform.processor() or platform.machine()
    with contextlib.suppress(OSError), open("/proc/cpuinfo") as told:
        processor = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), processor)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": processor, "cores": os.cpu_count(), "memory": round(memory),
        "system": f"{platform.system()} {platform.release().split('-')[0]}", "load": round(load, 1),
    }  # fmt: skip


def check_here():
    """End with a line where this system does not tell what a process takes."""
    if not os.path.exists("/proc/self/task"):
        sys.exit("make bench needs Linux: it reads from /proc what the servers' processes take.")
