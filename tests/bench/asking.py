"""Asking servers over plain sockets, and how much processor time their processes took for it."""

import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .figures import processor_seconds

PATIENCE = 60
PROC = Path("/proc")


class AnswerError(Exception):
    """A server answered something else than what is measured."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes
    seconds: float


def ask(port, path, headers=None):
    """Return the Answer to a GET of ``path`` at ``port`` of this machine, on a connection of its own."""
    given = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", "User-Agent": "bench"} | (headers or {})
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    # By 1.0 the server says the end by hanging up, and sends nothing in chunks.
    question = f"GET {path} HTTP/1.0\r\n{lines}\r\n".encode()
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(question)
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    seconds = time.perf_counter() - began
    head, _blank, body = b"".join(parts).partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    if not status.startswith("HTTP/"):
        raise AnswerError(f"{path}: no answer")
    found = {name.lower(): value.strip() for name, _colon, value in (field.partition(":") for field in fields)}
    return Answer(int(status.split()[1]), found, body, seconds)


def ask_for(status, port, path, headers=None):
    """As ``ask``; raises AnswerError where the status is another one."""
    answer = ask(port, path, headers)
    if answer.status != status:
        raise AnswerError(f"{path} answered {answer.status} and not {status}")
    return answer


def flood(status, port, path, number, lines=2):
    """Ask ``number`` times, ``lines`` at once; return the seconds of it all. Raises AnswerError for another status."""
    errors = []

    def go(times):
        try:
            for _time in range(times):
                ask_for(status, port, path)
        except (AnswerError, OSError) as error:
            errors.append(error)

    threads = [threading.Thread(target=go, args=(number // lines + (one < number % lines),)) for one in range(lines)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return time.perf_counter() - began


def work_of(pid):
    """Return the processor seconds that the children of ``pid`` have taken so far: gunicorn's workers, and nobody else."""
    children = "".join(path.read_text() for path in (PROC / str(pid) / "task").glob("*/children"))
    return sum(_work_of_one(child) for child in children.split())


def _work_of_one(pid):
    total = 0
    for thread in (PROC / pid / "task").iterdir():
        exact = thread / "schedstat"
        total += processor_seconds(
            exact.read_text() if exact.exists() else "", (thread / "stat").read_text(), os.sysconf("SC_CLK_TCK")
        )
    return total
