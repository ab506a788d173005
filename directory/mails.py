"""The mails of the directory to who adds an entry, looks after one, or told us of one: original words and what goes in."""

from cms.core import times_said
from cms.intake.mail_words import DATE, LINK, WORDS, Gap, Letter, register

from .models.texts import TIME_TO_READ

SENT = "To people who add or change an entry"
KEEP = "To people who look after an entry"
REPORTS = "To people who told us of an entry"
THERE = "https://this.site/directory/"

TITLE = Gap("name of the entry", "title", "Tuesday Table", is_needed=True)
SERVICE = Gap("link to the entry", "service_url", f"{THERE}tuesday-table/", LINK, "See the entry")
UPDATE = Gap("link to change it", "update_url", f"{THERE}tuesday-table/update/", LINK, "Ask for a link to change it")
TO_READ = Gap("time to read it", lambda _context: times_said.said(TIME_TO_READ), "five working days")
ASKED_AGAIN = Gap("time until we ask again", lambda _context: times_said.said("time until we ask again"), "six months")
SECOND = Gap("time until the second email", lambda _context: times_said.said("time until the second email"), "14 days")
REASON = Gap("the editor’s words", "reason", "Please tell us on which days you meet.", WORDS, is_needed=True)


def letter(key, group, name, when, subject, body, *gaps):
    """Register one letter of the directory: ``body`` as it stands in the code, ``gaps`` in any order."""
    register(Letter(f"directory/email/{key}", group, name, when, subject, body.strip(), gaps))


def join():
    """Register the letters, in the order in which they go out."""
    from . import mails_of_upkeep

    _sent_in()
    mails_of_upkeep.join()
    _who_looks_after()
    _reports()


def _sent_in():
    from .moderation import AMEND_LIFE

    reference = Gap("reference", lambda context: context["submission"].reference, "ABCD-2345", is_needed=True)
    letter(
        "received", SENT, "We have your entry", "At once, to whoever added an entry or sent a change.",
        "We have your directory entry ({reference})",
        """
Hello,

thank you for sending in “{name of the entry}”. Your reference is {reference}.

A person at the Centre reads it, usually within {time to read it}. It is shown only when they have approved it, and we tell you either way.

You need not do anything now.
""",
        reference, TITLE, TO_READ,
    )  # fmt: skip
    letter(
        "held", SENT, "We have your entry, and another change came first",
        "At once, where a change of the same entry is being read already.",
        "We have your directory entry ({reference})",
        """
Hello,

thank you for sending in “{name of the entry}”. Your reference is {reference}.

Another change of this entry came first. A person at the Centre decides on that one, then reads yours. Yours is shown only when they have approved it, and we tell you either way.

You need not do anything now.
""",
        reference, TITLE,
    )  # fmt: skip
    letter(
        "changes", SENT, "A question about your entry", "When an approver asks for changes.",
        "A question about your directory entry ({reference})",
        """
Hello,

we have read “{name of the entry}” ({reference}) and need something from you before we can publish it:

{the editor’s words}

Change your answers with this link. It works for {number of days} days, until you have sent them:
{link to change the answers}

Your answers are still there: you only change what is asked.
""",
        reference, TITLE, REASON,
        Gap("link to change the answers", "link", f"{THERE}update/", LINK, "Change your answers", is_needed=True),
        days(AMEND_LIFE),
    )  # fmt: skip
    letter(
        "approved", SENT, "Your entry is published", "When an approver approves an entry or a change.",
        "Your directory entry is published ({reference})",
        """
Hello,

“{name of the entry}” is published ({reference}).

The editor adds:
{the editor’s words}

See it:
{link to the entry}

When something changes:
{link to change it}

We ask you every {time until we ask again} whether it is still right.
""",
        reference, TITLE, Gap("the editor’s words", "reason", "Thank you for the clear times.", WORDS), SERVICE, ASKED_AGAIN,
        # Only an entry that is listed can be changed so.
        Gap(
            "link to change it", lambda context: context["update_url"] if context["service_url"] else "",
            f"{THERE}tuesday-table/update/", LINK, "Ask for a link to change it",
        ),
    )  # fmt: skip
    letter(
        "declined", SENT, "We cannot publish it", "When an approver declines an entry or a change.",
        "About your directory entry ({reference})",
        """
Hello,

thank you for sending in “{name of the entry}” ({reference}). We cannot publish it as it is:

{the editor’s words}

If you think we have misread it, answer this message. A person reads it.
""",
        reference, TITLE, REASON,
    )  # fmt: skip
    letter(
        "saved", SENT, "A link to go on", "When somebody keeps an entry that they began to write.",
        "Your link to go on where you stopped",
        """
Hello,

somebody, probably you, began {what they began} and asked for this link. With it you go on where you stopped:
{link to go on}

What was typed is kept until {last day}, then deleted. The link works until then. Nothing has been sent to the editors yet.

If it was not you, delete this email. Nothing happens without the link.
""",
        Gap(
            "what they began",
            lambda context: "to add a service to the directory" if context["is_new"] else "to change an entry of the directory",
            "to add a service to the directory",
        ),
        Gap("link to go on", "link", f"{THERE}add/", LINK, "Go on where you stopped", is_needed=True),
        Gap("last day", "until", "Friday 4 December 2026", DATE, is_needed=True),
    )  # fmt: skip


def _who_looks_after():
    reference = Gap("reference", "reference", "ABCD-2345", is_needed=True)
    letter(
        "contact_received", KEEP, "We have your request", "At once, to whoever asks to change who looks after an entry.",
        "We have your request ({reference})",
        """
Hello,

we have your request about who looks after “{name of the entry}” in the directory. Your reference is {reference}.

A person at the Centre checks it, usually within {time to read it}, and we write to everybody it concerns. Until then everything stays as it is.
""",
        TITLE, reference, TO_READ,
    )  # fmt: skip
    letter(
        "contact_added", KEEP, "You look after an entry", "To a new address that an editor let look after an entry.",
        "You look after a directory entry ({reference})",
        """
Hello,

your address now looks after “{name of the entry}” in the directory. We ask you every {time until we ask again} whether it is still right.

When something changes, ask for a link here:
{link to change it}

If this is a mistake, answer this email.
""",
        TITLE, reference, UPDATE, ASKED_AGAIN,
    )  # fmt: skip
    letter(
        "contact_changed", KEEP, "Who looks after it has changed", "To the others who look after the entry.",
        "Who looks after your directory entry has changed",
        """
Hello,

who looks after “{name of the entry}” in the directory has changed, after an editor checked it. You still look after it too.

If you did not expect this, answer this email.
""",
        TITLE,
    )  # fmt: skip
    letter(
        "contact_gone", KEEP, "You no longer look after it", "To an address that was taken off an entry.",
        "You no longer look after a directory entry",
        """
Hello,

your address no longer looks after “{name of the entry}” in the directory. An editor checked this. We do not write to you about it any more.

If you did not expect this, answer this email. Thank you for what you did.
""",
        TITLE,
    )  # fmt: skip
    letter(
        "contact_declined", KEEP, "We have not changed who looks after it", "When an editor declines such a request.",
        "About your request ({reference})",
        """
Hello,

we have looked at your request about who looks after “{name of the entry}”. We have not changed it, for this reason:

{the editor’s words}

You may ask again here:
{link to change it}
""",
        TITLE, reference, REASON, UPDATE,
    )  # fmt: skip


def _reports():
    reference = Gap("reference", "reference", "ABCD-2345", is_needed=True)
    letter(
        "report_received", REPORTS, "We have your message", "At once, to whoever told us of an entry and left an address.",
        "We have your message ({reference})",
        """
Hello,

thank you for telling us. Your reference is {reference}.

A person at the Centre reads it, usually within {time to read it}. We write again when it is dealt with.

You need not do anything now.
""",
        reference, TO_READ,
    )  # fmt: skip
    letter(
        "report_outcome", REPORTS, "What came of your message", "When an editor has dealt with it.",
        "What came of your message ({reference})",
        """
Hello,

thank you for your message ({reference}). An editor has dealt with it:

{the editor’s words}

If you want to tell us more, answer this message. A person reads it.
""",
        reference, REASON,
    )  # fmt: skip


def days(life):
    """A gap that says how long a link works: never another number than the one in force."""
    return Gap("number of days", lambda _context: life.days, str(life.days), is_needed=True)
