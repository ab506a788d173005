"""Who may load the sample, and the file with its passwords."""

import os
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.sample.loading.accounts import ACCOUNTS, accounts_file


def test_settings_of_a_real_site_refuse_the_sample(db, settings, monkeypatch):
    settings.SAMPLE_SITE_ALLOWED = False
    loaded = []
    monkeypatch.setattr("cms.sample.management.commands.load_sample_site.load", lambda today, say: loaded.append(today))
    with pytest.raises(CommandError, match="--yes-this-is-a-sample"):
        call_command("load_sample_site")
    assert not loaded
    call_command("load_sample_site", "--yes-this-is-a-sample")
    assert len(loaded) == 1


def test_the_settings_of_production_do_not_allow_the_sample():
    source = Path("cms/settings/production.py").read_text(encoding="utf-8")
    assert "SAMPLE_SITE_ALLOWED" not in source
    assert "SAMPLE_SITE_ALLOWED = False" in Path("cms/settings/base.py").read_text(encoding="utf-8")


def test_one_password_for_all_can_come_from_the_environment(db, settings, tmp_path, monkeypatch):
    from cms.sample.loading import accounts

    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("SAMPLE_PASSWORD", "a rather long password")
    people = accounts.load()
    assert len(people) == len(ACCOUNTS)
    assert all(user.check_password("a rather long password") for user in people.values())


def test_a_file_that_others_could_read_is_closed_before_passwords_go_in(db, settings, tmp_path):
    from cms.sample.loading import accounts

    settings.VAR_DIR = tmp_path
    accounts_file().touch()
    os.chmod(accounts_file(), 0o644)
    accounts.load()
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
