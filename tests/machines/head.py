"""Reading the head of a page, as search engines and messengers do."""

from lxml import html

SITE = "Centre of Excellence in Peer Support"
HOST = "http://127.0.0.1:8000"


class Head:
    """What the head of the page at ``path`` says."""

    def __init__(self, client, path):
        self.response = client.get(path)
        self.tree = html.fromstring(self.response.content)
        self.title = self.tree.findtext(".//title")

    def all(self, query):
        return [str(found) for found in self.tree.xpath(query)]

    def one(self, query):
        found = self.all(query)
        assert len(found) <= 1, found
        return found[0] if found else None

    def named(self, name):
        return self.one(f"//meta[@name='{name}' or @property='{name}']/@content")

    @property
    def canonical(self):
        return self.one("//link[@rel='canonical']/@href")
