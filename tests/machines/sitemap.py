"""Reading the sitemap as a crawler does, for every test that goes over all pages."""

from urllib.parse import urlsplit

from lxml import etree

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def path_of(address):
    """Return path and query of a whole address."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def read(client, path):
    """Return the XML at ``path``; fails where it is none."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml", path
    return etree.fromstring(response.content)


def files(client):
    """Return the paths of all files that the index names."""
    return [path_of(loc) for loc in read(client, "/sitemap.xml").xpath("//s:sitemap/s:loc/text()", namespaces=NAMES)]


def entries(client):
    """Return the last change (``2026-05-01``, or None) of every address of the sitemap, by path."""
    return {
        path_of(url.findtext("s:loc", namespaces=NAMES)): url.findtext("s:lastmod", namespaces=NAMES)
        for path in files(client)
        for url in read(client, path).iterfind("s:url", NAMES)
    }


def addresses(client):
    """Return the paths of all public pages and screens, as the sitemap has them: a list in its order."""
    return list(entries(client))
