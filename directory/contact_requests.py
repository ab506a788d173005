"""Who looks after an entry: asked by somebody who does, or by a stranger, and decided by an editor. All writes are here."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.site_links import absolute_url
from cms.intake.coming_back import may_mail
from cms.intake.keys import hashed
from cms.intake.mail import send_template
from cms.intake.models import AccessLink, Consent, Draft, Received, Sender
from cms.intake.purge import delete_draft
from cms.intake.review import DecisionRefused

from .models import ContactRequest, ListingContact

KEEP_DECIDED = timedelta(days=365)
CONSENT_VERSION = "2026-11"
CONSENT_WORDING = "The Centre may write to this address about the entry. The address is not published."
Kind = ContactRequest.Kind


def ask(service, kind, person, once, *, contact=None, note=""):
    """Keep a request about ``service`` and return it; sent again under the same token, the first is returned.

    ``person`` is a dict of name, email and phone; ``contact`` the ListingContact by whose link it came, None for a
    stranger's. Who leaves needs no person.
    """
    token_hash = hashed(once)
    found = ContactRequest.objects.filter(token_hash=token_hash).first()
    if found:
        return found
    try:
        with transaction.atomic():
            leaves = kind == Kind.LEAVE
            request = ContactRequest.objects.create(
                kind=kind, service=service, title=service.name, token_hash=token_hash, asked_by=contact,
                by_link=contact is not None, note=note,
                sender=contact.sender if leaves else Sender.objects.create(**person),
                consent=None if leaves else Consent.objects.create(
                    wording=CONSENT_WORDING, version=CONSENT_VERSION, purposes=["look after an entry"]
                ),
            )  # fmt: skip
            log(instance=service, action="directory.contact_asked", data={"reference": request.reference})
            if contact is not None or may_mail(person["email"]):
                _mail(request, "contact_received", _asker(request))
    except IntegrityError:
        # The same moment, from two tabs: the other one is there now.
        found = ContactRequest.objects.filter(token_hash=token_hash).first()
        if found is None:
            raise  # something else was wrong, and it is not kept
        return found
    return request


class RequestDecided(DecisionRefused):
    """Somebody else decided first."""

    message = "A colleague has decided this already. Your decision was not recorded, and nothing was mailed."


def decide(request, *, approve, user, reason="", only=False):
    """Record the decision once, change who looks after the entry, and tell everybody it concerns.

    ``only``: the new person instead of all who look after it now. Raises RequestDecided where a colleague was first.
    """
    with transaction.atomic():
        decision = Received.Decision.APPROVED if approve else Received.Decision.DECLINED
        claimed = ContactRequest.objects.undecided().filter(pk=request.pk).update(
            decision=decision, decision_reason=reason, decided_at=timezone.now(), decided_by=user,
            retain_until=timezone.localdate() + KEEP_DECIDED,
        )  # fmt: skip
        if not claimed:
            raise RequestDecided
        request = ContactRequest.objects.select_related("service", "sender", "asked_by__sender").get(pk=request.pk)
        asker = _asker(request)
        if request.service is None:
            return request
        log(
            instance=request.service, action="directory.contact_decided", user=user,
            data={"reference": request.reference, "outcome": request.get_decision_display()},
        )  # fmt: skip
        if approve:
            _change(request, only=only)
        else:
            _mail(request, "contact_declined", asker, reason=reason)
    return request


def _change(request, *, only):
    service = request.service
    before = list(service.listing_contacts.select_related("sender"))
    gone = []
    if only and request.kind != Kind.LEAVE:
        gone = before
    elif request.kind in {Kind.REPLACE, Kind.LEAVE} and request.asked_by_id:
        gone = [contact for contact in before if contact.pk == request.asked_by_id]
    for contact in before:
        _mail(request, "contact_gone" if contact in gone else "contact_changed", contact.sender)
    for contact in gone:
        take_off(contact)
    if request.kind != Kind.LEAVE and request.sender:
        same = service.listing_contacts.filter(sender__email__iexact=request.sender.email)
        if not same.exists():
            ListingContact.objects.create(service=service, sender=request.sender)
            # Their details and consent are kept for as long as they look after it (``take_off``).
            ContactRequest.objects.filter(pk=request.pk).update(retain_until=None)
        _mail(request, "contact_added", request.sender)


def take_off(contact):
    """Take a ListingContact off its entry: their links and what they had begun end with it, and their details in a year."""
    service, sender = contact.service, contact.sender
    AccessLink.objects.usable().filter(subject=service.uuid, sender=sender).update(used_at=timezone.now())
    for draft in Draft.objects.filter(link__subject=service.uuid, link__sender=sender):
        delete_draft(draft)
    until = timezone.localdate() + KEEP_DECIDED
    for kept in (service.submissions, service.contact_requests):
        kept.filter(sender=sender, retain_until=None).exclude(decision=Received.Decision.NONE).update(
            retain_until=until
        )
    contact.delete()


def _asker(request):
    """Who asked: the person behind the link, else the one it is about."""
    return request.asked_by.sender if request.asked_by else request.sender


def _mail(request, template, to, **context):
    """Write to one Sender. Nobody else's name or address is in it."""
    if to is None or request.service is None:
        return
    service = request.service
    send_template(
        f"directory:contact:{request.pk}:{template}:{to.pk}", f"directory/email/{template}", to.email,
        {
            "title": service.name, "reference": request.reference, "kind": request.kind,
            "update_url": absolute_url(reverse("directory:update_request", args=[service.slug])), **context,
        },
    )  # fmt: skip
