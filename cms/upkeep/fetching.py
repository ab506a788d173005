"""Asking another site whether a page is there: politely, within bounds, and never anything but a public address.

A link is what an editor or a service wrote; whoever follows it from inside must not be led to machines that only the
server can reach. So a name is looked up once, every address that it has must be public, and the connection goes to the
very address that was looked at (a name that answers otherwise the second time leads nowhere). Each step of a redirect is
looked at in the same way. No body is read but that of robots.txt, and of that no more than its rule asks for.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from .addresses import DEFAULT_PORTS, NoAddressError, normal

# Seconds for one answer, from the look-up of the name to the last header.
PATIENCE = 15
MOST_REDIRECTS = 8
MOST_OF_ROBOTS = 500 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
# What these say of themselves is where something is: they name it, and need not be followed.
RESOLVERS = {"doi.org", "dx.doi.org", "hdl.handle.net"}


class FetchError(Exception):
    """There was no answer. ``str`` is a sentence for editors."""


class NotPublicError(FetchError):
    """It leads to a machine that only a server inside could reach."""


@dataclass(frozen=True)
class Answer:
    """What a server said: the status, where a redirect leads ('' for none), and the first bytes where they were wanted."""

    status: int
    location: str = ""
    body: bytes = b""


def is_public(address):
    """Whether an IP address (a string) is one of the public network."""
    ip = ipaddress.ip_address(address.split("%")[0])
    # An IPv4 address may be wrapped into one of IPv6, in several ways.
    inner = getattr(ip, "ipv4_mapped", None)
    if ip.version == 6 and ip in TRANSLATED:
        inner = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    if getattr(ip, "sixtofour", None) or getattr(ip, "teredo", None):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def look_up(host, port):
    """Return the IP addresses of a name, as strings. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(row[4][0] for row in found))


class _Watch:
    """Hangs up at the deadline: a server that sends a byte now and then would never time out."""

    def __init__(self, sock, deadline):
        self.sock, self.is_over = sock, False
        self.timer = threading.Timer(max(0.0, deadline - time.monotonic()), self.hang_up)
        self.timer.daemon = True
        self.timer.start()

    def hang_up(self):
        self.is_over = True
        with suppress(OSError):
            # Below TLS, which is not made to be ended by another thread.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def end(self):
        self.timer.cancel()


class _Pinned:
    """A connection to an address that was looked at before, whatever its name says by now."""

    watch = None

    def connect_to(self, address, deadline):
        self.address, self.deadline = address, deadline

    def _create(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return socket.create_connection((self.address, self.port), timeout=left)

    @property
    def was_cut_off(self):
        return self.watch is not None and self.watch.is_over

    def end(self):
        if self.watch is not None:
            self.watch.end()
        self.close()


class _Plain(_Pinned, http.client.HTTPConnection):
    def connect(self):
        self.sock = self._create()
        self.watch = _Watch(self.sock, self.deadline)


class _Secure(_Pinned, http.client.HTTPSConnection):
    def connect(self):
        self.sock = self._context.wrap_socket(self._create(), server_hostname=self.host, do_handshake_on_connect=False)
        self.watch = _Watch(self.sock, self.deadline)
        self.sock.do_handshake()


class Fetcher:
    """Asks for addresses, each host at most once in ``pause`` seconds.

    ``agent`` is what it calls itself. The rest is for tests: which addresses may be asked, how names are found, the
    certificates that are believed, and the clock.
    """

    def __init__(
        self, agent, *, pause=1.0, patience=PATIENCE, may=is_public, names=look_up, context=None, sleep=time.sleep
    ):
        self.agent, self.pause, self.patience = agent, pause, patience
        self.may, self.names, self.sleep = may, names, sleep
        self.context = context or ssl.create_default_context()
        self.last = {}

    def ready_in(self, host):
        """Return in how many seconds ``host`` may be asked again."""
        return max(0.0, self.last.get(host, -self.pause) + self.pause - time.monotonic()) if host in self.last else 0.0

    def wait_for(self, host):
        left = self.ready_in(host)
        if left:
            self.sleep(left)
        self.last[host] = time.monotonic()

    def ask(self, address, method="HEAD", *, most=0):
        """Return the Answer to one question, without following redirects. Raises FetchError.

        ``address`` is in its normal spelling; ``most`` is how many bytes of the body to read.
        """
        parts = urlsplit(address)
        host = parts.hostname
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        self.wait_for(host)
        deadline = time.monotonic() + self.patience
        try:
            addresses = self.names(host, port)
            if not addresses or not all(map(self.may, addresses)):
                raise NotPublicError("It leads to a machine that is not on the public internet.")
            return self._first_answer(addresses, parts, port, method, most, deadline)
        except FetchError:
            raise
        except socket.gaierror as error:
            raise FetchError("There is no site of this name.") from error
        except ssl.SSLCertVerificationError as error:
            raise FetchError("Its certificate is not valid: browsers warn of it.") from error
        except TimeoutError as error:
            raise FetchError("The site did not answer in time.") from error
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise FetchError("The site did not answer as a website does.") from error

    def _first_answer(self, addresses, parts, port, method, most, deadline):
        """Return what the first of ``addresses`` says at which somebody listens."""
        for left, address in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
            options = {"context": self.context} if parts.scheme == "https" else {}
            connection = (_Secure if parts.scheme == "https" else _Plain)(parts.hostname, port, **options)
            connection.connect_to(address, deadline)
            try:
                return self._answer(connection, parts, method, most, deadline)
            except Exception as error:
                if connection.was_cut_off:
                    raise TimeoutError from error
                # Nobody listens there, or there is no way: a name may have another.
                if not isinstance(error, OSError) or connection.watch is not None or not left:
                    raise
            finally:
                connection.end()
        raise OSError

    def _answer(self, connection, parts, method, most, deadline):
        connection.connect()
        connection.sock.settimeout(max(0.1, deadline - time.monotonic()))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        body = response.read(most) if most and method != "HEAD" else b""
        if connection.was_cut_off:
            # What was cut off in the middle of its head looks like a whole one.
            raise TimeoutError
        return Answer(response.status, response.headers.get("Location", "") or "", body)


def next_address(address, location):
    """Return where a redirect from ``address`` leads, in its normal spelling. Raises FetchError."""
    try:
        # Servers send names in whatever bytes they like.
        location = location.encode("latin-1", "surrogateescape").decode("utf-8", "replace")
        return normal(urljoin(address, location))
    except (NoAddressError, ValueError) as error:
        raise FetchError("It leads on to something that is no web address.") from error
