"""A row in words, as ``manage.py person export`` hands it to whom it is about: every field, but those named with a reason."""

from django.db import models
from django.urls import reverse

from cms.core.site_links import absolute_url

# Where staff open a file to send it along, by the name of its model.
DESKS = {"siteimage": "wagtailimages:edit", "sitedocument": "wagtaildocs:edit"}


def fields_of(row, left_out):
    """Return the fields of ``row`` that hold something, by their labels; those in ``left_out`` are not among them: a dict."""
    told = {}
    for field in row._meta.concrete_fields:
        if field.name not in left_out and (value := _in_words(row, field)) not in (None, "", [], {}):
            told[str(field.verbose_name)] = value
    return told


def _in_words(row, field):
    value = getattr(row, field.name)
    if field.choices:
        return getattr(row, f"get_{field.name}_display")() if value else ""
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(field, models.DateField) and value:
        return value.isoformat()
    if isinstance(field, models.ForeignKey) and value:
        return file_of(value) if hasattr(value, "file") else str(value)
    return value


def file_of(kept):
    """Return what is known of a file: an upload, or a picture or document of the library; and where staff open it: a dict."""
    name = getattr(kept, "original_name", "") or getattr(kept, "title", "")
    shows = getattr(kept, "caption", "") or getattr(kept, "description", "")
    size = getattr(kept, "size", None) or getattr(kept, "file_size", None)
    model = kept._meta.model_name
    address = reverse(DESKS[model], args=[kept.pk]) if model in DESKS else reverse("intake_upload", args=[kept.uuid])
    told = {"name": name, "size in bytes": size, "what it shows": shows, "staff open it at": absolute_url(address)}
    return {label: value for label, value in told.items() if value}
