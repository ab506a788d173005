"""Puts what the checks found into the page as the editor's preview shows it, where Wagtail's own checker picks it up.

The checks read what was written; the preview is where it stands. So each finding becomes an attribute on the element
that shows it: Wagtail's panel lists it, counts it, and its preview marks it, as it does with its own.
"""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString

MARK = "data-check"
MAIN = re.compile(rb"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL | re.IGNORECASE)
NOT_WORDS = {"script", "style", "template", "title", "svg"}


def marked(html, findings):
    """Return the page ``html`` (bytes) with an attribute for each Finding; as it is where there is no main part."""
    found = MAIN.search(html)
    if not found or not findings:
        return html
    soup = BeautifulSoup(found[2].decode(), "html.parser")
    for finding in findings:
        place = _picture(soup, finding) if finding.picture else _words(soup, finding.words)
        place = place or _whole(soup)
        # An attribute of each element holds all that was found there.
        if place is not None:
            place[MARK] = " ".join(dict.fromkeys([*place.get(MARK, "").split(), finding.rule]))
    return html[: found.start(2)] + str(soup).encode() + html[found.end(2) :]


def _whole(soup):
    return soup.find("h1") or soup.find(True)


def _picture(soup, finding):
    # A size of a picture is called as its file, and then some.
    name = re.escape(finding.picture.file.name.rpartition("/")[2].rpartition(".")[0])
    return soup.find("img", src=re.compile(rf"/{name}\.[^/]*$"))


def _words(soup, words):
    """Return a new element round the first place where ``words`` stand that is not marked, or the link that they are."""
    wanted = re.compile(r"\s+".join(map(re.escape, words.split()))) if words.strip() else None
    if wanted is None:
        return None
    for text in soup.find_all(string=wanted):
        above = text.parent
        if above.name in NOT_WORDS or above.get(MARK):
            continue
        if above.name in {"a", "h2", "h3", "h4"} and above.get_text(strip=True) == words.strip():
            return above
        at = wanted.search(text)
        mark = soup.new_tag("span")
        mark.string = at[0]
        before, after = text[: at.start()], text[at.end() :]
        text.replace_with(*(part for part in (_text(before), mark, _text(after)) if part))
        return mark
    # In parts of a sentence, such as bold words: the paragraph that has all of it.
    for above in soup.find_all(["p", "li", "h2", "h3", "h4", "a", "dd"]):
        if not above.get(MARK) and wanted.search(above.get_text()):
            return above
    return None


def _text(words):
    return NavigableString(words) if words else None
