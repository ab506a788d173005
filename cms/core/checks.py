"""The rules of the house as system checks: what a reviewer would otherwise have to remember.

Every page type descends from BasePage, says what it is for, says where it may stand, and has a template;
every block of every StreamField shows an example and says what it is for.
"""

from django.apps import apps
from django.core.checks import Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .models import BasePage

PROJECT_APPS = {"core", "home", "pages", "directory", "search", "contribute", "community"}


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


@register()
def blocks_explain_themselves(app_configs, **kwargs):
    """Return an Error for each block of a top-level stream without a description or an example."""
    found = []
    for model in project_models():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField) or not isinstance(field.stream_block, StreamBlock):
                continue
            for name, block in field.stream_block.child_blocks.items():
                where = f"{model.__name__}.{field.name}: {name}"
                if not block.get_description():
                    found.append(Error(f"{where} has no description.", obj=model, id="core.E005"))
                if not block.is_previewable:
                    found.append(Error(f"{where} has no preview.", obj=model, id="core.E006"))
    return found
