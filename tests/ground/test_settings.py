"""What the settings promise before the first request is answered."""

import os
import subprocess
import sys

import pytest
from csp.constants import NONE, SELF
from django.conf import settings

SAFE = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "www.example.org"}


def import_production(tmp_path, **environment):
    """Import the production settings in a process that has this environment alone. Return its exit code and errors."""
    code = "import cms.settings.production as s; print('loopback' if s.LOOPBACK_ONLY else 'real', s.BEHIND_PROXY)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def test_production_starts_with_a_key_and_a_host(tmp_path):
    code, output = import_production(tmp_path, **SAFE)
    assert code == 0, output


@pytest.mark.parametrize("name", sorted(SAFE))
@pytest.mark.parametrize("value", [None, ""])
def test_production_does_not_start_without(tmp_path, name, value):
    environment = {key: word for key, word in SAFE.items() if key != name} | ({} if value is None else {name: value})
    code, output = import_production(tmp_path, **environment)
    assert code != 0
    assert f"Set {name}" in output


def test_production_trusts_no_host_that_it_was_not_told(tmp_path):
    code, output = import_production(tmp_path, **SAFE | {"ALLOWED_HOSTS": "www.example.org,*"})
    assert code != 0
    assert "* is refused" in output


def test_loopback_only_cannot_be_left_on_for_a_real_host(tmp_path):
    code, output = import_production(tmp_path, **SAFE, LOOPBACK_ONLY="1")
    assert code != 0
    assert "loopback only" in output


def test_loopback_only_allows_this_machine(tmp_path):
    code, output = import_production(tmp_path, **SAFE | {"ALLOWED_HOSTS": "127.0.0.1,localhost", "LOOPBACK_ONLY": "1"})
    assert code == 0, output
    assert "loopback" in output


def test_the_address_of_a_proxys_header_is_believed_only_behind_a_proxy(tmp_path):
    assert import_production(tmp_path, **SAFE) == (0, "real True\n")
    assert import_production(tmp_path, **SAFE, BEHIND_PROXY="0") == (0, "real False\n")
    local = {"ALLOWED_HOSTS": "127.0.0.1", "LOOPBACK_ONLY": "1"}
    assert import_production(tmp_path, **SAFE | local) == (0, "loopback False\n")


@pytest.mark.parametrize("name", ["CONTENT_SECURITY_POLICY", "ADMIN_CONTENT_SECURITY_POLICY"])
def test_no_content_policy_names_another_host(name):
    policy = getattr(settings, name)
    allowed = {SELF, NONE, "data:", "blob:", "'unsafe-inline'"}
    for directive, sources in policy.get("DIRECTIVES", policy).items():
        assert set(sources) <= allowed, directive


def test_the_public_content_policy_allows_nothing_inline():
    sources = {source for sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in sources}
    assert sources == {SELF, NONE}


def test_wagtail_asks_nobody_else_for_anything():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


def test_the_base_settings_never_turn_debugging_on():
    assert "DEBUG" not in (settings.BASE_DIR / "cms/settings/base.py").read_text().replace("settings.DEBUG", "")
    assert settings.DEBUG is False


def test_a_real_site_asks_everybody_for_a_second_factor_and_does_not_start_otherwise(tmp_path):
    code, output = import_production(tmp_path, **SAFE, SECOND_FACTOR="0")
    assert code != 0
    assert "SECOND_FACTOR cannot be off here" in output
    local = {"ALLOWED_HOSTS": "127.0.0.1", "LOOPBACK_ONLY": "1"}
    assert import_production(tmp_path, **SAFE | local, SECOND_FACTOR="0")[0] == 0
