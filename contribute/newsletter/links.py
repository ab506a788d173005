"""The links in every issue: to one's choices, and to unsubscribe. They are signed, and never expire."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cms.core.site_links import absolute_url

SALT = "newsletter.reader"


class BadKey(Exception):
    """The key of an address is altered, foreign or cut off."""


def key_of(subscriber):
    """Return the key that stands in the links of everything this reader gets."""
    return Signer(salt=SALT).sign(urlsafe_b64encode(subscriber.uuid.bytes).decode().rstrip("="))


def uuid_of(key):
    """Return the UUID of the reader whose key it is, whether they still are one or not. Raises BadKey."""
    try:
        found = urlsafe_b64decode(Signer(salt=SALT).unsign(str(key)) + "==")
        return uuid.UUID(bytes=found)
    except (BadSignature, ValueError, UnicodeError) as error:
        raise BadKey from error


def choices_url(key):
    """Return the whole address of the page on which a reader changes what they get."""
    return absolute_url(reverse("newsletter:yours", args=[key]))


def stop_url(key):
    """Return the whole address at which a reader, or their mail program, unsubscribes."""
    return absolute_url(reverse("newsletter:stop", args=[key]))
