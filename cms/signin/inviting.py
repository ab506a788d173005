"""Invite somebody, invite them again, take it back, accept: each leaves its line in the person's history."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.intake.history import Told
from cms.intake.keys import hashed, new_key

from . import mails, session
from .models import Invitation

ACTIONS = {
    "signin.invite": Told("Invite", "Sent an invitation"),
    "signin.take_back": Told("Take an invitation back", "Took the invitation back and switched the account off"),
    "signin.accept": Told("Accept an invitation", "Accepted the invitation and chose a password"),
    "signin.reset_factor": Told("Reset the second step", "Reset the second step; it has to be set up again"),
}


@transaction.atomic
def invite(user, by):
    """Mail ``user`` a link by which they choose their password; links from before end. Also switches the account on."""
    key, now = new_key(), timezone.now()
    days = settings.INVITATION_DAYS
    invitation, _new = Invitation.objects.update_or_create(
        user=user,
        defaults={
            "key_hash": hashed(key), "sent_at": now, "expires_at": now + timedelta(days=days),
            "accepted_at": None, "taken_back_at": None,
        },
    )  # fmt: skip
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    log(user, "signin.invite", user=by)
    mails.invited(user, key, invitation.expires_at, days, by)
    return invitation


@transaction.atomic
def take_back(user, by):
    """End the invitation of ``user`` and switch their account off; return False where it was accepted meanwhile."""
    found = Invitation.objects.filter(user=user, accepted_at=None, taken_back_at=None)
    if not found.update(taken_back_at=timezone.now(), key_hash=None):
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    log(user, "signin.take_back", user=by)
    return True


def usable(key):
    """Return the Invitation that ``key`` opens now, or None."""
    return (
        Invitation.objects.select_related("user")
        .filter(
            key_hash=hashed(key), expires_at__gt=timezone.now(), accepted_at=None, taken_back_at=None, user__is_active=True
        )
        .first()
    )  # fmt: skip


@transaction.atomic
def accept(invitation, password):
    """Give the person their password and use the invitation up; return False where that happened already."""
    found = Invitation.objects.filter(
        pk=invitation.pk, key_hash=invitation.key_hash, accepted_at=None, taken_back_at=None
    )
    if not invitation.key_hash or not found.update(accepted_at=timezone.now(), key_hash=None):
        return False
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    log(user, "signin.accept", user=user)
    return True


@transaction.atomic
def reset_factor(user, by=None):
    """Take away all second factors of ``user`` and end their sessions; tell them, and whoever did it by hand."""
    from allauth.mfa.models import Authenticator

    for row in Authenticator.objects.filter(user=user):
        row.delete()
    session.end_all(user)
    log(user, "signin.reset_factor", user=by)
    mails.tell_words("Your second step was reset. You set it up again when you next sign in", user)
    if by and by.pk != user.pk:
        mails.reset_by_you(user, by)
