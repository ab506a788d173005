"""Kind words where a story cannot be published or copied. That it is not done at all is ``Agreed.save``'s business."""

from django.shortcuts import redirect
from wagtail.admin import messages

from .models import StoryPage
from .models.agreeing import NO_COPY


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


def name_actions(actions):
    """Hook ``register_log_actions``."""
    actions.register_action("pages.story.lapsed", "Lapse", "Left the site: the consent lapsed and nobody answered")
    actions.register_action(
        "pages.story.withdrawn", "Withdraw", "The story was withdrawn, with all that was here of it"
    )
