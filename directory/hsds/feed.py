"""Reading an HSDS feed from a file: a list of services, lines of them, one page of an API, or one service."""

import json
from dataclasses import dataclass

# More is no directory of peer support, and would be held in memory whole.
MOST_BYTES = 100 * 1024 * 1024


class FeedUnreadable(Exception):
    """The file cannot be read at all; says why, and in which line where that is known."""


@dataclass(frozen=True)
class Entry:
    """One service of a feed: ``where`` it stands (``line 3``, ``services[2]``) and what stands there (any JSON)."""

    where: str
    value: object


def read(content):
    """Return the Entries of a feed's ``content`` (bytes). Raise FeedUnreadable where it is no feed."""
    if len(content) > MOST_BYTES:
        raise FeedUnreadable(f"The file has more than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FeedUnreadable(f"line {line}: This is not UTF-8. Save the file as UTF-8 and try again.") from error
    if not text.strip():
        raise FeedUnreadable("The file is empty.")
    try:
        return _entries(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) == 1 or not lines[0][1].rstrip().endswith("}"):
            raise FeedUnreadable(_not_json(error)) from error
    return [Entry(f"line {number}", _line(number, line)) for number, line in lines]


def _not_json(error, line=None):
    if isinstance(error, RecursionError):
        return f"line {line or 1}: This is nested too deeply to be a feed."
    return f"line {line or error.lineno}, column {error.colno}: This is not JSON ({error.msg})."


def _line(number, line):
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FeedUnreadable(_not_json(error, number)) from error


def _entries(value):
    """Return the Entries of a list, of a page (its ``contents``), of a package (its ``services``) or of one service."""
    name = "services"
    if isinstance(value, dict):
        name = next((name for name in ("contents", "services") if isinstance(value.get(name), list)), "")
        if not name:
            return [Entry("the service", value)]
        value = value[name]
    if not isinstance(value, list):
        raise FeedUnreadable("This is no list of services, no page of them, and no service.")
    return [Entry(f"{name}[{number}]", one) for number, one in enumerate(value)]
