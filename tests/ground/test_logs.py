"""No log holds what people typed or the keys of their links."""

import logging
import secrets
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cms.core.logs import MaskFilter, masked

KEY = st.binary(min_size=16, max_size=32).map(
    lambda raw: __import__("base64").urlsafe_b64encode(raw).decode().rstrip("=")
)
SPOKEN = st.text(alphabet=string.ascii_letters + string.digits + "%+=&-_.~é ", min_size=3, max_size=80)


def written(message, *args):
    """Return what a log line becomes once it has passed the filter."""
    record = logging.LogRecord("django.server", logging.INFO, __file__, 1, message, args, None)
    assert MaskFilter().filter(record)
    return record.getMessage()


@given(SPOKEN)
def test_a_query_string_never_reaches_the_log(words):
    assume("=" not in words[:1])
    query = words.replace(" ", "+")
    line = written('"%s" %s %s', f"GET /search/?q={query} HTTP/1.1", "200", "512")
    assert line == '"GET /search/ HTTP/1.1" 200 512'


@given(KEY)
def test_the_key_of_a_link_never_reaches_the_log(key):
    assume(any(char.isupper() or char.isdigit() or char == "_" for char in key))
    for path in (f"/directory/add/{key}/where/", f"/directory/update/{key}/", f"/directory/update/{key}"):
        assert key not in written('"%s" %s', f"GET {path} HTTP/1.1", "200")
        assert key not in masked(f"Not Found: {path}")


def test_keys_as_the_site_makes_them_are_masked():
    for _turn in range(500):
        key = secrets.token_urlsafe(16)
        assert key not in masked(f"Not Found: /directory/add/{key}/where/"), key


@pytest.mark.parametrize(
    "path",
    [
        "/contribute/complaint/",
        "/contribute/story/",
        "/stories/a-seat-near-the-door/",
        "/directory/northern-suburbs-hearing-voices-group/",
    ],
)
def test_an_ordinary_address_stays_readable(path):
    assert written('"%s"', f"GET {path} HTTP/1.1") == f'"GET {path} HTTP/1.1"'


def test_a_message_with_a_dictionary_of_arguments_is_masked_too():
    record = logging.LogRecord("site", logging.INFO, __file__, 1, "at %(path)s", ({"path": "/search/?q=secret"},), None)
    MaskFilter().filter(record)
    assert record.getMessage() == "at /search/"


@pytest.mark.parametrize(
    "line",
    [
        '"GET /directory/update/aB3_xY9-aB3_xY9-aB3_xY%5F HTTP/1.1" 200',
        '"GET /directory/update/aB3_xY9-aB3_xY9-aB3_xY),/ HTTP/1.1" 200',
        '"GET /directory/add/abcdefghijk-lmnopqrsecret/about/ HTTP/1.1" 200',
        '"GET /contribute/story/abcdefghijk-lmnopqrsecret/words/ HTTP/1.1" 200',
        '"GET /contribute/story/answer/abcdefghijk-lmnopqrsecret/ HTTP/1.1" 200',
        '"GET /contribute/story/sent/secret:abc-def HTTP/1.1" 200',
        '"GET /search/?q=don\'t secret him HTTP/1.1" 200',
        '"GET /search/%3Fq=secret HTTP/1.1" 404',
    ],
)
def test_no_spelling_of_an_address_gets_a_key_or_a_word_into_the_log(line):
    kept = masked(line)
    assert "secret" not in kept
    assert "aB3_xY9" not in kept
    assert kept.endswith(("200", "404"))


@pytest.mark.parametrize("way", ["sent", "take-back", "answer", "answered"])
@pytest.mark.parametrize("sealed", ["IksiOg:1wGKTj:xG9_-", "short", "a=b"])
def test_what_opens_something_that_was_sent_in_is_masked_however_it_was_broken(way, sealed):
    assert sealed not in masked(f"Not Found: /contribute/{way}/{sealed}/")
    assert sealed not in masked(f'"GET /contribute/{way}/{sealed} HTTP/1.1" 404')
