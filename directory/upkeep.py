"""What the people who look after an entry do with it by a mailed link: confirm, pause, open, close, and take that back.

Status and last check belong to the row, so they take effect at once; a change of content is ``moderation``'s.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.core.site_links import absolute_url
from cms.intake.mail import send_template
from cms.intake.models import AccessLink

from . import moderation, not_listed
from .models import Closure, ListingContact, Service
from .moderation import REOPEN, UPDATE

logger = logging.getLogger(__name__)

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
    """Pause the entry until the day ``until`` (a date, or None for no end yet), and tell everybody who looks after it.

    Returns whether it is paused so now: not where its status is no longer that of ``service``, as somebody saw it.
    """
    wanted = {"status": Service.Status.PAUSED, "status_message": message, "status_until": until}
    with transaction.atomic():
        if Service.objects.filter(pk=service.pk, **wanted).exists():
            # Pressed twice.
            return True
        changed = moderation.set_status(
            service, Service.Status.PAUSED, user=None, message=message, until=until, action=BY_LINK,
            only_from={"status": service.status},
        )  # fmt: skip
        if changed:
            mail_contacts(service, "paused", until=until)
    return changed


def open_again(service):
    """End a pause or a waiting list, with its message. Returns whether the entry is open now."""
    with transaction.atomic():
        changed = moderation.set_status(
            service, Service.Status.OPEN, user=None, action=BY_LINK,
            only_from={"status__in": [Service.Status.PAUSED, Service.Status.WAITING]},
        )  # fmt: skip
        if changed:
            mail_contacts(service, "opened")
    return changed or Service.objects.filter(pk=service.pk, status=Service.Status.OPEN).exists()


def close(service, *, reason):
    """Close the entry: it leaves the directory at once. Editors are told, and everybody who looks after it gets a way back."""
    with transaction.atomic():
        locked = Service.objects.select_for_update().get(pk=service.pk)
        if locked.status == Service.Status.CLOSED:
            return
        moderation.set_status(locked, Service.Status.CLOSED, user=None, action=BY_LINK)
        Closure.objects.create(service=locked, reason=reason)
        mail_way_back(locked, "closed")


def closing_of(link):
    """Return the Closure that a usable REOPEN ``link`` may take back, with its service; None where none is.

    It is the newest closing of the entry, the one whose email held the link, and nobody did anything else since:
    any other change of the status uses such links up. Who asked not to be listed is not listed again by a link.
    """
    newest = Closure.objects.select_related("service__organisation").filter(service__uuid=link.subject).first()
    if newest is None or newest.undone_at or newest.closed_at > link.created_at:
        return None
    service = newest.service
    if service.status != Service.Status.CLOSED or not service.live or not_listed.asked_of(service):
        return None
    return newest


def take_closing_back(link):
    """List the entry of a REOPEN ``link`` again as open, and use up every such link. Returns whether that was done."""
    with transaction.atomic():
        Service.objects.select_for_update().filter(uuid=link.subject).first()
        # After the lock: a press at the same moment, or an editor, has used the link up.
        if not link.use():
            return False
        closing = closing_of(link)
        if closing is None:
            return False
        service = closing.service
        moderation.set_status(service, Service.Status.OPEN, user=None, action=BY_LINK)
        service.closures.filter(undone_at=None).update(undone_at=timezone.now())
        mail_contacts(service, "opened")
    return True


def end_what_is_over(today, *, dry_run=False, failed=None):
    """Open what was paused, or had a waiting list, until a day before ``today``, and take the notices of open ones off.

    Returns those services as a list. Nobody is written to about a notice: nothing opens. One that cannot be ended is
    added to the list ``failed`` and keeps none of the others waiting.
    """
    found = list(Service.objects.filter(status_until__lt=today).exclude(status=Service.Status.CLOSED).order_by("pk"))
    if dry_run:
        return found
    over = []
    for service in found:
        try:
            if _end(service):
                over.append(service)
        except Exception as error:
            if failed is None:
                raise
            # The class only: an error's words may hold an address.
            logger.error("A status whose day is over could not be ended: %s", type(error).__name__)
            failed.append(service)
    return over


def _end(service):
    """Open ``service`` where it is still as it was read: not where it was closed, or paused for longer, since then."""
    as_read = {"status": service.status, "status_until": service.status_until}
    with transaction.atomic():
        ended = moderation.set_status(
            service, Service.Status.OPEN, user=None, action="directory.status_over", only_from=as_read
        )
        if ended and service.live and service.status != Service.Status.OPEN:
            mail_contacts(service, "over", was=service.get_status_display().lower())
    return ended


def mail_way_back(service, template):
    """Write to everybody who looks after ``service`` that it is out of the directory, with a link that lists it again.

    Returns how many that are.
    """
    contacts = list(service.listing_contacts.select_related("sender"))
    for contact in contacts:
        _link, token = AccessLink.make(REOPEN, service.uuid, contact.sender, life=REOPEN_LIFE)
        _mail(contact, service, template, link=link_address(token))
    return len(contacts)


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
