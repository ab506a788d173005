"""Addresses are spelled in one way, and found wherever an editor writes them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.upkeep.addresses import NoAddressError, is_followed, normal, own_path
from cms.upkeep.walking import in_html, in_words


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a?b#c", "https://example.org/a?b"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org./", "https://example.org/"),
        ("https://bücher.example/käse", "https://xn--bcher-kva.example/k%C3%A4se"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%e4%b8", "https://example.org/%E4%B8"),
        ("https://[2606:4700::1]/", "https://[2606:4700::1]/"),
    ],
)
def test_an_address_has_one_spelling(typed, spelled):
    assert normal(typed) == spelled
    assert normal(spelled) == spelled


@pytest.mark.parametrize(
    "typed",
    [
        "", "example.org", "ftp://example.org/", "https://", "https:///a", "javascript:alert(1)", "https://exa mple.org/",
        "https://user:secret@example.org/", "https://example.org:port/", "https://a..b/", "https://[::1", "https://\ud800.org/",
        f"https://{'a' * 64}.org/", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said(typed):
    with pytest.raises(NoAddressError):
        normal(typed)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_none_and_a_spelling_stays(text):
    for typed in (text, f"https://example.org/{text}", f"https://{text}/"):
        try:
            spelled = normal(typed)
        except NoAddressError:
            continue
        assert normal(spelled) == spelled
        assert spelled.isascii()
        assert urlsplit(spelled).hostname
        assert not any(char in spelled for char in " \t\r\n")


@given(st.text(max_size=60))
def test_any_text_is_ours_or_not(text):
    for address in (text, f"/{text}", f"https://our.example/{text}"):
        is_followed(address)
        path = own_path(address, {"our.example"})
        assert path is None or path.startswith("/")


def test_only_what_leads_elsewhere_is_followed():
    assert [is_followed(one) for one in ("https://a.example", "/a", "HTTP://a", "mailto:a@b.example", "tel:000", "#top")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    hosts = {"our.example"}
    assert own_path("https://our.example/a/?q=1#b", hosts) == "/a/"
    assert own_path("//elsewhere.example/a", hosts) is None
    assert own_path("/\\elsewhere.example", hosts) is None


def test_links_of_rich_text_are_found_with_their_words():
    html = (
        '<p>See <a href="https://a.example/x"><b>the</b> guide</a>, <a linktype="page" id="7">ours</a>, '
        '<a linktype="document" id="8">the file</a>, <a linktype="page">nothing</a> and <a href="mailto:a@b.example">mail</a>.</p>'
        '<embed embedtype="image" id="9" alt=""/>'
    )
    found = [(one.address, one.model and one.model.__name__, one.pk, one.words) for one in in_html(html, "Body")]
    assert found == [
        ("https://a.example/x", None, 0, "the guide"),
        ("", "Page", 7, "ours"),
        ("", "SiteDocument", 8, "the file"),
        ("mailto:a@b.example", None, 0, "mail"),
        ("", "SiteImage", 9, ""),
    ]


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("https://a.example/x.", ["https://a.example/x."]),
        ("Their site (https://a.example/x), rung on 3 May.", ["https://a.example/x"]),
        ("/directory/?near=3000", ["/directory/?near=3000"]),
        ("//elsewhere.example", []),
        ("either/or", []),
        ("Two: http://a.example and https://b.example/?q=1!", ["http://a.example", "https://b.example/?q=1"]),
    ],
)
def test_addresses_among_words_are_found(words, addresses):
    assert [one.address for one in in_words(words, "Source")] == addresses


def test_a_doi_is_an_address():
    assert [one.address for one in in_words("10.1/a<b>", "DOI", "doi")] == ["https://doi.org/10.1/a%3Cb%3E"]


@given(st.text(max_size=200), st.text(alphabet="<>a \"'=/hrefhtps:&#;", max_size=200))
def test_any_rich_text_and_any_words_are_read(text, markup):
    for value in (text, markup, f'<a href="{text}">{markup}'):
        list(in_html(value, "Body"))
        list(in_words(value, "Body"))
