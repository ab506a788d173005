"""Other people's websites, as one server of the tests' own on 127.0.0.1: it answers as a test tells it to, well or badly."""

import socket
import socketserver
import ssl
import threading


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(20)
        head = b""
        try:
            while b"\r\n\r\n" not in head:
                more = self.request.recv(4096)
                if not more:
                    return
                head += more
            self.server.website.answer(self.request, head.decode("latin-1"))
        except OSError:
            # The other side hung up, which is what some tests want.
            return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing: hands that do not shake are what some tests want."""


class Website:
    """``pages``: what each path answers, as a status, (status, headers, body), or a function of the socket and the method.

    ``asked``: what was asked for, as "METHOD host path", in order; ``heads``: the whole questions.
    """

    def __init__(self, context=None):
        self.pages, self.asked, self.heads = {"/robots.txt": 404}, [], []
        self.context = context
        self.over = threading.Event()

    def __enter__(self):
        self.server = _Server(("127.0.0.1", 0), _Handler)
        if self.context:
            self.server.socket = self.context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.server.website, self.port = self, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def url(self, path="/", host="example.org", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def answer(self, request, head):
        method, path, _version = head.split("\r\n", 1)[0].split(" ", 2)
        host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
        self.asked.append(f"{method} {host.rpartition(':')[0]} {path}")
        self.heads.append(head)
        page = self.pages.get(path, 404)
        if callable(page):
            page(request, method)
            return
        status, headers, body = page if isinstance(page, tuple) else (page, {}, b"")
        lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in headers.items())]
        lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
        request.sendall("\r\n".join(lines).encode("latin-1") + (b"" if method == "HEAD" else body))

    def silent(self, request, method):
        """Answer nothing until the test is over."""
        self.over.wait(20)

    def drip(self, request, method):
        """Send a byte of the head now and then, and never come to an end."""
        request.sendall(b"HTTP/1.1 200 So\r\nX-Slow: ")
        while not self.over.wait(0.05):
            request.sendall(b"a")


def secure_context(folder, names=("example.org",)):
    """Return (server's context, file of the certificate) of a site whose certificate nobody else signed."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


def nowhere():
    """Return a port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
