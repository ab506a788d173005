"""Organisations that endorse the Charter, all of them made up."""

from datetime import timedelta

from pages.models import CharterEndorsement

from ..markup import typeset
from ..reading import read


def load(ledger, today):
    """Make the endorsements that this site never had; an organisation that is there is left as it is."""
    for entry in read("endorsements")["endorsement"]:
        key = f"endorsement:{entry['name']}"
        if key in ledger:
            continue
        endorsement = CharterEndorsement.objects.filter(name=entry["name"]).first()
        if endorsement is None:
            endorsement = CharterEndorsement(
                name=entry["name"],
                endorsed_on=today - timedelta(days=entry["days_ago"]),
                statement=typeset(entry["statement"]),
            )
            endorsement.full_clean()
            endorsement.save()
        ledger.add(key, endorsement)
