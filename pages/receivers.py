"""What follows when something that a page shows is saved elsewhere."""

from wagtail.search.index import insert_or_update_object

from .models import EasyReadPage, GlossaryPage, StoryPage
from .models.agreeing import pages_of


def glossary_changed(**signal):
    """Let the search find the glossary's page by the words that it has now."""
    for page in GlossaryPage.objects.all():
        insert_or_update_object(page)


def story_deleted(instance, **signal):
    """Take down what tells a story again when it is deleted by any way, also with a page above it.

    Its aliases and its Easy Read would lose their source, and stay on the site as pages of their own.
    """
    for page in pages_of(instance):
        if page is not instance and isinstance(page, EasyReadPage | StoryPage):
            page.hold_back()
            if page.live:
                page.unpublish(log_action=None)
