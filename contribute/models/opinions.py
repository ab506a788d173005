"""“Was this page useful?”: an answer by page and day, and of nobody."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..places import title_of

# Words are kept this long; how many said yes and no, for good.
COMMENTS_LIFE = timedelta(days=365)
# What was held and nobody let count. As long as what lies under Junk.
HELD_LIFE = timedelta(days=30)


class PageOpinion(models.Model):
    """One answer about a page, an entry of the directory, or one of PLACES. It holds no person and no address.

    ``token_hash`` is of the form's one-use token, so that a form sent twice counts once.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="opinions"
    )
    service = models.ForeignKey(
        "directory.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="opinions",
        verbose_name="entry",
    )  # fmt: skip
    # A word of contribute.places, where it is about a page that is in no table.
    place = models.CharField(max_length=30, blank=True, editable=False)
    day = models.DateField(default=timezone.localdate)
    is_useful = models.BooleanField("useful")
    comment = models.TextField(blank=True)
    is_urgent = models.BooleanField("may be about danger", default=False)
    is_handled = models.BooleanField("dealt with", default=False, help_text="Tick it when nothing is left to do.")
    is_held = models.BooleanField(
        "held: a robot may have sent it", default=False,
        help_text="It is not counted while this is ticked. Untick it when you think that a person wrote it.",
    )  # fmt: skip
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    # Readers' answers are no use that an editor has to look at before deleting a page.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "answer about a page"
        verbose_name_plural = "answers about pages"
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, service__isnull=True, place="")
                | Q(page__isnull=True, service__isnull=False, place="")
                | (Q(page__isnull=True, service__isnull=True) & ~Q(place="")),
                name="opinion_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["day"], name="opinion_day")]

    def __str__(self):
        return f"Answer {self.pk}"

    def about(self):
        return str(self.page or self.service or title_of(self.place))

    about.short_description = "About"


def purge_comments():
    """Empty the comments that have had their time, and delete what was held; return how many."""
    held, _by_model = PageOpinion.objects.filter(is_held=True, day__lt=timezone.localdate() - HELD_LIFE).delete()
    old = PageOpinion.objects.filter(day__lt=timezone.localdate() - COMMENTS_LIFE).exclude(comment="")
    return held + old.update(comment="", is_urgent=False)
