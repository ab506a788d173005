"""Kind words where a story cannot be published, copied or deleted.

That it is not published or copied at all is ``Agreed.save``'s business.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from .models import StoryPage
from .models.agreeing import NO_COPY, pages_of
from .models.telling import Telling
from .story_files import files_of
from .story_leaving import Leaving
from .withdraw_screen import may_withdraw, named
from .withdrawal import remove_again

NO_DELETION = "A story is withdrawn and not deleted, so that all of it goes: its versions, pictures and Easy Read."
AGAIN = "Among it is what tells a story again. Delete each of those by itself first, so that all of it goes."
ASK = "Ask an approver or an administrator: they can withdraw it."


def _specific(page, kind):
    """Return ``page`` in full where it is of ``kind``, else None."""
    return page.specific if issubclass(page.specific_class or type(page), kind) else None


def before_publishing(request, page):
    """Hook ``before_publish_page``: keep the draft, and say what is missing."""
    told = _specific(page, Telling)
    why = told and told.why_not_published(page.latest_revision_id)
    if why:
        messages.warning(request, f"“{page.get_admin_display_title()}” was saved and is not published. {why}")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_converting(request, page):
    """Hook ``before_convert_alias_page``."""
    if _specific(page, StoryPage):
        messages.error(request, NO_COPY)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def after_saving(request, page):
    """Hook ``after_create_page`` and ``after_edit_page``: who pressed *Publish* and got a draft is told why."""
    told = _specific(page, Telling)
    if told and request.POST.get("action-publish"):
        why = told.why_not_published()
        if why:
            messages.warning(request, f"It is kept as a draft. {why}")


def _stories_in(pages):
    """Return the stories that would go with ``pages`` and what is below them, without aliases: a list of at most two."""
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    return list(StoryPage.objects.filter(below, alias_of=None).defer_streamfields()[:2])


def before_deleting(request, page):
    """Hook ``before_delete_page``: lead to the withdrawal, which leaves nothing behind."""
    stories = _stories_in([page])
    if stories:
        return _instead_of_deleting(request, stories, page, [page])
    again = _again_in([page])
    if not again:
        return None
    return _delete_again(request, page.specific) if again == [page.pk] else _each_by_itself(request, page)


def before_bulk_deleting(request, action_type, objects, action):
    """Hook ``before_bulk_action``: the same for many pages at once, which pass the other hook by."""
    if action_type != "delete" or not objects or not all(isinstance(each, Page) for each in objects):
        return None
    stories = _stories_in(objects)
    if stories:
        return _instead_of_deleting(request, stories, objects[0], objects)
    return _each_by_itself(request, objects[0]) if _again_in(objects) else None


def _again_in(pages):
    """Return the numbers of what tells a story again among ``pages`` and what is below them: a list of at most two."""
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    is_story = Q(alias_of__content_type__model="storypage") | Q(easyreadpage__original__content_type__model="storypage")
    # An alias in Easy Read has the same original.
    return list(Page.objects.filter(below & is_story).order_by("path").values_list("pk", flat=True)[:2])


def _delete_again(request, page):
    """Say what goes with ``page``; once that is confirmed, delete it all and return where to go on."""
    title = page.get_admin_display_title()
    if request.method != "POST":
        own, _shared = files_of(Leaving(pages_of(page)))
        if own:
            messages.warning(request, f"These go with it, since nothing else uses them: {', '.join(named(own))}.")
        return None
    parent = page.get_parent().pk
    remove_again(page, request.user)
    messages.success(request, f"“{title}” was deleted, with its versions and what only it used.")
    return redirect("wagtailadmin_explore", parent)


def _each_by_itself(request, page):
    messages.error(request, f"Nothing was deleted. {AGAIN}")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _instead_of_deleting(request, stories, page, pages):
    if not may_withdraw(request.user):
        messages.error(request, f"Nothing was deleted. {NO_DELETION} {ASK}")
    elif len(pages) == 1 and stories[0].pk == page.pk:
        messages.warning(request, f"{NO_DELETION} You can withdraw it here.")
        return redirect("story_withdraw", page.pk)
    else:
        messages.error(
            request,
            f"Nothing was deleted, since there are stories among it. {NO_DELETION} Withdraw each by itself first.",
        )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def name_actions(actions):
    """Hook ``register_log_actions``."""
    actions.register_action("pages.story.lapsed", "Lapse", "Left the site: the consent lapsed and nobody answered")
    actions.register_action("pages.story.stopped", "Stop", "Stopped: somebody said that its teller wants it gone")
    actions.register_action(
        "pages.story.let_go", "Let go", "Stopped no more: that its teller wants it gone was a misunderstanding"
    )
    actions.register_action(
        "pages.story.withdrawn", "Withdraw", "The story was withdrawn, with all that was here of it"
    )
