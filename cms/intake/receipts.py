"""Addresses that only we could have made: a signed reference, for one purpose, for a limited time. Kept nowhere."""

from django.core import signing
from django.http import Http404

# Seconds. A page that confirms may be looked at again the next day.
DAY = 24 * 60 * 60


class Over(Exception):
    """The address is ours, and its time is over. ``guard.public_form`` says so to whoever opens it."""


def seal(purpose, value):
    """Return ``value`` (a reference) signed for ``purpose``, fit for an address."""
    return signing.dumps(value, salt=f"cms.intake.{purpose}")


def opened(purpose, sealed, *, life=DAY):
    """Return what was sealed for ``purpose`` at most ``life`` seconds ago; Over for longer ago, Http404 for anything else."""
    return loaded(sealed, salt=f"cms.intake.{purpose}", life=life)


def loaded(signed, *, salt, life):
    """Return what was signed with ``salt`` at most ``life`` seconds ago; raises as ``opened`` does."""
    try:
        return signing.loads(signed, salt=salt, max_age=life)
    except signing.SignatureExpired as error:
        raise Over from error
    except (signing.BadSignature, UnicodeError, ValueError, TypeError) as error:
        raise Http404 from error
