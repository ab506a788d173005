"""Looking at other people's sites: against a real server that answers well, badly, slowly, or not at all."""

import socket
import ssl
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.upkeep import fetching, robots
from cms.upkeep.checking import Checker, Outcome
from cms.upkeep.fetching import Fetcher, FetchError, NotPublicError, is_public
from cms.upkeep.models import Link
from tests.webserver import Website, nowhere, secure_context

FINE, FAILED, UNKNOWN = Link.Result.FINE, Link.Result.FAILED, Link.Result.UNKNOWN


@pytest.fixture
def site():
    with Website() as site:
        yield site


def fetcher(**options):
    """A Fetcher for which every name is this machine, and which does not wait."""
    options = {"pause": 0, "patience": 5, "may": lambda ip: True, "names": lambda host, port: ["127.0.0.1"]} | options
    return Fetcher("Test/1.0 (+https://site.example; us@site.example)", **options)


def look(site, path="/", host="example.org", **options):
    return Checker(fetcher(**options)).look(site.url(path, host))


def redirect(to, status=302):
    return (status, {"Location": to}, b"")


class TestWhatCountsAsWhat:
    @pytest.mark.parametrize(
        ("status", "result"),
        [
            (200, FINE), (204, FINE), (206, FINE), (304, FINE), (404, FAILED), (410, FAILED), (400, FAILED), (500, FAILED),
            (502, FAILED), (401, UNKNOWN), (403, UNKNOWN), (429, UNKNOWN), (451, UNKNOWN), (503, UNKNOWN), (999, UNKNOWN),
        ],
    )  # fmt: skip
    def test_by_the_last_answer(self, site, status, result):
        site.pages["/page"] = status
        outcome = look(site, "/page")
        assert outcome.result == result
        assert bool(outcome.reason) == (result != FINE)

    @pytest.mark.parametrize("head", [403, 404, 405, 500, 501])
    def test_a_site_that_answers_head_badly_is_asked_for_the_page(self, site, head):
        def page(request, method):
            status = head if method == "HEAD" else 200
            request.sendall(f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n".encode())

        site.pages["/page"] = page
        assert look(site, "/page").result == FINE
        assert site.asked[1:] == ["HEAD example.org /page", "GET example.org /page"]

    def test_a_site_that_hangs_up_on_head_is_asked_for_the_page(self, site):
        def page(request, method):
            if method == "GET":
                request.sendall(b"HTTP/1.1 200 So\r\nContent-Length: 0\r\n\r\n")

        site.pages["/page"] = page
        assert look(site, "/page").result == FINE

    def test_one_that_has_had_enough_is_not_asked_twice(self, site):
        site.pages["/page"] = 429
        assert look(site, "/page").result == UNKNOWN
        assert site.asked[1:] == ["HEAD example.org /page"]


class TestRedirects:
    def test_are_followed_over_several_sites_and_spellings(self, site):
        site.pages |= {
            "/one": redirect("/two", 301), "/two": redirect(f"//other.example:{site.port}/three", 307),
            "/three": redirect(site.url("/f%C3%BCnf", "third.example"), 308), "/f%C3%BCnf": 200,
        }  # fmt: skip
        assert look(site, "/one") == Outcome(FINE)
        assert site.asked[-1] == "HEAD third.example /f%C3%BCnf"

    def test_that_lead_to_what_is_gone_are_broken(self, site):
        site.pages["/one"] = redirect("/two")
        assert look(site, "/one").reason == "The site says that there is no such page (404)."

    def test_that_go_round_or_on_and_on_end(self, site):
        site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
        assert "circle" in look(site, "/a").reason
        site.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(50)}
        assert "on and on" in look(site, "/0").reason
        assert len(site.asked) < 20

    @pytest.mark.parametrize(
        "to", ["javascript:alert(1)", "ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1"]
    )
    def test_to_what_is_no_web_address_are_broken_and_not_followed(self, site, to):
        site.pages["/one"] = redirect(to)
        assert look(site, "/one").result == FAILED

    def test_of_a_doi_need_not_be_followed(self, site, monkeypatch):
        monkeypatch.setattr(fetching, "RESOLVERS", {"doi.example"})
        monkeypatch.setattr("cms.upkeep.checking.RESOLVERS", {"doi.example"})
        site.pages["/10.1/x"] = redirect("https://publisher.example/paywall")
        assert look(site, "/10.1/x", "doi.example").result == FINE
        assert look(site, "/10.1/none", "doi.example").result == FAILED

    def test_into_the_house_are_refused(self, site):
        """The first name is public; what it leads to is not."""
        inside = {"inside.example": ["10.0.0.8"]}
        site.pages["/one"] = redirect("http://inside.example/secret")
        outcome = look(
            site, "/one", may=lambda ip: ip == "127.0.0.1", names=lambda host, port: inside.get(host, ["127.0.0.1"])
        )
        assert outcome.result == FAILED
        assert "not on the public internet" in outcome.reason


class TestBounds:
    @pytest.mark.parametrize("how", ["silent", "drip"])
    def test_a_site_that_never_ends_is_left_in_time(self, site, how):
        site.pages["/page"] = getattr(site, how)
        began = time.monotonic()
        with pytest.raises(FetchError, match="in time"):
            fetcher(patience=0.3).ask(site.url("/page"))
        assert time.monotonic() - began < 3

    def test_nor_does_it_wait_behind_a_certificate_or_for_rules(self, site, tmp_path):
        began = time.monotonic()
        context, file = secure_context(tmp_path)
        with Website(context) as secure:
            secure.pages["/page"] = secure.drip
            believed = ssl.create_default_context(cafile=file)
            with pytest.raises(FetchError, match="in time"):
                fetcher(patience=0.3, context=believed).ask(secure.url("/page", scheme="https"))

        def rules(request, method):
            request.sendall(b"HTTP/1.1 200 So\r\n\r\nUser-agent: *\nDisallow: /")
            while not site.over.wait(0.05):
                request.sendall(b"a")

        site.pages |= {"/robots.txt": rules, "/page": 200}
        assert look(site, "/page", patience=0.3).result == FAILED
        assert time.monotonic() - began < 5

    def test_no_body_is_read(self, site):
        sent = []

        def endless(request, method):
            request.sendall(b"HTTP/1.1 200 So\r\n\r\n")
            while not site.over.is_set() and len(sent) < 100_000:
                request.sendall(b"a" * 65536)
                sent.append(1)

        site.pages["/page"] = endless
        assert fetcher().ask(site.url("/page"), "GET").status == 200
        # What fits into the system's own buffers, and no more.
        assert len(sent) < 1_000

    def test_of_rules_no_more_is_read_than_a_robot_must(self, site):
        site.pages["/robots.txt"] = (200, {}, b"# long\n" * 200_000 + b"User-agent: *\nDisallow: /\n")
        site.pages["/page"] = 200
        assert look(site, "/page").result == FINE

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"SSH-2.0-OpenSSH\r\n",
            b"HTTP/1.1 200 So\r\n" + b"X: y\r\n" * 200,
            b"HTTP/1.1 200 So\r\nX: " + b"a" * 70_000,
        ],
    )
    def test_what_is_no_website_or_too_large_a_head_is_a_failure_and_no_crash(self, site, answer):
        site.pages["/page"] = lambda request, method: request.sendall(answer)
        assert look(site, "/page").result == FAILED

    def test_where_nobody_listens_and_where_there_is_no_name(self):
        assert Checker(fetcher()).look(f"http://example.org:{nowhere()}/").result == FAILED

        def unknown(host, port):
            raise socket.gaierror

        assert "no site of this name" in Checker(fetcher(names=unknown)).look("https://example.org/").reason

    def test_the_second_address_of_a_name_is_tried(self, site):
        site.pages["/page"] = 200
        assert look(site, "/page", names=lambda host, port: ["127.0.0.2", "127.0.0.1"]).result == FINE


class TestCertificates:
    def test_that_nobody_signed_are_said(self, tmp_path):
        context, file = secure_context(tmp_path)
        with Website(context) as site:
            site.pages["/page"] = 200
            address = site.url("/page", scheme="https")
            assert "certificate" in Checker(fetcher()).look(address).reason
            believed = ssl.create_default_context(cafile=file)
            assert Checker(fetcher(context=believed)).look(address) == Outcome(FINE)
            # The certificate is that of another name.
            other = site.url("/page", "other.example", "https")
            assert "certificate" in Checker(fetcher(context=believed)).look(other).reason

    def test_are_none_where_the_site_speaks_plainly(self, site):
        assert Checker(fetcher(patience=0.3)).look(site.url("/page", scheme="https")).result == FAILED


class TestNothingInside:
    @pytest.mark.parametrize(
        "ip",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",  # noqa: S104
            "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
        ],
    )  # fmt: skip
    def test_is_asked(self, ip):
        assert not is_public(ip)
        with pytest.raises(NotPublicError):
            Fetcher("Test", names=lambda host, port: [ip]).ask("http://example.org/")

    def test_public_addresses_are(self):
        assert all(map(is_public, ["1.1.1.1", "203.14.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]))

    def test_one_inner_address_among_public_ones_is_enough_to_refuse(self):
        with pytest.raises(NotPublicError):
            Fetcher("Test", names=lambda host, port: ["1.1.1.1", "127.0.0.1"]).ask("http://example.org/")

    def test_by_number_or_name_of_this_very_machine(self, site):
        real = Fetcher("Test", pause=0)
        for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"):
            with pytest.raises(FetchError):
                real.ask(f"http://{host}:{site.port}/")
        assert not site.asked

    def test_a_name_that_changes_its_mind_is_asked_once(self, site):
        """Between the look and the connection the name may say something else: the connection goes to what was looked at."""
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        site.pages["/page"] = 200
        assert fetcher(names=lambda host, port: next(answers)).ask(site.url("/page")).status == 200
        assert next(answers) == ["10.0.0.1"]


class TestManners:
    def test_it_says_who_it_is_and_sends_nothing_else(self, site):
        site.pages["/page"] = 200
        look(site, "/page")
        head = site.heads[-1]
        assert "User-Agent: Test/1.0 (+https://site.example; us@site.example)" in head
        assert not any(name in head.lower() for name in ("cookie", "referer", "authorization"))

    def test_each_site_is_asked_once_in_a_second(self, site):
        waits = []
        site.pages |= {"/a": 200, "/b": 200}
        checker = Checker(fetcher(pause=1.0, sleep=waits.append))
        checker.look(site.url("/a"))
        checker.look(site.url("/b"))
        checker.look(site.url("/a", "other.example"))
        # The rules and the first page, then the second; the other site has rules of its own.
        assert len(waits) == 3
        assert all(0 < wait <= 1 for wait in waits)

    def test_rules_are_asked_for_once_and_kept_to(self, site):
        rules = b"User-agent: *\nDisallow: /private\nAllow: /private/open$\n"
        site.pages |= {"/robots.txt": (200, {}, rules), "/private/open": 200, "/other": 200}
        checker = Checker(fetcher())
        outcomes = [
            checker.look(site.url(path)).result for path in ("/private/x", "/private/open", "/other", "/private?q")
        ]
        assert outcomes == [UNKNOWN, FINE, FINE, UNKNOWN]
        assert site.asked == [
            "GET example.org /robots.txt", "HEAD example.org /private/open", "HEAD example.org /other"
        ]  # fmt: skip

    def test_of_a_redirect_the_rules_of_the_second_site_hold(self, site):
        site.pages |= {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /two\n"),
            "/one": redirect("/two"),
            "/two": 200,
        }
        assert look(site, "/one").result == UNKNOWN
        assert "HEAD example.org /two" not in site.asked

    def test_rules_that_cannot_be_read_are_a_no(self, site):
        site.pages |= {"/robots.txt": 500, "/page": 200}
        assert look(site, "/page").result == UNKNOWN

    def test_rules_may_have_moved(self, site):
        site.pages |= {
            "/robots.txt": redirect("/rules"),
            "/rules": (200, {}, b"User-agent: *\nDisallow: /\n"),
            "/page": 200,
        }
        assert look(site, "/page").result == UNKNOWN

    def test_a_site_may_ask_for_longer_pauses(self, site):
        waits = []
        site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 7\n"), "/page": 200}
        look(site, "/page", sleep=waits.append)
        assert waits == [7.0]


class TestRules:
    @pytest.mark.parametrize(
        ("text", "path", "allowed"),
        [
            ("", "/a", True),
            ("User-agent: *\nDisallow:", "/a", True),
            ("User-agent: *\nDisallow: /", "/a", False),
            ("User-agent: Other\nDisallow: /", "/a", True),
            ("User-agent: *\nDisallow: /\n\nUser-agent: PeerSupportLinkCheck\nAllow: /", "/a", True),
            ("User-agent: peersupportlinkcheck\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
            ("User-agent: A\nUser-agent: *\nDisallow: /a", "/a", False),
            ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
            ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
            ("User-agent: *\nDisallow: /*?q=", "/search?q=tea", False),
            ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
            ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
            ("User-agent: *\nDisallow: /a # why", "/a", False),
            ("USER-AGENT : *\nDISALLOW : /a", "/a", False),
            ("Disallow: /a", "/a", True),
        ],
    )
    def test_are_read_as_their_standard_says(self, text, path, allowed):
        assert robots.read(text, "PeerSupportLinkCheck").allows(path) is allowed

    @given(st.text(max_size=300), st.text(max_size=60))
    def test_of_any_kind_are_read(self, text, path):
        assert robots.read(f"User-agent: *\nDisallow: {text}", "Robot").allows(f"/{path}") in (True, False)
        robots.read(text, "Robot")

    def test_with_many_stars_cost_no_time(self):
        rules = robots.read("User-agent: *\nDisallow: /" + "*a" * 30 + "b", "Robot")
        began = time.monotonic()
        rules.allows("/" + "a" * 2_000)
        assert time.monotonic() - began < 2
