"""Which links there are: gathered from what readers see of pages, entries and settings, as soon as that changes.

Apps register whose links are looked at (``register``), and what of theirs readers can open (``register_things``,
``register_addresses``). Whether a link works is ``own_site``'s and ``checking``'s.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Page

from cms.core.models import BasePage

from . import own_site
from .addresses import NoAddressError, is_followed, normal, own_hosts, own_path
from .models import Link, LinkPlace
from .walking import LONGEST, found_in

CHUNK = 200


@dataclass(frozen=True)
class Source:
    """Rows of one model whose links are looked at. ``permission``: who may change them, and so sees their links."""

    model: type
    label: str
    rows: Callable
    edit_url: Callable
    permission: str


_sources = {}


def register(model, label, rows, edit_url, permission):
    """Have the links of ``model`` looked at: those of ``rows()``, a queryset of what readers see.

    ``label`` is the word for one; ``edit_url(pk)`` is where its links are mended, by those who have ``permission``.
    """
    _sources[model] = Source(model, label, rows, edit_url, permission)
    watch(model)


def watch(model):
    """Look at a row of ``model`` again whenever it is saved or deleted."""
    post_save.connect(row_saved, sender=model, dispatch_uid=f"links of {model._meta.label}")
    post_delete.connect(row_deleted, sender=model, dispatch_uid=f"links of {model._meta.label}")


def row_saved(sender, instance, raw=False, **signal):
    if not raw:
        transaction.on_commit(partial(look_again, sender, instance.pk), robust=True)
        own_site.judge_soon()


def row_deleted(instance, **signal):
    forget(instance)
    own_site.judge_soon()


def look_again(model, pk):
    """Gather the links of one row, or forget them where readers do not see it; whether they do is asked of its source."""
    row = sources()[model].rows().filter(pk=pk).first()
    if row is not None:
        gather(row)
    else:
        forget(model(pk=pk))


def sources():
    """Return the Source of each model: those that were registered, and all settings of the site."""
    found = dict(_sources)
    for model in settings_registry:
        meta = model._meta
        found.setdefault(
            model,
            Source(
                model, "Settings", model._default_manager.all,
                lambda pk, meta=meta: reverse("wagtailsettings:edit", args=[meta.app_label, meta.model_name, pk]),
                f"{meta.app_label}.change_{meta.model_name}",
            ),
        )  # fmt: skip
    return found


def target_of(found, hosts):
    """Return what identifies where a Found leads, as the fields of a Link; None where it leads nowhere that is checked."""
    if found.model is not None:
        model = own_site.thing_of(found.model)
        if model is None:
            return None
        content_type = ContentType.objects.get_for_model(model)
        return {
            "address": f"{model._meta.label_lower}:{found.pk}", "kind": Link.Kind.THING,
            "target_type_id": content_type.pk, "target": found.pk,
        }  # fmt: skip
    if not is_followed(found.address):
        return None
    path = own_path(found.address, hosts)
    if path is not None:
        return {"address": path, "kind": Link.Kind.OWN}
    try:
        return {"address": normal(found.address), "kind": Link.Kind.OUTSIDE}
    except NoAddressError:
        # It is kept as it stands, and found broken.
        return {"address": found.address, "kind": Link.Kind.OUTSIDE}


def digest_of(address):
    return hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()


def holder_of(thing):
    """Return (content type, pk) by which the places in ``thing`` are kept; pages of all types are pages."""
    model = Page if isinstance(thing, Page) else type(thing)
    return ContentType.objects.get_for_model(model), thing.pk


def gather(thing):
    """Write down which links stand in ``thing``, as readers see it now; nothing where they see nothing of it."""
    gather_all([thing])


def gather_all(things):
    """The same for several things: a few queries, and one more for each kind of inline rows of each thing."""
    hosts, targets, wanted = own_hosts(), {}, {}
    for thing in things:
        holder = holder_of(thing)
        places = wanted.setdefault((holder[0].pk, holder[1]), set())
        if isinstance(thing, Page) and (not thing.live or thing.alias_of_id or not isinstance(thing, BasePage)):
            continue
        title = capfirst(str(thing))[:255]
        for found in found_in(thing):
            target = target_of(found, hosts)
            if target is not None:
                digest = digest_of(target["address"])
                targets[digest] = target
                places.add((digest, title, found.where[:LONGEST], found.words[:LONGEST]))
    with transaction.atomic():
        _keep(targets, wanted)


def _keep(targets, wanted):
    """Make the rows of ``targets`` (fields by digest) and ``wanted`` (places by holder) what the database has."""
    known = dict(Link.objects.filter(digest__in=targets).values_list("digest", "pk"))
    Link.objects.bulk_create(
        [Link(digest=digest, **fields) for digest, fields in targets.items() if digest not in known],
        ignore_conflicts=True,
    )
    known = dict(Link.objects.filter(digest__in=targets).values_list("digest", "pk"))
    page_type = ContentType.objects.get_for_model(Page).pk
    gone, new = [], []
    there = {key: {} for key in wanted}
    types, numbers = {key[0] for key in wanted}, {key[1] for key in wanted}
    for row in LinkPlace.objects.filter(content_type__in=types, object_id__in=numbers).select_related("link"):
        if (row.content_type_id, row.object_id) in there:
            value = (row.link.digest, row.title, row.where, row.words)
            there[row.content_type_id, row.object_id][value] = row.pk
    for key, places in wanted.items():
        gone += [pk for value, pk in there[key].items() if value not in places]
        new += [
            LinkPlace(
                link_id=known[digest], content_type_id=key[0], object_id=key[1], title=title, where=where, words=words,
                page_id=key[1] if key[0] == page_type else None,
            )
            for digest, title, where, words in sorted(places - there[key].keys())
        ]  # fmt: skip
    LinkPlace.objects.filter(pk__in=gone).delete()
    LinkPlace.objects.bulk_create(new)


def typed_to(model, keys):
    """Yield (content type, key as text, key of what it leads to) where readers see a typed address of one of ``keys``.

    ``keys`` are those of rows of ``model``, as text. Two queries; none where such rows have no address of their own.
    """
    rows = Page if issubclass(model, Page) else model
    hosts, by_digest = own_hosts(), {}
    for row in rows._default_manager.filter(pk__in=keys):
        address = next((getattr(row, name) for name in ("url", "get_absolute_url") if hasattr(row, name)), None)
        path = own_path((address() if callable(address) else address) or "", hosts)
        if path:
            # As people type it, too.
            by_digest |= {digest_of(path): str(row.pk), digest_of(path.rstrip("/") or "/"): str(row.pk)}
    if by_digest:
        places = LinkPlace.objects.filter(link__kind=Link.Kind.OWN, link__digest__in=by_digest)
        for kind, pk, digest in places.values_list("content_type", "object_id", "link__digest"):
            yield kind, str(pk), by_digest[digest]


def forget(thing):
    """Nobody sees ``thing`` any more: its links need not work."""
    content_type, pk = holder_of(thing)
    LinkPlace.objects.filter(content_type=content_type, object_id=pk).delete()


def gather_everything():
    """Look at all that readers see, and drop what nothing links to any more. Returns how many links there are.

    For every night: what changed past the signals is found, such as by a command.
    """
    seen = {}

    def take(things, model):
        key = ContentType.objects.get_for_model(model).pk
        for start in range(0, len(things), CHUNK):
            gather_all(things[start : start + CHUNK])
        seen.setdefault(key, set()).update(thing.pk for thing in things)

    pages = list(Page.objects.live().filter(alias_of=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pages), CHUNK):
        take(list(Page.objects.filter(pk__in=pages[start : start + CHUNK]).specific()), Page)
    seen.setdefault(ContentType.objects.get_for_model(Page).pk, set())
    for source in sources().values():
        seen.setdefault(ContentType.objects.get_for_model(source.model).pk, set())
        take(list(source.rows()), source.model)
    for content_type, pks in seen.items():
        there = set(LinkPlace.objects.filter(content_type=content_type).values_list("object_id", flat=True))
        LinkPlace.objects.filter(content_type=content_type, object_id__in=there - pks).delete()
    LinkPlace.objects.exclude(content_type__in=seen).delete()
    Link.objects.filter(places=None).delete()
    own_site.judge()
    return Link.objects.count()
