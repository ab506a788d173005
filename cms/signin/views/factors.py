"""The second step: asked for at sign-in, set up, taken away; and the recovery codes."""

from urllib.parse import quote

import qrcode
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as codes
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from .. import gate, mails, session
from ..code_forms import LAST, AddAppForm
from ..pages import Waits

confirmed = reauthentication_required(app="allauth.mfa")


def afterwards(request):
    """Return where somebody wanted to go before they had to set something up, and forget it."""
    wanted = request.session.pop(session.NEXT, "")
    return wanted if gate.is_ours(request, wanted) else reverse(settings.LOGIN_REDIRECT_URL)


@login_required
def overview(request):
    """Show one's own second factors; whoever needs one and has none is asked to set it up."""
    if (wanted := request.GET.get("next")) and gate.is_ours(request, wanted):
        if not session.must_enrol(request.session):
            return HttpResponseRedirect(wanted)
        request.session[session.NEXT] = wanted
    rows = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    by_type = {kind: [row for row in rows if row.type == kind] for kind in Authenticator.Type.values}
    recovery = by_type[Authenticator.Type.RECOVERY_CODES]
    context = {
        "must_enrol": session.must_enrol(request.session),
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "codes_left": len(recovery[0].wrap().get_unused_codes()) if recovery else None,
        "is_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "mfa/overview.html", context)


class CodeView(Waits, views.AuthenticateView):
    """The second step of signing in."""

    template_name = "mfa/code.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user_id=self.stage.login.user.pk).values_list("type", flat=True))
        return context | {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        }


code = login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")(CodeView.as_view())


@method_decorator(login_required, name="dispatch")
class ConfirmView(Waits, views.ReauthenticateView):
    """Confirm that it is you, by a code."""

    template_name = "mfa/confirm_code.html"

    def _check_ratelimit(self, request):
        """The form counts."""


confirm = ConfirmView.as_view()


def square(text):
    """Return what a phone's camera reads ``text`` from: its width in dots, and the path that draws them."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make()
    dots = code.get_matrix()
    drawn = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(dots) for x, is_dark in enumerate(row) if is_dark]
    return len(dots), "".join(drawn)


@method_decorator([login_required, confirmed], name="dispatch")
class AddAppView(Waits, FormView):
    """Set up an authenticator app: scan or type, then show by one code that it works."""

    template_name = "mfa/add_app.html"
    form_class = AddAppForm

    def dispatch(self, request, *args, **kwargs):
        if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        address = get_adapter().build_totp_url(self.request.user, secret)
        width, drawn = square(address)
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context | {"address": address, "width": width, "drawn": drawn, "secret": groups}

    @transaction.atomic
    def form_valid(self, form):
        person = authenticated_user(self.request)
        row = TOTP.activate(person, form.secret).instance
        # The code that was just typed is used up.
        row.data[LAST] = form.step
        row.save(update_fields=["data"])
        clear_totp_secret(self.request)
        mails.tell("mfa/email/totp_activated", person)
        return added(self.request, row)


add_app = AddAppView.as_view()


def added(request, row):
    """A second factor is there: this session has given it. Go on to the recovery codes, where there are none yet."""
    has_codes = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).exists()
    if not has_codes:
        RecoveryCodes.activate(request.user)
    session.given(request, row)
    return HttpResponseRedirect(reverse("mfa_index" if has_codes else "mfa_view_recovery_codes"))


@login_required
@confirmed
def remove_app(request):
    """Take the app away, unless it is the only second factor and one is required."""
    row = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
    return remove(request, row, "mfa/email/totp_deactivated", "your authenticator app")


def remove(request, row, event, what):
    """Ask about, and on POST remove, the second factor ``row``."""
    if row is None:
        return redirect("mfa_index")
    # One after the other: two at once would each see the other one still there.
    with transaction.atomic():
        type(
            request.user._wrapped if hasattr(request.user, "_wrapped") else request.user
        ).objects.select_for_update().get(pk=request.user.pk)
        may = get_adapter().can_delete_authenticator(row)
        if request.method == "POST" and may:
            delete_and_cleanup(request, row)
            session.keep(request)
            mails.tell(event, request.user)
            return redirect("mfa_index")
    return render(request, "mfa/remove.html", {"may": may, "what": what})


@login_required
@confirmed
def recovery_codes(request):
    """Show the recovery codes, once."""
    wrapper, may_see = codes.view_recovery_codes(request)
    if wrapper is None:
        return redirect("mfa_index")
    shown = wrapper.get_unused_codes() if may_see else []
    text = f"Recovery codes for {settings.WAGTAIL_SITE_NAME}\nEach works once.\n\n" + "\n".join(shown) + "\n"
    context = {
        "codes": shown,
        "file": quote(text),
        "afterwards": afterwards(request) if shown else reverse("mfa_index"),
    }
    return render(request, "mfa/recovery_codes.html", context)


@login_required
@confirmed
def new_recovery_codes(request):
    """Make recovery codes anew; the old ones end."""
    if not session.has_factor(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        with transaction.atomic():
            Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
            RecoveryCodes.activate(request.user)
            mails.tell("mfa/email/recovery_codes_generated", request.user)
        return redirect("mfa_view_recovery_codes")
    return render(request, "mfa/new_recovery_codes.html")
