"""Whether links to this site itself lead anywhere: judged at once whenever what they may lead to changes.

All are judged together, in a number of queries that does not grow with them.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.core.models.querysets import unrestricted

from .models import Link

_things, _addresses = {}, {}
NOT_THERE = "There is nothing at this address of our site."


def register_things(model, public, gone):
    """Let links to chosen rows of ``model`` be judged: ``public(pks)`` gives those that readers can open, ``gone`` says why not."""
    _things[model] = (public, gone)


def register_addresses(view_name, public):
    """Let typed addresses of the view ``view_name`` be judged: ``public(matches)`` gives a list of true and false.

    ``matches`` are ResolverMatches of that view.
    """
    _addresses[view_name] = public


def documents(matches):
    """Judge addresses of files: there is one with that number."""
    numbers = [int((*match.args, *match.kwargs.values())[0]) for match in matches]
    there = set(get_document_model().objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [number in there for number in numbers]


register_addresses("wagtaildocs_serve", documents)


def thing_of(model):
    """Return the model by which links to ``model`` are judged; None where nobody judges them."""
    if issubclass(model, Page):
        return Page
    if issubclass(model, get_document_model()):
        return get_document_model()
    return model if model in _things else None


def judge():
    """Look at every link to this site and write down which are broken, and since when."""
    links = list(Link.objects.exclude(kind=Link.Kind.OUTSIDE))
    reasons = _reasons_of_things([link for link in links if link.kind == Link.Kind.THING])
    missing = missing_paths({link.address for link in links if link.kind == Link.Kind.OWN})
    now, today, changed = timezone.now(), timezone.localdate(), []
    for link in links:
        reason = NOT_THERE if link.address in missing else reasons.get(link.pk, "")
        result = Link.Result.BROKEN if reason else Link.Result.FINE
        if (link.result, link.reason) != (result, reason):
            link.broken_since = (link.broken_since or today) if reason else None
            link.result, link.reason, link.checked_at = result, reason, now
            changed.append(link)
    Link.objects.bulk_update(changed, ["result", "reason", "broken_since", "checked_at"], batch_size=100)


def judge_soon(**signal):
    """Judge once what is being written is committed. Also a receiver of signals."""
    transaction.on_commit(judge, robust=True)


def _reasons_of_things(links):
    """Return why links to chosen things are broken, by the link's pk; what works is left out."""
    by_type, reasons = {}, {}
    for link in links:
        by_type.setdefault(link.target_type_id, []).append(link)
    for content_type, some in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        wanted = {link.target for link in some}
        if model is Page:
            found = _reasons_of_pages(wanted)
        elif model is get_document_model():
            found = dict.fromkeys(
                wanted - set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)), "The file was deleted."
            )
        elif model in _things:
            public, gone = _things[model]
            found = dict.fromkeys(wanted - set(public(wanted)), gone)
        else:
            found = {}
        reasons |= {link.pk: found[link.target] for link in some if link.target in found}
    return reasons


def _reasons_of_pages(wanted):
    live = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "live"))
    public = set(unrestricted(Page.objects.live()).filter(pk__in=wanted).values_list("pk", flat=True))
    return {
        pk: "The page was deleted."
        if pk not in live
        else "The page is not for everybody."
        if live[pk]
        else "The page is not on the site."
        for pk in wanted - public
    }


def missing_paths(paths):
    """Return those of ``paths`` (addresses of this site, from /) at which a reader would find nothing: a set."""
    missing, pages, by_view = set(), set(), {}
    for path in paths:
        match = match_of(path)
        if match is None:
            (pages if not path.startswith(settings.MEDIA_URL) else missing).add(path)
        elif match.view_name == "wagtail_serve":
            pages.add(path)
        elif match.view_name in _addresses:
            by_view.setdefault(match.view_name, []).append((path, match))
    for view_name, some in by_view.items():
        answers = _addresses[view_name]([match for _path, match in some])
        missing |= {path for (path, _match), is_there in zip(some, answers, strict=True) if not is_there}
    missing = {path for path in missing if not _is_file(path)}
    missing |= _missing_pages(pages)
    return missing - _redirected(missing) if missing else missing


def match_of(path):
    for spelling in (path, f"{path}/"):
        try:
            return resolve(spelling)
        except Resolver404:
            continue
    return None


def _is_file(path):
    return path.startswith(settings.MEDIA_URL) and default_storage.exists(path.removeprefix(settings.MEDIA_URL))


def _missing_pages(paths):
    """Return those of ``paths`` at which no page answers that everybody may see."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if not paths or site is None:
        return set(paths)
    root = site.root_page.url_path
    wanted = {path: root + path.strip("/") + ("/" if path.strip("/") else "") for path in paths}
    above = {
        address[: end + 1] for address in wanted.values() for end, char in enumerate(address) if char == "/"
    }  # fmt: skip
    pages = unrestricted(Page.objects.live()).filter(url_path__in=above).select_related("content_type")
    found = {page.url_path: page for page in pages.only("url_path", "content_type")}
    return {path for path, address in wanted.items() if not _answers(address, found)}


def _answers(address, found):
    """Whether a page answers at ``address``, itself or by a part of it that has an address of its own."""
    if address in found:
        return True
    nearest = max((path for path in found if address.startswith(path)), key=len, default=None)
    model = found[nearest].specific_class if nearest else None
    if model is None or not issubclass(model, RoutablePageMixin):
        return False
    try:
        model.get_resolver().resolve("/" + address.removeprefix(nearest))
    except Resolver404:
        return False
    return True


def _redirected(paths):
    """Return those of ``paths`` from which an editor's redirect leads on."""
    by_path = {path: Redirect.normalise_path(path) for path in paths}
    olds = set(Redirect.objects.filter(old_path__in=by_path.values()).values_list("old_path", flat=True))
    return {path for path, old in by_path.items() if old in olds}
