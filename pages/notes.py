"""Content notes: those of each story, and how they are said."""

from django.apps import apps

from cms.core import kept

LEAD = "Talks about "


def in_one_line(names):
    """Return content notes in one line: ``Talks about suicide, a hospital stay``; '' where there are none."""
    first, *others = names or [""]
    return ", ".join([first, *(name.removeprefix(LEAD) for name in others)])


def notes_of_stories():
    """Return ``{pk: [(slug, name), …]}`` of the stories with content notes: kept for readers, else one query."""
    return kept.get("content notes of stories", read_notes)


def read_notes():
    notes = {}
    rows = apps.get_model("pages", "StoryPage").content_notes.through.objects.order_by("term__sort_order", "term__name")
    for pk, slug, name in rows.values_list("storypage", "term__slug", "term__name"):
        notes.setdefault(pk, []).append((slug, name))
    return notes


def notes_of(story):
    """Return the content notes of a StoryPage in their order: a list of pairs of slug and name.

    No query where a reader asks for what is published, or where ``with_notes`` brought them. A version that is not
    published holds its own (modelcluster), and says those.
    """
    own = getattr(story, "_cluster_related_objects", {})
    if kept.is_reading() and "content_notes" not in own:
        return notes_of_stories().get(story.pk, [])
    return [(term.slug, term.name) for term in story.content_notes.all()]


def with_notes(stories):
    """Return the queryset ``stories`` with what says their notes: nothing for readers, for whom those of all are kept."""
    return stories if kept.is_reading() else stories.prefetch_related("content_notes")
