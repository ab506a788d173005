"""The mails to people who sent something by ``/contribute/``: original words, and what is put into them."""

from cms.core import times_said
from cms.intake.mail_words import DATE, LINK, WORDS, Gap, Letter, register

GROUP = "To people who wrote to us"
STORIES = "To people who told a story"
THERE = "https://this.site/"
THE_POST = "time that the post takes"

REFERENCE = Gap("reference", "reference", "ABCD-2345", is_needed=True)
TAKE_BACK = Gap("link to take it back", "take_back", f"{THERE}take-back/", LINK, "Take it back", is_needed=True)


def _letter(key, name, when, subject, body, *gaps, group=GROUP):
    register(Letter(f"contribute/{key}", group, name, when, subject, body.strip(), (REFERENCE, TAKE_BACK, *gaps)))


def join():
    """Register the letters, in the order in which they go out."""
    _letter(
        "email/received", "We have your message", "At once, to whoever left an address and wants an answer.",
        "We have your message ({reference})",
        """
Hello,

thank you for writing to us. Your reference is {reference}.

A person at the Centre reads it, and we {what we do} by {day by which we do it}.

If you change your mind, you can take it back. Then we delete what you sent:
{link to take it back}
""",
        Gap("what we do", "promise", "answer"),
        Gap("day by which we do it", "due_on", "Friday 4 December 2026", DATE),
    )  # fmt: skip
    _letter(
        "email/received_only", "We have your message, and do not answer",
        "At once, to whoever left an address and asked for no answer.",
        "We have your message ({reference})",
        """
Hello,

thank you for writing to us. Your reference is {reference}.

A person at the Centre reads it. You asked for no answer, so this is the last email from us about it.

If you change your mind, you can take it back. Then we delete what you sent:
{link to take it back}
""",
    )  # fmt: skip
    answer = Gap("link to answer", "answer", f"{THERE}answer/", LINK, "Write to us here", is_needed=True)
    ours = Gap("our answer", "words", "We meet on Tuesdays.\n\nCome a little before ten.", WORDS, is_needed=True)
    end = """
Please do not answer this email: nobody reads what comes to this address.

You can take back what you sent. Then we delete it:
{link to take it back}
"""
    _letter(
        "email/reply", "Our answer", "When somebody presses “Send” on an answer in the Inbox.",
        "An answer from the Centre ({reference})",
        f"""
Hello,

you wrote to us. This is our answer to {{reference}}.

{{our answer}}

If you would like to write again, use this link:
{{link to answer}}
{end}""",
        ours, answer,
    )  # fmt: skip
    _letter(
        "email/looking", "We look into it", "When somebody sends an answer and says that we go on with it.",
        "An answer from the Centre ({reference})",
        f"""
Hello,

you wrote to us. This is about {{reference}}.

{{our answer}}

We go on with it. You hear from us again by {{day by which they hear from us}}.

If you would like to add something, use this link:
{{link to answer}}
{end}""",
        ours, answer, Gap("day by which they hear from us", "due_on", "Friday 4 December 2026", DATE, is_needed=True),
    )  # fmt: skip
    _letter(
        "email/question", "A question from us", "When somebody sends an answer that asks something back.",
        "An answer from the Centre ({reference})",
        f"""
Hello,

you wrote to us. This is our answer to {{reference}}.

{{our answer}}

Please answer us here:
{{link to answer}}
{end}""",
        ours, answer,
    )  # fmt: skip
    _letter(
        "email/accepted", "We would like to show it", "When somebody’s work is taken, before it is on the site.",
        "We would like to show it ({reference})",
        """
Hello,

thank you. We would like to show what you sent to us under {reference}. A colleague makes it ready, and we tell you when it is on our site.

If you change your mind, take it back by this link. It is then not shown, and we delete what you sent:
{link to take it back}
""",
    )  # fmt: skip
    _letter(
        "email/endorsed", "It is published", "When an endorsement, or work that was sent in, is on the site.",
        "It is published ({reference})",
        """
Hello,

thank you. What you sent to us under {reference} is on our site now.

If you ever want to take it back, use this link. It is then no longer shown, and we delete what you sent:
{link to take it back}
""",
    )  # fmt: skip
    _letter(
        "email/posted", "It is in the post", "When printed copies are posted.",
        "It is in the post ({reference})",
        """
Hello,

what you asked us for under {reference} is in the post. The post may take up to {time that the post takes}.

Please do not answer this email: nobody reads what comes to this address.

You can take back what you sent to us. Then we delete your name and address:
{link to take it back}
""",
        Gap(THE_POST, lambda _context: times_said.said(THE_POST), "10 working days"),
    )  # fmt: skip
    _letter(
        "story/email/ask", "Please have a look", "When a story is ready for its teller’s yes.",
        "Please have a look ({reference})",
        """
Hello,

what you sent us under {reference} is ready for you to look at. Nothing is published without your yes. Look at it, and answer:
{link to the story}

There is no hurry: the link works for {number of days} days. Open it where nobody reads over your shoulder.

If you changed your mind, you can take it back. Then we delete what you sent:
{link to take it back}
""",
        Gap("link to the story", "link", f"{THERE}your-story/", LINK, "Look at it, and answer", is_needed=True),
        Gap("number of days", "days", "60", is_needed=True),
        group=STORIES,
    )  # fmt: skip
    _letter(
        "story/email/published", "It is on the website", "When a story is published for the first time.",
        "It is on the website now ({reference})",
        """
Hello,

what you sent us under {reference} is on our website now. Thank you for your trust.

You can take it back at any time. Then it leaves the website at once. Please keep this email for that:
{link to take it back}
""",
        group=STORIES,
    )  # fmt: skip
    register(
        Letter(
            "contribute/story/email/saved", STORIES, "A link to go on", "When somebody keeps a story that they began.",
            "Your link to go on where you stopped",
            """Hello,

somebody, probably you, began to write on our site and asked for this link. With it you go on where you stopped:
{link to go on}

What was typed is kept until {last day}, then deleted. The link works until then. Nothing has been sent to us yet.

If it was not you, delete this email. Nothing happens without the link.""",
            (
                Gap("link to go on", "link", f"{THERE}go-on/", LINK, "Go on where you stopped", is_needed=True),
                Gap("last day", "until", "Friday 4 December 2026", DATE, is_needed=True),
            ),
        )
    )  # fmt: skip
