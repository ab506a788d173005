"""What an editor is told before services are deleted: what goes with each of them, and what keeps one from it."""

from django.db.models import Count

from .models import Service


def goes_with(services):
    """Return by primary key what is deleted along with each of ``services``, as lists of sentences. One query."""
    counted = Service.objects.filter(pk__in=[service.pk for service in services]).annotate(
        people=Count("listing_contacts", distinct=True),
        notes_written=Count("notes", distinct=True),
        old_addresses=Count("redirects", distinct=True),
    )
    return {service.pk: _sentences(service) for service in counted}


def waits(service):
    """Whether somebody waits for a decision about ``service``, or reviews it: it is not deleted then."""
    return (
        service.current_workflow_state is not None
        or service.reports.undecided().exists()
        or service.contact_requests.undecided().exists()
    )


def _sentences(service):
    told = [f"Its page /directory/{service.slug}/: readers find nothing there."] if service.is_listed else []
    if service.old_addresses:
        addresses = (
            "1 old address that leads"
            if service.old_addresses == 1
            else f"{service.old_addresses} old addresses that lead"
        )
        told.append(f"{addresses} to it: readers find nothing there either.")
    if service.people:
        people = "1 person who looks" if service.people == 1 else f"{service.people} people who look"
        told.append(f"{people} after it by email. Nobody tells them: write to them yourself.")
    if service.notes_written:
        told.append(
            "1 note by colleagues." if service.notes_written == 1 else f"{service.notes_written} notes by colleagues."
        )
    return told
