"""The quick buttons of the dashboard: what somebody may add, each straight to its form."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from .may import pages_for

_pages, _others = {}, {}


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str
    order: int


def register_page(model, label, *, order, icon="doc-empty"):
    """Offer to add a page of type ``model``, below the place where such pages belong, to those who may."""
    _pages[model] = (label, order, icon)


def register(key, label, url, permission, *, order, icon="plus"):
    """Offer ``label``, which leads to ``url`` (``reverse_lazy``), to those who have ``permission``."""
    _others[key] = (label, url, permission, order, icon)


def for_user(user):
    """Return the Buttons for ``user``, in their order. One query, and the permissions."""
    places = _places_for(user, _pages)
    buttons = []
    for model, (label, order, icon) in _pages.items():
        parents = [
            place for place in places if issubclass(place.specific_class, tuple(model.allowed_parent_page_models()))
        ]
        if parents:
            buttons.append(Button(label, _address(model, parents), icon, order))
    for label, url, permission, order, icon in _others.values():
        if user.has_perm(permission):
            buttons.append(Button(label, str(url), icon, order))
    return sorted(buttons, key=lambda button: (button.order, button.label))


def address_for(user, model):
    """Return where ``user`` adds a page of type ``model``; None where they may not. One query, and the permissions."""
    parents = _places_for(user, [model])
    return _address(model, parents) if parents else None


def _places_for(user, models):
    """Return the pages below which ``user`` may add one of ``models``."""
    parents = {parent for model in models for parent in model.allowed_parent_page_models()}
    if not parents:
        return []
    types = ContentType.objects.get_for_models(*parents, for_concrete_models=False).values()
    return list(pages_for(user, "add").filter(content_type__in=types, alias_of=None).select_related("content_type"))


def _address(model, parents):
    """Return where the form is; where more than one place holds such pages, where the place is chosen."""
    name = (model._meta.app_label, model._meta.model_name)
    if len(parents) == 1:
        return reverse("wagtailadmin_pages:add", args=[*name, parents[0].pk])
    return reverse("wagtailadmin_pages:choose_parent", args=name)
