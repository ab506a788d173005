"""The mails among colleagues about the consent of a story: original words, and what is put into them.

None holds a title: it is told words, and mail is read on shared screens.
"""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from cms.core.site_links import absolute_url
from cms.intake.mail import send_template
from cms.intake.mail_words import DATE, LINK, Gap, Letter, register

# Who may record what a teller agreed to, and that they took it back.
KEEPS = "pages.add_storyconsent"
GROUP = "To colleagues, about the consent of a story"
THERE = "https://this.site/admin/pages/12/edit/"
NAME = Gap("first name", lambda context: context["name"] or "colleague", "Ana")
STORY = Gap("link to the story", "link", THERE, LINK, "Open the story", is_needed=True)
DAY = Gap("day on which they said so", "day", "Friday 4 December 2026", DATE, is_needed=True)


def keepers(is_urgent=False):
    """Return the colleagues who may record a consent and want email about what is submitted to them: a queryset.

    ``is_urgent``: also those who want none, since a person waits.
    """
    users = get_user_model().objects.with_perm(KEEPS, backend="django.contrib.auth.backends.ModelBackend")
    users = users.exclude(email="")
    return users if is_urgent else users.exclude(wagtail_userprofile__submitted_notifications=False)


def write(letter, cause, person, story_id, **words):
    """Write the ``letter``, by the last part of its key, to a colleague: about the story of that number, for one ``cause``."""
    link = absolute_url(reverse("wagtailadmin_pages:edit", args=[story_id]))
    context = {"name": person.first_name, "link": link} | words
    send_template(f"pages:consent:{letter}:{cause}:{person.pk}", f"pages/email/{letter}", person.email, context)


def day_of(stop):
    """Return the day on which somebody said that the teller of a story wants it gone (a StoryStop)."""
    return timezone.localdate(stop.said_at)


def tell_withdrawn(stops, user):
    """Tell those who said that tellers want their stories gone (StoryStops) that ``user`` withdrew these."""
    for each in stops:
        person = each.said_by
        if person and person.is_active and person != user:
            write("teller_story_withdrawn", each.pk, person, each.story_id, day=day_of(each))


def _letter(key, name, when, subject, body, *gaps):
    register(
        Letter(f"pages/email/{key}", GROUP, name, when, subject, body.strip(), (NAME, *gaps), is_to_colleagues=True)
    )


def join():
    """Register the letters, in the order in which they may go out."""
    _letter(
        "consent_asked", "A consent is to be recorded", "To approvers, when somebody asks for a consent to be recorded.",
        "A story waits for its consent to be recorded",
        """
Hello {first name},

a colleague wrote down a story, and asks you to record what its teller agreed to. They say where the signed form is.

Open the story and press “Record the consent”:
{link to the story}
""",
        STORY,
    )  # fmt: skip
    _letter(
        "consent_recorded", "A consent is recorded", "To who asked for it, once an approver has recorded it.",
        "The consent that you asked for is recorded",
        """
Hello {first name},

the consent of your story is recorded.

{what comes next}
{link to the story}
""",
        Gap("what comes next", "next", "It is your turn: you can publish it.", is_needed=True), STORY,
    )  # fmt: skip
    _letter(
        "teller_wants_it_gone", "A teller wants their story gone",
        "To approvers, when a colleague says that a teller wants it gone.",
        "Urgent: a teller wants their story gone",
        """
Hello {first name},

the teller of a story told a colleague that they want it gone. It is off the site, and nobody can publish it.

Please decide today. Open the story: under “Consent” you withdraw it, or say that it was a misunderstanding.
{link to the story}
""",
        STORY,
    )  # fmt: skip
    _letter(
        "teller_story_withdrawn", "The story is withdrawn", "To who said that a teller wants it gone, once it is withdrawn.",
        "The story is withdrawn",
        """
Hello {first name},

on {day on which they said so} you told us that a teller wants their story gone. It is withdrawn now.

Nothing of it is left on the site or behind it. You may tell the teller so.
""",
        DAY,
    )  # fmt: skip
    _letter(
        "teller_misunderstood", "It was a misunderstanding",
        "To who said that a teller wants it gone, when an approver says that they do not.",
        "The teller does not want their story gone",
        """
Hello {first name},

on {day on which they said so} you told us that a teller wants their story gone. An approver says that it was a misunderstanding. Beside the story stands why.

{what comes next}
{link to the story}
""",
        DAY, Gap("what comes next", "next", "It is off the site. You can publish it.", is_needed=True), STORY,
    )  # fmt: skip
