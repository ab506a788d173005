"""Our own entries of a page's history, in words."""

from wagtail.log_actions import LogFormatter

from .keeping import HANDED_OVER
from .reviews import REVIEWED, in_words


class Reviewed(LogFormatter):
    label = "Check of the page"

    def format_message(self, log_entry):
        data = log_entry.data or {}
        checked, due = in_words(data.get("checked", "")), in_words(data.get("due", ""))
        parts = [
            f"last checked on {checked}" if checked else "no check recorded",
            f"due again on {due}" if due else "not due again",
        ]
        return f"Days of the check: {', '.join(parts)}"


class HandedOver(LogFormatter):
    label = "Hand over"

    def format_message(self, log_entry):
        data = log_entry.data or {}
        return f"Handed over from {data.get('from', 'nobody')} to {data.get('to', 'nobody')}"


def name_actions(actions):
    """Hook ``register_log_actions``."""
    actions.register_action(REVIEWED)(Reviewed)
    actions.register_action(HANDED_OVER)(HandedOver)
