"""What our own entries of the audit log say, in a thing's history and in the site's."""

from wagtail.log_actions import LogFormatter


class Told(LogFormatter):
    """A message, followed by what the entry holds under ``key``, where it holds something."""

    def __init__(self, label, message, key=""):
        self.label, self.message, self.key = label, message, key

    def format_message(self, log_entry):
        more = (log_entry.data or {}).get(self.key, "") if self.key else ""
        return f"{self.message}: {more}" if more else self.message


def register(registry, actions):
    """Name ``actions`` (Told by name) in Wagtail's registry of log actions."""
    for action, told in actions.items():
        # The registry makes its formatter by calling what it is given.
        registry.register_action(action)(lambda told=told: told)
