"""What is mailed about signing in, in the words of letters.py. Every mail goes through the outbox, says what to do, and
holds no secret but a link."""

from urllib.parse import quote

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone

from cms.core.models import SiteSettings
from cms.intake.keys import new_key
from cms.intake.mail import send_template

# allauth's name of an event, and what it is in a sentence: "… was …".
EVENTS = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "Your password was changed by a link from an email",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A passkey was added to your account",
    "mfa/email/webauthn_removed": "A passkey was removed from your account",
    "mfa/email/recovery_codes_generated": "Your recovery codes were made anew, and the old ones no longer work",
}


def address(name, **kwargs):
    """Return the whole address of one of our pages."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, kwargs=kwargs or None)


def _send(template, to, context):
    return send_template(f"signin:{template}:{new_key()}", f"account/email/{template}", to, context)


def tell(event, user):
    """Tell ``user`` what happened to their way in. ``event`` is one of EVENTS; what is none is not told."""
    if words := EVENTS.get(event):
        tell_words(words, user)


def tell_words(words, user):
    """Tell ``user`` what happened to their way in, in a sentence of the caller without its full stop."""
    _send("changed", user.email, {"what": words, "at": timezone.localtime(), "link": address("account_reset_password")})


def forgotten(email, user):
    """Answer somebody who forgot their password: a link where there is an account, else that there is none. One mail each."""
    if user is None:
        _send("no_account", email, {})
        return
    key = default_token_generator.make_token(user)
    link = address("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=quote(key))
    _send("forgotten", user.email, {"link": link, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600})


def instead_of(template, email, context):
    """allauth would send ``template`` itself: everything that it may say is told by ``tell`` or ``forgotten``."""
    raise LookupError(f"{template} has no words of ours")


def invited(user, key, until, days, by):
    """Invite ``user``: the link, and until when it works."""
    context = {
        "name": user.first_name,
        "by": by.known_as if by else "",
        "username": user.username,
        "link": address("account_invitation", key=key),
        "days": days,
        "until": timezone.localtime(until),
        "site_name": SiteSettings.as_it_is().site_name,
    }
    _send("invited", user.email, context)


def reset_by_you(user, by):
    """Tell ``by`` that they reset the second step of ``user``: if it was not them, somebody else has their account."""
    _send("reset_by_you", by.email, {"name": user.known_as, "at": timezone.localtime()})


def address_changed(before, after):
    """Tell the address that an account had before that it has another one now: ``after`` is not named to it."""
    if after.lower() != before.lower():
        words = "An administrator gave your account another email address, so this one gets no more mail from us"
        context = {"what": words, "at": timezone.localtime(), "link": address("account_reset_password")}
        _send("changed", before, context)
