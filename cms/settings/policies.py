"""What browsers are told that pages may do: where things come from, and which parts of the device they may ask for."""

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's date pickers and a few widgets carry inline scripts and styles: relaxed for /admin/ alone
# (docs/decisions/0003-two-content-policies.md).
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in [
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
        "publickey-credentials-create",
        "publickey-credentials-get",
    ]
} | dict.fromkeys(("geolocation", "clipboard-write", "fullscreen", "picture-in-picture"), "self")
# The device's sheet for sharing (web-share) is for this site alone by itself, and browsers that have none
# would warn of the name.
