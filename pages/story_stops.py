"""A teller wants their story gone, and whoever hears it keeps no consents: the story is stopped, and an approver decides."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import UpdateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from .mails import day_of, keepers, write
from .models import StoryPage, StoryStop
from .models.agreeing import pages_of
from .next_steps import next_step
from .withdraw_screen import may_withdraw

SAID_ALREADY = "Somebody has said so already. The story is stopped, and approvers know."
NOT_STOPPED = "Nobody says that the teller of this story wants it gone."
OFF = "The story is off the site, and nobody can publish it."
HELD = "Nobody can publish the story now."
ASKED = "Approvers are asked to withdraw it. You get an email once they have decided."
YOURS = "Withdraw it under “Consent”, or say there that it was a misunderstanding."
LET_GO = "It is kept that it was a misunderstanding. The story was not put back by itself."


def open_stops(user):
    """Return the stops that ``user`` may settle: a queryset, or None where they keep no consents."""
    return StoryStop.objects.open() if may_withdraw(user) else None


@transaction.atomic
def stop(story, heard, user):
    """Take ``story`` off the site and out of every review and schedule, until its stop is settled.

    ``heard``: how and when its teller said so. Approvers are told. Return the StoryStop; one that is open already stays.
    """
    # Who publishes it at this moment has the row, or waits for it and is then refused.
    story = StoryPage.objects.select_for_update().get(pk=story.pk)
    found = StoryStop.objects.open().filter(story=story).first()
    if found:
        return found
    made = StoryStop.objects.create(story=story, heard=heard, said_by=user)
    for page in pages_of(story):
        state = page.current_workflow_state
        if state:
            state.cancel(user=user)
    story.take_down(user)
    log(instance=story, action="pages.story.stopped", user=user)
    for person in keepers(is_urgent=True):
        if person != user:
            write("teller_wants_it_gone", made.pk, person, story.pk)
    return made


@transaction.atomic
def let_go(found, why, user):
    """Settle the stop ``found``: it was a misunderstanding, and ``why``. Who said it is told. Return whether it was open."""
    claimed = StoryStop.objects.open().filter(pk=found.pk)
    if not claimed.update(settled_at=timezone.now(), settled_by=user, settled_why=why):
        return False
    log(instance=found.story, action="pages.story.let_go", user=user)
    person = found.said_by
    if person and person.is_active and person != user:
        step = next_step(found.story, person)
        write("teller_misunderstood", found.pk, person, found.story_id, day=day_of(found), next=step)
    return True


class StopForm(forms.ModelForm):
    class Meta:
        model = StoryStop
        fields = ["heard"]
        widgets = {"heard": forms.Textarea({"rows": 3})}


class LetGoForm(forms.ModelForm):
    class Meta:
        model = StoryStop
        fields = ["settled_why"]
        widgets = {"settled_why": forms.Textarea({"rows": 3})}


class StopScreen(WagtailAdminTemplateMixin, UpdateView):
    """What both screens have: the story, for who may open its form, and the way back there."""

    header_icon = "warning"
    _show_breadcrumbs = False

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def story(self):
        story = get_object_or_404(StoryPage, pk=self.kwargs["pk"])
        return story.alias_of.specific if story.alias_of_id else story

    @cached_property
    def open_stop(self):
        return StoryStop.objects.open().filter(story=self.story).select_related("said_by", "story").first()

    def back(self):
        # Who could open the form only to review it cannot any more: the review is over.
        story = StoryPage.objects.get(pk=self.story.pk)
        if story.permissions_for_user(self.request.user).can_edit():
            return redirect("wagtailadmin_pages:edit", story.pk)
        return redirect("wagtailadmin_home")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"story": self.story, "stop": self.open_stop}


class StopView(StopScreen):
    """Say that the teller wants it gone: whoever may open the form of the story may, whatever else they may do."""

    form_class = StopForm
    template_name = "pages/admin/stop_story.html"
    page_title = "The teller wants it gone"

    def may(self, user):
        return self.story.permissions_for_user(user).can_edit()

    def dispatch(self, request, *args, **kwargs):
        answer = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and self.open_stop:
            messages.warning(request, SAID_ALREADY)
            return self.back()
        return answer

    def get_object(self):
        return StoryStop(story=self.story)

    def get_context_data(self, **kwargs):
        pages = pages_of(self.story)
        found = {
            "again": len(pages) - 1, "is_live": any(page.live for page in pages),
            "is_scheduled": any(page.scheduled_revision for page in pages),
            "is_in_review": any(page.current_workflow_state for page in pages),
            "may_withdraw": may_withdraw(self.request.user),
        }  # fmt: skip
        return super().get_context_data(**kwargs) | found

    def form_valid(self, form):
        was_live = any(page.live for page in pages_of(self.story))
        user = self.request.user
        stop(self.story, form.cleaned_data["heard"], user)
        next_ = YOURS if may_withdraw(user) else ASKED
        messages.success(self.request, f"{OFF if was_live else HELD} {next_}")
        return self.back()


class LetGoView(StopScreen):
    """Say that it was a misunderstanding: those who keep consents may."""

    form_class = LetGoForm
    template_name = "pages/admin/let_story_go.html"
    page_title = "It was a misunderstanding"

    def may(self, user):
        return may_withdraw(user)

    def dispatch(self, request, *args, **kwargs):
        if self.may(request.user) and not self.open_stop:
            messages.warning(request, NOT_STOPPED)
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self):
        return self.open_stop

    def form_valid(self, form):
        user = self.request.user
        if let_go(self.open_stop, form.cleaned_data["settled_why"], user):
            messages.success(self.request, f"{LET_GO} {next_step(StoryPage.objects.get(pk=self.story.pk), user)}")
        else:
            messages.warning(self.request, NOT_STOPPED)
        return redirect(reverse("wagtailadmin_pages:edit", args=[self.story.pk]))


stop_urls = [
    path("stories/<int:pk>/teller-wants-it-gone/", StopView.as_view(), name="story_stop"),
    path("stories/<int:pk>/misunderstanding/", LetGoView.as_view(), name="story_stop_settle"),
]
