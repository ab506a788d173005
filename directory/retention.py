"""What people wrote to the editors beside an entry, and how long it is kept: the words go, that they wrote stays."""

from datetime import timedelta

from django.utils import timezone

from .models import Closure, ContactRequest, Submission

# Long enough to answer a question about it.
KEEP_WORDS = timedelta(days=365)


def forget_words():
    """Empty notes of what was decided, and reasons of closings, when their time is over; return how many."""
    before = timezone.now() - KEEP_WORDS
    count = 0
    for model in (Submission, ContactRequest):
        count += model.objects.filter(decided_at__lt=before).exclude(note="").update(note="")
    return count + Closure.objects.filter(closed_at__lt=before).exclude(reason="").update(reason="")
