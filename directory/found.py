"""Services as site search finds them."""

from django.db.models import Prefetch
from django.urls import reverse

from cms.core.searchable import Kind, ModelSource, Start

from . import words_table
from .models import Location, Service


def start():
    """Return where all services are listed, for somebody who has not typed anything yet."""
    return [
        Start(
            "Find peer support",
            reverse("directory:list"),
            "Groups, phone lines and people, by place and by what you need.",
        )
    ]


class ServiceSource(ModelSource):
    """Listed services, one kind; what may not be shown of an address is in no column and no fact that it reads."""

    def __init__(self):
        super().__init__(
            key="services",
            kind=Kind("Service", "Services"),
            listed=Service.objects.listed,
            title_field="name",
            summary_field="summary",
            text_fields=("description", "who_for", "first_visit"),
            # Only what the two facts read, not all that a card of the directory shows.
            with_facts=lambda services: services.select_related("organisation").prefetch_related(
                Prefetch("locations", Location.objects.select_related("locality"))
            ),
            facts=lambda service: [fact for fact in (service.provider, service.where_on_card) if fact],
            links=start,
        )

    def matching(self, wanted):
        """Ask the directory's own search, so that both find the same: there no retired term finds anything."""
        return words_table.matching(wanted)
