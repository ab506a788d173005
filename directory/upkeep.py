"""What the people who look after an entry do with it by a mailed link: confirm, pause, open, close, and take that back.

Status and last check belong to the row, so they take effect at once; a change of content is ``moderation``'s.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.core.site_links import absolute_url
from cms.intake.mail import send_template
from cms.intake.models import AccessLink

from . import moderation
from .models import Closure, ListingContact, Service
from .moderation import UPDATE

REOPEN = "directory.reopen"
LINK_LIFE = timedelta(days=7)
REOPEN_LIFE = timedelta(days=30)
ONE_LINK_IN = timedelta(minutes=10)
BY_LINK = "directory.status_by_link"


def link_address(token):
    """Return the address at which a mailed link is opened."""
    return absolute_url(reverse("directory:update", args=[token]))


def mail_update_link(service, email):
    """Mail a link to keep ``service`` right to ``email`` where that address looks after it.

    The same is done for an address that does not, and for one that was mailed in the last ten minutes, and then
    undone: nobody can tell from the time that it took.
    """
    contact = (
        ListingContact.objects.filter(service=service, sender__email__iexact=email).select_related("sender").first()
    )
    sender = contact.sender if contact else None
    with transaction.atomic():
        link, token = AccessLink.make(UPDATE, service.uuid, sender, life=LINK_LIFE)
        before = AccessLink.objects.usable().filter(
            purpose=UPDATE, subject=service.uuid, sender=sender, created_at__gt=timezone.now() - ONE_LINK_IN
        )
        # Whoever asks again and again must not fill somebody else's mailbox. A reminder's link lives longer.
        recent = before.filter(expires_at__lte=timezone.now() + LINK_LIFE).exclude(pk=link.pk).exists()
        send_template(
            f"directory:link:{link.pk}", "directory/email/link", sender.email if sender else email,
            {"title": service.name, "link": link_address(token)},
        )  # fmt: skip
        if contact is None or recent:
            transaction.set_rollback(True)


def contact_of(link):
    """Return the ListingContact behind a usable link, with its service; None where that person looks after it no longer."""
    if link.sender_id is None:
        return None
    contacts = ListingContact.objects.select_related("service", "sender")
    return contacts.filter(service__uuid=link.subject, sender=link.sender_id).first()


def confirm(service):
    """Everything is still right: today is the day of the last check. Pressed twice in a day it is recorded once."""
    fresh = Service.objects.get(pk=service.pk)
    if fresh.assured_at == timezone.localdate() and not fresh.reminder_step:
        return
    moderation.mark_checked(service, user=None, action="directory.check_by_link")


def pause(service, contact, *, until, message):
    """Pause the entry until the day ``until`` (a date, or None for no end yet), and tell everybody who looks after it."""
    with transaction.atomic():
        moderation.set_status(service, Service.Status.PAUSED, user=None, message=message, until=until, action=BY_LINK)
        mail_contacts(service, "paused", until=until)


def open_again(service):
    """End a pause or a waiting list, with its message."""
    with transaction.atomic():
        moderation.set_status(service, Service.Status.OPEN, user=None, action=BY_LINK)
        mail_contacts(service, "opened")


def close(service, *, reason):
    """Close the entry: it leaves the directory at once. Editors are told, and everybody who looks after it gets a way back."""
    with transaction.atomic():
        locked = Service.objects.select_for_update().get(pk=service.pk)
        if locked.status == Service.Status.CLOSED:
            return
        moderation.set_status(locked, Service.Status.CLOSED, user=None, action=BY_LINK)
        Closure.objects.create(service=locked, reason=reason)
        for contact in locked.listing_contacts.select_related("sender"):
            _link, token = AccessLink.make(REOPEN, locked.uuid, contact.sender, life=REOPEN_LIFE)
            _mail(contact, locked, "closed", link=link_address(token))


def take_closing_back(service):
    """List a closed entry again as open."""
    with transaction.atomic():
        locked = Service.objects.select_for_update().get(pk=service.pk)
        if locked.status == Service.Status.CLOSED:
            moderation.set_status(locked, Service.Status.OPEN, user=None, action=BY_LINK)
            locked.closures.filter(undone_at=None).update(undone_at=timezone.now())
            mail_contacts(locked, "opened")


def end_what_is_over(today, *, dry_run=False):
    """Open what was paused, or had a waiting list, until a day before ``today``; return those services as a list."""
    over = list(
        Service.objects.filter(
            status__in=[Service.Status.PAUSED, Service.Status.WAITING], status_until__lt=today
        ).order_by("pk")
    )
    for service in [] if dry_run else over:
        with transaction.atomic():
            moderation.set_status(service, Service.Status.OPEN, user=None, action="directory.status_over")
            if service.live:
                mail_contacts(service, "over", was=service.get_status_display().lower())
    return over


def mail_contacts(service, template, **context):
    """Write to everybody who looks after ``service``: a status changed."""
    for contact in service.listing_contacts.select_related("sender"):
        _mail(contact, service, template, **context)


def _mail(contact, service, template, **context):
    now = timezone.now()
    send_template(
        f"directory:keep:{contact.pk}:{template}:{now.isoformat()}", f"directory/email/{template}", contact.sender.email,
        {
            "title": service.name, "service_url": absolute_url(service.get_absolute_url()),
            "update_url": absolute_url(reverse("directory:update_request", args=[service.slug])), **context,
        },
    )  # fmt: skip
