"""The mails about signing in: original words, and what is put into them.

Administrators alone change these (``PERMISSION``): who could write another link into them could take a colleague's account.
"""

from django.utils.formats import date_format

from cms.intake.mail_words import COLLEAGUES, DATE, LINK, Gap, Letter, register

PERMISSION = "users.change_user"
THERE = "https://this.site/account/"
MOMENT = "Friday 4 December 2026 at 3:15 p.m."

NOT_YOU = "If it was not you, there is nothing to do. Your password stays as it is."
NOT_YOU_EITHER = "If it was not you, there is nothing to do."
NOT_KNOWN = "If you do not know what this is about, there is nothing to do."
NOT_YOURS = "If that was not you, choose a new password now, and tell an administrator of the site:"
NOT_YOUR_ACT = (
    "If that was not you, somebody else uses your account: tell another administrator now, and change your password."
)


def _letter(key, name, when, subject, body, *gaps):
    register(
        Letter(
            f"account/email/{key}", COLLEAGUES, name, when, subject, body.strip(), gaps, permission=PERMISSION,
            is_to_colleagues=True,
        )
    )  # fmt: skip


def _not_you(words):
    """What to do if it was not them: editors choose the place of it, and not the words."""
    return Gap("what to do if it was not you", lambda context: words, words, is_needed=True)


def join():
    """Register the letters, in the order in which somebody gets to know them."""
    when = Gap(
        "day and time", lambda context: date_format(context["at"], "l j F Y \\a\\t g:i a"), MOMENT, is_needed=True
    )
    another = Gap(
        "link to choose a new password", "link", f"{THERE}forgotten/", LINK, "Choose a new password", is_needed=True
    )
    _letter(
        "invited", "You are invited", "When an administrator invites somebody to work on the site.",
        "You are invited to work on our site",
        """
Hello {first name},

{who invites} to work on the site of {name of the site}. Choose your password here:
{link to choose a password}

The link works once, until {last day} ({number of days} days). After that, ask for a new one.

Have your phone with you: you set up a second step too, and the page tells you how. It takes about five minutes.

Later you sign in with this email address, or with the name {name to sign in with}.

{what to do if it was not you}
""",
        Gap("first name", lambda context: context["name"] or "and welcome", "Ana"),
        Gap(
            "who invites", lambda context: f"{context['by']} invites you" if context["by"] else "You are invited",
            "Ben Okoro invites you",
        ),
        Gap("name of the site", "site_name", "Centre of Excellence in Peer Support"),
        Gap(
            "link to choose a password", "link", f"{THERE}invitation/", LINK, "Choose your password here", is_needed=True
        ),
        Gap("last day", "until", "Friday 4 December 2026", DATE, is_needed=True),
        Gap("number of days", "days", "7"),
        Gap("name to sign in with", "username", "ana", is_needed=True),
        _not_you(NOT_KNOWN),
    )  # fmt: skip
    _letter(
        "forgotten", "A link to choose a new password", "When somebody forgot their password.",
        "Choose a new password",
        """
Hello,

somebody asked for a new password for your account. If that was you, choose one here:
{link to choose a password}

The link works once, and for {number of hours} hours. You still need your second step when you sign in.

{what to do if it was not you}
""",
        Gap("link to choose a password", "link", f"{THERE}new/", LINK, "Choose a new password", is_needed=True),
        Gap("number of hours", "hours", "2", is_needed=True),
        _not_you(NOT_YOU),
    )  # fmt: skip
    _letter(
        "no_account", "There is no account with this address",
        "When somebody asks for a new password with an address that no account has.",
        "You asked for a new password",
        """
Hello,

somebody asked us for a new password and gave this address. No account here can use it.

If you work on this site, your account may have another address. If you were invited, use the link of the invitation, or ask for a new one.

{what to do if it was not you}
""",
        _not_you(NOT_YOU_EITHER),
    )  # fmt: skip
    _letter(
        "changed", "The way you sign in has changed",
        "At once, when a password, an app, a passkey, recovery codes, a second step or the email address of an account is changed.",
        "The way you sign in has changed",
        """
Hello,

{what has changed}, on {day and time}.

If that was you, or you asked for it, there is nothing to do.

{what to do if it was not you}
{link to choose a new password}
""",
        Gap("what has changed", "what", "Your password was changed", is_needed=True), when, another, _not_you(NOT_YOURS),
    )  # fmt: skip
    _letter(
        "reset_by_you", "You reset a colleague’s second step", "To the administrator who did it, at once.",
        "You reset the second step of a colleague",
        """
Hello,

from your account, the second step of {name of the colleague} was reset on {day and time}. They set it up again when they next sign in.

If that was you, there is nothing to do.

{what to do if it was not you}
""",
        Gap("name of the colleague", "name", "Ana Weir", is_needed=True), when, _not_you(NOT_YOUR_ACT),
    )  # fmt: skip
