"""What editors do for each other about an entry: assign it, write a note. With an audit row each."""

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.log_actions import log

from .models import Assignment, Note

# Who may decide may be asked to look after something.
DECIDES = "directory.publish_service"


def colleagues():
    """Return the active users to whom something can be assigned, by name: a queryset."""
    users = get_user_model().objects.with_perm(DECIDES, backend="django.contrib.auth.backends.ModelBackend")
    return users.filter(is_active=True).order_by("first_name", "last_name", "username").distinct()


def name_of(user):
    """Return how colleagues know ``user``: the full name, else the user name."""
    return user.known_as


def assign(service, to, *, user):
    """Let the user ``to`` look after what waits for ``service``; None for nobody."""
    with transaction.atomic():
        if to is None:
            if not Assignment.objects.filter(service=service).delete()[0]:
                return
        else:
            Assignment.objects.update_or_create(service=service, defaults={"user": to})
        log(instance=service, action="directory.assign", user=user, data={"to": name_of(to) if to else "nobody"})


def write_note(service, text, *, user):
    """Keep a note of ``user`` on ``service`` and return it. Its words stand in no log."""
    with transaction.atomic():
        note = Note.objects.create(service=service, author=user, text=text)
        log(instance=service, action="directory.note", user=user)
    return note
