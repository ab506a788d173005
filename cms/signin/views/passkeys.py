"""Passkeys: instead of the password, after it, and their own list. The browser's part is static/js/passkeys.js."""

from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from .. import gate, mails
from ..code_forms import AddPasskeyForm, NamePasskeyForm, PasskeyAloneForm
from ..pages import Waits
from .factors import added, confirmed
from .factors import remove as remove_factor


class AloneView(Waits, FormView):
    """Sign in by a passkey alone. GET tells the browser's script what to ask the device for."""

    form_class = PasskeyAloneForm
    template_name = "mfa/passkey_failed.html"

    def get(self, request, *args, **kwargs):
        if request.user.is_authenticated or not gate.is_in_background(request):
            return redirect("account_login")
        return JsonResponse(auth.begin_authentication(user=None))

    def form_valid(self, form):
        authenticator = form.cleaned_data["credential"]
        wanted = self.request.POST.get("next", "")
        login = Login(user=authenticator.user, redirect_url=wanted if gate.is_ours(self.request, wanted) else None)
        return flows.perform_passwordless_login(self.request, authenticator, login)


alone = AloneView.as_view()


@method_decorator(login_required, name="dispatch")
class ConfirmView(Waits, views.ReauthenticateWebAuthnView):
    """Confirm that it is you, by a passkey."""

    template_name = "mfa/confirm_passkey.html"

    def _check_ratelimit(self, request):
        """Nothing can be guessed."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        return super().get_context_data(**kwargs) | ({"form": form} if form else {})


confirm = ConfirmView.as_view()


@method_decorator([login_required, confirmed], name="dispatch")
class AddView(Waits, FormView):
    """Make a passkey on this device, or on a phone or key that it can reach."""

    template_name = "mfa/add_passkey.html"
    form_class = AddPasskeyForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"options": auth.begin_registration(self.request.user, passwordless=True)}

    @transaction.atomic
    def form_valid(self, form):
        row = auth.WebAuthn.add(self.request.user, form.cleaned_data["name"], form.cleaned_data["credential"]).instance
        mails.tell("mfa/email/webauthn_added", self.request.user)
        return added(self.request, row)


add = AddView.as_view()


def _mine(request, pk):
    return get_object_or_404(Authenticator, pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)


@login_required
@confirmed
def remove(request, pk):
    """Take a passkey away, unless it is the only second factor and one is required."""
    row = _mine(request, pk)
    return remove_factor(request, row, "mfa/email/webauthn_removed", f"the passkey “{row.wrap().name}”")


@method_decorator(login_required, name="dispatch")
class NameView(FormView):
    """Call a passkey something else."""

    template_name = "mfa/name_passkey.html"
    form_class = NamePasskeyForm
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": _mine(self.request, self.kwargs["pk"])}

    def form_valid(self, form):
        form.save()
        return HttpResponseRedirect(self.success_url)


name = NameView.as_view()
