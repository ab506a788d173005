"""What an operator relies on: the first account, a lost second step, settings that refuse to be too lax."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from cms.intake.models import OutboxMessage
from cms.signin import checks

from .signing import give_app, is_in, sign_in, type_password

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_the_first_account_is_made_by_the_command_and_sets_up_its_second_step(client, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")
    call_command("createsuperuser", username="first", email="first@example.org", interactive=False, verbosity=0)
    assert type_password(client, get_user_model().objects.get()).url == "/admin/"
    assert client.get("/admin/").url.startswith("/account/?next=")


def test_a_lost_second_step_is_reset_by_a_command(client, member_of, settings, capsys):
    settings.SECOND_FACTOR_REQUIRED = True
    user = member_of(None)
    give_app(user)
    sign_in(client, user)
    call_command("reset_second_factor", user.email.upper())
    assert "is reset" in capsys.readouterr().out
    assert not is_in(client)
    assert not Authenticator.objects.exists()
    assert OutboxMessage.objects.get().recipients == [user.email]
    for who in (user.username, "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", who)


@pytest.mark.parametrize(
    ("sample", "loopback", "is_refused"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_only_a_sample_site_on_this_machine_starts_without_a_second_step(settings, sample, loopback, is_refused):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SAMPLE_SITE_ALLOWED, settings.LOOPBACK_ONLY = sample, loopback
    assert [error.id for error in checks.asks_everybody(None)] == ["signin.E001"] * is_refused
    settings.SECOND_FACTOR_REQUIRED = True
    assert checks.asks_everybody(None) == []


def test_another_way_in_is_refused(monkeypatch):
    assert checks.has_no_other_way_in(None) == []
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name == "wagtail.api.v3")
    assert [error.id for error in checks.has_no_other_way_in(None)] == ["signin.E002"]
