"""Readers, lists and issues for tests."""

from django.utils import timezone

from cms.intake.models import Consent, Sender
from contribute.newsletter.addresses import digest
from contribute.newsletter.models import Issue, MailingList, NewsletterWords, Subscriber, Subscription


def a_list(name="News from the Centre", **fields):
    """The list of that name, made where it is not there."""
    return MailingList.objects.get_or_create(name=name, defaults={"description": "Once a month."} | fields)[0]


def reader(email, *lists, name="", confirmed=True):
    """A reader who is on ``lists`` (the first one where none is named)."""
    now = timezone.now()
    subscriber = Subscriber.objects.create(
        sender=Sender.objects.create(email=email, name=name),
        consent=Consent.objects.create(wording="Yes, please.", version="test"),
        digest=digest(email),
        confirmed_at=now if confirmed else None,
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=subscriber, mailing_list=one) for one in lists or [a_list()]
    )
    return subscriber


def page_part(page, words=""):
    """The block that shows ``page`` in an issue."""
    return {"type": "page", "value": {"page": page and page.pk, "words": words}}


def an_issue(*parts, lists=None, subject="A chair by the window", opening="<p>Hello from all of us.</p>", **fields):
    """A draft for ``lists`` (the first one unless told otherwise), with blocks."""
    issue = Issue(subject=subject, opening=opening, **fields)
    issue.body = issue.body.stream_block.to_python(list(parts))
    issue.lists = [a_list()] if lists is None else lists
    issue.full_clean(exclude=["slug"])
    issue.save()
    return issue


def with_address():
    """Fill in the postal address without which nothing is sent."""
    words = NewsletterWords.load()
    words.postal_address = "PO Box 12\nCarlton VIC 3053"
    words.save()
    return words
