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


def story_left(instance, **signal):
    """Take what says a story in Easy Read off the site with it, as Wagtail does with its aliases."""
    for page in pages_of(instance):
        if isinstance(page, EasyReadPage):
            page.hold_back()
            if page.live:
                page.unpublish()


def stories_made_private(instance, **signal):
    """The same for a story that is for some readers only from now on, by itself or with a page above it."""
    for story in StoryPage.objects.filter(path__startswith=instance.page.path, alias_of=None):
        story_left(story)


def words_taken_back(sender, instance, revision=None, **kwargs):
    """Take words that a published course shows no more out of its older versions: somebody took them back."""
    shown = {each.words for each in instance.testimonials.all()}
    older = instance.revisions.exclude(pk=getattr(revision, "pk", None))
    if revision is not None:
        older = older.filter(created_at__lte=revision.created_at)
    for each in older.iterator():
        said = each.content.get("testimonials", [])
        staying = [row for row in said if row.get("words") in shown]
        if len(staying) < len(said):
            each.content["testimonials"] = staying
            each.save(update_fields=["content"])
