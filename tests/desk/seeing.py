"""Read the dashboard as its reader does."""

from html.parser import HTMLParser


class Lines(HTMLParser):
    """Collects what each line says, and where it leads: {label: (number, address)}."""

    def __init__(self, html):
        super().__init__()
        self.found, self.href, self.inside, self.number = {}, "", "", 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if "desk-line__way" in classes:
            self.href = given["href"]
        self.inside = next((name for name in ("number", "label") if f"desk-line__{name}" in classes), "")

    def handle_data(self, data):
        if self.inside == "number":
            self.number = int(data)
        elif self.inside == "label":
            self.found[data.strip()] = (self.number, self.href)
        self.inside = ""


def lines_of(response):
    """Return what waits according to the dashboard: a dict of label to (number, address)."""
    return Lines(response.content.decode()).found
