"""The one action by which an editor takes a story back for its teller: what goes is shown, then it goes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .models import StoryConsent, StoryPage
from .models.agreeing import pages_of
from .withdrawal import files_of, withdraw

How = StoryConsent.How


def may_withdraw(user):
    return user.has_perm("pages.change_storyconsent")


class WithdrawForm(forms.Form):
    how = forms.ChoiceField(
        label="Who asked?",
        choices=[(how.value, how.label) for how in (How.ASKED, How.FAMILY, How.EDITORS)],
        widget=forms.RadioSelect,
        help_text="Nobody has to say why, and nothing of it is kept.",
    )


class WithdrawView(WagtailAdminTemplateMixin, FormView):
    """Show what goes, and take it away when it is confirmed."""

    form_class = WithdrawForm
    template_name = "pages/admin/withdraw.html"
    page_title = "Withdraw the story"
    header_icon = "bin"
    _show_breadcrumbs = False

    def dispatch(self, request, *args, **kwargs):
        if not may_withdraw(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def story(self):
        story = get_object_or_404(StoryPage, pk=self.kwargs["pk"])
        return story.alias_of.specific if story.alias_of_id else story

    def get_page_subtitle(self):
        return self.story.get_admin_display_title()

    def get_initial(self):
        return {"how": How.ASKED.value}

    def get_context_data(self, **kwargs):
        pages = pages_of(self.story)
        own, shared = files_of(pages)
        found = {"story": self.story, "aliases": len(pages) - 1, "versions": self.story.revisions.count()}
        return super().get_context_data(**kwargs) | found | {"own": own, "shared": shared}

    def form_valid(self, form):
        done = withdraw(self.story, how=form.cleaned_data["how"], user=self.request.user)
        messages.success(self.request, f"Story {done.number} was withdrawn. It is gone from the site and from here.")
        if done.shared:
            names = ", ".join(done.shared)
            messages.warning(self.request, f"Something else uses these too, so they stay: {names}. Look at them.")
        return redirect(reverse("story_consents_report"))


withdraw_urls = [path("stories/<int:pk>/withdraw/", WithdrawView.as_view(), name="story_withdraw")]
