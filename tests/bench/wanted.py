"""What is measured, what the peer or stock Wagtail takes, and what we must reach (../shared/design/performance.md)."""

from dataclasses import dataclass, field

SQLITE, POSTGRES = "sqlite", "postgresql"


@dataclass(frozen=True)
class Measure:
    """One row of the table. ``limit``: a number, or numbers by database; what has none is told and not judged.

    ``noise``: by which part of itself it may differ between two runs of the same code; ``least``: and by how much at least.
    ``holds_elsewhere``: whether it says the same on another machine, as counts and ratios do and milliseconds do not.
    """

    key: str
    words: str
    unit: str = ""
    limit: object = None
    peer: str = ""
    more_is_better: bool = False
    noise: float = 0.15
    least: float = 0
    holds_elsewhere: bool = True
    digits: int = 1
    group: str = field(default="")

    def limit_on(self, database):
        """Return the number to reach on a database, or None."""
        return self.limit.get(database) if isinstance(self.limit, dict) else self.limit

    def is_met(self, database, value):
        """Return whether a value is good enough; None where nothing is demanded."""
        limit = self.limit_on(database)
        if limit is None:
            return None
        return value >= limit if self.more_is_better else value <= limit

    def shown(self, value):
        """Return a value in words."""
        digits = 0 if value == int(value) or value >= 100 else 2 if value < 1 else self.digits
        return f"{value:,.{digits}f}{f' {self.unit}' if self.unit else ''}"


def _on_postgres(limit):
    return {POSTGRES: limit}


def count(key, words, limit, peer):
    return Measure(f"queries.{key}", f"SQL queries: {words}", limit=limit, peer=peer, noise=0, group="queries")


def work(key, words, limit=None, peer="", **more):
    return Measure(f"work.{key}", f"CPU ÷ hello: {words}", limit=limit, peer=peer, group="work", **more)


def speed(key, words):
    return Measure(
        f"speed.{key}", f"Requests per second: {words}", more_is_better=True, noise=0.25, holds_elsewhere=False, group="work"
    )  # fmt: skip


def waiting(key, words, limit=None, peer="", **more):
    given = {"unit": "ms", "noise": 0.35, "least": 3, "holds_elsewhere": False} | more
    return Measure(key, words, limit=limit, peer=peer, **given)


PAGES = {
    "home": "home", "listing": "a list (stories)", "detail": "a story", "entry": "a service", "directory": "directory search",
    "search": "site search", "missing": "404",
}  # fmt: skip

MEASURES = [
    count("home", "home", 8, "43"),
    count("listing", "a list (stories)", 10, "48"),
    count("detail", "a story", 8, "19"),
    count("entry", "a service", 8, "19"),
    count("directory", "directory search", 8, "39"),
    count("search", "site search", None, "39"),
    count("missing", "404", 2, "10"),
    work("home", "home, nothing cached", _on_postgres(30), "130 / 154"),
    work("listing", "a list, nothing cached", _on_postgres(35), "99 / 142"),
    work("detail", "a story, nothing cached", _on_postgres(25), "44 / 61"),
    work("entry", "a service, nothing cached", None, "44 / 61"),
    work("directory", "directory search, nothing cached", None, "109 / 148"),
    work("search", "site search, nothing cached", None, "109 / 148"),
    work("missing", "404, nothing cached", None, "26 / 36"),
    work("cached", "a cached anonymous page", 1.3, "1.0–2.7"),
    work("static", "a static file, without nginx", None, "0.02 with nginx", noise=0.25),
    speed("hello", "hello"),
    speed("home", "home, nothing cached"),
    speed("cached", "home, cached"),
    Measure(
        "hits", "Hits in the page cache, whatever cookies and parameters a visitor brings", "%", 99, "", more_is_better=True,
        noise=0.005, group="cache",
    ),
    Measure("bytes.page", "First visit to home without pictures: HTML, styles and scripts as sent", "KB", 40, "33", noise=0.02, group="bytes"),
    Measure("bytes.fonts", "First visit to home: fonts", "KB", 60, "", noise=0.02, group="bytes"),
    Measure("first", "First visit to a page with new pictures ÷ a warm one", "times", 2, "112", noise=0.25, least=0.2, group="first"),
    Measure(
        "stock", "Search for a middling word among 10,000 services: times faster than stock", "times",
        {POSTGRES: 20, SQLITE: 500}, "1", more_is_better=True, noise=0.4, group="stock",
    ),
    waiting("fuzz.worst", "Worst fuzzed query of the directory, most services", 1000, "over 20 s", noise=0.6, group="fuzz"),
    waiting("fuzz.most", "95 of 100 fuzzed queries of the directory, most services", group="fuzz"),
    waiting("map.made", "The map with all its points, nothing cached, most services", group="map"),
    waiting("map.warm", "The map with all its points, warm, most services", 5, "400 ms", group="map", least=2),
    waiting("map.same", "The map, not changed (304), most services", 5, "", group="map", least=2),
    Measure("map.bytes", "The map as sent, most services", "KB", None, "", noise=0.05, group="map"),
]  # fmt: skip


def for_sizes(sizes):
    """Return the measures of the directory at each of ``sizes``, numbers of services, and of how it grows between them."""
    sizes = sorted(sizes)
    rows = [
        waiting(
            f"directory.{size}", f"Directory search page, 95 of 100 visits, {size:,} services",
            _on_postgres(200) if size >= 100_000 else None, "did not finish" if size >= 100_000 else "", group="sizes",
        )
        for size in sizes
    ]  # fmt: skip
    if len(sizes) > 1:
        rows.append(
            Measure(
                "directory.growth", f"Directory search page, {sizes[-1]:,} against {sizes[0]:,} services", "times",
                4, "", noise=0.3, group="sizes",
            )
        )  # fmt: skip
    return rows


GROUPS = ("queries", "work", "cache", "bytes", "first", "sizes", "stock", "fuzz", "map")
