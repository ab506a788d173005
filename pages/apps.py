from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self):
        from django.db.models.signals import post_delete, post_save, pre_delete
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished

        from cms.careful import calendar
        from cms.core import alternates, content_version, kept, listings, related, times_said
        from cms.core.machines import feeds
        from cms.intake import purge

        from . import mails, pull_quotes, receivers, starting, story_traces, waits
        from .calendar_entries import closing, consents_due
        from .feeds import NewsFeed, OpportunityFeed, ResearchFeed, StoryFeed
        from .models import (
            ConsentRequest,
            CoursePage,
            GlossaryTerm,
            HardCopies,
            NewsPage,
            OpportunityPage,
            PartnerPage,
            ResearchPage,
            ResourcePage,
            SecondReadingTask,
            StoryPage,
            StoryReading,
            TrainingModulePage,
        )
        from .models.consents import ASK_AFTER, GRACE
        from .models.easy_read import easy_read_of
        from .related import pages_about

        listings.register("stories", "Stories", StoryPage.latest, chosen=StoryPage.chosen)
        listings.register("training", "Training modules", TrainingModulePage.first)
        listings.register("research", "Research", ResearchPage.latest)
        listings.register("resources", "Resources", ResourcePage.latest)
        listings.register("opportunities", "Opportunities", OpportunityPage.latest)
        listings.register("news", "News", NewsPage.latest)
        listings.register("partners", "Partners", PartnerPage.first)
        related.register("pages", pages_about)
        starting.register()
        mails.join()
        pull_quotes.join()
        waits.join()
        for each in (StoryFeed, ResearchFeed, OpportunityFeed, NewsFeed):
            feeds.register(each.key, each)
        alternates.register("easy read", easy_read_of)
        purge.register("unsaved forms", story_traces.purge_forms)
        calendar.register("opportunities", closing)
        calendar.register("consents", consents_due)
        content_version.never_shown(ConsentRequest, SecondReadingTask, StoryReading)
        times_said.register(
            "time that the post takes",
            lambda: times_said.WorkingDays(kept.get(HardCopies.get_cache_attr_name(), HardCopies.as_it_is).post_takes),
        )
        times_said.register("time until we ask a teller again", lambda: ASK_AFTER)
        times_said.register("time until a story leaves without an answer", lambda: GRACE)
        for signal in (post_save, post_delete):
            signal.connect(receivers.glossary_changed, sender=GlossaryTerm)
        pre_delete.connect(receivers.story_deleted, sender=StoryPage)
        page_unpublished.connect(receivers.story_left, sender=StoryPage)
        post_save.connect(receivers.stories_made_private, sender=PageViewRestriction)
        page_published.connect(receivers.words_taken_back, sender=CoursePage)
