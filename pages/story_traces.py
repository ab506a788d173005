"""Where else words of a story stand: the history, mails, redirects, unsaved forms, searches, tasks, tags. All are forgotten."""

from functools import reduce
from operator import or_
from urllib.parse import unquote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag, TaggedItem
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.tasks import delete_file_from_storage_task

from cms.intake.models import OutboxMessage

from .models import EasyReadPage, StoryPage

# What the sample knows its pages by stands in the history too; without it a withdrawn one would come back.
KEPT_DATA = ("sample",)
# Letters of a title that are enough to know it by, where a subject was cut.
BEGINNING = 60
LONGEST_SUBJECT = OutboxMessage._meta.get_field("subject").max_length


def forget_history(entries, label):
    """Take the words out of lines of the history: a title is told words too, and comments stand there. ``label`` stays."""
    for entry in entries:
        data = {key: entry.data[key] for key in KEPT_DATA if entry.data and key in entry.data}
        # Not by ``save()``, which asks for the page that is gone.
        type(entry).objects.filter(pk=entry.pk).update(label=label, data=data)


def forget_deleted_pages(titles, label):
    """The same for what told a story again under one of its titles, and was deleted before it."""
    kinds = ContentType.objects.get_for_models(StoryPage, EasyReadPage).values()
    entries = PageLogEntry.objects.filter(content_type__in=kinds, label__in=titles)
    forget_history(entries.exclude(page__in=Page.objects.values("pk")), label)


def forget_mails(titles):
    """Notices to colleagues name a story by its title: those not sent yet are not sent, of the others no subject stays."""
    for title in titles:
        about = OutboxMessage.objects.filter(subject__contains=f'"{title}"')
        if len(title) > BEGINNING:
            # A subject is cut where it is too long for the outbox.
            about |= OutboxMessage.objects.filter(subject__contains=f'"{title[:BEGINNING]}')
        about.filter(sent_at=None).delete()
        about.update(subject="About a story that was withdrawn")


def forget_forms(pages):
    """Delete what anybody has typed into the forms of ``pages``."""
    for page in pages:
        FormState.objects.for_instance(page).delete()


def forget_new_forms():
    """Delete what anybody has typed into the form of a new story or Easy Read: that one has no number yet."""
    for model in (StoryPage, EasyReadPage):
        FormState.objects.for_instance(model()).delete()


def purge_forms():
    """Delete what was typed into any form and neither saved nor touched for a day; return how many forms."""
    return FormState.objects.stale().delete()[0]


def _path(address):
    return unquote(urlsplit(address).path).rstrip("/")


def forget_redirects(pages, label):
    """Delete the redirects that lead to ``pages``, in whatever way it is written, and their addresses in the history."""
    paths = {_path(url) for url in (page.get_url() for page in pages) if url} - {""}
    leading = Redirect.objects.filter(redirect_page__in=[page.pk for page in pages])
    written = Redirect.objects.exclude(redirect_link="").only("redirect_link")
    numbers = [each.pk for each in written.iterator() if _path(each.redirect_link) in paths]
    for redirect in (leading | Redirect.objects.filter(pk__in=numbers)).distinct():
        forget_history(ModelLogEntry.objects.for_instance(redirect), label)
        redirect.delete()


def forget_searches(pages, label):
    """Delete the phrases for which only ``pages`` were promoted: somebody wrote them to find this story."""
    numbers = [page.pk for page in pages]
    for query in Query.objects.filter(editors_picks__page__in=numbers).distinct():
        if not query.editors_picks.exclude(page__in=numbers).exists():
            forget_history(ModelLogEntry.objects.for_instance(query), label)
            query.delete()


def tags_of(thing):
    """Return ``(its tags in use, numbers of the tags)`` of a picture, document or recording, for ``forget_tags``."""
    items = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
    return list(items.values_list("pk", flat=True)), set(items.values_list("tag", flat=True))


def forget_tags(items, tags):
    """Take the tags off what was deleted, and delete those that nothing else has."""
    TaggedItem.objects.filter(pk__in=items).delete()
    used = [relation for relation in Tag._meta.related_objects if relation.one_to_many]
    for tag in Tag.objects.filter(pk__in=tags):
        if not any(relation.related_model.objects.filter(**{relation.field.name: tag}).exists() for relation in used):
            tag.delete()


def forget_tasks(names):
    """Tasks that delete a file hold its name, and are kept for days after: once the files are gone, so are these."""
    if not names:
        return
    about = reduce(or_, (Q(args_kwargs__args__1=name) for name in names))
    tasks = DBTaskResult.objects.filter(about, task_path=delete_file_from_storage_task.module_path)
    # A worker that is at it looks for its row afterwards.
    tasks.filter(status="RUNNING").update(args_kwargs={"args": [], "kwargs": {}})
    tasks.delete()
