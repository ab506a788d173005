"""One day at the Centre: each role signs in, reads what waits, does its work, and hands on to the next.

The words of a contributor reach a reader through an approver, a service through an editor's correction, an answer its
asker. Fields are found by their names, since their labels may be written anew.
"""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from cms.intake import forms as intake_forms
from cms.intake.models import MailText, OutboxMessage
from cms.users.models import User
from contribute.models import CopyRequest, Enquiry
from directory.models import Service
from home.models import Notice
from pages.models import NewsIndexPage, ResearchPage, StoryPage
from tests.pages.factories import index
from tests.roles import world
from tests.users.signing import PASSWORD, code_of, give_app

from .harness import answer_points, problems_in_both_themes, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only]

# What stands in the menu at the left of each role, and nothing else.
WRITING = ["Pages", "Content", "Calendar", "Pictures", "Documents", "Recordings", "Reports", "Help"]
INBOX = ["Inbox", "Directory", "Newsletter", "Calendar", "Public forms", "Bin", "Reports", "Help"]
ALL = [
    "Pages", "Content", "Inbox", "Directory", "Newsletter", "Calendar", "Pictures", "Documents", "Recordings",
    "Public forms", "Bin", "Reports", "Settings", "Help",
]  # fmt: skip
STORY, RESEARCH = "The bench by the lake", "A cup of tea before the talk"
SERVICE = "Thursday Table"


@pytest.fixture(autouse=True)
def _ground(member_of, media_folder, settings, monkeypatch):
    # What is posted in no time is held as a robot's; the trap for that has a test of its own.
    monkeypatch.setattr(intake_forms, "QUICKEST", -1)
    # Saving by itself at the moment of a button is a race that a person sees as one more question, and a test loses.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    index(NewsIndexPage)
    world.build(member_of("Editors"), member_of("Contributors"))


@pytest.fixture
def begin(open_page, sign_in, member_of):
    """Begin the day of a member of a group: ``begin("Editors", ALL)`` gives their dashboard; ``menu`` is all they may see."""

    def at_the_desk(group, menu, page=None, **fields):
        if page is None:
            page = open_page()
            sign_in(page, member_of(group, **fields))
            page.goto("/admin/")
        expect(page.get_by_role("region", name="Waiting for you")).to_be_visible()
        names = page.locator("#wagtail-sidebar nav li .menuitem-label")
        expect(names.filter(has_text=re.compile("^Help$"))).to_be_visible()
        top = page.locator("#wagtail-sidebar nav > ul > li > .sidebar-menu-item__link .menuitem-label")
        assert [name for name in top.all_inner_texts() if name] == menu
        problems = problems_in_both_themes(page, "main")
        assert not problems, f"{group}\n" + "\n".join(problems)
        return page

    return at_the_desk


def press(page, name, within="main"):
    """Press the first button or link of this name, and wait for the screen it leads to."""
    place = page.locator(within)
    found = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        found.locator("visible=true").first.click()


def from_the_foot(page, name):
    """Press one of the buttons at the foot of a form, the smaller ones too."""
    button = page.locator("main footer").get_by_role("button", name=name)
    if not button.locator("visible=true").count():
        page.locator("main footer").get_by_role("button", name="More actions").click()
    button.locator("visible=true").first.click()


def decide(page, name):
    """Approve: the button, the points, the button of the window."""
    from_the_foot(page, name)
    answer_points(page)
    # The list around the fields is Wagtail’s own.
    problems = problems_in_both_themes(page, ".modal-dialog", ("region", "list"))
    assert not problems, "\n".join(problems)
    with page.expect_navigation():
        page.locator(".modal-body").get_by_role("button", name="Approve").click()


def told(page, words):
    """Assert that the screen says ``words`` after what was done."""
    expect(page.locator(".messages").get_by_text(words)).to_be_visible()


def mail_to(address):
    """Return the text of the newest email to ``address``."""
    sent = [message for message in OutboxMessage.objects.order_by("pk") if address in message.recipients][-1]
    return message_from_bytes(bytes(sent.content), policy=policy.default).get_body(("plain",)).get_content()


def test_a_story_goes_from_a_contributor_by_an_approver_to_a_reader(open_page, begin, member_of):
    writer = member_of("Contributors", first_name="Wren")
    give_app(writer)
    page = open_page()
    page.goto("/admin/")
    page.locator("[name=login]").fill(writer.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("[name=code]").fill(code_of())
    page.get_by_role("button", name="Continue").click()
    begin("Contributors", WRITING, page)

    press(page, "Story", "[aria-labelledby=add-heading]")
    page.locator("#id_title").fill(STORY)
    page.locator("#id_teaser").fill("Somebody sat down, and stayed.")
    expect(page.locator("#id_slug")).to_have_value("the-bench-by-the-lake")
    from_the_foot(page, "Send on: A colleague reads it first")
    # The structure is there to be written over, and no reader gets it.
    expect(page.get_by_text("Still to write:").first).to_be_visible()
    prompts = page.locator("[data-contentpath=body] [contenteditable=true]")
    for number in range(prompts.count()):
        prompts.nth(number).fill(f"Part {number} of what the lake was like.")
    # What was typed reaches the form a moment later.
    wait_until(page, "![...document.querySelectorAll('[name^=body-]')].some((field) => field.value.includes('✎'))")
    with page.expect_navigation():
        from_the_foot(page, "Send on: A colleague reads it first")
    told(page, "is sent on to a colleague")
    page.goto("/admin/")
    expect(page.get_by_role("region", name="Your drafts").get_by_role("link", name=STORY)).to_be_visible()
    page.locator("#wagtail-sidebar").get_by_role("button", name="Wren").click()
    page.locator("#wagtail-sidebar").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    story = StoryPage.objects.get(title=STORY)
    assert (story.live, story.owner) == (False, writer)

    page = begin("Approvers", ALL)
    waiting = page.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name="1 page to read and decide: A colleague reads it").click()
    page.get_by_role("main").get_by_role("link", name=STORY).click()
    decide(page, "Approve")
    told(page, "It was not approved. Nobody has recorded yet that the teller agreed")
    press(page, "Record the consent")
    page.locator("[name=for_website]").check()
    page.locator("[name=wording_version]").fill("2")
    page.locator("[name=agreed_on]").fill("1/5/2026")
    # By the keyboard: the calendar may lie over the button.
    page.get_by_role("button", name="Record the consent").press("Enter")
    decide(page, "Approve")
    assert StoryPage.objects.get(title=STORY).live
    page.goto("/admin/")
    expect(waiting.get_by_role("link", name="A colleague reads it")).to_have_count(0)
    reader = open_page(javascript=False, width=360)
    assert reader.goto(StoryPage.objects.get(title=STORY).url).status == 200
    expect(reader.get_by_text("Part 2 of what the lake was like.")).to_be_visible()


def test_an_editor_mends_what_a_check_finds_and_an_approver_publishes_what_they_corrected(open_page, begin):
    page = begin("Editors", ALL)
    press(page, "Research summary", "[aria-labelledby=add-heading]")
    page.locator("#id_title").fill(RESEARCH)
    for name, words in {
        "question": "Does a cup of tea help people to talk?",
        "findings-0-value-heading": "Talk came sooner",
        "findings-0-value-text": "People with a cup in their hands spoke two minutes sooner.",
        "findings-1-value-heading": "Sleep was as before",
        "findings-1-value-text": "Nothing changed in how people slept.",
        "practice_points-0-value": "Offer tea before the first question.",
        "practice_points-1-value": "Do not promise that it helps with sleep.",
        "certainty_reason": "Five small studies, all alike.",
        "limits": "Nobody asked people who drink no tea.",
        "paper_title": "Tea and talk",
        "year": "2024",
    }.items():
        page.locator(f"[name={name}]").fill(words)
    for number in range(2):
        page.locator(f"[name=findings-{number}-value-direction]").select_option(label="Better")
    page.locator("[name=certainty]").select_option(index=1)
    expect(page.locator("#id_slug")).to_have_value("a-cup-of-tea-before-the-talk")
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    page.locator("[data-side-panel-toggle=checks]").click()
    missing = page.locator("[data-side-panel=checks]").get_by_text("The teaser is missing")
    expect(missing).to_be_visible(timeout=15_000)
    # Wagtail begins to watch the form a moment after it came: so write until it does.
    for number in range(10):
        page.locator("#id_teaser").fill(f"{number + 4} studies of tea in waiting rooms, and what they found.")
        try:
            expect(missing).to_have_count(0, timeout=2000)
        except AssertionError:
            continue
        break
    expect(missing).to_have_count(0)
    page.locator("[data-side-panel-toggle=checks]").click()
    with page.expect_navigation():
        from_the_foot(page, "Publish")
    told(page, "published")
    reader = open_page(javascript=False, width=360)
    assert reader.goto(ResearchPage.objects.get(title=RESEARCH).url).status == 200

    page.goto("/admin/snippets/directory/service/")
    press(page, SERVICE)
    page.locator("[name=summary]").fill("A weekly table, with soup.")
    assert not page.locator("main footer [name=action-publish]").count(), "that is an approver's to do"
    with page.expect_navigation():
        from_the_foot(page, "Send on: Directory approval")

    page = begin("Approvers", ALL)
    waiting = page.get_by_role("region", name="Waiting for you")
    waiting.get_by_role("link", name="1 service with a colleague’s draft").click()
    press(page, SERVICE)
    decide(page, "Approve and Publish")
    assert reader.goto(Service.objects.get(name=SERVICE).get_absolute_url()).status == 200
    expect(reader.get_by_text("A weekly table, with soup.").first).to_be_visible()


def test_inbox_staff_answer_and_post_and_meet_no_pages(begin):
    page = begin("Inbox staff", INBOX)
    expect(page.get_by_role("region", name="Add", exact=True)).to_have_count(0)
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name="1 question to answer").click()
    press(page, "Open", "main table")
    press(page, "I look after it")
    answer = page.get_by_role("region", name="Answer")
    answer.locator("textarea").fill("Yes. There is a checklist, and it is on its way to you.")
    asked = Enquiry.objects.get()
    with page.expect_navigation():
        answer.get_by_role("button", name="Send the answer").click()
    told(page, "Your answer is on its way to them.")
    assert "There is a checklist" in mail_to(asked.sender.email)

    page.goto("/admin/")
    with page.expect_navigation():
        page.get_by_role("region", name="Waiting for you").get_by_role(
            "link", name="request for printed copies"
        ).click()
    page.goto("/admin/contribute/copies/")
    page.locator("main table [name=chosen]").first.check()
    press(page, "They are posted")
    told(page, "posted")
    assert CopyRequest.objects.get().status == "done"
    for address in ("/admin/pages/", "/admin/images/", "/admin/users/", "/admin/settings/home/navigation/"):
        page.goto(address)
        assert page.url.endswith("/admin/"), "whoever asks for what is not theirs comes back to their dashboard"
        told(page, "Sorry, you do not have permission")


def test_an_administrator_invites_tells_restores_and_reads_what_happened(open_page, begin):
    page = begin("Administrators", ALL)
    page.goto("/admin/users/new/")
    for name, words in {"first_name": "Robin", "last_name": "Newcomer", "email": "robin@example.org"}.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("label", has_text="Editors").first.click()
    with page.expect_navigation():
        page.locator("main form").get_by_role("button", name="Send the invitation").click()
    told(page, "We wrote to robin@example.org")
    assert User.objects.get(email="robin@example.org").groups.get().name == "Editors"
    assert "/account/invitation/" in mail_to("robin@example.org")

    page.goto("/admin/snippets/home/notice/add/")
    page.locator("[name=title]").fill("Closed over Easter")
    page.locator("[name=words]").fill("We are back on Tuesday.")
    with page.expect_navigation():
        from_the_foot(page, "Save")
    reader = open_page(javascript=False, width=360)
    reader.goto("/")
    expect(reader.get_by_text("Closed over Easter")).to_be_visible()
    assert Notice.objects.filter(title="Closed over Easter").exists()

    mail = MailText.objects.get(key="newsletter/email/confirm")
    page.goto(f"/admin/snippets/intake/mailtext/edit/{mail.pk}/")
    page.locator("[name=subject]").fill("Is that you?")
    with page.expect_navigation():
        from_the_foot(page, "Send a test to me")
    told(page, "A test is on its way")
    with page.expect_navigation():
        from_the_foot(page, re.compile("^Save$"))
    assert MailText.objects.get(pk=mail.pk).subject == "Is that you?"

    with page.expect_navigation():
        page.locator("#wagtail-sidebar").get_by_role("link", name="Bin").click()
    press(page, "Restore Friday Table")
    told(page, "readers find it again")
    assert Service.objects.filter(name="Friday Table").exists()

    page.goto("/admin/reports/downloads/")
    page.locator("header").get_by_role("button", name="Actions").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.path().read_text(encoding="utf-8-sig").splitlines()[0].count(",") > 0
