"""The editors' screen about a story's teller: ask for their yes, take their picture. Nobody's name stands on it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images import get_image_model

from cms.intake.history import note_readings
from cms.intake.purge import delete_uploads
from cms.intake.review import DecisionRefused
from cms.media.waiting import keep_waiting

from ..desk import READ
from ..models import StorySent
from ..stories.asking import ask_teller, why_not_ask
from ..stories.comparing import parts_of
from ..stories.desk_rows import state_of
from ..stories.shown import picture_rows


class TellerView(WagtailAdminTemplateMixin, TemplateView):
    """What its teller would be asked, and the buttons."""

    template_name = "contribute/admin/story_teller.html"
    header_icon = "openquote"

    def dispatch(self, request, *args, **kwargs):
        page = self.sent.page
        if page is None or not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sent(self):
        return get_object_or_404(StorySent.objects.select_related("page", "sender", "upload"), pk=self.kwargs["pk"])

    @property
    def page_title(self):
        return f"The teller of {self.sent.reference}"

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.sent.page_id])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": "The story"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        sent, user = self.sent, self.request.user
        version = sent.page.get_latest_revision_as_object()
        note_readings([sent], user, READ)
        return super().get_context_data(**kwargs) | {
            "sent": sent, "state": state_of(sent, version), "parts": parts_of(version, sent),
            "can_ask": not why_not_ask(sent, version),
            "may_see_picture": sent.upload_id and user.has_perm("intake.read_upload"),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[sent.page_id]),
        }  # fmt: skip

    def post(self, request, *args, **kwargs):
        do = {"ask": self.ask, "picture": self.take_picture}.get(request.POST.get("do"))
        if do is None:
            raise PermissionDenied
        try:
            messages.success(request, do(request.user))
        except DecisionRefused as refused:
            messages.error(request, refused.message)
        return redirect("contribute_story_teller", pk=self.sent.pk)

    def ask(self, user):
        ask_teller(self.sent, user)
        return "The link is on its way to the teller. They see the newest version, and answer by a button."

    def take_picture(self, user):
        if not user.has_perm("intake.read_upload"):
            raise PermissionDenied
        use_picture(self.sent.pk, user)
        return "Their picture is part of the story’s newest version now."


@transaction.atomic
def use_picture(pk, user):
    """Make an image of the picture that was sent and put it into the story's newest version, once."""
    sent = StorySent.objects.select_for_update().get(pk=pk)
    upload = sent.upload
    if upload is None:
        return
    with upload.file.open("rb") as source:
        content = source.read()
    shows_people = sent.people_in_picture in {"me", "agreed"}
    image = get_image_model()(
        title="Picture of a story", description=upload.caption[:255], uploaded_by_user=user,
        shows_people=shows_people,
        consent_note=f"Sent in with {sent.reference}; whoever is in it agreed." if shows_people else "",
    )  # fmt: skip
    # No reader's address leads to it before the story is published (stories.pictures).
    keep_waiting(image, content, f"story{upload.extension}")
    image.save()
    version = sent.page.get_latest_revision_as_object()
    version.teaser_image = image
    version.save_revision(user=user, clean=False)
    if sent.first_content:
        # They sent it too: it is nothing that an editor added.
        sent.first_content["pictures"] = [*sent.first_content.get("pictures", []), *picture_rows([image])]
    sent.upload = None
    sent.save(update_fields=["upload", "first_content"])
    delete_uploads([upload])
