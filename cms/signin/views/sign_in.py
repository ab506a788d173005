"""Sign in and out, confirm that it is you, a new password."""

from allauth.account import views
from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from .. import mails, session
from ..forms import ChangePasswordForm
from ..pages import Waits

hide_passwords = method_decorator(
    sensitive_post_parameters("password", "password1", "password2", "oldpassword"), name="dispatch"
)
# Why somebody is asked to sign in, by ``?why=``.
REASONS = {"idle", "kept", "long", "out", "no", "password"}


class SignInView(Waits, views.LoginView):
    """The page to sign in at. ``?why=`` says what led here, ``?next=`` where to go afterwards."""

    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs):
        why = self.request.GET.get("why", "")
        minutes = settings.SESSION_IDLE_SECONDS // 60
        pause = f"{minutes // 60} hours" if minutes >= 120 and minutes % 60 == 0 else f"{minutes} minutes"
        return super().get_context_data(why=why if why in REASONS else "", pause=pause, **kwargs)


sign_in = hide_passwords(SignInView).as_view()


def sign_out(request):
    """Ask, and sign out when the button is pressed."""
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(f"{reverse('account_login')}?why=out")
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "account/sign_out.html")


@method_decorator(login_required, name="dispatch")
class ConfirmView(Waits, views.ReauthenticateView):
    """Before something that matters: type your password once more."""

    template_name = "account/confirm.html"

    def _check_ratelimit(self, request):
        """The form counts."""


confirm = hide_passwords(ConfirmView).as_view()


class ForgottenView(Waits, views.PasswordResetView):
    """Ask for a link to choose a new password."""

    template_name = "account/forgotten.html"

    def form_valid(self, form):
        form.save(self.request)
        return HttpResponseRedirect(self.success_url)


forgotten = ForgottenView.as_view()


class ForgottenSentView(TemplateView):
    """It is the same page for every address."""

    template_name = "account/forgotten_sent.html"


forgotten_sent = ForgottenSentView.as_view()


class ChooseView(views.PasswordResetFromKeyView):
    """Choose a new password by a mailed link. Opening it changes nothing; the button does."""

    template_name = "account/choose.html"

    def form_valid(self, form):
        form.save()
        self.request.session.pop(views.INTERNAL_RESET_SESSION_KEY, None)
        mails.tell("account/email/password_reset", self.reset_user)
        if self.request.user.is_authenticated:
            logout(self.request)
        return HttpResponseRedirect(f"{reverse('account_login')}?why=password")


choose = hide_passwords(ChooseView).as_view()


def chosen(request):
    """allauth's own end of it: ours is the page to sign in at."""
    return redirect("account_login")


@method_decorator(login_required, name="dispatch")
class ChangePasswordView(Waits, FormView):
    """A new password, by somebody who is signed in and knows the old one. Their other sessions end."""

    template_name = "account/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        form.save()
        session.keep(self.request)
        mails.tell("account/email/password_changed", self.request.user)
        return super().form_valid(form)


change_password = hide_passwords(ChangePasswordView).as_view()
