"""The newsletter: a second list, an issue that was sent, a draft of the next, and ten readers, all of them made up."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.intake.models import Consent, Sender
from contribute.newsletter.addresses import digest
from contribute.newsletter.models import Delivery, Issue, MailingList, NewsletterWords, Subscriber, Subscription

from ..markup import to_html, typeset
from ..reading import read
from .links import anchors


def load(ledger, found, today):
    """Make what this site never had of it. ``found`` are the sample's pages by their paths."""
    content = read("newsletter")
    words = NewsletterWords.load()
    if "newsletter" not in ledger:
        if not ModelLogEntry.objects.for_instance(words).exists():
            words.postal_address = content["postal_address"].strip()
            words.save()
        ledger.add("newsletter", words, action="wagtail.edit")
    for entry in content["list"]:
        if f"newsletter list:{entry['key']}" not in ledger:
            made, _new = MailingList.objects.get_or_create(
                name=entry["name"], defaults={"description": typeset(entry["description"]), "sort_order": 20}
            )
            ledger.add(f"newsletter list:{entry['key']}", made)
    lists = {one.name: one for one in MailingList.objects.all()}
    for entry in content["reader"]:
        if f"newsletter reader:{entry['email']}" not in ledger:
            ledger.add(f"newsletter reader:{entry['email']}", _reader(entry, lists, words))
    for entry in content["issue"]:
        if f"newsletter issue:{entry['key']}" not in ledger:
            ledger.add(f"newsletter issue:{entry['key']}", _issue(entry, lists, found, today))


def _reader(entry, lists, words):
    subscriber = Subscriber.objects.filter(digest=digest(entry["email"])).first()
    if subscriber is not None:
        return subscriber
    since = timezone.now() - timedelta(days=40)
    subscriber = Subscriber.objects.create(
        sender=Sender.objects.create(name=entry["name"], email=entry["email"]),
        consent=Consent.objects.create(wording=words.consent, version=words.consent_version, purposes=entry["lists"]),
        digest=digest(entry["email"]),
        asked_at=timezone.now() if entry.get("waits") else since,
        confirmed_at=None if entry.get("waits") else since,
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=subscriber, mailing_list=lists[name], since=since)
        for name in entry["lists"]
        if name in lists
    )
    return subscriber


def _issue(entry, lists, found, today):
    html = anchors(found, {})
    issue = Issue(
        subject=typeset(entry["subject"]),
        preheader=typeset(entry["preheader"]),
        opening=to_html(entry["opening"], html),
    )
    issue.body = issue.body.stream_block.to_python(
        [part for part in (_part(part, found, html) for part in entry["part"]) if part]
    )
    issue.lists = [lists[name] for name in entry["lists"] if name in lists]
    if "days_ago" in entry:
        day = timezone.now() - timedelta(days=(timezone.localdate() - today).days + entry["days_ago"])
        issue.due_at = issue.filled_at = issue.finished_at = day
    issue.full_clean(exclude=["slug"])
    issue.save()
    if issue.due_at:
        readers = Subscriber.objects.confirmed().filter(lists__in=issue.lists.all()).distinct()
        Delivery.objects.bulk_create(Delivery(issue=issue, subscriber=one, sent_at=issue.due_at) for one in readers)
    return issue


def _part(part, found, html):
    if "heading" in part:
        return {"type": "heading", "value": typeset(part["heading"])}
    if "text" in part:
        return {"type": "text", "value": to_html(part["text"], html)}
    page = found.get(part["page"])
    words = to_html(part["words"], html) if "words" in part else ""
    return page and {"type": "page", "value": {"page": page.pk, "words": words}}
