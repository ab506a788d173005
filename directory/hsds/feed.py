"""Reading an HSDS feed from a file: a list of services, lines of them, one page of an API, or one service."""

import json
from dataclasses import dataclass

# A list or a page is one text, which is held in memory whole. Lines are read one at a time, however many there are.
MOST_BYTES = 100 * 1024 * 1024
MOST_OF_A_LINE = 5 * 1024 * 1024
MARK = b"\xef\xbb\xbf"


class FeedUnreadable(Exception):
    """The file cannot be read at all; says why, and in which line where that is known."""


@dataclass(frozen=True)
class Entry:
    """One service of a feed: ``where`` it stands (``line 3``, ``services[2]``) and what stands there (any JSON)."""

    where: str
    value: object


def read(file):
    """Yield the Entries of a feed, a binary ``file`` that can be read from its beginning. Raise FeedUnreadable where it is no
    feed; of lines those before are given first."""
    file.seek(0)
    first = next((line for line in _lines(file) if _says_something(line[1])), None)
    if first is None:
        raise FeedUnreadable("The file is empty.")
    if _is_of_lines(file, first):
        yield from _of_lines(file)
    else:
        yield from _of_one_text(file)


def _lines(file):
    """Yield (number, text) of the lines of a file from its beginning, None for the text of one that is too long."""
    file.seek(0)
    number = 0
    while line := file.readline(MOST_OF_A_LINE):
        number += 1
        if len(line) == MOST_OF_A_LINE:
            yield number, None
            return
        yield number, _decoded(line.removeprefix(MARK) if number == 1 else line, number)


def _says_something(text):
    return text is None or bool(text.strip())


def _decoded(content, number=1):
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + number
        raise FeedUnreadable(f"line {line}: This is not UTF-8. Save the file as UTF-8 and try again.") from error


def _is_of_lines(file, first):
    """Whether the first line is a whole object, and others follow it."""
    number, text = first
    try:
        value = None if text is None else json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    return isinstance(value, dict) and any(_says_something(line) for count, line in _lines(file) if count > number)


def _of_lines(file):
    for number, line in _lines(file):
        if line is None:
            raise FeedUnreadable(f"line {number}: This line has more than {MOST_OF_A_LINE // 1024 // 1024} MB.")
        if line.strip():
            yield Entry(f"line {number}", _line(number, line))


def _of_one_text(file):
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FeedUnreadable(
            f"The file has more than {MOST_BYTES // 1024 // 1024} MB. A larger one may be sent as lines (ndjson)."
        )
    text = _decoded(content.removeprefix(MARK))
    try:
        yield from _entries(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise FeedUnreadable(_not_json(error)) from error


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
