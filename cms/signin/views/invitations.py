"""The page behind an invitation, and what was about to be saved when a session ended."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from .. import inviting, kept
from ..forms import NewPasswordForm


@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class InvitationView(FormView):
    """Choose a first password. Opening the page changes nothing; the button signs in, and leads on to the second step."""

    template_name = "account/invitation.html"
    form_class = NewPasswordForm

    def dispatch(self, request, key):
        self.invitation = inviting.usable(key)
        if self.invitation is None:
            return self.gone()
        return super().dispatch(request, key)

    def gone(self):
        return render(self.request, "account/invitation.html", {"is_gone": True}, status=410)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.invitation.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.invitation.user, **kwargs)

    def form_valid(self, form):
        person = self.invitation.user
        if not inviting.accept(self.invitation, form.cleaned_data["password1"]):
            return self.gone()
        logout(self.request)  # somebody else may have been signed in here
        record_authentication(self.request, person, "invitation")
        return perform_login(self.request, Login(user=person))


invitation = InvitationView.as_view()


@login_required
def kept_words(request):
    """Show what was about to be saved when the session ended: a button saves it now, another one lets it go."""
    found = kept.of(request)
    if found is None:
        return redirect("wagtailadmin_home")
    if request.method == "POST":
        kept.forget(request)
        return HttpResponseRedirect(found["path"])
    return render(request, "account/kept.html", {"kept": found})
