"""What stands in deploy/ fits the site: each command exists, each variable is read and explained, each job has its time."""

import datetime
import re
import shlex
import subprocess
import sys
import threading
import zoneinfo

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from hypothesis import given
from hypothesis import strategies as st

from deploy import jobs
from tests.webserver import Website, nowhere

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = DEPLOY / "systemd"
OPERATING = (settings.BASE_DIR / "docs/operating.md").read_text("utf-8")
# Read by programs of others: Django, Python, the images of PostgreSQL.
OF_OTHERS = {
    "DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PATH", "POSTGRES_USER", "POSTGRES_DB",
    "POSTGRES_PASSWORD", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK",
}  # fmt: skip
AFTER_A_RELEASE = ("migrate", "load_localities", "write_error_pages", "rebuild_references_index")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OURS = [name for name, each in COMPOSE["services"].items() if each["image"] == "peer-support-site"]
# In YAML's merged form.
WEB = ("web-a", "web-b")


def words_of(service):
    """Return the command of a service of compose as one line."""
    return " ".join(service.get("command", []))


def unit(name):
    """Return the lines of a systemd unit as a dict of lists."""
    found = {}
    for line in (UNITS / name).read_text("utf-8").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def given_variables():
    """Return the names of all variables that something in deploy/ gives to a process of ours."""
    names = set()
    for each in COMPOSE["services"].values():
        names |= set(each.get("environment", {}))
    names |= {
        line.split("=")[0]
        for line in (DEPLOY / "site.env.example").read_text("utf-8").splitlines()
        if re.match(r"\w+=", line)
    }
    for path in UNITS.glob("*.service"):
        names |= {word.split("=")[0] for line in unit(path.name).get("Environment", []) for word in shlex.split(line)}
    names |= set(re.findall(r"\b([A-Z][A-Z_]+)=", (DEPLOY / "Dockerfile").read_text("utf-8")))
    return names - OF_OTHERS


def test_every_variable_in_deploy_is_read_by_the_settings_and_explained():
    read = "".join(path.read_text("utf-8") for path in (settings.BASE_DIR / "cms/settings").glob("*.py"))
    names = given_variables()
    assert {"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "STATIC_ROOT", "VAR_DIR", "EMAIL_URL"} <= names
    assert {name for name in names if f'"{name}"' not in read} == set()
    assert {name for name in names | {"POSTGRES_PASSWORD"} if f"`{name}`" not in OPERATING} == set()


def test_every_variable_that_the_settings_read_is_explained():
    code = "".join(
        (settings.BASE_DIR / f"cms/settings/{name}.py").read_text("utf-8") for name in ("base", "production")
    )
    names = set(re.findall(r"(?:env\.\w+|Env\(\)\.\w+|required)\(\s*\"([A-Z_0-9]+)\"", code))
    assert len(names) > 15
    assert {name for name in names if f"`{name}`" not in OPERATING} == set()


def commands_in(text):
    return set(re.findall(r"manage\.py (\w+)", text))


def test_every_command_in_deploy_exists():
    known = set(get_commands())
    told = {command for each in COMPOSE["services"].values() for command in commands_in(words_of(each))}
    told |= {
        command
        for path in UNITS.glob("*.service")
        for line in unit(path.name)["ExecStart"]
        for command in commands_in(line)
    }
    told |= {command[0] for each in jobs.JOBS.values() for command in each} | commands_in(
        (DEPLOY / "Dockerfile").read_text("utf-8")
    )
    assert {"send_outbox", "db_worker", "migrate", "collectstatic", "publish_scheduled"} <= told
    assert told <= known
    scripts = {
        word
        for path in UNITS.glob("*.service")
        for line in unit(path.name)["ExecStart"]
        for word in line.split()
        if word.endswith(".py")
    }
    scripts |= {
        word for each in COMPOSE["services"].values() for word in words_of(each).split() if word.endswith(".py")
    }
    assert {name for name in scripts if not (settings.BASE_DIR / name).exists()} == set()


@pytest.mark.parametrize("name", ["web", "send_outbox", "db_worker"])
def test_what_runs_all_the_time_runs_on_a_single_server_and_in_containers(name):
    line = next(
        line
        for line in OPERATING.splitlines()
        if line.startswith("|") and (f"`manage.py {name}" in line or line.startswith(f"| {name} "))
    )
    told = line.split("`")[1].replace(" --bind 127.0.0.1:8000", "").removeprefix("manage.py ")
    units = "\n".join(unit(path.name)["ExecStart"][0] for path in UNITS.glob("*.service"))
    docker = " ".join(re.findall(r'"([^"]*)"', (DEPLOY / "Dockerfile").read_text("utf-8").split("\nCMD")[1]))
    inside = docker if name == "web" else "\n".join(words_of(each) for each in COMPOSE["services"].values())
    for where in (units, inside):
        assert all(word in where for word in told.split()), where


def table_of_jobs():
    """Return what operating.md says comes again: pairs of when and a command with its words."""
    rows = [line.split("|") for line in OPERATING.splitlines() if re.match(r"\| every ", line)]
    return {
        ({"every 5 minutes": "often", "every night": "night", "every morning": "morning"}[row[1].strip()], command)
        for row in rows
        for command in re.findall(r"`manage\.py ([^`]+)`", row[2])
    }


def test_every_job_that_comes_again_has_its_time_on_a_single_server_and_in_containers():
    ours = {(when, " ".join(command)) for when, each in jobs.JOBS.items() for command in each}
    assert table_of_jobs() == ours
    assert jobs.ZONE == settings.TIME_ZONE
    for when, time in jobs.WHEN.items():
        assert unit(f"site-{when}.service")["ExecStart"][0].endswith(f" deploy/jobs.py {when}")
        calendar = unit(f"site-{when}.timer")["OnCalendar"]
        assert calendar == ([time] if when == "often" else [f"{time} {jobs.ZONE}"])
    assert words_of(COMPOSE["services"]["jobs"]) == "python deploy/jobs.py --keep"


def test_all_that_a_release_needs_is_done_before_its_containers_begin():
    assert commands_in(words_of(COMPOSE["services"]["prepared"])) == set(AFTER_A_RELEASE)
    assert all(f"`manage.py {command}" in OPERATING for command in AFTER_A_RELEASE)
    for name in set(OURS) - {"prepared"}:
        assert COMPOSE["services"][name]["depends_on"]["prepared"] == {"condition": "service_completed_successfully"}


def test_containers_may_do_little():
    services = COMPOSE["services"]
    assert set(WEB) <= set(OURS)
    assert {"database", "cache", "nginx", "mail", "tasks", "jobs", "prepared"} | set(WEB) == set(services)
    for name, each in services.items():
        assert each["restart"] == ("no" if name == "prepared" else "unless-stopped")
        if name == "database":
            continue
        assert each["read_only"] is True, name
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert name in OURS or re.fullmatch(r"\d+:\d+", each["user"]), name
    # Only nginx is reached from outside, and what the public sent is not in it.
    assert [name for name, each in services.items() if "ports" in each] == ["nginx"]
    assert not any("private" in volume for volume in services["nginx"]["volumes"])
    assert all(volume.endswith(":ro") for volume in services["nginx"]["volumes"])
    assert services["database"]["networks"] == services["cache"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    named = {volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])} - {"./tls"}
    assert named == set(COMPOSE["volumes"])
    for name in services:
        assert set(services[name].get("depends_on", {})) <= set(services)


def test_no_image_is_taken_as_it_happens_to_be_today_and_none_holds_a_secret():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE) + [each["image"] for each in COMPOSE["services"].values()]
    for image in set(images) - {"peer-support-site", "peer-support-nginx"}:
        assert re.search(r":\d+\.\d+", image), image
    stages = dict(re.findall(r"^FROM \S+ AS (\w+)\n(.*?)(?=^FROM|\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(stages) == {"built", "proxy", "site"}
    assert "USER 10001:10001" in stages["site"]
    assert "HEALTHCHECK" in stages["site"]
    # The one key in it opens nothing: it stands in the stage that is thrown away, and not in its environment.
    assert re.findall(r"SECRET_KEY=(\S+)", text) == ["for-collecting-static-files"]
    assert "SECRET_KEY" in stages["built"]
    assert not re.search(r"^(ENV|ARG).*(KEY|PASSWORD|TOKEN)", text, re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert {source for line in copied for source in line.split() if not (settings.BASE_DIR / source).exists()} == set()
    left_out = (settings.BASE_DIR / ".dockerignore").read_text("utf-8").splitlines()
    assert {".git", "var", ".venv", "tests", "**/.env", "deploy/tls"} <= set(left_out)


def test_the_units_hold_the_services_tight():
    for path in UNITS.glob("*.service"):
        lines = unit(path.name)
        assert lines["User"] == ["site"], path.name
        assert lines["ProtectSystem"] == ["strict"]
        assert lines["ReadWritePaths"] == ["/srv/site/var"]
        assert lines["NoNewPrivileges"] == ["yes"]
        assert lines["EnvironmentFile"] == ["/etc/site/site.env"]
        assert ("Restart" in lines) == (lines["Type"] == ["simple"])


def test_systemd_understands_the_units(tmp_path):
    """Where systemd is installed; on a machine without it there is nobody to ask."""
    try:
        units = []
        for path in sorted(UNITS.iterdir()):
            # Programs of a server that is not this machine.
            text = path.read_text("utf-8").replace("/srv/site/.venv/bin/python", sys.executable)
            (tmp_path / path.name).write_text(text.replace("/srv/site/.venv/bin/gunicorn", sys.executable), "utf-8")
            units.append(str(tmp_path / path.name))
        said = subprocess.run(
            ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("systemd-analyze is not installed")
    assert [line for line in said.stderr.splitlines() if "site-" in line] == []
    assert said.returncode == 0, said.stderr


MELBOURNE = zoneinfo.ZoneInfo(jobs.ZONE)


@given(
    st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1), timezones=st.just(MELBOURNE)),
    st.sampled_from(sorted(jobs.WHEN)),
)
def test_the_next_time_of_a_job_is_soon_and_always_later(now, name):
    following = jobs.next_time(jobs.WHEN[name], now)
    assert following > now
    within = following.replace(tzinfo=None) - now.replace(tzinfo=None, fold=0)
    assert within <= (datetime.timedelta(minutes=5) if name == "often" else datetime.timedelta(days=1))
    hour = {"night": (2, 15), "morning": (7, 30)}.get(name)
    assert (
        (following.minute % 5 == 0 and not following.second)
        if hour is None
        else (following.hour, following.minute) == hour
    )


def test_a_job_that_fails_keeps_no_other_from_being_done(monkeypatch, capfd):
    called = []
    monkeypatch.setattr(jobs.subprocess, "call", lambda command, cwd: called.append(command[1:]) or len(called) == 1)
    assert jobs.run("morning") == 1
    assert called == [["manage.py", "directory_reminders"], ["manage.py", "page_reminders"]]
    assert "directory_reminders failed" in capfd.readouterr().err


def test_what_keeps_the_jobs_runs_each_at_its_time_and_ends_when_told(monkeypatch):
    ran, over = [], threading.Event()
    now = datetime.datetime(2026, 11, 24, 2, 14, 50, tzinfo=MELBOURNE)

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, zone):
            return now

    class Over:
        def wait(self, seconds):
            nonlocal now
            now += datetime.timedelta(seconds=seconds)
            return over.is_set()

    def run(name):
        ran.append((name, now.strftime("%H:%M")))
        if len(ran) == 4:
            over.set()

    monkeypatch.setattr(jobs.datetime, "datetime", Clock)
    monkeypatch.setattr(jobs, "run", run)
    jobs.keep(Over(), MELBOURNE)
    assert ran == [("often", "02:15"), ("night", "02:15"), ("often", "02:20"), ("often", "02:25")]


def test_the_container_knows_whether_its_web_service_answers():
    def answers(port):
        command = [sys.executable, "deploy/healthy.py", str(port)]
        environment = {"ALLOWED_HOSTS": ".example.org, other.example.org"}
        return not subprocess.call(
            command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL, timeout=60
        )

    with Website() as site:
        assert not answers(site.port)
        site.pages["/healthz"] = 200
        assert answers(site.port)
        assert "Host: example.org\r\n" in site.heads[-1]
        site.pages["/healthz"] = 503
        assert not answers(site.port)
    assert not answers(nowhere())
