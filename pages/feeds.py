"""What is new among stories, research, opportunities and news, as Atom feeds."""

from django.db.models import F

from cms.core.machines.feeds import PageFeed

from .models import (
    NewsIndexPage,
    NewsPage,
    OpportunityIndexPage,
    OpportunityPage,
    ResearchIndexPage,
    ResearchPage,
    StoryIndexPage,
    StoryPage,
)

NEWEST_FIRST = (F("first_published_at").desc(nulls_last=True), "-pk")


class StoryFeed(PageFeed):
    """Stories by title and teaser, never in full: a reader meets the words beforehand first, and may turn back."""

    key = "stories"
    label = "New stories"
    about = "Stories of lived experience, each with a note on what it talks about."
    index_model = StoryIndexPage

    def newest(self):
        return StoryPage.for_cards().order_by(*NEWEST_FIRST)


class ResearchFeed(PageFeed):
    key = "research"
    label = "New research summaries"
    about = "Research on peer support in plain words."
    index_model = ResearchIndexPage

    def newest(self):
        return ResearchPage.objects.live().public().defer_streamfields().order_by(*NEWEST_FIRST)


class OpportunityFeed(PageFeed):
    """Only what can still be taken up."""

    key = "opportunities"
    label = "New opportunities"
    about = "Training, events, positions, placements and volunteering that are open now."
    index_model = OpportunityIndexPage

    def newest(self):
        return OpportunityPage.objects.live().public().open().defer_streamfields().order_by(*NEWEST_FIRST)

    def summary_of(self, page):
        return f"{page.line}. {page.teaser}" if page.line else page.teaser


class NewsFeed(PageFeed):
    """Notices, the newest first."""

    key = "news"
    label = "News"
    about = "Short notices: what opened, changed or came out."
    index_model = NewsIndexPage

    def newest(self):
        return NewsPage.in_order(NewsPage.objects.live().public().defer_streamfields())
