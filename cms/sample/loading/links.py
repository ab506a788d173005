"""Where the sample's links lead: ``page:/path/``, ``file:name``, ``tool:key``, or an address as it stands."""

from html import escape


def target(to, found):
    """Return the ``page``, ``tool`` and ``url`` of a link block for ``to``. A page that is not there gives its path."""
    link = {"page": None, "tool": "", "url": ""}
    if to.startswith("tool:"):
        return link | {"tool": to.removeprefix("tool:")}
    if to.startswith("page:"):
        path = to.removeprefix("page:")
        return link | ({"page": found[path]} if path in found else {"url": path})
    return link | {"url": to}


def anchors(found, documents):
    """Return the function that gives ``<a>`` its attributes in rich text, as Wagtail keeps them; None for no link."""

    def attributes(to):
        if to.startswith("page:"):
            page = found.get(to.removeprefix("page:"))
            return f'linktype="page" id="{page.pk}"' if page else None
        if to.startswith("file:"):
            document = documents.get(to.removeprefix("file:"))
            return f'linktype="document" id="{document.pk}"' if document else None
        return f'href="{escape(to)}"'

    return attributes
