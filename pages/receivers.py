"""What follows when something that a page shows is saved elsewhere."""

from wagtail.search.index import insert_or_update_object

from .models import GlossaryPage


def glossary_changed(**signal):
    """Let the search find the glossary's page by the words that it has now."""
    for page in GlossaryPage.objects.all():
        insert_or_update_object(page)
