"""What each page of the handbook says to do, done: one function for each, with the pictures that it shows.

A walk begins at the desk of somebody whom the page is for, on the dashboard where it presses something there. Every name
that the page writes in bold has to stand on one of the screens that the walk comes by (test_walks.py), so a page whose
words aged fails, and so does a step that is gone.
"""

import re

from playwright.sync_api import expect

from .editor import PATIENCE
from .making import a_picture, a_scanned_page, a_sound

WALKS = {}
STORY = "What the thermos is for"


def walk(task, role="approver"):
    """Let the function be what the page ``task`` (its file's name) says, done by the sample account ``role``; None: nobody yet."""

    def take(function):
        WALKS[task] = (role, function)
        return function

    return take


# --- The first half hour ------------------------------------------------------------------------


@walk("your-first-half-hour")
def your_first_half_hour(editor):
    editor.picture("first-screen", editor.page.locator("body"), height=640, menu=True)
    editor.menu("Help", "Handbook")


@walk("publish-a-story")
def publish_a_story(editor):
    editor.menu("Inbox", "Stories")
    editor.picture("story-inbox", height=300, mark=editor.in_list("Open"))
    editor.press("Open", editor.list, leads=True)
    editor.picture("story-desk", mark=editor.named("I look after it"))
    editor.press("I look after it", leads=True)
    editor.press("Open it in the page editor, to approve or decline it", leads=True)
    address = editor.page.url
    editor.page.locator("#id_title").fill(STORY)
    editor.fill("Teaser", "Home from hospital, and then a Wednesday group with a thermos of tea.")
    editor.tick("Talks about a hospital stay")
    editor.press("Add topic or audience")
    editor.page.locator("select[name$=-term]").first.select_option(label="One-to-one work")
    editor.save_draft()
    editor.press("Ask the teller", leads=True)
    editor.picture("story-ask", mark=editor.named("Ask the teller"))
    editor.press("Ask the teller", leads=True)
    editor.reads("The link is on its way to the teller")
    teller = editor.somebody_else()
    teller.goto(editor.mailed("/contribute/"))
    # A window that is shut while it is on its way to the next page may never say that it is.
    with teller.expect_navigation():
        teller.get_by_role("button", name="Yes").first.click()
    teller.close()
    editor.go(address)
    editor.reads("It is your turn: press the small arrow")
    editor.press("More actions")
    editor.picture("story-approve", editor.page.locator("body"), height=320, mark=editor.named("Approve and publish"))
    editor.press("Approve and publish")
    editor.check_points()
    editor.picture("story-points", editor.window)
    editor.press("Approve and publish", editor.window, leads=True)
    editor.reads(STORY)


@walk("put-up-a-story", "editor")
def put_up_a_story(editor):
    title = "The bus that was late"
    editor.press("Story", leads=True)
    editor.page.locator("#id_title").fill(title)
    editor.fill("Teaser", "A late bus, and the talk at the stop that changed a winter.")
    editor.fill("Name of the teller", "Rowan")
    editor.tick("Talks about a hospital stay")
    editor.press("Add topic or audience")
    editor.page.locator("select[name$=-term]").first.select_option(label="One-to-one work")
    editor.save_draft()
    address = editor.page.url
    editor.picture("story-ask-consent", height=300, mark=editor.named("Ask an approver to record the consent"))
    editor.press("Ask an approver to record the consent", leads=True)
    editor.fill("Where is the signed form?", "In the blue folder, under R")
    editor.press("Ask an approver", leads=True)
    editor.reads("Approvers are asked to record the consent")
    approver = editor.staff.member("approver")
    approver.go("/admin/reports/stories-and-consent/?state=asked")
    approver.press(title, approver.list, leads=True)
    approver.press("Record the consent", leads=True)
    approver.tick("This website")
    approver.fill("Which form did they sign?", "Story consent, version 2, March 2026")
    approver.fill("Agreed on", "01/06/2026")
    approver.puts_calendar_away()
    approver.picture("story-record-consent", mark=approver.field("Which form did they sign?"))
    approver.press("Record the consent", leads=True)
    approver.reads("Consent recorded for")
    editor.seen |= approver.seen
    editor.pictures |= approver.pictures
    # One desk at a time: theirs was left as it was.
    editor.page = editor.staff.member("editor").page
    editor.go("/admin/")
    editor.reads("Consent recorded: you can publish it")
    editor.go(address)
    editor.reads("It is your turn: you can publish it.")
    editor.press("More actions")
    editor.see()


@walk("write-a-research-summary", "editor")
def write_a_research_summary(editor):
    editor.picture("dashboard-add", height=420, mark=editor.named("Research summary"))
    editor.press("Research summary", leads=True)
    editor.page.locator("#id_title").fill("A cup of tea before the talk")
    editor.fill("Teaser", "Five studies of tea in waiting rooms, and what they found.")
    editor.fill("What was asked", "Does a cup of tea help people to talk?")
    for name, words in (
        ("findings-0-value-heading", "Talk came sooner"),
        ("findings-0-value-text", "People with a cup in their hands spoke two minutes sooner."),
        ("findings-1-value-heading", "Sleep was as before"),
        ("findings-1-value-text", "Nothing changed in how people slept."),
        ("practice_points-0-value", "Offer tea before the first question."),
        ("practice_points-1-value", "Do not promise that it helps with sleep."),
    ):
        editor.page.locator(f"[name={name}]").fill(words)
    editor.page.locator("[name=findings-0-value-direction]").select_option(label="Better")
    editor.page.locator("[name=findings-1-value-direction]").select_option(label="No difference")
    editor.picture("research-findings", height=480, mark=editor.page.locator("[name=findings-0-value-text]"))
    editor.page.locator("[name=certainty]").select_option(index=1)
    editor.fill("Why", "Five small studies, all alike.")
    editor.fill("What it cannot tell us", "Nobody asked people who drink no tea.")
    editor.press("Add topic or audience")
    editor.page.locator("select[name$=-term]").first.select_option(label="One-to-one work")
    editor.choose("Study type", "Literature review")
    editor.fill("People", "212 people in 5 studies")
    editor.fill("Title of the paper", "Tea and talk")
    editor.fill("Journal or book", "Journal of Waiting Rooms")
    editor.fill("Year", "2024")
    editor.fill("DOI", "10.1234/tea-and-talk")
    editor.press("Add Author")
    editor.page.locator("[name=authors-0-family]").fill("Nguyen")
    editor.see()
    editor.save_draft()
    editor.preview()
    editor.picture("research-preview", editor.page.locator("body"), height=620)
    editor.preview()
    editor.press("More actions")
    editor.press("Publish")
    editor.reads("has been published")


@walk("approve-a-service")
def approve_a_service(editor):
    editor.menu("Directory", "To do")
    editor.picture("service-to-do", height=460, mark=editor.named("Monday mending circle"))
    editor.press("Monday mending circle", leads=True)
    editor.picture("service-entry", height=620)
    editor.see()
    editor.press("More actions")
    editor.press("More actions")
    editor.preview()
    editor.preview()
    editor.press("Approve and Publish")
    editor.check_points()
    editor.picture("service-points", editor.window, height=700)
    editor.press("Approve", editor.window, leads=True)
    editor.reads("is published. Whoever sent it in is told by email.")


# --- Each day -----------------------------------------------------------------------------------


@walk("find-out-what-waits", "approver")
def find_out_what_waits(editor):
    editor.picture("dashboard-waiting", height=620)


@walk("answer-a-question", "inbox")
def answer_a_question(editor):
    editor.menu("Inbox", "Questions")
    editor.press("Open", editor.list, leads=True)
    editor.picture("question-desk", height=620)
    editor.press("I look after it", leads=True)
    editor.fill("Your answer", "Yes, there is a checklist for small groups, and we have sent you its address.")
    editor.tick("It is done")
    editor.picture("question-answer", mark=editor.named("Send the answer"))
    editor.press("Send the answer", leads=True)
    editor.reads("Your answer is on its way to them.")


@walk("answer-a-complaint", "inbox")
def answer_a_complaint(editor):
    editor.menu("Inbox", "Complaints")
    editor.picture("complaints", height=300, mark=editor.in_list("Open"))
    editor.press("Open", editor.list, leads=True)
    editor.press("I look after it", leads=True)
    editor.choose("Begin with ready words", "We look into your complaint")
    editor.tick("We go on with it")
    editor.press("Send the answer", leads=True)
    editor.fill("Write a note", "Kim rang back. The door was locked at six, and nobody had said so.")
    editor.press("Keep the note", leads=True)
    editor.fill("Your answer", "You were right: the door was locked at six. It stays open until seven from now.")
    editor.tick("It is done")
    editor.picture("complaint-answer", mark=editor.named("Send the answer"))
    editor.press("Send the answer", leads=True)
    editor.reads("Your answer is on its way to them.")


@walk("use-a-suggestion", "editor")
def use_a_suggestion(editor):
    editor.menu("Inbox", "Suggestions")
    with editor.page.expect_navigation():
        # The one whose sender left an address: they can be thanked.
        editor.list.get_by_role("link", name="Open", exact=True).last.click()
    editor.press("I look after it", leads=True)
    editor.picture("suggestion", height=620, mark=editor.named("Make a draft of it"))
    editor.press("Make a draft of it", leads=True)
    editor.press("Finish the draft", leads=True)
    editor.press("More actions")
    editor.see()


@walk("publish-an-endorsement", "editor")
def publish_an_endorsement(editor):
    editor.menu("Inbox", "Endorsements of the Charter")
    editor.press("Open", editor.list, leads=True)
    editor.tick("I have checked that this person may speak")
    editor.picture("endorsement", height=620, mark=editor.named("Publish the endorsement"))
    editor.press("Publish the endorsement", leads=True)
    editor.reads("stands on the list of endorsements now")
    editor.opens("Content")


@walk("renew-a-consent")
def renew_a_consent(editor):
    editor.menu("Reports", "Stories and consent")
    editor.picture("consents", height=460)
    editor.press("Change", editor.list, leads=True)
    editor.fill("Agreed on", "01/06/2026")
    editor.fill("Ask again on", "")
    editor.puts_calendar_away()
    editor.picture("consent-form", mark=editor.field("Ask again on"))
    editor.press("Save", leads=True)
    editor.reads("Consent recorded for")


@walk("take-something-back", "editor")
def take_something_back(editor):
    title = "A seat near the door"
    editor.menu("Content", "Stories")
    with editor.page.expect_response(lambda answer: "q=door" in answer.url):
        editor.page.locator("main #id_q").fill("door")
    editor.press(title, leads=True)
    editor.picture("story-consent", height=400, mark=editor.named("The teller wants it gone"))
    editor.press("The teller wants it gone", leads=True)
    editor.fill("How and when did they say so?", "By phone, today at ten")
    editor.picture("story-stop", height=700)
    editor.press("Take it off the site now", leads=True)
    editor.reads("Approvers are asked to withdraw it")
    approver = editor.staff.member("approver")
    approver.press("1 story whose teller wants it gone", leads=True)
    approver.press(title, approver.list, leads=True)
    approver.press("Withdraw the story", leads=True)
    approver.picture("story-withdraw", height=760)
    approver.tick("They asked us")
    approver.press("Withdraw the story", leads=True)
    approver.reads("withdrawn")
    editor.seen |= approver.seen
    editor.pictures |= approver.pictures


@walk("post-printed-copies", "inbox")
def post_printed_copies(editor):
    editor.menu("Public forms", "Printed copies")
    editor.menu("Inbox", "To be posted")
    editor.page.locator("main table input[type=checkbox]").first.check()
    editor.picture("copies", height=760, mark=editor.named("Print labels"))
    editor.press("They are posted", leads=True)
    editor.reads("is posted")


# --- Pages --------------------------------------------------------------------------------------


@walk("change-a-page", "editor")
def change_a_page(editor):
    editor.opens("Search")
    editor.go("/admin/pages/search/?q=About")
    editor.press("About the Centre", leads=True)
    editor.picture("page-editor", height=620)
    editor.page.get_by_role("button", name="Toggle checks").click()
    expect(editor.page.locator("[data-content-word-count]")).not_to_have_text("-", timeout=PATIENCE)
    editor.picture("page-checks", editor.page.locator("body"), height=620)
    editor.page.get_by_role("button", name="Toggle checks").click()
    editor.fill("Teaser", "Who we are, what we do, and how to reach us.")
    editor.save_draft()
    editor.press("More actions")
    editor.press("Publish")
    editor.reads("has been published")


@walk("hand-a-page-in", "contributor")
def hand_a_page_in(editor):
    # What the page begins with: somebody wrote it.
    editor.go("/admin/pages/add/pages/standardpage/3/")
    editor.page.locator("#id_title").fill("What to bring")
    editor.fill("Teaser", "A cup, and nothing else.")
    # Its address is made of the title once that was left.
    expect(editor.page.locator("#id_slug")).to_have_value("what-to-bring")
    editor.save_draft()
    editor.go("/admin/")
    editor.press("What to bring", leads=True)
    editor.preview()
    editor.preview()
    editor.press("More actions")
    # Its name is that of the workflow which the page goes into.
    button = editor.page.locator("main footer button[name=action-submit]").locator("visible=true").first
    editor.picture("hand-in", height=320, mark=button)
    with editor.page.expect_navigation():
        button.click()
    editor.reads("is sent on to a colleague")
    editor.go("/admin/")
    editor.press("What to bring", leads=True)
    editor.page.get_by_role("button", name="Toggle comments").click()
    editor.see()
    editor.press("More actions")


@walk("read-a-colleagues-page", "contributor")
def read_a_colleagues_page(editor):
    title = "Where the gate is"
    editor.go("/admin/pages/add/pages/standardpage/3/")
    editor.page.locator("#id_title").fill(title)
    editor.fill("Teaser", "Round the corner, beside the bench.")
    expect(editor.page.locator("#id_slug")).to_have_value("where-the-gate-is")
    editor.save_draft()
    editor.press("More actions")
    with editor.page.expect_navigation():
        editor.page.locator("main footer button[name=action-submit]").locator("visible=true").first.click()
    reader = editor.staff.member("approver")
    reader.go("/admin/")
    with reader.page.expect_navigation():
        reader.main.get_by_role("link", name=re.compile("to read and decide: A colleague reads it")).click()
    reader.press(title, reader.list, leads=True)
    box = reader.page.locator("#turn")
    reader.reads("This waits for your decision.", box)
    reader.picture("colleague-turn", height=420, mark=box)
    reader.preview()
    reader.preview()
    bubbles = reader.page.get_by_role("button", name="Toggle comments")
    bubbles.click()
    reader.page.locator("#id_title").hover()
    reader.page.get_by_role("button", name="Add comment").locator("visible=true").first.click()
    reader.see()
    reader.page.locator(".comment textarea").first.fill("Which door?")
    reader.page.get_by_role("button", name="Comment", exact=True).click()
    # A comment has a button of this name too.
    reader.press("More actions", reader.foot)
    reader.press("Ask for changes")
    reader.fill("What should change?", "Say which door it is, please. There are two.", reader.window)
    reader.picture("colleague-changes", reader.window)
    reader.press("Ask for changes", reader.window, leads=True)
    reader.reads("goes back to whoever sent it")
    writer = editor.staff.member("contributor")
    writer.go("/admin/")
    writer.reads("Sent back to you: Say which door it is")
    writer.press(title, leads=True)
    writer.reads("There are two.", writer.page.locator("#turn"))
    editor.seen |= reader.seen | writer.seen
    editor.pictures |= reader.pictures


@walk("add-an-opportunity", "editor")
def add_an_opportunity(editor):
    editor.press("Opportunity", leads=True)
    editor.page.locator("#id_title").fill("A morning about listening")
    editor.fill("Teaser", "Two hours on how to listen, for people who hold a group.")
    editor.fill("Who offers it", "Leaning Post Peer Support")
    editor.page.locator("[name=starts_at]").fill("14/06/2031 10:00")
    editor.page.locator("[name=ends_at]").fill("14/06/2031 12:00")
    editor.page.keyboard.press("Escape")
    editor.fill("Suburb or town", "Ballarat")
    editor.fill("Cost", "Free")
    editor.picture("opportunity-when", mark=editor.page.locator("[name=starts_at]"))
    editor.press("Add topic or audience")
    terms = editor.page.locator("select[name$=-term]").first
    # Beside a name that stands under several questions, the list says under which.
    found = terms.locator("option", has_text=re.compile(r"^\s*Peer support workers")).first
    terms.select_option(value=found.get_attribute("value"))
    editor.press("More actions")
    editor.see()


@walk("add-a-picture", "editor")
def add_a_picture(editor):
    editor.menu("Pictures")
    editor.press("Add an image", leads=True)
    editor.page.locator("input[type=file]").first.set_input_files(a_picture())
    editor.reads("Update")
    editor.fill("Title", "A long table with cups")
    editor.fill("Description", "Five people sit at a long table with cups of tea.")
    editor.picture("picture-form", height=760)
    editor.press("Update")
    editor.go("/admin/pages/21/edit/")
    editor.see()


@walk("schedule-a-page", "editor")
def schedule_a_page(editor):
    editor.go("/admin/pages/77/edit/")
    editor.page.get_by_role("button", name="Toggle status").click()
    editor.see()
    editor.press("Set schedule")
    window = editor.page.locator(".w-dialog__box").filter(has_text="Save schedule")
    expect(window).to_be_visible()
    window.locator("input[name=go_live_at]").fill("14/06/2031 10:00")
    editor.puts_calendar_away()
    editor.picture("schedule-window", window)
    editor.press("Save schedule", window)
    expect(window).to_be_hidden()
    editor.press("More actions")
    editor.press("Schedule to publish", leads=True)
    editor.menu("Calendar")
    editor.go("/admin/calendar/?month=2031-06")
    editor.picture("calendar", height=620)


@walk("check-a-page", "editor")
def check_a_page(editor):
    editor.menu("Reports", "Pages to check")
    editor.go("/admin/reports/pages-to-check/?when=all")
    editor.picture("pages-to-check", height=460)
    editor.go("/admin/pages/21/edit/")
    editor.press("Settings")
    editor.picture(
        "page-check", editor.page.get_by_role("tabpanel"), height=420, mark=editor.named("It is still right")
    )
    editor.press("It is still right", leads=True)
    editor.reads("was checked today")


@walk("mend-a-link", "editor")
def mend_a_link(editor):
    # Somebody takes a page off the site to which another one leads.
    editor.go("/admin/pages/28/unpublish/")
    editor.press("Yes, unpublish it", leads=True)
    editor.menu("Reports", "Broken links")
    editor.picture("broken-links", height=460)
    editor.press("Copyright and data licence", editor.list, leads=True)


@walk("explain-a-word", "editor")
def explain_a_word(editor):
    editor.menu("Content", "Glossary")
    editor.picture("glossary", height=460, mark=editor.named("Add glossary term"))
    editor.press("Add glossary term", leads=True)
    editor.fill("Word", "warm line")
    editor.fill("Meaning", "A phone line for a talk, before things are urgent.")
    editor.fill("Other forms", "warmline")
    editor.picture("glossary-form", height=560)
    editor.press("Save", leads=True)
    editor.reads("created")
    editor.go("/admin/pages/21/edit/")
    text = editor.page.locator(".Draftail-Editor [contenteditable=true]", has_text="peer").first
    editor.choose_word("peer", text)
    marker = editor.page.locator(".Draftail-ToolbarButton[name=EXPLAIN]").locator("visible=true").first
    expect(marker).to_be_visible()
    editor.picture("word-marked", text, around=60, mark=marker)


@walk("write-a-training-module", "editor")
def write_a_training_module(editor):
    editor.press("Training module", leads=True)
    editor.page.locator("#id_title").fill("The first ten minutes")
    editor.fill("Teaser", "How to begin a group so that people come back.")
    editor.fill("Number", "4")
    editor.fill("Minutes it takes", "45")
    editor.picture("module", mark=editor.field("Minutes it takes"))
    editor.press("Add File")
    editor.save_draft()
    editor.press("More actions")
    editor.see()


@walk("add-a-partner", "editor")
def add_a_partner(editor):
    editor.menu("Content", "Partners")
    editor.press("PANDA", leads=True)
    editor.fill("Name now", "PANDA")
    editor.picture("partner", mark=editor.field("Name now"))
    editor.press("More actions")
    editor.press("Publish")
    editor.reads("has been published")


@walk("change-the-charter", "editor")
def change_the_charter(editor):
    editor.go("/admin/pages/15/edit/")
    editor.press("Add Version")
    label = editor.page.locator("[name=versions-1-label]")
    label.fill("Second edition")
    editor.picture("charter-versions", mark=label)
    editor.see()


# --- Pictures, documents and recordings ---------------------------------------------------------


@walk("add-a-document", "editor")
def add_a_document(editor):
    editor.menu("Documents")
    editor.press("Add a document", leads=True)
    editor.page.locator("input[type=file]").first.set_input_files(a_scanned_page())
    editor.reads("Update")
    editor.fill("Title", "The rules of the house")
    editor.press("Update")
    editor.reads("Document updated")
    editor.menu("Documents")
    editor.press("The rules of the house", leads=True)
    editor.picture("document-flaws", height=760)
    editor.press("Save", leads=True)


@walk("add-a-recording", "editor")
def add_a_recording(editor):
    editor.menu("Recordings")
    editor.press("Add audio", leads=True)
    editor.fill("Title", "A minute of listening")
    editor.page.locator("input[name=file]").set_input_files(a_sound())
    editor.fill("Transcript", "[Silence. Somebody pours tea.]")
    editor.fill("Length in seconds", "1")
    editor.picture("recording-form", height=700, mark=editor.field("Transcript"))
    editor.press("Upload", leads=True)
    editor.reads("A minute of listening")


@walk("undo")
def undo(editor):
    editor.go("/admin/pages/58/edit/")
    for words in ("What nineteen trials found, in short.", "What nineteen trials of one-to-one support found."):
        editor.fill("Teaser", words)
        editor.save_draft()
    editor.press("History", leads=True)
    editor.list.get_by_role("button", name="Actions").nth(1).click()
    editor.see()
    editor.picture("history", height=420)
    editor.press("Compare with the newest version", leads=True)
    editor.picture("compare", height=520)
    editor.press("Put the older version back", leads=True)
    editor.press("Publish this version", leads=True)
    editor.reads("has been published")
    editor.menu("Bin")
    editor.picture("bin", height=420)
    with editor.page.expect_navigation():
        editor.main.get_by_role("button", name=re.compile("^Restore")).first.click()
    editor.reads("is out of Junk")


# --- The directory and the help lines -----------------------------------------------------------


@walk("change-an-entry")
def change_an_entry(editor):
    editor.menu("Directory", "Services")
    editor.press("Tuesday Circle", leads=True)
    editor.picture("entry-editor", height=620)
    editor.press("More actions")
    editor.press("More actions")
    editor.press("Change status, or say that it was checked", leads=True)
    editor.tick("Checked with the service today")
    editor.picture("entry-status", height=760)
    editor.press("Save", leads=True)


@walk("change-the-filters", "editor")
def change_the_filters(editor):
    editor.menu("Directory", "Filters and topics")
    editor.press("Type of support", leads=True)
    editor.press("Add Term")
    editor.page.locator("[name^=terms-][name$=-name]").last.fill("Shared meals")
    editor.see()
    editor.press("Save", leads=True)
    editor.reads("updated")


@walk("help-lines")
def help_lines(editor):
    editor.menu("Content", "Help lines")
    editor.picture("help-lines", height=460, mark=editor.named("Lifeline"))
    editor.press("Lifeline", leads=True)
    editor.picture("help-line-form", height=620)
    editor.press("Save", leads=True)


# --- Words and menus ----------------------------------------------------------------------------


@walk("change-form-words")
def change_form_words(editor):
    editor.menu("Public forms", "Words of the forms")
    editor.picture("forms", height=460, mark=editor.named("Ask the Centre"))
    editor.press("Ask the Centre", leads=True)
    editor.picture("form-words", height=620)
    editor.press("Save", leads=True)
    editor.menu("Settings", "What each is for")
    editor.press("Words of the directory", leads=True)
    editor.page.get_by_text("Times that these words can name").click()
    editor.page.get_by_text("{time to read an entry}", exact=True).locator("visible=true").first.wait_for()
    editor.see()
    editor.preview()
    editor.see()
    editor.press("Save", leads=True)


@walk("change-a-mail", "editor")
def change_a_mail(editor):
    editor.menu("Settings", "Emails that the site sends")
    editor.picture("mails", height=460)
    editor.press("We have your entry", leads=True)
    editor.fill("Subject", "Your entry is here: {reference}")
    editor.picture("mail-form", height=760)
    editor.preview()
    editor.preview()
    editor.press("More actions")
    editor.press("Send a test to me", leads=True)
    editor.reads("A test is on its way")
    editor.press("Save", leads=True)
    editor.press("More actions")
    editor.see()


@walk("how-long-we-keep-things")
def how_long_we_keep_things(editor):
    editor.menu("Settings", "What each is for")
    editor.press("How long we keep things", leads=True)
    editor.picture("keeping", height=560)
    editor.press("Ask the Centre", leads=True)
    editor.picture("keeping-form", mark=editor.page.locator("[name=keep_for]"))
    editor.press("Save", leads=True)


@walk("switch-a-part-off", "admin")
def switch_a_part_off(editor):
    editor.menu("Settings", "What the site offers")
    editor.picture("offers", height=620)
    editor.tick("Newsletter")
    editor.press("Save", leads=True)


@walk("change-the-menus")
def change_the_menus(editor):
    editor.menu("Settings", "Menus")
    editor.picture("menus", height=620)
    editor.press("Save", leads=True)


@walk("send-the-newsletter")
def send_the_newsletter(editor):
    editor.menu("Newsletter", "Issues")
    editor.press("What six mothers did with one couch", leads=True)
    editor.picture("newsletter-editor", height=620)
    editor.press("Test and send", leads=True)
    editor.picture("newsletter-test", height=520)
    editor.press("Send a test to me", leads=True)
    editor.press("Go on to sending", leads=True)
    editor.see()
    editor.press("Not yet", leads=True)


# --- The team -----------------------------------------------------------------------------------


@walk("when-something-looks-wrong", "editor")
def when_something_looks_wrong(editor):
    editor.press("News", leads=True)
    editor.press("More actions")
    editor.press("Publish")
    editor.reads("Go to the first error")
    editor.picture("form-refused", height=460, mark=editor.named("Go to the first error"))


@walk("sign-in", None)
def sign_in(editor):
    editor.page.goto("/admin/")
    editor.see()
    editor.picture("sign-in", height=620)
    editor.page.locator("input[name=login]").fill("contributor")
    editor.page.locator("input[name=password]").fill(editor.staff.office.password_of("contributor"))
    editor.press("Sign in")
    editor.page.wait_for_url("**/admin/")
    editor.page.locator("#wagtail-sidebar").get_by_role("button", name="Casey").first.click()
    editor.see()
    editor.go("/account/")
    editor.picture("second-step", height=700)
    editor.press("Set up an app")
    if editor.page.locator("input[name=password]").count():
        editor.page.locator("input[name=password]").fill(editor.staff.office.password_of("contributor"))
        editor.page.get_by_role("main").get_by_role("button").first.click()
    editor.reads("Set up an app")
    expect(editor.page.locator("svg.scan")).to_be_visible()
    editor.see()
    editor.picture("second-step-app", height=700)


@walk("invite-a-colleague", "admin")
def invite_a_colleague(editor):
    editor.menu("Settings", "People")
    editor.picture("people", height=420, mark=editor.named("Invite somebody"))
    editor.press("Invite somebody", leads=True)
    editor.fill("First name", "Robin")
    editor.fill("Last name", "Newcomer")
    editor.fill("Email address", "robin@example.org")
    editor.tick("Editors")
    editor.picture("invite-roles", height=700, mark=editor.page.locator("main label", has_text="Approvers"))
    editor.press("Send the invitation", leads=True)
    editor.reads("We wrote to robin@example.org")
    editor.press("Robin Newcomer", leads=True)
    editor.page.locator("main header").get_by_role("button", name="Actions").first.click()
    editor.see()


@walk("change-a-role", "admin")
def change_a_role(editor):
    editor.menu("Settings", "People")
    editor.press("Casey Contributor", leads=True)
    editor.press("Roles")
    editor.tick("Editors")
    editor.picture("person", height=760)
    editor.press("Save", leads=True)
    # Who looks after pages, and leaves.
    editor.press("Eden Editor", leads=True)
    editor.press("Hand them over", leads=True)
    editor.reads("Eden Editor looks after them until now")


@walk("read-the-reports")
def read_the_reports(editor):
    reader = editor.somebody_else()
    reader.goto("/directory/?q=peer")
    reader.get_by_role("main").get_by_role("heading").get_by_role("link").first.click()
    reader.close()
    editor.menu("Reports", "Pages to check")
    editor.menu("Reports", "Missing on pages")
    editor.menu("Reports", "Was this page useful?")
    editor.menu("Reports", "Use of the directory")
    editor.picture("report-directory", height=760)
    editor.menu("Reports", "Downloads")
    editor.page.locator("header").get_by_role("button", name="Actions").first.click()
    editor.see()
    editor.picture("report-export", height=300)


# Last: from then on it stands on every page.
@walk("put-up-a-notice")
def put_up_a_notice(editor):
    editor.menu("Settings", "Notices")
    editor.press("Add notice", leads=True)
    editor.fill("Heading", "Closed over Easter")
    editor.fill("Words", "We are back on Tuesday. The help lines answer all the time.")
    editor.picture("notice-form", height=700)
    editor.press("Save", leads=True)
