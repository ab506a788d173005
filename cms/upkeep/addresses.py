"""Addresses, spelled so that the same place has the same spelling."""

import ipaddress
from urllib.parse import quote, urlsplit, urlunsplit

import idna
from django.conf import settings

DEFAULT_PORTS = {"http": 80, "https": 443}
# What may stand in an address as it is (RFC 3986); a percent sign that begins no code is encoded first.
SAFE_PATH = "/:@!$&'()*+,;=-._~%"
SAFE_QUERY = SAFE_PATH + "?"


class NoAddressError(ValueError):
    """It is no address that a browser could follow."""


def is_followed(address):
    """Whether ``address`` leads to another document: mail, phone numbers and places on the same page do not."""
    address = address.strip().lower()
    return not address.startswith("#") and (
        address.startswith(("http:", "https:", "/")) or ":" not in address.split("/")[0]
    )


def host_of(host):
    """Return a host's name as the network spells it; raise NoAddressError where none can be."""
    host = host.rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise NoAddressError("Its host is no name.") from error
    labels = name.split(".")
    if len(name) > 253 or not all(0 < len(label) < 64 for label in labels):
        raise NoAddressError("Its host is no name.")
    if not all(char.isalnum() or char in "-_" for label in labels for char in label):
        raise NoAddressError("Its host is no name.")
    return name


def _encoded(part, safe):
    """Return ``part`` with what an address may not hold encoded, and percent signs that begin no code too."""
    pieces = part.split("%")
    whole = pieces[0]
    for piece in pieces[1:]:
        is_code = len(piece) > 1 and all(char in "0123456789abcdefABCDEF" for char in piece[:2])
        whole += f"%{piece[:2].upper()}{piece[2:]}" if is_code else f"%25{piece}"
    return quote(whole, safe=safe)


def normal(address):
    """Return an http(s) address in its one spelling, without its fragment. Raises NoAddressError.

    >>> normal("HTTPS://Example.ORG:443")
    'https://example.org/'
    """
    # As browsers read it: without tabs and line ends, and without spaces around it.
    address = "".join(char for char in address.strip() if char not in "\t\r\n")
    try:
        parts = urlsplit(address)
        port, host, user = parts.port, parts.hostname or "", parts.username or parts.password
    except ValueError as error:
        raise NoAddressError("It is no web address.") from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host:
        raise NoAddressError("It is no web address.")
    if user:
        raise NoAddressError("It holds a name or a password.")
    try:
        address.encode()
    except UnicodeEncodeError as error:
        raise NoAddressError("It is no web address.") from error
    name = host_of(host)
    place = f"[{name}]" if ":" in name else name
    if port is not None and port != DEFAULT_PORTS[scheme]:
        place = f"{place}:{port}"
    return urlunsplit((scheme, place, _encoded(parts.path, SAFE_PATH) or "/", _encoded(parts.query, SAFE_QUERY), ""))


def own_hosts():
    """Return the names under which this site itself answers."""
    named = {host.lower() for host in settings.ALLOWED_HOSTS if host and host != "*" and not host.startswith(".")}
    return named | {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""}


def own_path(address, hosts):
    """Return the path of an address of this site without query and fragment; None where it leads elsewhere."""
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address.split("#")[0].split("?")[0]
    try:
        parts = urlsplit(address)
        return (parts.path or "/") if parts.scheme in DEFAULT_PORTS and parts.hostname in hosts else None
    except ValueError:
        return None
