"""Counting downloads of documents by day, without people (``cms.core.counting``)."""

from django.utils import timezone
from django.utils.http import parse_etags, quote_etag

from cms.core import counting

from .models import DownloadCount, SiteDocument


class Waiting(counting.Waiting):
    """Counts by (day, primary key of the document)."""

    def write(self, counts):
        # What was deleted meanwhile is counted no more, and must not keep the rest from being written.
        there = set(SiteDocument.objects.filter(pk__in={pk for _day, pk in counts}).values_list("pk", flat=True))
        kept = {key: number for key, number in counts.items() if key[1] in there}
        if kept:
            counting.add_up(DownloadCount, ("day", "document_id"), kept)


waiting = Waiting().kept()


def count(request, documents):
    """Count that somebody downloads ``documents``."""
    if counting.is_counted(request):
        day = timezone.localdate()
        waiting.add({(day, document.pk): 1 for document in documents})


def count_served(sender, instance, request, **kwargs):
    """Count a document that is sent: not a later part of it, nor where the browser has the same file already."""
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-") and not _has_it(request, instance):
        count(request, [instance])


def _has_it(request, document):
    return quote_etag(document.file_hash) in parse_etags(request.headers.get("If-None-Match", ""))
