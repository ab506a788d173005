"""Read the dashboard as its reader does."""

from html.parser import HTMLParser

from lxml import html


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


class Parts(HTMLParser):
    """Collects the parts of lines: {"2 late": address}."""

    def __init__(self, html):
        super().__init__()
        self.found, self.href = {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.href = given.get("href", "") if "desk-part" in (given.get("class") or "").split() else ""

    def handle_data(self, data):
        if self.href:
            self.found[data.strip()] = self.href
        self.href = ""


def parts_of(response):
    """Return what lines say besides: a dict of words to addresses."""
    return Parts(response.content.decode()).found


def lines_of(response):
    """Return what waits according to the dashboard: a dict of label to (number, address)."""
    return Lines(response.content.decode()).found


def rows_of(response):
    """Return how many rows the list has that a way in leads to."""
    assert response.status_code == 200, response
    tables = html.fromstring(response.content).xpath("//main//table")
    return sum(len(table.xpath(".//tbody/tr")) for table in tables)


def _section(response, heading):
    tree = html.fromstring(response.content)
    return next(iter(tree.xpath(f"//section[@aria-labelledby='{heading}']")), None)


def links_of(response, heading):
    """Return the links of a panel of the dashboard: a dict of words to addresses."""
    section = _section(response, heading)
    if section is None:
        return {}
    return {" ".join(link.text_content().split()): link.get("href") for link in section.xpath(".//li//a")}


def text_of(response, heading):
    """Return the words of a panel of the dashboard."""
    section = _section(response, heading)
    return "" if section is None else " ".join(section.text_content().split())


def names_of(response):
    """Return what the rows of a list are called, in its order."""
    assert response.status_code == 200, response
    rows = html.fromstring(response.content).xpath("//main//table//tbody/tr")
    titles = [row.xpath(".//*[starts-with(@id, 'page_') or contains(@class, 'title-wrapper')]") for row in rows]
    return [" ".join(title[0].text_content().split()) for title in titles]
