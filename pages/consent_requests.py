"""Who keeps no consents asks a colleague who does to record one; and is told once it is there."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import UpdateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .mails import KEEPS, keepers, write
from .models import ConsentRequest, StoryPage
from .next_steps import next_step

NOT_NEEDED = "Nobody has to be asked: the consent of this story is recorded."
YOURS = "You keep consents yourself: record it here."
ASKED = (
    "Approvers are asked to record the consent of “{title}”. It stands on their first screen, and they get an email. "
    "You get an email once it is recorded, and it says who publishes the story."
)


def open_requests(user):
    """Return the requests that ``user`` may answer: a queryset, or None where they keep no consents."""
    return ConsentRequest.objects.all() if user.has_perm(KEEPS) else None


def answer(story_id, by):
    """The consent of the story was recorded ``by`` somebody: tell who asked for it, and forget that they did.

    Return those who were told: a list.
    """
    told = []
    for asked in ConsentRequest.objects.filter(story=story_id).select_related("asked_by"):
        person = asked.asked_by
        if person and person.is_active and person != by:
            step = next_step(StoryPage.objects.get(pk=story_id), person)
            write("consent_recorded", f"{asked.pk}:{asked.asked_at.timestamp()}", person, story_id, next=step)
            told.append(person)
        asked.delete()
    return told


class RequestForm(forms.ModelForm):
    class Meta:
        model = ConsentRequest
        fields = ["where"]
        widgets = {"where": forms.Textarea({"rows": 3})}


class AskView(WagtailAdminTemplateMixin, UpdateView):
    """Ask for the consent of one story to be recorded, or say anew where the form is."""

    form_class = RequestForm
    template_name = "pages/admin/ask_for_consent.html"
    page_title = "Ask an approver to record the consent"
    header_icon = "lock"
    _show_breadcrumbs = False

    def dispatch(self, request, *args, **kwargs):
        if not self.story.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if request.user.has_perm(KEEPS):
            messages.warning(request, YOURS)
            return self.back()
        if not self.story.why_not_agreed():
            messages.warning(request, NOT_NEEDED)
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def story(self):
        story = get_object_or_404(StoryPage, pk=self.kwargs["pk"])
        return story.alias_of.specific if story.alias_of_id else story

    def back(self):
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    def get_object(self):
        return ConsentRequest.objects.filter(story=self.story).first() or ConsentRequest(story=self.story)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"story": self.story}

    @transaction.atomic
    def form_valid(self, form):
        asked = form.save(commit=False)
        is_new = asked.pk is None
        asked.asked_by = self.request.user
        if is_new:
            asked.asked_at = timezone.now()
        asked.save()
        if is_new:
            for person in keepers():
                write("consent_asked", asked.pk, person, self.story.pk)
        messages.success(self.request, ASKED.format(title=self.story.get_admin_display_title()))
        return self.back()


request_urls = [path("stories/<int:pk>/ask-for-consent/", AskView.as_view(), name="story_consent_ask")]
