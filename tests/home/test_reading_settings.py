"""Reading settings: one short cookie, only when asked for, without script."""

import html
import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from home.reading import CHOICES, COOKIE, decode, encode
from home.templatetags.home_tags import reading_url

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

settings_of_readers = st.fixed_dictionaries(
    {name: st.sampled_from([value for value, _label in choices]) for name, choices in CHOICES.items()}
)


@given(settings_of_readers)
def test_a_code_gives_back_what_was_chosen(chosen):
    assert decode(encode(chosen)) == {name: value for name, value in chosen.items() if value}


@given(st.text())
def test_any_cookie_gives_known_settings_only(code):
    settings = decode(code)
    assert all(value in dict(CHOICES[name]) for name, value in settings.items())
    assert encode(decode(encode(settings))) == encode(settings)


def test_equal_settings_have_equal_codes():
    assert encode({"theme": "dark", "text": "130"}) == encode({"text": "130", "theme": "dark"}) == "text-130.theme-dark"


def test_a_code_is_short():
    longest = encode({name: max((value for value, _label in choices), key=len) for name, choices in CHOICES.items()})
    assert len(longest) <= 100


@pytest.mark.django_db
def test_a_reader_who_asks_for_nothing_gets_no_cookie(client):
    for url in ("/", reverse("home:reading_settings"), reverse("home:get_help_now")):
        response = client.get(url)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_saving_sets_one_cookie_and_every_page_follows_it(client):
    response = client.post(reverse("home:reading_settings"), {"text": "130", "theme": "dark"})
    assert response.status_code == 302
    assert list(response.cookies) == [COOKIE]
    cookie = response.cookies[COOKIE]
    assert cookie.value == "text-130.theme-dark"
    assert cookie["samesite"] == "Lax"
    shown = client.get("/").content.decode()
    assert re.search(r'<html lang="en-AU" data-text="130" data-theme="dark"\s*>', shown)
    assert "Your settings are saved" in client.get(response["Location"]).content.decode()


@pytest.mark.django_db
def test_the_form_shows_what_is_chosen(client):
    client.cookies[COOKIE] = "line-loose"
    shown = client.get(reverse("home:reading_settings")).content.decode()
    assert shown.split('value="loose"')[1].split(">")[0].strip().endswith("checked")


@pytest.mark.django_db
def test_one_press_puts_everything_back(client):
    client.cookies[COOKIE] = "text-200"
    response = client.post(reverse("home:reading_settings"), {"text": "200", "reset": "1"})
    assert response.cookies[COOKIE].value == ""
    assert response.cookies[COOKIE]["max-age"] == 0
    assert "data-text" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ['"><script>', "text-130;x", "text-999.theme-dark", "é", "\x00" * 3, "text-130" * 500]
)
def test_a_strange_cookie_harms_nothing(client, value):
    client.cookies[COOKIE] = value
    response = client.get("/")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<head>")[0]


@pytest.mark.django_db
def test_the_page_may_be_kept_by_a_cache_and_the_answer_to_the_form_may_not(client):
    here = reverse("home:reading_settings")
    assert "private" not in client.get(here).get("Cache-Control", "")
    assert "X-Robots-Tag" not in client.get(here)
    assert client.get(here, {"from": "/"})["X-Robots-Tag"] == "noindex"
    assert "private" in client.post(here, {"text": "130"})["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"text": "130"}, {"reset": "1"}])
def test_the_way_back_outlives_the_sending_of_the_form(client, sent):
    page = client.get(reverse("home:reading_settings"), {"from": "/search/?q=tea"}).content.decode()
    action = re.search(r'action="(/reading-settings/\?[^"]+)"', page)[1]
    answer = client.post(html.unescape(action), sent)
    assert 'href="/search/?q=tea"' in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_every_page_links_to_the_settings_and_back_to_itself(client):
    page = client.get("/search/", {"q": "tea & cake"}).content.decode()
    link = html.unescape(re.search(r'class="reading-link" href="([^"]+)"', page)[1])
    assert 'href="/search/?q=tea+%26+cake"' in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("name", "args", "named"),
    [
        ("directory:add_check", ["a-key-of-somebody"], False),
        ("directory:add_step", ["a-key-of-somebody", "place"], False),
        ("directory:add_sent", ["a-receipt"], False),
        ("directory:update", ["a-token"], False),
        ("directory:detail", ["tea-and-talk"], True),
    ],
)
def test_an_address_that_opens_somebody_s_draft_is_named_in_no_other(rf, name, args, named):
    request = rf.get(reverse(name, args=args))
    request.resolver_match = resolve(request.path)
    assert ("from=" in reading_url({"request": request})) is named


def test_the_panel_offers_what_the_page_offers(db):
    panel = Template("{% load home_tags %}{% reading_panel %}").render(Context())
    values = {
        name: re.findall(r'<option value="([^"]*)"', part)
        for name, part in re.findall(r'name="(\w+)">(.*?)</select>', panel, re.DOTALL)
    }
    assert values == {name: [value for value, _label in choices] for name, choices in CHOICES.items()}


def test_the_script_before_the_first_paint_knows_every_setting():
    script = (settings.BASE_DIR / "static" / "js" / "reading-first.js").read_text(encoding="utf-8")
    assert all(f'"{name}"' in script for name in CHOICES)


@pytest.mark.django_db
def test_an_unknown_choice_is_refused_in_words(client):
    response = client.post(reverse("home:reading_settings"), {"text": "999"})
    assert response.status_code == 200
    assert not response.cookies
    assert "There is a problem" in response.content.decode()


@pytest.mark.django_db
def test_another_site_cannot_change_a_reader_s_settings(client):
    response = client.post(
        reverse("home:reading_settings"), {"text": "200"}, headers={"origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/stories/", True),
        ("//evil.example", False),
        ("https://evil.example", False),
        ("javascript:alert(1)", False),
        ("/\\evil", False),
    ],
)
def test_the_way_back_leads_to_this_site_only(client, address, offered):
    shown = client.get(reverse("home:reading_settings"), {"from": address}).content.decode()
    assert ('class="back-link"' in shown) is offered
