"""What is switched off is linked nowhere, says so at its address, keeps what was typed, and comes back whole."""

from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cms.core import features, tools
from cms.core.models import Offers
from cms.intake.models import Sender
from contribute.models import CopyItem
from contribute.newsletter.links import key_of
from contribute.newsletter.models import Issue, MailingList, Subscriber
from pages.models import HardCopies
from tests.home.factories import block, set_menus
from tests.pages.factories import StandardFactory

from .forms import address_of, opened

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
OFF = {"newsletter": "/newsletter/", "printed_copies": "/contribute/hard-copies/"}
# All that readers and machines can see of either: menus and footer, hub, search, sitemap, not-found page.
OUTPUTS = ["/", "/contribute/", "/search/", "/search/?q=newsletter", "/get-help-now/", "/directory/", "/nothing-here/",
           "/reading-settings/", "/about/"]  # fmt: skip


def switch(**fields):
    offers = Offers.load()
    for name, value in fields.items():
        setattr(offers, name, value)
    offers.save()


@pytest.fixture
def site():
    """A site that links to both parts wherever it can."""
    links = [block("link", label="News by email", tool="newsletter:subscribe"),
             block("link", label="Paper", tool="contribute:hard_copies"),
             block("link", label="Old issues", url="/newsletter/issues/")]  # fmt: skip
    set_menus(main_menu=links, legal=links)
    MailingList.objects.get_or_create(name="News", defaults={"description": "Monthly"})
    Issue.objects.create(subject="May", slug="may", due_at=timezone.now())
    StandardFactory(slug="about", title="About us")
    copies = HardCopies.load()
    copies.state = "offered"
    copies.save()
    CopyItem.objects.create(name="A module")


def sitemap(client):
    index = client.get("/sitemap.xml").content.decode()
    sections = [part.split("</loc>")[0] for part in index.split("<loc>")[1:]]
    return "".join(client.get(address.split("testserver")[-1]).content.decode() for address in sections) + index


@pytest.mark.parametrize("key", OFF)
def test_a_part_that_is_switched_off_is_linked_nowhere_and_comes_back_whole(client, site, key):
    address = OFF[key]
    assert f'href="{address}' in client.get("/about/").content.decode()
    assert address in sitemap(client)
    assert client.get(address).status_code == 200
    switch(**{key: False})
    for output in OUTPUTS:
        assert f'href="{address}' not in client.get(output).content.decode(), output
    assert address not in sitemap(client)
    assert all(not tool.url.startswith(address) for tool in tools.every())
    response = client.get(address)
    assert response.status_code == 404
    page = response.content.decode()
    assert "We do not offer this at the moment." in page
    assert 'content="noindex"' in page
    assert "no-store" in response["Cache-Control"]
    switch(**{key: True})
    assert f'href="{address}' in client.get("/about/").content.decode()
    assert client.get(address).status_code == 200
    assert Issue.objects.count() == CopyItem.objects.filter(name="A module").count() == 1


@pytest.mark.parametrize(
    ("key", "typed"), [("newsletter", {"email": "ana@example.org"}), ("printed_copies", {"person": "Ana"})]
)
def test_a_form_that_was_open_meanwhile_keeps_what_was_typed(client, site, key, typed):
    switch(**{key: False})
    response = client.post(OFF[key], typed)
    page = response.content.decode()
    assert response.status_code == 404
    assert "What you typed was not sent" in page
    for name, value in typed.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in unescape(page)
    assert not Subscriber.objects.exists()


def test_past_issues_are_not_shown_while_it_is_off_but_readers_can_leave(client, site):
    sender = Sender.objects.create(name="", email="ana@example.org")
    reader = Subscriber.objects.create(sender=sender, digest="d", confirmed_at=timezone.now())
    switch(newsletter=False)
    for address in ("/newsletter/issues/", "/newsletter/issues/may/", "/newsletter/asked/"):
        assert client.get(address).status_code == 404, address
    stop = reverse("newsletter:stop", args=[key_of(reader)])
    assert client.get(stop).status_code == 200
    assert client.get(reverse("newsletter:yours", args=[key_of(reader)])).status_code == 200
    client.post(stop)
    assert not Subscriber.objects.exists()


def test_a_menu_with_what_is_switched_off_is_saved_as_it_is():
    switch(newsletter=False)
    labels = dict(tools.choices())
    assert labels["newsletter:subscribe"] == "Newsletter (switched off)"
    assert labels["contribute:hard_copies"] == "Ask for printed copies"


def test_modules_say_nothing_of_printed_copies_while_they_are_off(client, site):
    copies = HardCopies.load()
    for is_on in (True, False):
        drawn = render_to_string(
            "pages/includes/hard_copies.html", {"copies": copies, "offers": Offers(printed_copies=is_on), "site": None}
        )
        assert ("Printed copies" in drawn) is is_on


def test_gifts_are_asked_for_only_where_an_editor_says_so_and_where_to(client, member_of):
    assert "Support our work" not in client.get("/search/").content.decode()
    client.force_login(member_of("Administrators"))
    offers = Offers.load()
    filled = opened(client, offers) | {"donate": "on"}
    assert "Say where the link goes" in client.post(address_of(offers), filled).content.decode()
    saved = client.post(address_of(offers), filled | {"donate_url": "https://give.example.org/"})
    assert saved.status_code == 302
    page = client.get("/search/").content.decode()
    assert "<h2>Support our work</h2>" in page
    assert '<a href="https://give.example.org/" rel="noreferrer">Give online</a>' in page


def test_a_part_that_the_site_does_not_have_yet_has_no_switch_and_the_form_says_so(client, member_of):
    client.force_login(member_of("Administrators"))
    page = client.get(address_of(Offers.load())).content.decode()
    assert "The site has no community pages yet" in page
    switches = {field.name for field in Offers._meta.fields if field.get_internal_type() == "BooleanField"}
    assert switches == {*OFF, "donate"}
    # Each of them does something: what is switched here is a part that some app registered, or the block of gifts.
    assert {key for key in switches if features.is_known(key)} == set(OFF)


def test_the_preview_shows_the_site_without_what_is_unticked(client, site, member_of):
    client.force_login(member_of("Administrators"))
    offers = Offers.load()
    filled = {name: value for name, value in opened(client, offers).items() if name != "newsletter"}
    preview = reverse("wagtailsettings:preview_on_edit", args=["core", "offers", offers.pk])
    assert client.post(preview, filled | {"off_words": "Not now."}).json()["is_valid"]
    for mode, _label in offers.preview_modes:
        page = client.get(preview, {"mode": mode}).content.decode()
        assert 'href="/newsletter/' not in page
        assert 'href="/contribute/hard-copies/"' in page
    assert "Not now." in client.get(preview, {"mode": "off"}).content.decode()
    assert 'href="/newsletter/' in client.get("/about/").content.decode()
