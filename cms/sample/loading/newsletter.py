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
    if "newsletter" not in ledger:
        words = NewsletterWords.load()
        if not ModelLogEntry.objects.for_instance(words).exists():
            words.postal_address = content["postal_address"].strip()
            words.save()
        ledger.add("newsletter", words, action="wagtail.edit")
    for kind, name, make in (("list", "key", _list), ("reader", "email", _reader), ("issue", "key", _issue)):
        for entry in content[kind]:
            key = f"newsletter {kind}:{entry[name]}"
            if key not in ledger:
                ledger.add(key, make(entry, found, today))


def _lists(names):
    """Return the lists with these names that are still there."""
    return list(MailingList.objects.filter(name__in=names))


def _list(entry, found, today):
    description = typeset(entry["description"])
    return MailingList.objects.get_or_create(
        name=entry["name"], defaults={"description": description, "sort_order": 20}
    )[0]


def _reader(entry, found, today):
    subscriber = Subscriber.objects.filter(digest=digest(entry["email"])).first()
    if subscriber is not None:
        return subscriber
    words, since = NewsletterWords.load(), timezone.now() - timedelta(days=40)
    subscriber = Subscriber.objects.create(
        sender=Sender.objects.create(name=entry["name"], email=entry["email"]),
        consent=Consent.objects.create(wording=words.agreed, version=words.consent_version, purposes=entry["lists"]),
        digest=digest(entry["email"]),
        asked_at=timezone.now() if entry.get("waits") else since,
        confirmed_at=None if entry.get("waits") else since,
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=subscriber, mailing_list=one, since=since) for one in _lists(entry["lists"])
    )
    return subscriber


def _issue(entry, found, today):
    html = anchors(found, {})
    issue = Issue(
        subject=typeset(entry["subject"]),
        preheader=typeset(entry["preheader"]),
        opening=to_html(entry["opening"], html),
    )
    issue.body = issue.body.stream_block.to_python(
        [part for part in (_part(part, found, html) for part in entry["part"]) if part]
    )
    issue.lists = _lists(entry["lists"])
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
