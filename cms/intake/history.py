"""Our own entries of the audit log: what they say, and who read or took away what people told us. Never what that is."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

# One line in the history for one sitting, not one for each glance.
SITTING = timedelta(minutes=30)
# Of a whole list there is no row that an entry could be about.
NO_ROW = "0"


class Told(LogFormatter):
    """A message, followed by what the entry holds under ``key``, where it holds something."""

    def __init__(self, label, message, key=""):
        self.label, self.message, self.key = label, message, key

    def format_message(self, log_entry):
        more = (log_entry.data or {}).get(self.key, "") if self.key else ""
        return f"{self.message}: {more}" if more else self.message


ACTIONS = {
    "intake.checklist": Told("Go through the list", "Went through the list before approving", "answers"),
    "intake.see_file": Told("See a file", "Opened a file that was sent in"),
    "intake.see_details": Told("See details", "Opened it with the details of who sent it"),
    "intake.see_list": Told("See a list", "Opened the list, which shows names and addresses"),
    "intake.download": Told("Download a list", "Took the list away in a file; lines", "number"),
}


def register(registry, actions):
    """Name ``actions`` (Told by name) in Wagtail's registry of log actions."""
    for action, told in actions.items():
        # The registry makes its formatter by calling what it is given.
        registry.register_action(action)(lambda told=told: told)


def note_readings(things, user, action="intake.see_details", *, is_once=True):
    """Write into the history of each of ``things``, all of one model, that ``user`` did ``action`` with it.

    ``is_once``: once for a sitting. The entry names the thing by its reference alone. Three queries, however many.
    """
    rows = {str(thing.pk): thing.reference for thing in things}
    if rows:
        _note(type(next(iter(things))), rows, user, action, {}, is_once)


def note_list(model, user, action, *, is_once=False, **data):
    """Write down that ``user`` did ``action`` with the whole list of ``model``; ``data`` is kept with it."""
    _note(model, {NO_ROW: f"List: {model._meta.verbose_name_plural}"}, user, action, data, is_once)


def _note(model, labels, user, action, data, is_once):
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    now, known = timezone.now(), set()
    if is_once:
        recent = ModelLogEntry.objects.filter(
            content_type=content_type, object_id__in=labels, action=action, user=user, timestamp__gt=now - SITTING
        )
        known = set(recent.values_list("object_id", flat=True))
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type, object_id=pk, label=label, action=action, user=user, timestamp=now, data=data
        )
        for pk, label in labels.items()
        if pk not in known
    )  # fmt: skip
