"""The mails that tell colleagues of their work in the Inbox. None holds anything of what was sent in, or who sent it."""

from cms.intake.mail_words import COLLEAGUES, DATE, LINK, Gap, Letter, register

READ_SOON = "It holds words that may be about danger. Please read it soon."
WROTE_TOO = "They wrote something with it. Read that first: it stands in the Inbox."
CHANGE_NEXT = "Read what they wrote. Then change the story, save it, and ask the teller once more."
REFERENCE = Gap("reference", "reference", "ABCD-2345", is_needed=True)
KIND = Gap("what it is", "kind", "Question")
DUE = Gap("day by which it is answered", "due_on", "Friday 4 December 2026", DATE)
OPEN = Gap("link to it", "link", "https://this.site/admin/inbox/1/", LINK, "Open it in the Inbox", is_needed=True)
# Empty where nothing sounds like danger: then the paragraph is left out. What they say is nobody’s to soften.
DANGER = Gap(
    "where it may be about danger", lambda context: READ_SOON if context["is_urgent"] else "", READ_SOON, is_needed=True
)
FIRST = Gap(
    "read soon, where it may be about danger",
    lambda context: "Please read soon:" if context["is_urgent"] else "",
    "Please read soon:",
)
END = """
{where it may be about danger}

It is to be answered by {day by which it is answered}.

{link to it}
"""


def _letter(key, name, when, subject, first, *gaps):
    register(
        Letter(
            f"contribute/email/{key}", COLLEAGUES, name, when,
            f"{{read soon, where it may be about danger}} Inbox: {subject} ({{what it is}}, {{reference}})",
            f"{first}\n{END}".strip(), (FIRST, REFERENCE, KIND, *gaps, DANGER, DUE, OPEN), is_to_colleagues=True,
        )
    )  # fmt: skip


def _answer(key, name, when, subject, first, next_, label, *gaps):
    """Register a letter about what a teller said to their story: in place of a day it says what comes next."""
    body = [first, *(gap.written for gap in gaps), DANGER.written, "{what comes next}", "{link to it}"]
    there = Gap("link to it", "link", "https://this.site/admin/pages/12/edit/", LINK, label, is_needed=True)
    register(
        Letter(
            f"contribute/email/{key}", COLLEAGUES, name, when, f"{subject} ({{reference}})", "\n\n".join(body),
            (REFERENCE, *gaps, DANGER, Gap("what comes next", "next", next_, is_needed=True), there),
            is_to_colleagues=True,
        )
    )  # fmt: skip


def join():
    """Register the letters."""
    _letter(
        "new", "Something new is in the Inbox", "At once, to the colleagues who are told of such things.",
        "something new", "Something new is in the Inbox: {what it is}, {reference}.",
    )  # fmt: skip
    _letter(
        "again", "Somebody wrote again", "At once, to the same colleagues, where a sender adds a message.",
        "they wrote again", "The sender of {reference} ({what it is}) wrote again.",
    )  # fmt: skip
    _letter(
        "assigned", "Please look after this", "At once, to a colleague whom somebody asks to look after it.",
        "for you", "{who asks} asks you to look after something in the Inbox: {what it is}, {reference}.",
        Gap("who asks", "by", "Ana Weir"),
    )  # fmt: skip
    _answer(
        "teller_yes", "The teller said yes",
        "At once, to who looks after the story and who is told of stories, when its teller agrees to it.",
        "The teller said yes: the story can be published", "The teller of {reference} said yes to their story as it stands.",
        "It is your turn: press the small arrow, “More actions”, and then “Approve and publish”.", "Open the story",
        Gap("where they wrote something too", "wrote_too", WROTE_TOO),
    )  # fmt: skip
    _answer(
        "teller_changes", "The teller wants changes",
        "At once, to the same colleagues, when its teller asks for something else in the story.",
        "The teller wants changes", "The teller of {reference} wants something changed in their story.",
        CHANGE_NEXT, "See what they wrote",
    )  # fmt: skip
