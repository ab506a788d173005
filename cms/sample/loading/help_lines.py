"""Help lines: real ones, and of those only what a public source confirms."""

from datetime import time

from home.models import HelpLine, HelpLineHours

from ..reading import read

COPIED = (
    "name", "number", "text_number", "who_for", "hours_text", "always_open", "cost", "website", "source",
    "is_emergency", "is_interpreter", "shows_in_slim",
)  # fmt: skip


def load(ledger):
    """Make the help lines that this site never had; one with the same number that is there is left as it is."""
    have = {line.number: line for line in HelpLine.objects.all()}
    for place, entry in enumerate(read("helplines")["helpline"]):
        key = f"help-line:{entry['number']}"
        if key in ledger:
            continue
        line = have.get(entry["number"])
        if line is None:
            line = HelpLine(order=place * 10, **{name: entry[name] for name in COPIED if name in entry})
            line.hours = [
                HelpLineHours(
                    weekday=HelpLineHours.Weekday[day.upper()],
                    opens=time.fromisoformat(row["opens"]),
                    closes=time.fromisoformat(row["closes"]),
                )
                for row in entry.get("hours", [])
                for day in row["days"]
            ]
            line.full_clean()
            line.save()
        ledger.add(key, line)
