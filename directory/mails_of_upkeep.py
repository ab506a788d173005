"""The mails that keep an entry right: the link, the question twice a year, and what happened by a link."""

from django.utils.formats import date_format

from cms.core.times_said import in_words
from cms.intake.mail_words import DATE, LINK, LIST, WORDS, Gap

from .mails import KEEP, SECOND, SERVICE, THERE, TITLE, UPDATE, days, letter


def join():
    """Register these letters."""
    from .currency import AGAIN_AFTER, ASK_AFTER, LINK_LIFE
    from .upkeep import LINK_LIFE as ASKED_LIFE
    from .upkeep import REOPEN_LIFE

    again = Gap("link to list it again", "link", f"{THERE}update/", LINK, "List it again", is_needed=True)
    letter(
        "link", KEEP, "Your link", "When somebody asks for a link to change an entry that they look after.",
        "Your link to keep a directory entry right",
        """
Hello,

somebody, probably you, asked for a link to keep “{name of the entry}” right in the directory:
{link}

With it you say that everything is still right, change the entry, pause it or close it. It works for {number of days} days.

If it was not you, leave it: nothing happens until somebody presses a button behind the link.
""",
        TITLE, Gap("link", "link", f"{THERE}update/", LINK, "Open the link", is_needed=True), days(ASKED_LIFE),
    )  # fmt: skip
    entries = Gap(
        "entries and their links", lambda context: [_asked_about(entry) for entry in context["entries"]],
        [("Tuesday Table (last checked on 3 May 2026)", f"{THERE}update/")], LIST, is_needed=True,
    )  # fmt: skip
    why = Gap("why we ask", "words", "People who look for support see when an entry was last checked.", WORDS)
    rest = """
Open the link of each entry and press “Everything is still right”, or change what is not. It takes a minute.

{entries and their links}

{why we ask}

The links work for {number of days} days. Do you no longer look after it? Say so behind the link.
"""
    letter(
        "reminder", KEEP, "Is it still right?", f"{in_words(ASK_AFTER).capitalize()} after the last check. “Why we ask” stands under Settings, “Words of the directory”.",
        "Is your directory entry still right?",
        f"""
Hello,

is this still right in the directory?
{rest.strip()}
""",
        entries, why, days(LINK_LIFE),
    )  # fmt: skip
    letter(
        "reminder_again", KEEP, "Is it still right? The second time", f"{in_words(AGAIN_AFTER).capitalize()} later, where nobody answered.",
        "Is your directory entry still right?",
        f"""
Hello,

we wrote {{time until the second email}} ago and have not heard from you yet. Is this still right in the directory?
{rest.strip()}
""",
        entries, why, days(LINK_LIFE), SECOND,
    )  # fmt: skip
    letter(
        "paused", KEEP, "Your entry is paused", "When somebody pauses an entry by a link.",
        "Your directory entry is paused",
        """
Hello,

“{name of the entry}” says now that it is paused. Somebody who looks after it did this by a link.

It is paused until {last day}. After that day it opens again by itself.

See the entry:
{link to the entry}

To change this, ask for a link here:
{link to change it}
""",
        TITLE, Gap("last day", "until", "Friday 4 December 2026", DATE), SERVICE, UPDATE,
    )  # fmt: skip
    letter(
        "opened", KEEP, "Your entry is open again", "When somebody ends a pause by a link.",
        "Your directory entry is open again",
        """
Hello,

“{name of the entry}” is listed as open again. Somebody who looks after it did this by a link.

See the entry:
{link to the entry}

To change this, ask for a link here:
{link to change it}
""",
        TITLE, SERVICE, UPDATE,
    )  # fmt: skip
    letter(
        "over", KEEP, "The pause is over", "On the day after a pause or a waiting list was said to end.",
        "Your directory entry is open again",
        """
Hello,

the day is over until which “{name of the entry}” was {what it was}. It is listed as open again, and the message to readers is gone.

See the entry:
{link to the entry}

Is that not right? Ask for a link here:
{link to change it}
""",
        TITLE, SERVICE, UPDATE,
        Gap(
            "what it was",
            lambda context: "paused" if context["was"] == "paused" else "said to have a waiting list", "paused",
        ),
    )  # fmt: skip
    letter(
        "closed", KEEP, "Your entry is closed", "When somebody closes an entry by a link.",
        "Your directory entry is closed",
        """
Hello,

“{name of the entry}” was closed by a link of somebody who looks after it. It is no longer in the directory.

Was that a mistake? This link lists it again as it was. It works for {number of days} days:
{link to list it again}

If it was right, there is nothing to do. Thank you for what you gave to the people who came.
""",
        TITLE, again, days(REOPEN_LIFE),
    )  # fmt: skip
    letter(
        "unlisted", KEEP, "Your entry is not shown any more", "When an editor takes an entry off that nobody confirmed.",
        "Your directory entry is not shown any more",
        """
Hello,

We took “{name of the entry}” out of the directory. We asked whether it is still right and heard nothing for a long time.

Is it still on? This link lists it again as it was. It works for {number of days} days:
{link to list it again}

After that day, or if something has changed, please write to us. If it has ended, there is nothing to do. Thank you for what you gave to the people who came.
""",
        TITLE, again, days(REOPEN_LIFE),
    )  # fmt: skip
    letter(
        "listed_again", KEEP, "Your entry is shown again", "When somebody lists an entry again by a link.",
        "Your directory entry is shown again",
        """
Hello,

“{name of the entry}” is in the directory again. Somebody who looks after it said by a link that everything is still right.

See the entry:
{link to the entry}

To change it, ask for a link here:
{link to change it}
""",
        TITLE, SERVICE, UPDATE,
    )  # fmt: skip


def _asked_about(entry):
    name = entry["name"]
    if entry["checked"]:
        name += f" (last checked on {date_format(entry['checked'], 'j F Y')})"
    if entry["is_paused"]:
        name += " (still paused?)"
    return name, entry["link"]
