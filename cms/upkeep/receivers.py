"""How links are kept right as the site changes: what is written is gathered, and what is linked to is judged."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import links
from .own_site import judge_soon


def gather_soon(instance, **signal):
    """A page was published: gather its links once that is committed, and judge."""
    transaction.on_commit(partial(links.gather, instance), robust=True)
    judge_soon()


def forget_now(instance, **signal):
    """A page left the site: its links need not work, and those to it do not."""
    links.forget(instance)
    judge_soon()


def connect():
    page_published.connect(gather_soon, dispatch_uid="links of a page")
    page_unpublished.connect(forget_now, dispatch_uid="links of a page")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(judge_soon, dispatch_uid="links to pages")
    for model in (Page, PageViewRestriction, Redirect, Site, get_document_model()):
        post_delete.connect(judge_soon, sender=model, dispatch_uid=f"links to {model._meta.label}")
    for model in (PageViewRestriction, Redirect, Site, get_document_model()):
        post_save.connect(judge_soon, sender=model, dispatch_uid=f"links to {model._meta.label}")
    for model in settings_registry:
        links.watch(model)
