"""Unsubscribing: the details go at once, and a code stays by which the address is never written to again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from cms.intake.models import Consent, OutboxMessage, Sender

from .models import Delivery, Subscriber, Suppression

UNCONFIRMED = timedelta(days=7)
# As long as anything under Junk: somebody has to look at it first.
HELD = timedelta(days=30)
# How long a report knows which of its rows is whose.
KNOWN = timedelta(days=90)


def leave(subscriber, reason=Suppression.Reason.LEFT):
    """Take ``subscriber`` off everything, for good; return whether it was this call that did."""
    now = timezone.now()
    with transaction.atomic():
        Suppression.objects.update_or_create(digest=subscriber.digest, defaults={"reason": reason, "since": now})
        if reason != Suppression.Reason.REFUSED:
            subscriber.deliveries.filter(left_at=None).exclude(sent_at=None).update(left_at=now)
        gone, _by_model = Subscriber.objects.filter(pk=subscriber.pk).delete()
        return bool(gone)


def refused(subscriber):
    """Their mail server said that there is no such address: it is never written to again."""
    return leave(subscriber, Suppression.Reason.REFUSED)


def drop_waiting(deliveries):
    """Take back what waits in the outbox; nothing of it leaves. What a worker holds in its hand at this moment may."""
    waiting = deliveries.waiting()
    messages = list(waiting.exclude(message=None).values_list("message", flat=True))
    Delivery.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).delete()
    OutboxMessage.objects.filter(pk__in=messages, sent_at=None).delete()


@receiver(pre_delete, sender=Subscriber)
def remember_and_take_back(sender, instance, **_kwargs):
    """However a reader is deleted: nobody who was on the list is written to again, and what waits does not leave."""
    if instance.confirmed_at:
        Suppression.objects.get_or_create(digest=instance.digest, defaults={"reason": Suppression.Reason.LEFT})
    drop_waiting(instance.deliveries.all())
    OutboxMessage.objects.filter(key__startswith=instance.mail_key).delete()


@receiver(post_delete, sender=Subscriber)
def forget_details(sender, instance, **_kwargs):
    """The name, the address and what they agreed to go with them."""
    Sender.objects.filter(pk=instance.sender_id).delete()
    Consent.objects.filter(pk=instance.consent_id).delete()


def purge_unconfirmed():
    """Delete who asked and did not confirm within a week, and who was held for a month; return how many."""
    now = timezone.now()
    over = Subscriber.objects.unconfirmed().filter(
        Q(is_held=False, asked_at__lt=now - UNCONFIRMED) | Q(asked_at__lt=now - HELD)
    )
    return over.delete()[1].get("newsletter.Subscriber", 0)


def purge_deliveries():
    """Forget which reader got an issue, once its report is old; the numbers stay. Return how many."""
    old = Delivery.objects.filter(issue__finished_at__lt=timezone.now() - KNOWN).exclude(subscriber=None)
    return old.update(subscriber=None)
