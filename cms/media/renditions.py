"""Sizes of pictures, made by a task before a reader asks: when one comes in or changes, and when something shows it.

A page never waits for that. A size that is missing when a page is drawn is made there and then, as Wagtail does.
Pictures that wait (``cms.media.waiting``) get none before they are let out.
"""

import logging
import time
from datetime import timedelta
from functools import partial
from io import BytesIO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from .shown import uses_in, uses_of
from .sizes import BEFOREHAND, specs_for
from .waiting import waits

logger = logging.getLogger(__name__)

# What a new size depends on. Other changes of a picture, such as of its words, ask for none.
SHAPE = frozenset({"file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"})
# Seconds that a task works on one picture before it lets the next ones pass.
AT_A_TIME = 60
# When what failed is tried again.
LATER = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)]


def missing(image, uses=()):
    """Return the filters whose sizes ``image`` does not have: of ``uses`` and of all else that it is shown for."""
    if waits(image.file.name):
        return []
    wanted = specs_for(BEFOREHAND | set(uses) | uses_of(image))
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    return [spec for spec in wanted if (spec, Filter(spec=spec).get_cache_key(image)) not in there]


def make(image, specs, *, until=None):
    """Make sizes of ``image``, one after the other; return ``(number made, filters that failed)``.

    ``until``: a time of ``time.monotonic`` after which no further one is begun; then they count as neither. At most the
    file and one decoded picture are in memory. Raises OSError where the file cannot be read.
    """
    made, failed = 0, []
    with image.open_file() as file:
        content = file.read()
    for spec in specs:
        if until is not None and time.monotonic() > until:
            break
        try:
            made += _make(image, spec, content)
        except Exception as error:
            # Whatever a codec may say of a file. Not its own words: names of files are what people chose.
            logger.warning("Picture %s: no size %s (%s)", image.pk, spec, type(error).__name__)
            failed.append(spec)
    return made, failed


def _make(image, spec, content):
    """Make and keep one size; return whether it was. Not where the picture was replaced, withdrawn or hidden meanwhile."""
    size = Filter(spec=spec)
    key = size.get_cache_key(image)
    source = File(BytesIO(content), name=image.file.name)
    rendition = image.renditions.model(
        image=image, filter_spec=spec, focal_point_key=key, file=image.generate_rendition_file(size, source=source)
    )
    try:
        with transaction.atomic():
            # Who deletes or replaces the picture waits for this moment, or has been before: no size outlives its picture.
            now = type(image).objects.select_for_update(no_key=True).filter(pk=image.pk, file=image.file.name).first()
            if now is None or size.get_cache_key(now) != key:
                return False
            if now.renditions.filter(filter_spec=spec, focal_point_key=key).exists():
                return False
            rendition.save()
    except BaseException as error:
        # The file is written before the row.
        if rendition.file._committed:
            rendition.file.storage.delete(rendition.file.name)
        # A page made it at the same time.
        if isinstance(error, IntegrityError):
            return False
        raise
    return True


# After the index of search and files that have to go: a missing size hides nothing from anybody.
@task(priority=-10)
def make_sizes(pk, uses=(), attempt=1):
    """Make what is missing of the picture ``pk``, shown for ``uses`` among others; try again later what fails."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None:
        return
    specs = missing(image, uses)
    if not specs:
        return
    try:
        made, failed = make(image, specs, until=time.monotonic() + AT_A_TIME)
    except OSError as error:
        logger.warning("Picture %s cannot be read (%s)", pk, type(error).__name__)
        made, failed = 0, specs
    if not make_sizes.get_backend().supports_defer:
        return
    if failed and attempt <= len(LATER):
        make_sizes.using(run_after=timezone.now() + LATER[attempt - 1]).enqueue(pk, list(uses), attempt + 1)
    elif made and not failed and made < len(specs):
        make_sizes.enqueue(pk, list(uses), attempt)


def ask_for(pk, uses=()):
    """Have what is missing of the picture ``pk`` made once what goes on is in the database."""
    ask = partial(make_sizes.enqueue, pk, sorted(uses))
    if make_sizes.get_backend().supports_defer:
        # A row of the same transaction: asked for if and only if that holds.
        ask()
    else:
        transaction.on_commit(ask, robust=True)


# --- When ---------------------------------------------------------------------------------------


def picture_saved(instance, raw=False, update_fields=None, **kwargs):
    """Receiver of post_save of images: one came in, was let out, or has another file or focal point."""
    if not raw and (update_fields is None or SHAPE & set(update_fields)) and not waits(instance.file.name):
        ask_for(instance.pk)


def went_public(instance, **kwargs):
    """Receiver of ``published``, and of post_save of what has no drafts: it shows pictures from now on."""
    if not kwargs.get("raw"):
        for pk, uses in uses_in(instance).items():
            ask_for(pk, uses)
