"""Addresses as keyed digests: enough to know one again, and nothing to read one from.

The key is the site's secret key. Where that is renewed, the old one stays in SECRET_KEY_FALLBACKS, else nobody who
unsubscribed is known any more.
"""

import hashlib
import unicodedata

from django.conf import settings

PURPOSE = b"newsletter"


def digests(email):
    """Return the hex digests that an address may be kept under, that of today's key first."""
    plain = unicodedata.normalize("NFC", str(email)).strip().casefold().encode("utf-8", "replace")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        hashlib.blake2b(plain, key=hashlib.sha256(key.encode()).digest(), person=PURPOSE, digest_size=32).hexdigest()
        for key in keys
    ]


def digest(email):
    """Return the digest under which an address is kept from now on."""
    return digests(email)[0]
