"""Every form that an editor fills in, found in the registries: a new field, block, setting or form is walked by itself."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import get_resolver
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, get_edit_handler
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtailmedia.forms import get_media_form
from wagtailmedia.models import get_media_model

from cms.core.blocks.explained import help_of
from cms.core.checks import PROJECT_APPS
from cms.core.page_source import page_models
from cms.intake.forms import PublicForm
from cms.intake.review_forms import AnswerForm
from cms.signin.people import ChangedPersonForm, NewPersonForm

OURS = PROJECT_APPS | {"intake", "media"}
# Forms that readers fill in, those of the sign-in, which stand on pages of the site, and what tests make.
OF_READERS = ("tests", "cms.design", "cms.signin", "home.forms", "search.forms", "directory.search_forms")


def edit_handlers():
    """Yield ``(model, edit handler)`` of every form that Wagtail makes of panels: pages, what viewsets add, settings."""
    for model in page_models():
        yield model, model.get_edit_handler()
    for viewset, model in viewsets_of_ours():
        if is_filled_in(viewset):
            yield model, viewset._edit_handler
    for model in settings_registry:
        yield model, get_edit_handler(model)


def viewsets_of_ours():
    """Yield ``(viewset, model)`` of what has a menu and is of the project's own models: lists of pages, words, things."""
    # They are registered when the addresses are read.
    assert get_resolver().url_patterns
    for viewset in viewsets.viewsets:
        if getattr(viewset, "model", None) and hasattr(viewset, "menu_label"):
            model = resolve_model_string(viewset.model)
            if model._meta.app_label in OURS:
                yield viewset, model


def is_filled_in(viewset):
    """Whether it has a form at all: what the public sent in is looked at, and nobody adds or changes it."""
    if not isinstance(viewset, ModelViewSet):
        return False
    anybody = get_user_model()(is_active=True, is_superuser=True)
    may = viewset.permission_policy.user_has_permission
    return viewset._edit_handler and (may(anybody, "add") or may(anybody, "change"))


def plain_forms():
    """Yield ``(name, form class)`` of every other form of the editors: desks, uploads, people."""
    seen = [NewPersonForm, ChangedPersonForm]
    yield from ((form.__name__, form) for form in seen)
    yield "image", get_image_form(get_image_model())
    yield "document", get_document_form(get_document_model())
    yield "recording", get_media_form(get_media_model())
    yield from ((f"{form.__module__}.{form.__name__}", form) for form in _below(forms.Form) if _of_editors(form))


def _below(form):
    for one in form.__subclasses__():
        yield one
        yield from _below(one)


def _drawn(form):
    """Return the BoundFields of ``form`` that are seen, with the words that are drawn beside them."""
    try:
        return form().visible_fields()
    except (AttributeError, KeyError, TypeError):
        # It is made for something: what it says before that is all it says.
        return type(form.__name__, (forms.Form,), dict(form.base_fields))().visible_fields()


def _of_editors(form):
    if getattr(form, "label", None) == "" or issubclass(form, forms.BaseModelForm):
        # What all answers to senders share: those that are used say their own words. Wagtail makes the others of panels.
        return False
    path = Path(settings.BASE_DIR, *form.__module__.split(".")).with_suffix(".py")
    return path.exists() and not issubclass(form, PublicForm) and not form.__module__.startswith(OF_READERS)


def fields():
    """Yield ``(where, label, help)`` of each field that is seen in each of these forms, their rows and their blocks."""
    for model, handler in edit_handlers():
        yield from _of_panel(handler, model, handler.get_form_class(), model.__name__)
    for name, form in plain_forms():
        for field in _drawn(form):
            label, words = str(field.label or ""), str(field.help_text or "")
            if field.name == "comment" and issubclass(form, AnswerForm):
                label, words = form.label, form.hint
            yield f"{name}.{field.name}", label, words


def _children(block):
    yield from getattr(block, "child_blocks", {}).items()
    if isinstance(block, blocks.ListBlock):
        yield "item", block.child_block


def _of_panel(panel, model, form, where):
    for child in getattr(panel, "children", []):
        yield from _of_panel(child, model, form, where)
    if isinstance(panel, InlinePanel):
        rows = panel.child_edit_handler
        yield from _of_panel(
            rows, panel.db_field.related_model, rows.get_form_class(), f"{where}.{panel.relation_name}"
        )
    elif isinstance(panel, FieldPanel) and panel.field_name in form.base_fields:
        field = form.base_fields[panel.field_name]
        name = f"{where}.{panel.field_name}"
        yield name, str(panel.heading or field.label), str(panel.help_text or field.help_text or "")
        column = model._meta.get_field(panel.field_name)
        if isinstance(column, StreamField):
            yield from _of_block(column.stream_block, name)


def _of_block(block, where):
    for name, child in _children(block):
        if isinstance(block, blocks.StructBlock):
            yield f"{where}.{name}", str(child.label), help_of(child)
        yield from _of_block(child, f"{where}.{name}")
