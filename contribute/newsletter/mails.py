"""The mails to who asks for the newsletter: original words, and what is put into them. Issues have words of their own."""

from cms.intake.mail_words import LINK, LIST, Gap, Letter, register

GROUP = "To people who ask for the newsletter"
THERE = "https://this.site/newsletter/"


def join():
    """Register the letters."""
    from .subscribing import LIFE

    register(
        Letter(
            "newsletter/email/confirm", GROUP, "Confirm that you want it", "At once, to whoever asks for the newsletter.",
            "Confirm that you want our newsletter",
            """Hello,

somebody, probably you, asked for our newsletter with this address:
{lists that they chose}

Say that it was you:
{link to confirm}

The link works for {number of days} days. You are not on the list before you press the button behind it.

If it was not you, leave it: we write nothing more, and delete your address. To be sure that we never write to you:
{link to hear nothing}""",
            (
                Gap("lists that they chose", "lists", ["News of the Centre", "Training"], LIST, is_needed=True),
                Gap("link to confirm", "link", f"{THERE}confirm/", LINK, "Say that it was you", is_needed=True),
                Gap("link to hear nothing", "stop", f"{THERE}stop/", LINK, "Never write to me", is_needed=True),
                Gap("number of days", lambda _context: LIFE.days, str(LIFE.days), is_needed=True),
            ),
        )
    )  # fmt: skip
    register(
        Letter(
            "newsletter/email/known", GROUP, "You get it already", "To whoever asks for it and has it already.",
            "You get our newsletter already",
            """Hello,

somebody, probably you, asked for our newsletter with this address. You are on the list already, and nothing has changed.

Change what you get, or unsubscribe:
{link to their choices}""",
            (
                Gap(
                    "link to their choices", "choices", f"{THERE}yours/", LINK, "Change what you get, or unsubscribe",
                    is_needed=True,
                ),
            ),
        )
    )  # fmt: skip
