"""The newsletter for machines that ask: its issues in the sitemap."""

from cms.core.machines.sitemaps import Section

from .models import Issue


class IssueSection(Section):
    """All issues in the archive, with the day on which they were sent."""

    def items(self):
        return Issue.objects.listed().only("slug", "due_at")

    def lastmod(self, item):
        return item.due_at

    def get_latest_lastmod(self):
        newest = self.items().first()
        return newest and newest.due_at
