"""The sample's texts as plain words, for tests that read them."""

import re

from cms.sample.reading import CONTENT, read, services

# What is an address, a name or a key, and no sentence of ours.
NO_PROSE = {
    "alternative", "anchor", "apply_url", "audiences", "enrol_url", "flyer", "state", "authors", "content_notes", "doi", "email", "featured", "file",
    "journal", "key", "level", "listing", "open_access_url", "organisation", "page", "pages", "paper_title", "parent",
    "phone", "phones", "picture", "public_email", "references", "services", "services_mentioned", "slug", "source", "street",
    "terms", "title", "to", "tone", "tool", "type", "url", "website",
}  # fmt: skip


def all_names():
    """Return the names of all files of texts, as ``reading.read`` takes them."""
    return sorted(str(path.relative_to(CONTENT).with_suffix("")) for path in CONTENT.rglob("*.toml"))


def names_in(folder):
    """Return the names of the files of texts in ``folder``."""
    return [name for name in all_names() if name.startswith(f"{folder}/")]


def values(table, *, without=frozenset()):
    """Yield ``(key, text)`` of each text in ``table``, however deep; not below the keys ``without``."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key not in without:
                for inner, text in values(value, without=without):
                    yield inner or key, text
    elif isinstance(table, list):
        for value in table:
            yield from values(value, without=without)
    elif isinstance(table, str):
        yield "", table


def prose(table):
    """Return the sentences of ``table`` as one text without markup."""
    text = "\n".join(text for _key, text in values(table, without=NO_PROSE))
    text = re.sub(r"\[\^\w+\]", "", text)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text).replace("*", "")


def everything():
    """Yield ``(name, key, text)`` of every text of the sample."""
    for name in all_names():
        for key, text in values(read(name)):
            yield name, key, text


def entries_by_key(key):
    """Yield ``(name, value)`` for each value that stands under ``key`` anywhere, of any type."""

    def walk(table):
        if isinstance(table, dict):
            for inner, value in table.items():
                if inner == key:
                    yield value
                yield from walk(value)
        elif isinstance(table, list):
            for value in table:
                yield from walk(value)

    for name in all_names():
        for value in walk(read(name)):
            yield name, value


__all__ = ["all_names", "entries_by_key", "everything", "names_in", "prose", "services", "values"]
