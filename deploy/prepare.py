"""Bring the local site's database up to date and load the sample site into it: ``make run`` and ``make serve``.

``python deploy/prepare.py`` does everything in one process, since starting Django four times is what takes
long. Each step changes nothing when there is nothing to do. ``--say-address URL`` only says where to look.
"""

import argparse
import gc
import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("migrate", "load_localities", "load_sample_site")


def prepare():
    """Run STEPS on the database of the settings; their errors end the process."""
    import django
    from django.core.management import call_command

    # Migrating makes millions of things that stay: looking for rubbish among them takes a fifth of the time.
    gc.set_threshold(100_000, 20, 100)
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)  # else each page loaded says so
    for step in STEPS:
        options = {"interactive": False, "verbosity": 0} if step == "migrate" else {}
        call_command(step, **options)


def say(address):
    """Print where the site is and how to sign in."""
    accounts = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "sample-accounts.txt"
    print(f"\n  The site:     {address}/")
    print(f"  Editors:      {address}/admin/")
    print(f"  Sign in with: the names and passwords in {os.path.relpath(accounts)}")
    print("                (a real site asks for a second step too: SECOND_FACTOR=1 to try it)")
    print("  Ctrl-C stops it.\n", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--say-address", metavar="URL", help="only say where the site is and how to sign in")
    given = parser.parse_args()
    if given.say_address:
        say(given.say_address)
    else:
        sys.path.insert(0, str(ROOT))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
        prepare()
