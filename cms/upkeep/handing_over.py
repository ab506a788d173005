"""The screens on which pages are handed over: one page, all of one person, and those that were ticked in a list."""

from django import forms
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from . import keeping
from .page_forms import OnePageFormView, PagesFormView
from .review_report import may_see

SHOWN = 20


def counted(number):
    return "1 page" if number == 1 else f"{number} pages"


class Keeper(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return keeping.named(person)


class HandOverForm(forms.Form):
    """To whom. ``pages``: a queryset or list of those that are handed over; each has to be theirs to publish.

    ``keeper`` looks after all of them until now, or is None.
    """

    to = Keeper(
        queryset=get_user_model().objects.none(),
        label="Who looks after it from now",
        empty_label="Choose somebody",
        help_text="They get the emails when a check is due. Everybody here may publish pages.",
    )

    def __init__(self, *args, pages=(), keeper=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages
        self.fields["to"].queryset = keeping.keepers().exclude(pk=keeper.pk if keeper else None)

    def clean_to(self):
        to = self.cleaned_data["to"]
        numbers = [page.pk for page in self.pages]
        may = keeping.publishable(to).filter(pk__in=numbers).count()
        if may < len(numbers):
            which = "this page" if len(numbers) == 1 else f"{len(numbers) - may} of these pages"
            raise forms.ValidationError(f"{keeping.named(to)} may not publish {which}, and could not keep it right.")
        return to


class HandsOver(PagesFormView):
    """Hands ``pages`` over. ``keeper`` looks after all of them until now; None for nobody."""

    form_class = HandOverForm
    template_name = "upkeep/admin/hand_over.html"
    page_title = "Hand over"
    header_icon = "user"
    submit_button_label, submit_button_active_label = "Hand over", "Handing over…"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"pages": self.pages, "keeper": self.keeper}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "pages": self.pages[:SHOWN],
            "more": max(len(self.pages) - SHOWN, 0),
            "keeper": keeping.named(self.keeper) if self.keeper else "",
            "is_gone": bool(self.keeper) and not self.keeper.is_active,
        }

    def form_valid(self, form):
        to = form.cleaned_data["to"]
        number = keeping.hand_over(self.pages, to, self.request.user)
        messages.success(self.request, f"{keeping.named(to)} looks after {counted(number)} more from now.")
        return super().form_valid(form)


class HandOverView(HandsOver, OnePageFormView):
    """Hand over one page."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pages, self.keeper = [self.page], self.page.owner


@method_decorator(user_passes_test(may_see), name="dispatch")
class HandAllOverView(HandsOver):
    """Hand over all pages of one person, or of nobody, that whoever looks may publish: drafts too."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        whose = kwargs["whose"]
        people = get_user_model().objects
        if whose != "nobody" and not (whose.isascii() and whose.isdigit() and len(whose) < 10):
            raise Http404
        self.keeper = None if whose == "nobody" else get_object_or_404(people, pk=whose)
        self.pages = list(keeping.pages_kept(request.user, by=self.keeper).order_by("title", "pk"))

    def get_page_subtitle(self):
        return f"All pages of {keeping.named(self.keeper)}" if self.keeper else "Pages that nobody looks after"

    def get_success_url(self):
        return f"{reverse('pages_to_review')}?when=all"

    def above(self):
        return [("Pages to check", self.get_success_url())]


class HandOverTicked(PageBulkAction):
    """What was ticked in a list of pages."""

    display_name = "Hand over"
    action_type = "hand_over"
    aria_label = "Hand the selected pages over to a colleague"
    template_name = "upkeep/admin/hand_over_ticked.html"
    form_class = HandOverForm
    action_priority = 90

    def check_perm(self, page):
        return page.permissions_for_user(self.request.user).can_publish()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"pages": self.get_actionable_objects()[0]}

    def get_execution_context(self):
        return super().get_execution_context() | {"to": self.cleaned_form.cleaned_data["to"]}

    @classmethod
    def execute_action(cls, objects, user=None, to=None, **kwargs):
        return keeping.hand_over(objects, to, user), 0

    def get_success_message(self, number, _children):
        return f"{keeping.named(self.cleaned_form.cleaned_data['to'])} looks after {counted(number)} more from now."


def hand_over_urls():
    return [
        path("pages/<int:pk>/hand-over/", HandOverView.as_view(), name="page_hand_over"),
        path("pages/hand-over/<slug:whose>/", HandAllOverView.as_view(), name="pages_hand_over"),
    ]
