"""Groups of words that a setting is made of: abstract models with their fields, and a heading for the form."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

LONGEST = 400
ALL = "all"


def words(label, default, help_text):
    """Return a field of a few sentences whose words today are ``default``."""
    return models.TextField(label, max_length=LONGEST, default=default, help_text=help_text)


def panels_of(*groups):
    """Return a panel for each of ``groups``: its ``HEADING`` over its fields, in their order."""
    return [
        MultiFieldPanel([FieldPanel(field.name) for field in group._meta.local_fields], heading=group.HEADING)
        for group in groups
    ]


def shown(setting, groups):
    """Return ``[(heading, [(label, words)])]`` of the groups of ``setting``, as readers get them: for its preview."""
    said = getattr(setting, "said", None)
    return [
        (
            group.HEADING,
            [
                (field.verbose_name, said[field.name] if said else getattr(setting, field.name))
                for field in group._meta.local_fields
            ],
        )
        for group in groups
    ]
