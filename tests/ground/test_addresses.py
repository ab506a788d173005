"""Email addresses: people read them wherever they stand, harvesters find none."""

import html as html_module
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.core.addresses import protected
from cms.core.models import SiteSettings
from tests.directory.factories import make_service
from tests.pages.factories import AudienceFactory, OpportunityFactory, StandardFactory, StoryFactory

# What a simple harvester looks for.
HARVESTED = re.compile(r"[\w.+-]+@[\w-]+\.\w+|mailto:[^?\s\"']", re.IGNORECASE)


def page_and_words(client, url):
    """Return the source of a page, and what a browser makes of it."""
    source = client.get(url).content.decode()
    return source, BeautifulSoup(source, "html.parser")


def addresses_of(soup):
    """Return the addresses that links of a page write to."""
    return {link["href"].removeprefix("mailto:") for link in soup.select("a[href^='mailto:']")} - {""}


@pytest.fixture
def full_of_addresses(db):
    """Pages and services with an address in every place that takes one, and the addresses that readers must get."""
    settings = SiteSettings.load()
    settings.email = "office@example.org.au"
    settings.save()
    rich = '<p>Write to <a href="mailto:rich@example.org">Jo at rich@example.org</a> or plain@example.org.</p>'
    contact = ("contact", {"title": "Ask us", "email": "contact@example.org", "note": "Or note@example.org."})
    story = StoryFactory(title="Ask title@example.org", teaser="Teaser: teaser@example.org", body=[("text", rich)])
    service = make_service(
        "Tea by mail",
        public_email="service@example.org",
        description="Write to long@example.org, or ring.",
        how_to_join="join@example.org",
        organisation="Letters by org@example.org",
    )
    return {
        StandardFactory(body=[("text", rich), contact]).url: {"rich@example.org", "contact@example.org"},
        AudienceFactory(aside=[contact]).url: {"contact@example.org"},
        OpportunityFactory(how_to_apply=rich).url: {"rich@example.org"},
        story.url: {"rich@example.org"},
        story.get_parent().url: set(),
        service.get_absolute_url(): {"service@example.org"},
        f"{reverse('search:results')}?q=teaser@example.org": set(),
        f"{reverse('directory:list')}?q=a@example.org": set(),
        "/no-such-page-for-a@example.org/": set(),
        "/": set(),
    }


def test_no_page_shows_an_address_to_harvesters_and_every_page_shows_it_to_people(client, full_of_addresses):
    for url, wanted in full_of_addresses.items():
        source, soup = page_and_words(client, url)
        assert not HARVESTED.findall(source), url
        shown = {address for address in addresses_of(soup) if not address.startswith("?")}
        assert shown == wanted | {"office@example.org.au"}, url
        words = soup.get_text()
        for address in wanted:
            assert address in words, url


def test_what_somebody_typed_wrongly_comes_back_as_they_typed_it(client, db):
    source, soup = page_and_words(client, f"{reverse('search:results')}?q=me@example.org")
    assert "me@example.org" not in source
    assert soup.select_one("main input[name=q]")["value"] == "me@example.org"


@given(st.text(alphabet=st.sampled_from("aé9.-_+@<>&;:\"'= \n/mailto") | st.characters(codec="utf-8"), max_size=80))
def test_nothing_that_people_read_is_changed(text):
    before = html_module.escape(text)
    after = protected(before)
    assert html_module.unescape(after) == html_module.unescape(before)
    assert not re.search(r"\w@\w+\.\w", after)


def test_scripts_are_left_as_they_are():
    script = "<script>const address = 'a@example.org';</script>"
    assert protected(f"<p>a@example.org</p>{script}<p>b@example.org").count("@") == 1


def test_data_for_machines_says_the_same_in_other_signs():
    data = {"@type": "Article", "description": "Write to a@example.org."}
    script = protected(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert "a@example" not in script
    assert json.loads(script.partition(">")[2].partition("<")[0]) == data


def test_a_long_run_of_letters_costs_little():
    assert protected("a" * 300_000 + "@") == "a" * 300_000 + "@"


def test_the_admin_is_left_alone(client, member_of):
    person = member_of(None, email="someone@example.org")
    client.force_login(person)
    assert b"someone@example.org" in client.get(reverse("wagtailusers_users:edit", args=[person.pk])).content
