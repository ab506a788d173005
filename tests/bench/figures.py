"""What is computed of what was measured. Nothing here asks a server."""

import math
import re
import statistics
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One thing that was measured: the middle of all rounds, and between what the middle half of them lies."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, values):
        """Return the Figure of the values of all rounds, at least one."""
        values = sorted(values)
        if len(values) < 3:
            return cls(statistics.median(values), values[0], values[-1])
        low, _middle, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(statistics.median(values), low, high)

    @classmethod
    def read(cls, kept):
        """Return the Figure that ``kept`` (a dict out of JSON) was."""
        return cls(kept["value"], kept["low"], kept["high"])

    def kept(self):
        """Return it as a dict for JSON, with no more digits than are meant."""
        return {name: float(f"{value:.4g}") for name, value in asdict(self).items()}


def ratios(rounds, to):
    """Return the Figure of ``rounds`` over ``to``, both lists of numbers: each round over the same round of the other."""
    return Figure.of([one / other for one, other in zip(rounds, to, strict=True)])


def share_below(values, share):
    """Return the value that ``share`` (0 to 1) of ``values`` do not exceed, such as the 95th percentile: one of them."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def processor_seconds(schedstat, stat, ticks):
    """Return the processor time of a thread in seconds: of its ``schedstat`` in /proc, exact, or where the kernel has
    none ("") of its ``stat``, counted in ``ticks`` a second."""
    if schedstat.strip():
        return int(schedstat.split()[0]) / 1e9
    # The name stands in brackets and may hold anything, blanks and brackets too.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / ticks


def same_machine(one, other):
    """Whether two runs were made on machines whose milliseconds can be compared."""
    return all(one.get(name) == other.get(name) for name in ("processor", "cores"))


def changes(old, new, measures):
    """Return ``(worse, better, left_out)`` of two runs (dicts of docs/performance.json): lines, lines, and what was not compared.

    Worse is what lies beyond the measure's own noise and beyond what rounds of both runs differ by. Milliseconds of
    another machine say nothing and are left out; so is what one of the two did not measure.
    """
    worse, better, left_out = [], [], []
    same = same_machine(old["machine"], new["machine"])
    for measure in measures:
        for database in sorted({*old["figures"].get(measure.key, {}), *new["figures"].get(measure.key, {})}):
            name = f"{measure.words}, {NAMES[database]}"
            kept = [run["figures"].get(measure.key, {}).get(database) for run in (old, new)]
            if None in kept:
                left_out.append(f"{name}: only in the {'new' if kept[0] is None else 'old'} run")
            elif not (same or measure.holds_elsewhere):
                left_out.append(f"{name}: measured on another machine")
            else:
                before, after = map(Figure.read, kept)
                if line := changed(measure, before, after, name):
                    (worse if is_worse(measure, before, after) else better).append(line)
    return worse, better, left_out


NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def is_worse(measure, before, after):
    return (after.value < before.value) if measure.more_is_better else (after.value > before.value)


def changed(measure, before, after, name):
    """Return a line on how much a Figure changed, or "" where that is noise."""
    apart = after.low - before.high if after.value > before.value else before.low - after.high
    difference = abs(after.value - before.value)
    if apart <= 0 or difference <= measure.noise * abs(before.value) + measure.least:
        return ""
    share = f" ({(after.value / before.value - 1) * 100:+.0f} %)" if before.value else ""
    return f"{name}: {measure.shown(before.value)} → {measure.shown(after.value)}{share}"


def between(text, mark, inner):
    """Return ``text`` with ``inner`` between the comments ``<!-- mark -->`` and ``<!-- /mark -->``, added where they are missing."""
    whole = f"<!-- {mark} -->\n{inner.strip()}\n<!-- /{mark} -->"
    pattern = re.compile(rf"<!-- {re.escape(mark)} -->.*?<!-- /{re.escape(mark)} -->", re.DOTALL)
    if pattern.search(text):
        return pattern.sub(lambda _found: whole, text, count=1)
    return f"{text.rstrip()}\n\n{whole}\n"
