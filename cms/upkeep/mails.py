"""The mail that reminds colleagues of pages to check: original words, and what is put into them."""

from django.utils.formats import date_format

from cms.core import times_said
from cms.intake.mail_words import COLLEAGUES, GREETING, LINK, LIST, Gap, Letter, register

from .reminders import ONE_EMAIL_IN

AGAIN = "time until we write about a page again"


def join():
    """Register the letter."""
    register(
        Letter(
            "upkeep/email/review", COLLEAGUES, "Pages to check",
            f"When a page of theirs is due for a check, at most one email in {times_said.in_words(ONE_EMAIL_IN)}.",
            "{how many are due} for a check",
            """{greeting},

{how many are due} for a check. Read what is listed here.

If all of it is still right, open “Pages to check” and press “It is still right”. If not, change what is wrong.

{pages}

{link to pages to check}""",
            (
                GREETING,
                Gap("how many are due", lambda context: _how_many(context["pages"]), "Two pages of the site are due"),
                Gap("pages", lambda context: [_line(page) for page in context["pages"]], [
                    ("Choosing support safely (due on 4 December 2026)", "https://this.site/admin/pages/1/edit/"),
                    ("About us (due on 7 December 2026)", "https://this.site/admin/pages/2/edit/"),
                ], LIST, is_needed=True),
                Gap(
                    "link to pages to check", "report", "https://this.site/admin/reports/pages-to-check/", LINK,
                    "Pages to check", is_needed=True,
                ),
            ),
            is_to_colleagues=True,
        )
    )  # fmt: skip


def _how_many(pages):
    return "A page of the site is due" if len(pages) == 1 else f"{len(pages)} pages of the site are due"


def _line(page):
    again = f"; we wrote about it {times_said.said(AGAIN)} ago" if page["is_again"] else ""
    return f"{page['title']} (due on {date_format(page['due'], 'j F Y')}{again})", page["link"]
