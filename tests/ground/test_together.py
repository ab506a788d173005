"""A server and its workers end together (deploy/together.py)."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

PATIENCE = 20  # seconds


def start(*commands):
    """Start together.py with these shell commands."""
    arguments = [part for command in commands for part in ("--", "sh", "-c", command)]
    return subprocess.Popen(
        [sys.executable, "deploy/together.py", *arguments],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(condition):
    """Return once ``condition()`` is true; fail after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def is_alive(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.fixture
def pids(tmp_path):
    """Files that each process writes its number into, and what is in them."""

    class Pids:
        folder = tmp_path

        def command(self, name):
            """A shell command that starts a child, notes both numbers and goes on for a minute."""
            note = tmp_path / name
            return f"sleep 60 & echo $$ > {note}.tmp; echo $! >> {note}.tmp; mv {note}.tmp {note}; wait"

        def of(self, *names):
            wait_for(lambda: all((tmp_path / name).exists() for name in names))
            return [int(pid) for name in names for pid in (tmp_path / name).read_text().split()]

    return Pids()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_every_process_and_what_it_started(pids, number):
    together = start(pids.command("server"), pids.command("worker"))
    started = pids.of("server", "worker")
    assert len(started) == 4
    together.send_signal(number)
    assert together.wait(PATIENCE) == 0
    wait_for(lambda: not any(map(is_alive, started)))


def test_when_one_ends_the_others_end_and_its_exit_code_stays(pids):
    together = start(pids.command("worker"), f"until test -e {pids.folder}/worker; do sleep 0.05; done; exit 3")
    assert together.wait(PATIENCE) == 3
    wait_for(lambda: not any(map(is_alive, pids.of("worker"))))


def test_when_what_started_it_is_killed_everything_ends(pids):
    line = f"{sys.executable} deploy/together.py -- sh -c '{pids.command('server')}' & wait"
    shell = subprocess.Popen(["sh", "-c", line], cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
    started = pids.of("server")
    shell.kill()
    shell.wait()
    wait_for(lambda: not any(map(is_alive, started)))
