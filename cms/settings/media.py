"""Media in buckets of an S3-compatible store, where the environment names them; else they lie in VAR_DIR."""

from urllib.parse import urlsplit

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured

CLASSES = "cms.media.object_storage"


def in_buckets(env):
    """Return (the storages "default" and "private", MEDIA_URL) as the environment has them; None where it names no bucket.

    Raises ImproperlyConfigured where what the public sent could become public, or pictures would have no address.
    """
    public, private = (env.str(name, default="") for name in ("MEDIA_S3_BUCKET", "MEDIA_S3_PRIVATE_BUCKET"))
    if not public and not private:
        return None
    if not public or not private or public == private:
        raise ImproperlyConfigured(
            "Name two different buckets: MEDIA_S3_BUCKET, which everybody may read, and MEDIA_S3_PRIVATE_BUCKET."
        )
    address = env.str("MEDIA_URL", default="")
    if urlsplit(address).scheme not in {"https", "http"} or not address.endswith("/"):
        raise ImproperlyConfigured(
            "MEDIA_URL has to be where readers get the bucket's files: https://media.example.org/"
        )
    options = {
        "endpoint_url": env.str("MEDIA_S3_ENDPOINT", default="") or None,
        "region_name": env.str("MEDIA_S3_REGION", default="") or None,
        # Without these the machine's own role is asked, as Amazon's libraries do.
        "access_key": env.str("MEDIA_S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("MEDIA_S3_SECRET_KEY", default="") or None,
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": False,
    }
    return {
        "default": {
            "BACKEND": f"{CLASSES}.PublicObjects",
            "OPTIONS": options
            | {
                "bucket_name": public,
                "base_url": address,
                "object_parameters": {"CacheControl": "public, max-age=2592000"},
            },
        },
        "private": {"BACKEND": f"{CLASSES}.PrivateObjects", "OPTIONS": options | {"bucket_name": private}},
    }, address


def shown_from(address, policy, admin_policy):
    """Return both content policies with pictures and recordings from the host of ``address`` too."""
    parts = urlsplit(address)
    host = f"{parts.scheme}://{parts.netloc}"
    public = policy["DIRECTIVES"] | {"img-src": [SELF, host], "media-src": [SELF, host]}
    admin = admin_policy | {"img-src": [*admin_policy["img-src"], host], "media-src": [SELF, host]}
    return policy | {"DIRECTIVES": public}, admin
