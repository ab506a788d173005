"""What services asked or did by their links, in the editors' queue."""

from django.urls import reverse

from . import queue
from .models import Closure, ContactRequest

WANTED = {
    ContactRequest.Kind.ADD: "One more person wants to look after it",
    ContactRequest.Kind.REPLACE: "Somebody else wants to look after it instead",
    ContactRequest.Kind.LEAVE: "One person no longer wants to look after it",
}


class ContactRequests(queue.Rows):
    """Changes of who looks after an entry. Who it is stands on the request's own screen."""

    kind, label = "contact", "Change of contact"
    permissions = ("directory.publish_service",)

    def rows(self, stage=""):
        return ContactRequest.objects.none() if stage == queue.CHANGES else ContactRequest.objects.undecided()

    def item(self, row, user):
        how = "asked by the link of somebody who does now" if row.by_link else "asked without a link: check first"
        url = reverse("directory_contact_request", args=[row.pk])
        return queue.Item(self.kind, self.label, row.received_at, f"{WANTED[row.kind]}; {how}", url, row.reference)


class Closures(queue.Rows):
    """Entries that were closed by their links, until an editor has seen it."""

    kind, label = "closing", "Closed by the service"
    permissions = ("directory.publish_service",)
    since_field = "closed_at"

    def rows(self, stage=""):
        return Closure.objects.none() if stage == queue.CHANGES else Closure.objects.unseen()

    def item(self, row, user):
        summary = "It said why" if row.reason else "It gave no reason"
        return queue.Item(self.kind, self.label, row.closed_at, summary, reverse("directory_closure", args=[row.pk]))


queue.register(ContactRequests())
queue.register(Closures())
