"""What the desk of the Inbox shows of a story: where its page is, and how it stands with its teller. Never its words."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ..models import StoryAsk
from .services import guesses_of

Answer = StoryAsk.Answer


def state_of(sent, version=None):
    """Return how it stands with the teller's yes, as a sentence. ``version``: the newest, where it is at hand."""
    from .asking import has_yes
    from .spelling import why_not_mended

    if sent.page is None:
        return "It is gone: taken back, or its time was over."
    version = version or sent.page.get_latest_revision_as_object()
    last = sent.asks.first()
    if not sent.asks_first:
        why_not = why_not_mended(sent, version)
        if last is None or not why_not:
            why = "they let an editor correct spelling without asking" if sent.has_email else "they left no address"
            return f"The teller is not asked: {why}. Correct spelling only. {why_not}".strip()
    if has_yes(sent, version):
        return "The teller agreed to it as it stands."
    if last is None:
        return "The teller was not asked yet."
    day = f"{timezone.localdate(last.answered_at or last.asked_at):%-d %B %Y}"
    return {
        Answer.NONE: f"The teller was asked on {day} and has not answered yet.",
        Answer.YES: "It was changed after the teller agreed. Ask again.",
        Answer.CHANGE: f"The teller asked for a change on {day}: see what they wrote in the Inbox.",
    }.get(last.answer, "The teller was not asked yet.")


def rows_of(sent):
    """Return pairs of label and value."""
    rows = [("With the teller", state_of(sent, guesses_of(sent).version if sent.page else None))]
    if sent.page:
        address = reverse("wagtailadmin_pages:edit", args=[sent.page_id])
        rows.append(
            ("The story", format_html('<a href="{}">Open it in the page editor, to approve or decline it</a>', address))
        )
    if sent.services_named:
        rows.append(("Services they name", sent.services_named))
        if sent.page:
            led_to = "\n".join(service.name for service in guesses_of(sent).led_to)
            rows.append(("It leads to these entries", led_to or "None yet"))
    return rows
