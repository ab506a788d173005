"""Services as machines read them: their part of the sitemap."""

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.core.machines.sitemaps import Section

from .models import Service


class ServiceSection(Section):
    """All listed services, with the day on which their page last changed."""

    def items(self):
        return Service.objects.listed().order_by("pk").only("slug", *Service.CHANGED_BY)

    def lastmod(self, item):
        return item.changed_on

    def get_latest_lastmod(self):
        latest = (
            self.items()
            .order_by()
            .aggregate(
                published=Max(Coalesce("last_published_at", "created_at")),
                status=Max("status_since"),
                check=Max("assured_at"),
            )
        )
        published = latest.pop("published")
        days = [timezone.localdate(published) if published else None, *latest.values()]
        return max(filter(None, days), default=None)
