from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self):
        from cms.core import listings, related
        from cms.core.machines import feeds

        from .feeds import NewsFeed, OpportunityFeed, ResearchFeed, StoryFeed
        from .models import (
            NewsPage,
            OpportunityPage,
            PartnerPage,
            ResearchPage,
            ResourcePage,
            StoryPage,
            TrainingModulePage,
        )
        from .related import pages_about

        listings.register("stories", "Stories", StoryPage.latest, chosen=StoryPage.chosen)
        listings.register("training", "Training modules", TrainingModulePage.first)
        listings.register("research", "Research", ResearchPage.latest)
        listings.register("resources", "Resources", ResourcePage.latest)
        listings.register("opportunities", "Opportunities", OpportunityPage.latest)
        listings.register("news", "News", NewsPage.latest)
        listings.register("partners", "Partners", PartnerPage.first)
        related.register("pages", pages_about)
        for each in (StoryFeed, ResearchFeed, OpportunityFeed, NewsFeed):
            feeds.register(each.key, each)
