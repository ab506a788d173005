"""What the sample site sends by post, and who asked for it: kept and posted by the same code as the public's own."""

from datetime import timedelta

from contribute.models import CopyItem, CopyRequest
from contribute.posting import post
from contribute.receiving import receive

from ..ledger import uuid_for
from ..markup import typeset
from ..reading import read
from .contributions import age, writing_to_nobody


def load(ledger, found, today, people):
    """Put on the shelf what this site never had, then send in the requests that it never had, and let them age.

    ``people`` are the sample's accounts by name: one of them posts.
    """
    entries = read("copies")
    for number, entry in enumerate(entries["item"], 1):
        key = f"copies:item:{entry['title']}"
        if key not in ledger:
            ledger.add(key, _item(entry, found, number * 10))
    for entry in entries["request"]:
        key = f"copies:request:{entry['key']}"
        if key not in ledger:
            ledger.add(key, _request(key, entry, people.get("inbox", ledger.user), today))


def _item(entry, found, order):
    name = typeset(entry["title"])
    item = CopyItem.objects.filter(name=name).first()
    if item is None:
        item = CopyItem(
            name=name, description=typeset(entry["description"]), page=found.get(entry.get("page")),
            stock=entry.get("stock"), most=entry["most"], sort_order=order,
        )  # fmt: skip
        item.full_clean()
        item.save()
    return item


def _request(key, entry, user, today):
    items = {item.name: item for item in CopyItem.objects.with_promised()}
    # What an editor has renamed or deleted is asked for no more.
    lines = [(items[typeset(name)], number) for name, number in entry["lines"] if typeset(name) in items]
    sender = {"name": entry["name"], "email": entry.get("email", ""), "postal_address": entry["street"]}
    with writing_to_nobody():
        request, _is_new = receive(
            CopyRequest, f"sample-{uuid_for(key).hex}", sender=sender, lines=lines,
            organisation=entry.get("organisation", ""), words=typeset(entry.get("words", "")),
        )  # fmt: skip
        if entry.get("posted"):
            post(request, user=user)
    age(request, today - timedelta(days=entry["days_ago"]))
    if entry.get("posted"):
        posted_on = today - timedelta(days=entry["days_ago"] - 2)
        CopyRequest.objects.filter(pk=request.pk).update(posted_on=posted_on)
    return CopyRequest.objects.get(pk=request.pk)
