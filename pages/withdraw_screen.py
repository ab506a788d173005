"""The one action by which an editor takes a story back for its teller: what goes is shown, then it goes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .models import StoryConsent, StoryPage, StoryStop
from .story_files import files_of
from .story_leaving import leaving_with, naming
from .withdrawal import withdraw

How = StoryConsent.How
NAMING = "These lead to the story or name it, some in words of their own:"


def may_withdraw(user):
    return user.has_perm("pages.change_storyconsent")


def named(things):
    """Return what each of ``things`` is and what it is called: ``Recording “In her voice”``."""
    return [f"{capfirst(thing._meta.verbose_name)} “{thing}”" for thing in things]


def linked(things, user):
    """Return ``(what it is called, the address of its form or None)`` of each of ``things``."""
    finder = AdminURLFinder(user)
    names = [getattr(thing, "get_admin_display_title", thing.__str__)() for thing in things]
    return [(name, finder.get_edit_url(thing)) for name, thing in zip(names, things, strict=True)]


def files_linked(files, user):
    """Return the same of ``files``, called by what they are, too."""
    return [(name, url) for name, (_title, url) in zip(named(files), linked(files, user), strict=True)]


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

    def get_page_title(self):
        return f"Withdraw “{self.story.get_admin_display_title()}”"

    def get_context_data(self, **kwargs):
        leaving = leaving_with(self.story)
        own, shared = files_of(leaving)
        found = {"story": self.story, "aliases": len(leaving.pages) - 1, "versions": self.story.revisions.count()}
        consent = StoryConsent.objects.filter(story=self.story).first()
        uses = consent.uses if consent else []
        here = str(StoryConsent._meta.get_field("for_website").verbose_name)
        found |= {"consent": consent, "elsewhere": [use for use in uses if use != here]}
        found["stop"] = StoryStop.objects.open().filter(story=self.story).select_related("said_by").first()
        found |= {
            "own": named(own),
            "shared": files_linked(shared, self.request.user),
            "naming": linked(naming(leaving), self.request.user),
        }
        return super().get_context_data(**kwargs) | found

    def form_valid(self, form):
        # Asked before it goes: of a story that is gone, nothing knows what it used.
        _own, shared = files_of(leaving_with(self.story))
        shared = files_linked(shared, self.request.user)
        done = withdraw(self.story, how=form.cleaned_data["how"], user=self.request.user)
        messages.success(self.request, "The story was withdrawn. It is gone from the site and from here.")
        if done.shared:
            names = ", ".join(done.shared)
            messages.warning(
                self.request,
                f"These stay in the library, since something else uses them too: {names}. Look whether they still show the teller.",
                buttons=[messages.button(url, title) for title, url in shared if url],
            )
        if done.naming:
            found = linked(done.naming, self.request.user)
            buttons = [messages.button(url, title) for title, url in found if url]
            named_by = ", ".join(title for title, _url in found)
            messages.warning(self.request, f"{NAMING} {named_by}. Look at them now.", buttons=buttons)
        return redirect(reverse("story_consents_report"))


withdraw_urls = [path("stories/<int:pk>/withdraw/", WithdrawView.as_view(), name="story_withdraw")]
