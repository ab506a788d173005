"""Indexes that are brought up to date once for each thing, not at each of the five times it is saved."""

from contextlib import contextmanager

from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler as index_on_save
from wagtail.search.tasks import insert_or_update_object_task
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task


@contextmanager
def indexed_at_the_end():
    """Hold back Wagtail's search and reference indexes in the block; afterwards index what was saved, each thing once."""
    saved = {}

    def remember(sender, instance, raw=False, **kwargs):
        saved[sender._meta.label, instance.pk] = sender

    searched = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    post_save.connect(remember, weak=False, dispatch_uid="sample.remember")
    for model in searched:
        post_save.disconnect(index_on_save, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(dispatch_uid="sample.remember")
        for model in searched:
            post_save.connect(index_on_save, sender=model)
    for (_label, pk), model in saved.items():
        names = (model._meta.app_label, model._meta.model_name, str(pk))
        if model in searched:
            insert_or_update_object_task.enqueue(*names)
        # Parts are found with what they are parts of, which was saved as well.
        is_part = any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
        if model in ReferenceIndex.tracked_models and not is_part:
            update_reference_index_task.enqueue(*names)
