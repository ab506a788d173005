"""The table of a run in Markdown, and the run itself in JSON beside it."""

import json

from ..servers import ROOT
from .figures import NAMES, Figure, between
from .wanted import MEASURES, for_sizes

PAGE, KEPT = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.json"
MARK = "made by make bench"
MET = {True: "yes", False: "**no**", None: ""}


def measures_of(run):
    """Return all Measures that a run can have figures of."""
    return [*MEASURES, *for_sizes(run["sizes"])]


def table(run):
    """Return the lines of a run: the machine, and a row for each measure that has a figure."""
    machine = run["machine"]
    yield (
        f"{run['day']}. {machine['cores']} cores ({machine['processor']}), {machine['memory']} GB, {machine['system']}; "
        f"{', '.join(f'{name} {release}' for name, release in machine['releases'].items())}. "
        f"The middle of {run['rounds']} interleaved rounds. {machine['load']:.1f} other processes ran when it began. "
        f"It took {run['minutes']:.0f} minutes."
    )
    databases = [name for name in NAMES if any(name in found for found in run["figures"].values())]
    yield ""
    yield f"| | peer or stock | must reach | {' | '.join(NAMES[name] for name in databases)} | met |"
    yield f"|---|---:|---:|{'---:|' * len(databases)}---|"
    for measure in measures_of(run):
        found = run["figures"].get(measure.key)
        if not found:
            continue
        cells = [measure.shown(Figure.read(found[name]).value) if name in found else "" for name in databases]
        verdicts = [measure.is_met(name, found[name]["value"]) for name in databases if name in found]
        met = MET[None if set(verdicts) == {None} else False not in verdicts]
        yield f"| {measure.words} | {measure.peer} | {_limit(measure)} | {' | '.join(cells)} | {met} |"
    for line in run["left_out"]:
        yield ""
        yield f"Not measured: {line}"


def _limit(measure):
    sign = "≥" if measure.more_is_better else "≤"
    if isinstance(measure.limit, dict):
        return ", ".join(f"{NAMES[name]} {sign} {limit:,}" for name, limit in measure.limit.items())
    return "" if measure.limit is None else f"{sign} {measure.limit:,}"


def unmet(run):
    """Return a line for each figure that is not good enough."""
    lines = []
    for measure in measures_of(run):
        for database, kept in run["figures"].get(measure.key, {}).items():
            if measure.is_met(database, kept["value"]) is False:
                lines.append(f"{measure.words}, {NAMES[database]}: {measure.shown(kept['value'])}, {_limit(measure)}")
    return lines


def keep(run, page=PAGE, kept=KEPT):
    """Write a run into the page of documentation, between its marks, and beside it."""
    page.write_text(between(page.read_text(encoding="utf-8"), MARK, "\n".join(table(run))), encoding="utf-8")
    write(run, kept)


def write(run, path):
    path.write_text(json.dumps(run, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(path):
    """Return the run that was written to ``path``. Raises OSError or ValueError."""
    run = json.loads(path.read_text(encoding="utf-8"))
    if not {"machine", "figures", "sizes"} <= set(run):
        raise ValueError(f"{path} is no run of make bench")
    return run
