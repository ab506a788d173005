"""What the dashboard says of the apps below, which cannot know it."""

from django.db.models import Count
from django.urls import reverse, reverse_lazy

from cms.intake import mail_desk, turns
from cms.intake.models import OutboxMessage

from . import drafts, reviews, waiting
from .waiting import Line, Urgency


def mail_not_sent(user):
    return OutboxMessage.objects.stuck() if mail_desk.may_see(user) else None


def reviews_of(user):
    """Return a line for each step in which pages wait for ``user``: one query."""
    steps = reviews.task_states(user).order_by().values("task", "task__name")
    steps = steps.annotate(number=Count("pk"), sent_in=Count("pk", filter=reviews.sent_in()))
    for step in steps.order_by("task__name"):
        number = step["number"]
        what = "page to read and decide" if number == 1 else "pages to read and decide"
        yield Line(
            f"review-{step['task']}", number, f"{what}: {step['task__name']}",
            f"{reverse(reviews.URL_NAME)}?step={step['task']}", Urgency.REVIEW, "doc-full-inverse",
            hint=counted_above(step["sent_in"], number),
        )  # fmt: skip


def counted_above(sent_in, number):
    """Return the hint that says of pages to decide on that the lines of the Inbox count them too."""
    if not sent_in:
        return ""
    which = f"{sent_in} of them" if sent_in < number else "It" if number == 1 else "They"
    was = "was" if sent_in == 1 else "were"
    return f"{which} {was} sent in, and counted above too."


def join():
    """Register it; called once the apps are ready."""
    waiting.register_lines("reviews", reviews_of)
    waiting.register(
        "sent-back", "pages that came back to you", turns.sent_back_to,
        lambda user: f"{reverse(reviews.URL_NAME)}{reviews.CAME_BACK}",
        order=Urgency.REVIEW - 10, icon="edit", one="page that came back to you",
        hint="A colleague asks for a change. What they ask stands at the top of the page.",
    )  # fmt: skip
    drafts.register(turns.known_of_reviews, turns.words_of_review)
    waiting.register(
        "mail-not-sent", "emails that could not be sent", mail_not_sent, reverse_lazy("intake_mail"),
        order=Urgency.PEOPLE - 10, icon="warning", one="email that could not be sent",
        hint="Look at why, and try again.",
    )  # fmt: skip
