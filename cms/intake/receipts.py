"""Addresses that only we could have made: a signed reference, for one purpose, for a limited time. Kept nowhere."""

from django.core import signing
from django.http import Http404

# Seconds. A page that confirms may be looked at again the next day.
DAY = 24 * 60 * 60


def seal(purpose, value):
    """Return ``value`` (a reference) signed for ``purpose``, fit for an address."""
    return signing.dumps(value, salt=f"cms.intake.{purpose}")


def opened(purpose, sealed, *, life=DAY):
    """Return what was sealed for ``purpose`` at most ``life`` seconds ago. Raises Http404 for anything else."""
    try:
        return signing.loads(sealed, salt=f"cms.intake.{purpose}", max_age=life)
    except (signing.BadSignature, UnicodeError, ValueError, TypeError) as error:
        raise Http404 from error
