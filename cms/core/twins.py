"""Parts of a page that stand there twice though one is allowed: two people added the same one, each in their window."""

from django.db.models import UniqueConstraint
from modelcluster.models import get_all_child_relations


def drop_twins(page):
    """Keep one of each of ``page``'s parts that a constraint allows once. Asks the database nothing.

    A form shows an editor what they chose twice. It cannot know what a colleague added after it was opened.
    """
    held = getattr(page, "_cluster_related_objects", {})
    for relation in get_all_child_relations(type(page)):
        name, model = relation.get_accessor_name(), relation.related_model
        for constraint in model._meta.constraints if name in held else ():
            if isinstance(constraint, UniqueConstraint) and relation.field.name in constraint.fields:
                fields = [model._meta.get_field(each).attname for each in constraint.fields]
                _keep_one_each(getattr(page, name), [each for each in fields if each != relation.field.attname])


def _keep_one_each(parts, fields):
    seen = set()
    # What is in the database already stays.
    for part in sorted(parts.all(), key=lambda part: part.pk is None):
        key = tuple(getattr(part, field) for field in fields)
        if key in seen:
            parts.remove(part)
        seen.add(key)
