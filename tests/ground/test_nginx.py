"""nginx as deploy/nginx has it: what it keeps and for whom, what it shows when the site is away, what it writes down."""

import http.client
import re
import ssl
import time
import uuid

import pytest

from cms.core import broken
from tests.servers import Nginx
from tests.webserver import Website

pytestmark = [pytest.mark.nginx, pytest.mark.sqlite_only]

KEPT = {"Cache-Control": "public, max-age=60", "Content-Type": "text/html"}
MOMENT = {"Cache-Control": "public, max-age=1", "Content-Type": "text/html"}
SIGNED_IN = {"Cookie": "reading=text-larger; __Host-sessionid=abc"}


class Asker:
    """Asks nginx as a browser does."""

    def __init__(self, nginx, sites):
        self.nginx, self.sites = nginx, sites
        self.trust = ssl.create_default_context(cafile=nginx.folder / "tls/fullchain.pem")
        self.trust.check_hostname = False

    def __call__(self, path, method="GET", headers=None, port=None):
        connection = (
            http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            if port
            else http.client.HTTPSConnection("127.0.0.1", self.nginx.port, timeout=20, context=self.trust)
        )
        try:
            connection.request(method, path, body=b"a=b" if method == "POST" else None, headers=headers or {})
            answer = connection.getresponse()
            self.headers = answer.headers
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def serve(self, path, headers=KEPT, status=200, sites=None):
        """Let each web service answer ``path`` with a text of its own for each time; return the times that it was asked."""
        asked = []

        def answer(request, method):
            asked.append(method)
            body = f"{status} {path} {len(asked)}".encode()
            lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in headers.items())]
            lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
            request.sendall("\r\n".join(lines).encode() + (b"" if method == "HEAD" else body))

        for site in sites or self.sites:
            site.pages[path] = answer
        return asked


@pytest.fixture(scope="module")
def two_sites():
    with Website() as first, Website() as second, Nginx([first.port, second.port]) as nginx:
        (nginx.var / "error-pages").mkdir()
        (nginx.var / "error-pages/503.html").write_text(broken.html("503"), "utf-8")
        for name in ("documents/private.pdf", "images/a.png", "captions.vtt"):
            path = nginx.var / "media" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("of the media", "utf-8")
        (nginx.var / "static").mkdir()
        for name in ("plain.css", "base.0123456789ab.css"):
            (nginx.var / "static" / name).write_text("body{}", "utf-8")
        yield nginx, [first, second]


@pytest.fixture
def ask(two_sites):
    nginx, sites = two_sites
    return Asker(nginx, sites)


@pytest.fixture
def path():
    return f"/a-page-{uuid.uuid4().hex}/"


def hang_up(request, method):
    """What a web service does that was killed."""


def test_what_the_site_says_may_be_kept_is_kept_for_everybody_alike(ask, path):
    asked = ask.serve(path)
    assert ask(path) == ask(path) == ask(path, headers={"Cookie": "tracker=1; other=2"}) == (200, f"200 {path} 1")
    assert ask(path, method="HEAD") == (200, "")
    assert len(asked) == 1
    # How somebody likes to read is another page; what is no such code is none.
    other = ask(path, headers={"Cookie": "reading=text-larger"})
    assert other == (200, f"200 {path} 2")
    assert ask(path, headers={"Cookie": "a=b; reading=text-larger"}) == other
    assert ask(path, headers={"Cookie": "reading=<script>"}) == (200, f"200 {path} 1")
    assert len(asked) == 2
    ask.serve(f"{path}?page=2")
    assert ask(f"{path}?page=2")[1] == f"200 {path}?page=2 1"


@pytest.mark.parametrize("said", ["private, max-age=60", "no-store", "no-cache", ""])
def test_what_the_site_does_not_say_may_be_kept_is_not(ask, path, said):
    asked = ask.serve(path, {"Cache-Control": said} if said else {})
    for number in (1, 2):
        assert ask(path) == (200, f"200 {path} {number}")
    assert len(asked) == 2


def test_a_page_that_sets_a_cookie_is_kept_for_nobody(ask, path):
    asked = ask.serve(path, KEPT | {"Set-Cookie": "a=b"})
    ask(path), ask(path)
    assert len(asked) == 2


def test_who_signed_in_always_asks_the_site_and_what_they_get_is_kept_for_nobody(ask, path):
    asked = ask.serve(path)
    assert [ask(path, headers=SIGNED_IN)[1] for _time in range(2)] == [f"200 {path} 1", f"200 {path} 2"]
    assert ask(path)[1] == f"200 {path} 3"
    assert ask(path, headers=SIGNED_IN)[1] == f"200 {path} 4"
    assert len(asked) == 4


@pytest.mark.parametrize(
    "form", ["contribute/story/a/words", "directory/add/a", "directory/a-place/report", "account/sign-in", "admin/pages", "newsletter/a"]
)  # fmt: skip
def test_forms_and_the_editors_screens_are_never_kept_whatever_is_said_of_them(ask, form):
    path = f"/{form}/{uuid.uuid4().hex}/"
    asked = ask.serve(path)
    ask(path), ask(path)
    assert len(asked) == 2
    assert "a-place" not in (ask.nginx.folder / "logs/access.log").read_text("utf-8")


def until(is_so):
    """Return once ``is_so()``; it is asked again for ten seconds at most."""
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
    return True


@pytest.mark.parametrize("status", [500, 503, None])
def test_what_is_kept_is_shown_when_the_site_is_broken_and_what_is_not_gives_help(ask, path, status):
    ask.serve(path, MOMENT)
    # Its second is over, and the site is asked anew: nobody is shown the old meanwhile.
    until(lambda: ask(path) == (200, f"200 {path} 2"))
    if status:
        tried = ask.serve(path, {}, status)
        ask.serve(f"{path}other/", {}, status)
    else:
        tried = []
        for site in ask.sites:
            site.pages[path] = site.pages[f"{path}other/"] = lambda request, method: tried.append(method)
    until(lambda: ask(path) == (200, f"200 {path} 2") and tried)
    answer, page = ask(f"{path}other/")
    # Its own page of trouble, or nginx's where it has none any more.
    assert (answer, "Back soon" in page) == ((status, False) if status else (503, True))
    if not status:
        assert ask.headers["Retry-After"] == "600"


def test_what_is_gone_takes_the_place_of_what_was_kept(ask, path):
    """Else a story that was withdrawn would be back as soon as the site breaks down."""
    asked = ask.serve(path, MOMENT)
    assert ask(path)[0] == 200
    gone = ask.serve(path, {}, status=404)
    until(lambda: ask(path)[0] == 404)
    for site in ask.sites:
        site.pages[path] = hang_up
    assert ask(path)[0] == 404
    assert (len(asked), len(gone)) == (1, 1)


def test_with_one_web_service_gone_the_other_is_asked_and_nothing_is_sent_twice(ask, path):
    first, second = ask.sites
    first.pages[path] = hang_up
    asked = ask.serve(path, {}, sites=[second])
    assert {ask(path)[0] for _time in range(4)} == {200}
    assert len(asked) == 4
    # What was sent may have been done by the one that did not answer: the sender is told, and decides.
    both = []

    def hears_and_says_nothing(request, method):
        both.append(method)

    first.pages[path] = second.pages[path] = hears_and_says_nothing
    assert ask(path, method="POST")[0] == 503
    assert both == ["POST"]


def test_the_file_that_closes_the_site_closes_it_for_readers_at_once(ask, path):
    ask.serve(path)
    ask.serve("/admin/")
    ask.serve("/healthz")
    assert ask(path)[0] == 200
    closed = ask.nginx.var / "maintenance"
    closed.touch()
    try:
        status, page = ask(path)
        assert (status, "Back soon" in page) == (503, True)
        assert ask("/admin/")[0] == ask("/healthz")[0] == 200
        assert ask("/static/plain.css")[0] == 200
    finally:
        closed.unlink()
    assert ask(path)[0] == 200


def test_media_and_static_files_come_from_disk_and_documents_do_not(ask):
    assert ask("/media/images/a.png") == (200, "of the media")
    assert ask.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ask("/media/captions.vtt")[0] == 200
    assert ask.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert ask.headers["X-Content-Type-Options"] == "nosniff"
    for spelling in ("/media/documents/private.pdf", "/media//documents/private.pdf", "/media/x/../documents/private.pdf",
                     "/media/%64ocuments/private.pdf", "/media/../private/a"):  # fmt: skip
        assert ask(spelling)[0] in {400, 403, 404}, spelling
    assert ask("/static/base.0123456789ab.css") == (200, "body{}")
    assert "max-age=315360000" in ask.headers["Cache-Control"]
    ask("/static/plain.css")
    assert "max-age=600" in ask.headers["Cache-Control"]


def test_the_site_cannot_be_made_to_hand_out_files_of_the_server(ask, path):
    ask.serve(path, KEPT | {"X-Accel-Redirect": "/503.html", "X-Accel-Expires": "9999"})
    assert ask(path) == (200, f"200 {path} 1")
    assert "X-Accel-Redirect" not in ask.headers


def test_the_log_holds_no_questions_no_keys_and_no_addresses(ask, path):
    ask.serve(f"{path}?q=canary")
    ask(f"{path}?q=canary", headers={"User-Agent": "canary", "Referer": "https://canary.example.org/"})
    key = f"/contribute/taking-back/{uuid.uuid4().hex}/"
    ask(key, method="POST")
    log = ask.nginx.folder / "logs/access.log"
    until(lambda: path in log.read_text("utf-8"))
    written = log.read_text("utf-8") + (ask.nginx.folder / "logs/error.log").read_text("utf-8")
    assert path in written
    assert not re.search(r"canary|\?|127\.0\.0\.1", written)
    assert key not in written


def test_the_site_hears_who_asked_and_how_from_nginx_alone(ask, path):
    ask.serve(path, {})
    ask(
        path, headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "Accept-Encoding": "br, gzip;q=1"}
    )
    head = next(head for site in ask.sites for head in site.heads if path in head)
    assert "X-Forwarded-For: 127.0.0.1\r\n" in head
    assert "X-Forwarded-Proto: https\r\n" in head
    assert "Accept-Encoding: gzip\r\n" in head


def test_plain_http_leads_to_https(ask, path):
    assert ask(path, port=ask.nginx.plain_port)[0] == 301
    assert ask.headers["Location"] == f"https://127.0.0.1{path}"


def test_the_containers_nginx_starts_too():
    with Website() as site, Nginx([site.port], where="containers") as nginx:
        assert Asker(nginx, [site])("/nothing/")[0] == 404
