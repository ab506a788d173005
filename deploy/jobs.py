"""The jobs that come again: which there are, and running them when a timer says so or, in a container, by the clock.

``python deploy/jobs.py night`` runs those of the night, one after the other, each in a process of its own; what fails
does not keep the others from being done, and the exit code says that something did. The names are those of WHEN.
``python deploy/jobs.py --keep`` stays and runs each at its time: for containers, which have no timers of their own. It
ends when it is told to, after the job that it is at.

docs/operating.md says what each is for. Any of them may be late, or be run twice, or on two machines.
"""

import argparse
import datetime
import signal
import subprocess
import sys
import threading
import zoneinfo
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ZONE = "Australia/Melbourne"
# As systemd writes them (deploy/systemd), in ZONE: hours, minutes, and steps of minutes.
WHEN = {"often": "*:0/5", "night": "02:15", "morning": "07:30"}
JOBS = {
    "often": [["publish_scheduled"]],
    "night": [
        ["purge_expired"],
        ["review_story_consents"],
        ["verify_search", "--repair"],
        ["write_error_pages"],
        ["clearsessions"],
        ["prune_db_task_results"],
        ["check_links"],
    ],
    "morning": [["directory_reminders"], ["page_reminders"]],
}


def run(name):
    """Run the jobs of ``name``; return how many failed."""
    failed = 0
    for command in JOBS[name]:
        print(f"{name}: {' '.join(command)}", flush=True)
        if code := subprocess.call([sys.executable, "manage.py", *command], cwd=ROOT):  # noqa: S603 - of JOBS
            print(f"{name}: {command[0]} failed with {code}", file=sys.stderr, flush=True)
            failed += 1
    return failed


def next_time(when, now):
    """Return the first moment after ``now``, which knows its zone, that ``when`` speaks of."""
    hour, minute = when.split(":")
    if hour == "*":
        step = datetime.timedelta(minutes=int(minute.partition("/")[2]))
        full = now.replace(minute=0, second=0, microsecond=0)
        return full + step * ((now - full) // step + 1)
    today = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0, fold=0)
    return today if today > now else today + datetime.timedelta(days=1)


def keep(is_over, zone):
    """Run everything at its time until ``is_over`` is set. What was missed while another job ran is done after it."""
    now = datetime.datetime.now(zone)
    due = {name: next_time(when, now) for name, when in WHEN.items()}
    while True:
        name = min(due, key=due.get)
        # By the clock of the world: that of the zone jumps twice a year.
        seconds = due[name].timestamp() - datetime.datetime.now(zone).timestamp()
        if is_over.wait(max(0, seconds)):
            return
        run(name)
        due[name] = next_time(WHEN[name], datetime.datetime.now(zone))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=JOBS, help="run these once")
    parser.add_argument("--keep", action="store_true", help="stay, and run each at its time")
    given = parser.parse_args()
    if given.name:
        sys.exit(bool(run(given.name)))
    if not given.keep:
        parser.error("say which, or --keep")
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_signal: over.set())
    keep(over, zoneinfo.ZoneInfo(ZONE))
