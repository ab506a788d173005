"""Services that share terms with something else: a page, another service."""

from django.db.models import Count, F

from .models import Service


def sharing(terms, limit, without=()):
    """Return at most ``limit`` listed services with some of ``terms`` (a queryset or list of primary keys): a list.

    Most in common first, then the newest; those whose primary keys are in ``without`` are left out. One query.
    """
    alike = Service.objects.listed().exclude(pk__in=list(without)).filter(terms__in=terms)
    newest = F("first_published_at").desc(nulls_last=True)
    return list(alike.annotate(common=Count("terms")).order_by("-common", newest, "pk")[:limit])
