"""Run a server and its workers together, and end them all when one ends or somebody presses Ctrl-C.

``python deploy/together.py -- command one -- command two`` takes any number of commands, each after a ``--``.
The exit code is that of the first command to end; 0 when it was Ctrl-C. Nothing outlives it, and it does not
outlive what started it: however ``make run`` ends, the port is free again.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time

PATIENCE = 10  # seconds that a process has to end by itself before it is killed


def split(arguments):
    """Return the commands, each a list of strings, from ``-- a b -- c d``."""
    commands = []
    for argument in arguments:
        if argument == "--":
            commands.append([])
        elif commands:
            commands[-1].append(argument)
        else:
            sys.exit(__doc__)
    return [command for command in commands if command]


def end(processes):
    """Ask every process and what it started to end; kill what has not after PATIENCE seconds."""
    for process in processes:
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        signal_group(process, signal.SIGKILL)
        process.wait()


def signal_group(process, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


class StopError(Exception):
    """Somebody asked this to end."""


def stop(number, frame):
    raise StopError


def main(arguments):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    processes = []
    parent = os.getppid()
    try:
        for command in split(arguments):
            # Each in a group of its own: a server's children (reloader, workers) end with it.
            processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True))  # noqa: S603
        while True:
            for process in processes:
                if process.poll() is not None:
                    print(f"Ended by itself: {' '.join(process.args)}", file=sys.stderr)
                    return process.returncode or 1
            if os.getppid() != parent:
                return 0
            time.sleep(0.2)
    except StopError:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(processes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
