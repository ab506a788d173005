"""The main job in a browser: a service submits an entry, an editor approves it, a reader finds it, it is updated."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from cms.core.models import Taxonomy, Term
from cms.intake import forms as intake_forms
from cms.intake.models import OutboxMessage
from directory.models import Locality, Service

from .harness import answer_points

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

NAME = "Tuesday Table"
NEW_NAME = "Wednesday Table"


@pytest.fixture(autouse=True)
def _ground(transactional_db, monkeypatch):
    # The browser types faster than a person; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    Locality.objects.create(
        name="Sebastopol",
        postcode="3356",
        latitude=-37.59,
        longitude=143.84,
        council_area="Ballarat",
        region="Grampians",
    )
    taxonomy, _new = Taxonomy.objects.get_or_create(slug="type", defaults={"name": "Type", "is_prominent": True})
    Term.objects.get_or_create(slug="drop-in-test", defaults={"taxonomy": taxonomy, "name": "Drop-in or social"})


@pytest.fixture
def reader(open_page):
    """A reader without JavaScript."""
    return open_page(javascript=False)


def mailed_link(kind):
    """The link of the newest message of ``kind``, as its recipient reads it."""
    message = OutboxMessage.objects.filter(
        key__startswith=f"directory:{kind}" if kind == "link" else "directory:", key__contains=kind
    )
    return link_in(message.latest("pk"), "/directory/update/")


def link_in(message, begins):
    """The address in a message that begins so, as its recipient reads it."""
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/\s]+({begins}\S+)", text)[1]


def come_back_later(page):
    """Leave the form in the middle of a page, and come back by the mailed link."""
    page.get_by_label("Who is it for?", exact=False).first.fill("Anybody who")
    page.get_by_role("button", name="Save and come back later").click()
    page.get_by_label("Your email address").fill("private.person@example.org")
    page.get_by_role("button", name="Email me the link").click()
    page.goto("/directory/")
    page.goto(link_in(OutboxMessage.objects.get(key__startswith="directory:saved:"), "/directory/add/"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Who is it for?", exact=False).first).to_have_value("Anybody who")


def tick(page, label):
    """Press a choice as people do: on its words."""
    page.locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}")).first.click()


def submit_a_service(page):
    """Fill the whole form in, as a service would; return the reference on the confirmation page."""
    page.goto("/directory/add/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Name of the service").fill(NAME)
    page.get_by_label("Who provides it?").fill("Wendouree Peer Collective")
    page.get_by_label("In one or two sentences, what happens?").fill("A weekly table, a pot of tea and time.")
    page.get_by_role("button", name="Save and continue").click()
    come_back_later(page)
    tick(page, "Drop-in or social")
    page.get_by_role("button", name="Save and continue").click()
    for label in ("In person", "People near a place", "Free", "People join by themselves"):
        tick(page, label)
    tick(page.get_by_role("group", name="Can new people join now?"), "Yes")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Name of the place").fill("Doveton House")
    page.get_by_label("Suburb or postcode").fill("3356")
    page.get_by_label("Street address").fill("18 Hidden Lane")
    tick(page, "The suburb only")
    page.get_by_label("Day").select_option("Tuesday")
    page.get_by_label("Starts").fill("6.30 pm")
    page.get_by_role("button", name="Add another time").click()
    page.get_by_label("Day").nth(1).select_option("Friday")
    page.get_by_label("Starts").nth(1).fill("noon")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Tuesdays, 6.30 pm")).to_be_visible()
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_label("Who runs it?").fill("People with lived experience.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Public phone number").fill("(03) 5550 0012")
    page.get_by_label("Your email address").fill("private.person@example.org")
    tick(page, "I may speak for this service")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    return page.locator(".reference").inner_text()


def assert_nowhere(page, name):
    """Assert that no list, search, filter, count or detail page of the public shows ``name``."""
    slug = Service.objects.get().slug
    for address in (
        "/directory/",
        "/directory/?q=table",
        "/directory/?term=drop-in-test",
        "/search/?q=table",
        "/search/suggest/?q=table",
    ):
        page.goto(address)
        assert name not in page.content(), address
    if not Service.objects.listed().exists():
        assert page.goto(f"/directory/{slug}/").status == 404
        page.goto("/directory/")
        assert "Drop-in or social" not in page.locator("main").inner_text()


def sign_in_as_approver(page, member_of):
    """Sign in as a person does."""
    user = member_of("Approvers", first_name="Ada")
    page.goto("/admin/")
    page.get_by_label("Email address or user name").fill(user.username)
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.get_by_role("button", name="Sign in").click()
    return user


def approve_from_dashboard(page, name, listed_as=None):
    """Open what waits from the dashboard, look at its preview, and approve it. An update stands under its name of now."""
    page.goto("/admin/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name="sent in").first.click()
    page.get_by_role("main").get_by_role("link", name=listed_as or name).first.click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("iframe#w-preview-iframe").get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("button", name="Toggle preview").click()
    assert page.get_by_role("button", name="Publish", exact=True).count() == 0
    approve = page.get_by_role("button", name="Approve and Publish")
    if not approve.first.is_visible():
        page.get_by_role("button", name="More actions").click()
    approve.first.click()
    answer_points(page)
    page.locator(".modal-body").get_by_role("button", name="Approve").click()
    page.wait_for_url(lambda url: "edit" not in url)


def test_a_service_submits_an_editor_approves_a_reader_finds_it_and_an_update_follows(reader, open_page, member_of):
    reference = submit_a_service(reader)
    assert re.fullmatch(r"\w{4}-\w{4}", reference)
    assert_nowhere(reader, NAME)

    editor = open_page()
    sign_in_as_approver(editor, member_of)
    approve_from_dashboard(editor, NAME)

    for address in ("/directory/?q=table", "/directory/?term=drop-in-test", "/search/?q=tables"):
        reader.goto(address)
        expect(reader.get_by_role("main").get_by_role("link", name=NAME).first).to_be_visible()
    reader.get_by_role("main").get_by_role("link", name=NAME).first.click()
    expect(reader.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    content = reader.content()
    assert "Hidden Lane" not in content
    assert "private.person" not in content
    assert "Sebastopol" in content

    reader.get_by_role("link", name="This is my service").click()
    reader.get_by_label("Your email address").fill("Private.Person@example.org")
    reader.get_by_role("button", name="Send me a link").click()
    reader.goto(mailed_link("link"))
    reader.get_by_role("button", name="Change the entry").click()
    reader.get_by_role("link", name="Change the service", exact=True).click()
    reader.get_by_label("Name of the service").fill(NEW_NAME)
    reader.get_by_role("button", name="Save and check answers").click()
    expect(reader.get_by_role("heading", name="Check your answers")).to_be_visible()
    reader.get_by_role("button", name="Send to the editors").click()
    expect(reader.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    assert_nowhere(reader, NEW_NAME)
    reader.goto("/directory/tuesday-table/")
    expect(reader.get_by_role("heading", name=NAME, level=1)).to_be_visible()

    approve_from_dashboard(editor, NEW_NAME, listed_as=NAME)
    reader.goto("/directory/tuesday-table/")
    expect(reader.get_by_role("heading", name=NEW_NAME, level=1)).to_be_visible()
    reader.goto("/directory/?q=wednesday")
    expect(reader.get_by_role("main").get_by_role("link", name=NEW_NAME)).to_be_visible()

    reader.goto(f"/directory/{Service.objects.get().slug}/update/")
    reader.get_by_label("Your email address").fill("private.person@example.org")
    reader.get_by_role("button", name="Send me a link").click()
    Service.objects.update(assured_at=None)
    reader.goto(mailed_link("link"))
    reader.get_by_role("button", name="Everything is still right").click()
    expect(reader.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Service.objects.get().assured_at
