"""How the directory's search hears of what changes it, beside ``Service.save`` and ``update``."""

from django.db import connection
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import receiver

from cms.core.models import Term

from . import engine
from .models import Organisation, SearchEntry, SearchWord, Service


@receiver(post_delete, sender=Service, dispatch_uid="directory.forget")
def forget_in_search(instance, **kwargs):
    """A service that is deleted leaves no word in the search."""
    engine.forget([instance.pk])
    engine.tell_in_front([instance.slug])


@receiver(post_save, sender=Organisation, dispatch_uid="directory.organisation")
def refresh_services_of(instance, created, **kwargs):
    """The name of an organisation finds its services."""
    if not created:
        engine.refresh(instance.services.values_list("pk", flat=True))


# What the search has of a term.
TERM_FIELDS = ("name", "parent_id", "merged_into_id", "is_retired")


@receiver(pre_save, sender=Term, dispatch_uid="directory.term_before")
def notice_term(instance, **kwargs):
    """Keep whether a term says something else now: a taxonomy saves all its terms with each of them."""
    kept = Term.objects.filter(pk=instance.pk).values_list(*TERM_FIELDS).first() if instance.pk else None
    instance.search_differs = kept is not None and kept != tuple(getattr(instance, name) for name in TERM_FIELDS)


@receiver(post_save, sender=Term, dispatch_uid="directory.term")
def refresh_services_with(instance, **kwargs):
    """The name of a term, what it became and what is wider find the services that are filed under it."""
    if getattr(instance, "search_differs", False):
        engine.refresh_terms([instance.pk])


@receiver(pre_delete, sender=Term, dispatch_uid="directory.term_goes")
def notice_services_with(instance, **kwargs):
    """Keep which services have a term that goes: after it is gone nobody knows."""
    instance.search_services = list(instance.services.values_list("pk", flat=True))


@receiver(post_delete, sender=Term, dispatch_uid="directory.term_gone")
def refresh_services_without(instance, **kwargs):
    """A term that is gone finds nothing."""
    engine.refresh(getattr(instance, "search_services", []))


@receiver(post_migrate, dispatch_uid="directory.search_filled")
def fill_search(sender, **kwargs):
    """Fill the search of a site that had services before it had this search, or before it kept all of this."""
    # Not after a migration back to before there was any of it.
    if sender.label != "directory" or SearchWord._meta.db_table not in connection.introspection.table_names():
        return
    engine.begin()
    if Service.objects.listed().exists() and not (SearchEntry.objects.exists() and SearchWord.objects.exists()):
        engine.refresh_all()
