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
from .models.agreeing import NO_COPY
from .withdraw_screen import may_withdraw

NO_DELETION = "A story is withdrawn and not deleted, so that all of it goes: its versions, pictures and Easy Read."
ASK = "Ask an approver or an administrator: they can withdraw it."


def _story(page):
    return page.specific if issubclass(page.specific_class or type(page), StoryPage) else None


def before_publishing(request, page):
    """Hook ``before_publish_page``: keep the draft, and say what is missing."""
    story = _story(page)
    why = story and story.why_not_published(page.latest_revision_id)
    if why:
        messages.warning(request, f"“{page.get_admin_display_title()}” was saved and is not published. {why}")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_converting(request, page):
    """Hook ``before_convert_alias_page``."""
    if _story(page):
        messages.error(request, NO_COPY)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def after_saving(request, page):
    """Hook ``after_create_page`` and ``after_edit_page``: who pressed *Publish* and got a draft is told why."""
    story = _story(page)
    if story and request.POST.get("action-publish"):
        why = story.why_not_published()
        if why:
            messages.warning(request, f"It is kept as a draft. {why}")


def _stories_in(pages):
    """Return the stories that would go with ``pages`` and what is below them, without aliases: a list of at most two."""
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    return list(StoryPage.objects.filter(below, alias_of=None).defer_streamfields()[:2])


def before_deleting(request, page):
    """Hook ``before_delete_page``: lead to the withdrawal, which leaves nothing behind."""
    stories = _stories_in([page])
    return _instead_of_deleting(request, stories, page, [page]) if stories else None


def before_bulk_deleting(request, action_type, objects, action):
    """Hook ``before_bulk_action``: the same for many pages at once, which pass the other hook by."""
    if action_type != "delete" or not objects or not all(isinstance(each, Page) for each in objects):
        return None
    stories = _stories_in(objects)
    return _instead_of_deleting(request, stories, objects[0], objects) if stories else None


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
    actions.register_action(
        "pages.story.withdrawn", "Withdraw", "The story was withdrawn, with all that was here of it"
    )
