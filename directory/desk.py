"""What editors do for each other about an entry: assign it, write a note, with an audit row each; and how they get from
the entry that readers see to its form."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from wagtail.log_actions import log

from .models import Assignment, Note, Service

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


def acts_at(path, user):
    """Return what ``user`` may do with the entry that readers see at ``path``, for the editors' bar; None where none is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "directory:detail":
        return None
    service = Service.objects.listed().filter(slug=match.kwargs["slug"]).first()
    if service is None or not user.has_perm("directory.change_service"):
        return []
    return [("Change this entry", reverse(service.snippet_viewset.get_url_name("edit"), args=[service.pk]))]
