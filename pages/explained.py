"""Words explained in place: what a text marks as ``<dfn>`` folds out its meaning below the paragraph, without script.

Works on finished HTML, as ``references`` does. A meaning is told once on a page. What the glossary does not know
(any longer) stays a plain word.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from cms.core import kept

from .models.glossary import GlossaryPage, GlossaryTerm, folded, word_anchors

# What a meaning stands after: the whole paragraph or list, since a fold may stand in none.
PARAGRAPHS = {"p", "ul", "ol", "dl", "blockquote", "table"}


@dataclass(frozen=True)
class Meaning:
    """What a word means; ``url`` is where it stands in the glossary, or ''."""

    word: str
    meaning: str
    url: str


def read_glossary():
    """Return the Meaning of each word and form that the glossary has, by what it is looked up by. Two queries."""
    terms = list(GlossaryTerm.objects.shown())
    page = GlossaryPage.objects.live().public().first() if terms else None
    url, anchors = (page.get_url() if page else None), word_anchors(terms)
    return {
        key: Meaning(term.word, term.meaning, f"{url}#{anchors[term.pk]}" if url else "")
        for term in terms
        for key in term.keys
    }


class Explaining(HTMLParser):
    """Copies the HTML that it is fed; after each paragraph come the meanings of the words that it marks."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.told = set()
        self.out, self.open, self.waiting, self.marked = [], [], [], None

    def copied(self, html):
        """Return ``html``, finished and trusted markup, with its marked words explained: safe HTML. May be called again."""
        html = str(html)
        if "<dfn" not in html:
            return mark_safe(html)
        self.out, self.open, self.waiting, self.marked = [], [], [], None
        self.feed(html)
        self.close()
        self.tell()
        self.reset()
        return mark_safe("".join(self.out))

    def handle_starttag(self, tag, attrs):
        if tag == "dfn":
            self.marked = []
            return
        if tag in PARAGRAPHS:
            self.open.append(tag)
        self.write(self.get_starttag_text())

    def handle_startendtag(self, tag, attrs):
        self.write(self.get_starttag_text())

    def handle_endtag(self, tag):
        if tag == "dfn":
            self.explain()
            return
        self.write(f"</{tag}>")
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
            if not self.open:
                self.tell()

    def handle_data(self, data):
        self.write(data)

    def handle_entityref(self, name):
        self.write(f"&{name};")

    def handle_charref(self, name):
        self.write(f"&#{name};")

    def handle_comment(self, data):
        return

    def write(self, text):
        (self.out if self.marked is None else self.marked).append(text)

    def explain(self):
        """End a marked word: write it, as a dfn where its meaning comes after this paragraph."""
        if self.marked is None:
            return
        words, self.marked = "".join(self.marked), None
        found = kept.get("glossary", read_glossary).get(folded(plain(words)))
        if found is None or found in self.told:
            self.out.append(words)
            return
        self.told.add(found)
        self.waiting.append(found)
        self.out.append(f"<dfn>{words}</dfn>")

    def tell(self):
        """Write the meanings that wait."""
        waiting, self.waiting = self.waiting, []
        for meaning in waiting:
            self.out.append(render_to_string("components/meaning.html", {"meaning": meaning}))


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def plain(html):
    """Return the words of a piece of HTML."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.found)


def explained(html):
    """Return ``html``, finished and trusted markup of one text, with its marked words explained: safe HTML."""
    return Explaining().copied(html)
