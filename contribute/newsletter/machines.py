"""The newsletter for machines that ask: its issues in the sitemap, and what each is called where it is shared."""

from uuid import UUID

from cms.core import features
from cms.core.machines.sitemaps import Section
from cms.core.machines.subjects import Subject

from .models import Issue


class IssueSection(Section):
    """All issues in the archive, with the day on which they were sent."""

    def items(self):
        found = Issue.objects.listed().only("slug", "due_at")
        return found if features.is_on("newsletter") else found.none()

    def lastmod(self, item):
        return item.due_at

    def get_latest_lastmod(self):
        newest = self.items().first()
        return newest and newest.due_at


def subject_of(issue):
    """Return the Subject of an issue; None for one that has no address yet."""
    if not issue.slug:
        return None
    return Subject(
        "newsletter", issue.uuid.hex, issue.subject, issue.get_absolute_url(), issue.slug, not issue.is_unlisted
    )


def find_issue(key):
    """Return the Subject of the sent issue with that UUID (as hex), or None."""
    try:
        uuid = UUID(hex=key)
    except ValueError:
        return None
    if not features.is_on("newsletter"):
        return None
    issue = Issue.objects.public().only("uuid", "subject", "slug", "is_unlisted").filter(uuid=uuid).first()
    return issue and subject_of(issue)
