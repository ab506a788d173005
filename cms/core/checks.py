"""The rules of the house as system checks: what a reviewer would otherwise have to remember.

Every page type descends from BasePage, says what it is for, says where it may stand, and has a template;
every block that an editor can choose, at any depth of a StreamField, shows an example, has a sign and says what it is for.
"""

from django.apps import apps
from django.core.checks import Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.blocks import Block, ListBlock, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .models import BasePage

PROJECT_APPS = {"core", "home", "pages", "directory", "search", "contribute", "newsletter", "community"}


def project_models():
    """Yield the concrete models of the project's own apps."""
    return (model for model in apps.get_models() if model._meta.app_label in PROJECT_APPS)


@register()
def page_types_keep_the_rules(app_configs, **kwargs):
    """Return an Error for each page type that breaks a rule of the house."""
    found = []
    for model in project_models():
        if not issubclass(model, Page):
            continue
        if not issubclass(model, BasePage):
            found.append(Error(f"{model.__name__} does not descend from BasePage.", obj=model, id="core.E001"))
        if not getattr(model, "page_description", ""):
            found.append(Error(f"{model.__name__} has no page_description for editors.", obj=model, id="core.E002"))
        for rule in ("parent_page_types", "subpage_types"):
            if rule not in vars(model):
                found.append(Error(f"{model.__name__} does not say its {rule}.", obj=model, id="core.E003"))
        try:
            get_template(model.template)
        except TemplateDoesNotExist:
            found.append(Error(f"{model.__name__} has no template {model.template}.", obj=model, id="core.E004"))
    return found


def choosable(block, where):
    """Yield ``(where, block)`` of every block that can be chosen in ``block`` or in what it holds, however deep."""
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, ListBlock):
        children["item"] = block.child_block
    for name, child in children.items():
        if isinstance(block, StreamBlock):
            yield f"{where}.{name}", child
        yield from choosable(child, f"{where}.{name}")


@register()
def blocks_explain_themselves(app_configs, **kwargs):
    """Return an Error for each block that can be chosen and has no description, no example or no icon of its own."""
    found = []
    for model in project_models():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField):
                continue
            for where, block in choosable(field.stream_block, f"{model.__name__}.{field.name}"):
                if not getattr(block.meta, "description", ""):
                    found.append(Error(f"{where} has no description.", obj=model, id="core.E005"))
                if not block.is_previewable:
                    found.append(Error(f"{where} has no preview.", obj=model, id="core.E006"))
                if block.meta.icon == Block._meta_class.icon:
                    found.append(Error(f"{where} has no icon.", obj=model, id="core.E007"))
    return found
