"""The files of the handbook as their readers have them: parts, steps, names in bold, pictures."""

import re

from cms.handbook import book

PARTS = ["When to use it", "What you need", "Steps", "What happens next", "What can go wrong"]


def source(entry):
    """Return the Markdown of a task."""
    return entry.path.read_text(encoding="utf-8")


def names_in_bold(text):
    """Return what stands in bold in ``text``: names of buttons, fields and places of the screen."""
    return re.findall(r"\*\*(.+?)\*\*", text)


def pictures_in(text):
    """Return the pictures of ``text`` as ``(what they show, file)``."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)


def words_alone(text):
    """Return ``text`` as it is read: without marks, pictures, or signs of lists, a line for each line."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    lines = (re.sub(r"^(#+|-|\d+\.)\s+", "", line.strip()) for line in text.splitlines())
    return "\n".join(line.replace("**", "") for line in lines if line)


def tasks():
    """Return every task, for parametrised tests."""
    return book.entries()
