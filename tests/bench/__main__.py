"""``make bench`` and ``make bench-compare``.

``python -m tests.bench`` measures everything and writes docs/performance.md and docs/performance.json. Shorter runs, by the
environment: BENCH_SIZES="1000 10000", BENCH_ONLY="queries work" (groups: queries work cache bytes first sizes stock fuzz map;
databases: sqlite postgresql) and ROUNDS=3. A run that leaves anything out is printed, and written only where OUT= says.

``python -m tests.bench compare`` measures anew and says what got worse since docs/performance.json, beyond noise;
``compare OLD NEW`` compares two files, ``compare OLD`` a file with a new run. Ends with 1 where anything did.
"""

import os
import signal
import sys
import time
from pathlib import Path

from ..servers import ROOT
from . import figures, run, writing
from .wanted import GROUPS


def asked():
    """Return the Run that the environment asks for, and whether it is a whole one."""
    sizes = [int(size.replace(",", "").replace("_", "")) for size in os.environ.get("BENCH_SIZES", "").split()]
    only = os.environ.get("BENCH_ONLY", "").split()
    if unknown := set(only) - {*GROUPS, *run.DATABASES}:
        sys.exit(
            f"BENCH_ONLY: there is no {', '.join(sorted(unknown))}. There are {' '.join([*GROUPS, *run.DATABASES])}."
        )
    made = run.Run(
        sizes or run.SIZES,
        int(os.environ.get("ROUNDS") or run.ROUNDS),
        [group for group in GROUPS if group in only] or GROUPS,
        [database for database in run.DATABASES if database in only] or run.DATABASES,
        say=lambda words: print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True),
    )
    return made, not (sizes or only)


def measure():
    """Measure, print the table and keep it where it is whole, and in the file of OUT; return 0."""
    run.check_here()
    asks, is_whole = asked()
    found = asks.measure()
    print("\n".join(writing.table(found)))
    for line in writing.unmet(found):
        print(f"Not met: {line}")
    if out := os.environ.get("OUT"):
        writing.write(found, Path(out))
    elif is_whole and not found["left_out"]:
        writing.keep(found)
        print(f"Written to {writing.PAGE.relative_to(ROOT)} and {writing.KEPT.relative_to(ROOT)}.")
    else:
        print("Not the whole of it, so docs/performance.md stays as it is. OUT=file.json keeps it.")
    return 0


def compare(old=None, new=None):
    """Compare two runs and print what changed; return 1 where anything got worse."""
    try:
        before = writing.read(Path(old) if old else writing.KEPT)
        after = writing.read(Path(new)) if new else None
    except (OSError, ValueError) as error:
        sys.exit(f"Nothing to compare with: {error}")
    if after is None:
        run.check_here()
        after = asked()[0].measure()
    rows = {measure.key: measure for one in (before, after) for measure in writing.measures_of(one)}
    worse, better, left_out = figures.changes(before, after, rows.values())
    for words, lines in (("Not compared", left_out), ("Better", better), ("Worse", worse)):
        for line in lines:
            print(f"{words}: {line}")
    print(f"{len(worse)} got worse, {len(better)} got better, {before['day']} to {after['day']}.")
    return 1 if worse else 0


if __name__ == "__main__":
    command, *rest = sys.argv[1:] or ["measure"]
    if command not in ("measure", "compare") or len(rest) > 2 or (rest and command == "measure"):
        sys.exit(__doc__)
    # Told to stop from outside, as by a limit of time: as after Ctrl-C, so that no server stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(compare(*rest) if command == "compare" else measure())
