"""What an administrator does with somebody's way in: each is asked first, and stands in the person's history."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from .. import inviting, session


def may_change(by, person):
    """Whether ``by`` may change ``person``: who may do everything is changed only by such a one."""
    return by.has_perm("users.change_user") and (by.is_superuser or not person.is_superuser)


def is_waiting(person):
    """Whether ``person`` was invited and has not come yet."""
    invitation = getattr(person, "invitation", None)
    return bool(invitation and invitation.is_waiting)


def may_be_invited(person):
    """Whether an invitation makes sense: never was here, and has no password."""
    return getattr(person, "invitation", None) is not None and person.invitation.accepted_at is None


def acts_for(by, person):
    """Return the buttons for what ``by`` may do with the way in of ``person``."""
    if not may_change(by, person):
        return []
    found = []
    if may_be_invited(person):
        found.append(("Send the invitation again", "invite_again", "mail"))
    if is_waiting(person):
        found.append(("Take the invitation back", "take_invitation_back", "undo"))
    has_factor = person.has_factor if hasattr(person, "has_factor") else session.has_factor(person)
    if has_factor and person.pk != by.pk:
        found.append(("Reset the second step", "reset_second_step", "rotate"))
    return [
        Button(label, url=reverse(f"wagtailusers_users:{name}", args=[person.pk]), icon_name=icon, priority=50 + number)
        for number, (label, name, icon) in enumerate(found)
    ]


class _Act(WagtailAdminTemplateMixin, TemplateView):
    """Ask, and do it when the button is pressed. Subclasses say what."""

    template_name = "signin/admin/act.html"
    header_icon = "user"
    question = explanation = button = done = ""
    is_serious = False

    def dispatch(self, request, *args, pk, **kwargs):
        self.person = get_object_or_404(get_user_model().objects.select_related("invitation"), pk=pk)
        if not may_change(request.user, self.person):
            raise PermissionDenied
        if not self.makes_sense():
            messages.warning(request, "There was nothing to do: it was done already.")
            return redirect("wagtailusers_users:edit", pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.question

    def get_page_subtitle(self):
        return get_user_display_name(self.person)

    def get_breadcrumbs_items(self):
        person = reverse("wagtailusers_users:edit", args=[self.person.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": "People"},
            {"url": person, "label": get_user_display_name(self.person)},
            {"url": "", "label": self.question},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(view=self, person=self.person, **kwargs)

    def post(self, request):
        self.do()
        messages.success(request, self.done.format(email=self.person.email))
        return redirect("wagtailusers_users:index")


class InviteAgainView(_Act):
    """A new link; the one before ends."""

    question, button = "Send the invitation again?", "Send it again"
    explanation = "The person gets a new link. The one from before no longer works."
    done = "We wrote to {email} with a new link."

    def makes_sense(self):
        return may_be_invited(self.person)

    def do(self):
        inviting.invite(self.person, self.request.user)


class TakeBackView(_Act):
    """End an invitation that nobody has used."""

    question, button, is_serious = "Take the invitation back?", "Take it back", True
    explanation = (
        "The link in the email no longer works, and the account is switched off. You can invite the person again later."
    )
    done = "The invitation of {email} no longer works."

    def makes_sense(self):
        return is_waiting(self.person)

    def do(self):
        inviting.take_back(self.person, self.request.user)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ResetFactorView(_Act):
    """For somebody whose phone is lost and who has no recovery code."""

    question, button, is_serious = "Reset the second step?", "Reset it", True
    explanation = (
        "Do this only when you know that it is them who ask: ring them, do not only answer an email. "
        "They are signed out everywhere, and set up a new second step when they next sign in with their password. "
        "Both of you get an email about it."
    )
    done = "The second step of {email} is reset. You both get an email."

    def makes_sense(self):
        return self.person.pk != self.request.user.pk and session.has_factor(self.person)

    def do(self):
        inviting.reset_factor(self.person, self.request.user)
