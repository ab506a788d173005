"""``make lighthouse``: Lighthouse's marks for the kinds of page that readers meet first, written to docs/measured.md.

``python -m tests.lighthouse`` starts the sample site as it is served in production, on a port of its own, and asks
Lighthouse (its mobile settings, one visit at a time) for each of PAGES. Speed varies with what else the machine does,
so each page is visited VISITS times and the middle mark counts. Needs Node; $LIGHTHOUSE names the program, else npx
fetches the release below. No test and no other target of make needs it.
"""

import datetime
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from .servers import BROWSERS, ROOT, SampleSite, find_chromium

RELEASE = "lighthouse@12.8.2"
VISITS, TRIES = 3, 3
PAGE = ROOT / "docs" / "measured.md"
# Name, where it is or where to begin, and what to follow from there. Results of a search are kept from search engines
# on purpose (docs/operating.md), which Lighthouse marks down; the search page itself is not.
PAGES = [
    ("Home", "/", None),
    ("Story", "/stories/", r'href="(/stories/[^"/?]+/)"'),
    ("Directory", "/directory/", None),
    ("Entry", "/directory/", r'href="(/directory/(?!add/|shortlist/|update/)[^"/?]+/)"'),
    ("Search", "/search/", None),
    ("Form", "/directory/add/", None),
]
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
NUMBERS = {
    "largest-contentful-paint": "Largest paint",
    "cumulative-layout-shift": "Shift",
    "total-byte-weight": "Bytes",
}


def program():
    """Return the command that runs Lighthouse, or end with a line that says what is missing."""
    if named := os.environ.get("LIGHTHOUSE"):
        return shlex.split(named)
    if shutil.which("npx") is None:
        sys.exit("make lighthouse needs Node with npx. Everything else works without it.")
    return ["npx", "--yes", RELEASE]


def address(site, start, pattern):
    if pattern is None:
        return site.url + start
    with urllib.request.urlopen(site.url + start, timeout=30) as response:
        return site.url + re.search(pattern, response.read().decode())[1]


def visit(command, url, folder):
    """Return Lighthouse's report of one visit to ``url``, as the dict that its JSON is."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    report = Path(folder) / "report.json"
    asked = [*command, url, "--quiet", f"--chrome-flags={flags}", "--output=json", f"--output-path={report}"]
    asked.append(f"--only-categories={','.join(CATEGORIES)}")
    # Now and then the browser does not say when it began, and Lighthouse gives up; then once more.
    for left in reversed(range(TRIES)):
        environment = os.environ | {"CHROME_PATH": find_chromium(BROWSERS)}
        done = subprocess.run(asked, check=False, env=environment, stdout=subprocess.DEVNULL)
        if done.returncode == 0:
            return json.loads(report.read_text())
        if not left:
            done.check_returncode()


def marks(reports):
    """Return the middle mark of each category (0 to 100) and the middle value of each of NUMBERS, as two dicts."""
    scores = {name: statistics.median(100 * one["categories"][name]["score"] for one in reports) for name in CATEGORIES}
    numbers = {name: statistics.median(one["audits"][name]["numericValue"] for one in reports) for name in NUMBERS}
    return scores, numbers


def lost(report):
    """Return the names of the audits that cost this visit points, other than those of speed."""
    for name in CATEGORIES:
        if name != "performance":
            for part in report["categories"][name]["auditRefs"]:
                score = report["audits"][part["id"]]["score"]
                if part["weight"] and score is not None and score < 1:
                    yield part["id"]


def main():
    command, lines, short = program(), [], []
    with SampleSite() as site, tempfile.TemporaryDirectory() as folder:
        for name, start, pattern in PAGES:
            url = address(site, start, pattern)
            reports = [visit(command, url, folder) for _ in range(VISITS)]
            scores, numbers = marks(reports)
            lines.append(
                f"| {name} | {' | '.join(f'{scores[category]:.0f}' for category in CATEGORIES)} "
                f"| {numbers['largest-contentful-paint'] / 1000:.1f} s | {numbers['cumulative-layout-shift']:.3f} "
                f"| {numbers['total-byte-weight'] / 1024:.0f} KB |"
            )
            print(lines[-1], *sorted(set(lost(reports[0]))), flush=True)
            short += [f"{name}: {category}" for category, least in CATEGORIES.items() if scores[category] < least]
    heads = [
        *(category.replace("-", " ").capitalize().replace("Seo", "Search engines") for category in CATEGORIES),
        *NUMBERS.values(),
    ]
    version, today = reports[0]["lighthouseVersion"], datetime.date.today()
    PAGE.write_text(
        "# What was measured\n\n"
        f"Lighthouse {version}, mobile, {today:%-d %B %Y}, the middle of {VISITS} visits to the sample site as "
        "`make serve` serves it. Made by `make lighthouse`; wanted are 98 for performance and 100 for the rest.\n\n"
        f"| Page | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}\n" + "\n".join(lines) + "\n"
    )
    if short:
        sys.exit(f"Below what we want: {', '.join(short)}")


if __name__ == "__main__":
    main()
