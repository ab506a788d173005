"""The directory's links, to be looked at with those of the whole site; and which of its own addresses lead anywhere."""

from functools import partial

from django.db import transaction
from django.urls import reverse

from cms.upkeep import links, own_site

from .models import Organisation, Service, ServiceRedirect
from .models.querysets import seen_or_not

# What stands below the address of one entry.
OF_ONE_ENTRY = ("detail", "report", "calendar", "update_request")


def listed_numbers(pks):
    """Return those of ``pks`` whose services readers find."""
    return set(Service.objects.listed().filter(pk__in=pks).values_list("pk", flat=True))


def lead_somewhere(matches):
    """Return for each address of an entry whether there is one, or a redirect to one that took its place."""
    slugs = {match.kwargs["slug"] for match in matches}
    there = set(Service.objects.listed().filter(slug__in=slugs).values_list("slug", flat=True))
    listed = Service.objects.listed().values("pk")
    there |= set(
        ServiceRedirect.objects.filter(old_slug__in=slugs, service__in=listed).values_list("old_slug", flat=True)
    )
    return [match.kwargs["slug"] in there for match in matches]


def look_again_soon(sender, pks, **signal):
    """Services came or went by an update: gather their links, or forget them, once that is committed; judge those to them."""
    for pk in pks:
        transaction.on_commit(partial(links.look_again, Service, pk), robust=True)
    own_site.judge_soon()


def join():
    """Register all of it."""
    links.register(
        Service, "Service", lambda: Service.objects.listed(),
        lambda pk: reverse("wagtailsnippets_directory_service:edit", args=[pk]), "directory.change_service",
    )  # fmt: skip
    links.register(
        Organisation, "Organisation",
        lambda: Organisation.objects.filter(pk__in=Service.objects.listed().values("organisation")),
        lambda pk: reverse("wagtailsnippets_directory_organisation:edit", args=[pk]), "directory.change_organisation",
    )  # fmt: skip
    seen_or_not.connect(look_again_soon, sender=Service, dispatch_uid="links of services")
    own_site.register_things(Service, listed_numbers, "The service is not in the directory.")
    for name in OF_ONE_ENTRY:
        own_site.register_addresses(f"directory:{name}", lead_somewhere)
