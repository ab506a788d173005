"""What a session knows of its person: since when they are here, and whether their second factor was asked for.

Nothing but the session is read on each request. What changes the answer elsewhere, such as a second factor that is
added, removed or reset, ends the person's other sessions (``User.session_round``), so none of them can be out of date.
"""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db.models import F
from django.db.models.signals import post_delete, post_save

FACTOR = "signin_factor"
# It was asked for in this session and given; or there was none to ask for.
GIVEN, NONE = "given", "none"
BEGAN = "signin_began"
HERE = "signin_here"
NEXT = "signin_next"
# Seconds between two notes of somebody's being here: each is a write.
NOTED_EVERY = 60


def has_factor(user):
    """Whether ``user`` has an authenticator app or a passkey. Recovery codes alone are no second factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()


def is_signed_in(session):
    """Whether somebody's name is in ``session``, whatever they may do with it."""
    return SESSION_KEY in session


def may_pass(session):
    """Whether the person of ``session`` is let in: their second factor was given, or none is asked of them."""
    state = session.get(FACTOR)
    return state == GIVEN or (state == NONE and not settings.SECOND_FACTOR_REQUIRED)


def must_enrol(session):
    """Whether the person of ``session`` has to set up a second factor before anything else."""
    return session.get(FACTOR) == NONE and settings.SECOND_FACTOR_REQUIRED


def is_known(session):
    """Whether the pages about one's own sign-in may be shown: no second factor was left out on the way in."""
    return session.get(FACTOR) in {GIVEN, NONE}


def over(session):
    """Return why ``session`` has ended: "idle", "long", or "" while it goes on."""
    now = time.time()
    if now - session.get(BEGAN, 0) > settings.SESSION_COOKIE_AGE:
        return "long"
    if now - session.get(HERE, 0) > settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def note_here(session):
    """Write down that the person is at their desk; at most once a minute."""
    now = time.time()
    if now - session.get(HERE, 0) > NOTED_EVERY:
        session[HERE] = now


def confirmed_lately(request):
    """Whether the person of ``request`` proved within the last minutes that it is them, by whatever they typed."""
    from allauth.account import app_settings

    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def given(request, authenticator):
    """Note that the second factor was given in this session: by setting it up, or at sign-in."""
    record_authentication(request, request.user, "mfa", id=authenticator.pk, type=authenticator.type)
    keep(request)


def keep(request):
    """Let this session go on after its person's password or second factor changed; all others of theirs have ended."""
    user = get_user_model().objects.get(pk=request.user.pk)
    update_session_auth_hash(request, user)
    request.session[FACTOR] = GIVEN if has_factor(user) else NONE


def end_all(user):
    """End every session of ``user`` (a row, or its key)."""
    get_user_model().objects.filter(pk=getattr(user, "pk", user)).update(session_round=F("session_round") + 1)


def _begin(request, user, **signal):
    session = request.session
    session[BEGAN] = session[HERE] = time.time()
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        session[FACTOR] = GIVEN
    elif not has_factor(user):
        session[FACTOR] = NONE
    else:
        session.pop(FACTOR, None)


def _changed(instance, created=True, **signal):
    if created and instance.type != Authenticator.Type.RECOVERY_CODES:
        end_all(instance.user_id)


def connect():
    """Listen to sign-ins and to what happens to second factors."""
    user_logged_in.connect(_begin, dispatch_uid="signin session")
    post_save.connect(_changed, sender=Authenticator, dispatch_uid="signin factor added")
    post_delete.connect(_changed, sender=Authenticator, dispatch_uid="signin factor removed")
