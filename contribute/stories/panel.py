"""Beside a story in the page editor: which contribution it is, and how it stands with its teller's yes. Never who they are."""

from django.urls import reverse

from ..models import StorySent
from .desk_rows import state_of


def beside(page, user):
    """Return ``(template, context)`` of what stands beside ``page`` where the public sent it in; None for other stories."""
    sent = StorySent.objects.select_related("sender", "upload").filter(page=page.alias_of_id or page.pk).first()
    if sent is None:
        return None
    context = {
        "sent": sent, "state": state_of(sent), "teller_url": reverse("contribute_story_teller", args=[sent.pk]),
        "is_locked": page.permissions_for_user(user).page_locked(),
        "desk_url": reverse("contribute_desk", args=[sent.pk]) if user.has_perm("contribute.view_storysent") else "",
    }  # fmt: skip
    return "contribute/admin/story_panel.html", context
