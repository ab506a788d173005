"""What the directory keeps of a person besides what they sent in: which entries they look after."""

from cms.intake import people

from .models import ListingContact


def export(email):
    """Return the entries that the person with this address looks after."""
    contacts = ListingContact.objects.filter(sender__email__iexact=email).select_related("service")
    return [{"service": contact.service.name, "since": contact.added_at.isoformat()} for contact in contacts]


def erase(email):
    """Let them look after none any more; return how many."""
    return ListingContact.objects.filter(sender__email__iexact=email).delete()[0]


def join():
    """Have ``manage.py person`` ask here too."""
    people.register("entries looked after", export, erase)
