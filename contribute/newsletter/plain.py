"""Rich text as plain text, as a mail program without HTML shows it."""

from html.parser import HTMLParser


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.words, self.link, self.counts = [], [], "", []

    def handle_starttag(self, tag, attrs):
        if tag in {"ul", "ol"}:
            self.end_block()
            self.counts.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.end_block()
            mark = "- "
            if self.counts and self.counts[-1] is not None:
                self.counts[-1] += 1
                mark = f"{self.counts[-1]}. "
            self.words.append(f"{'  ' * max(len(self.counts) - 1, 0)}{mark}")
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
        elif tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag):
        if tag == "a" and self.link:
            # An address that is its own words is not said twice.
            if self.link.removeprefix("mailto:").removeprefix("tel:") not in "".join(self.words):
                self.words.append(f" ({self.link})")
            self.link = ""
        elif tag in {"ul", "ol"}:
            self.end_block()
            if self.counts:
                self.counts.pop()
        elif tag in {"p", "li"}:
            self.end_block()

    def handle_data(self, data):
        before, after = (" " if edge.isspace() else "" for edge in (data[:1], data[-1:]))
        words = " ".join(data.split())
        # The spaces around stay, so that words of two tags do not grow together.
        self.words.append(f"{before if self.words else ''}{words}{after if words else ''}")

    def end_block(self):
        text = "".join(self.words).rstrip()
        self.words = []
        if text.strip():
            self.blocks.append((text, True) if self.counts else (text.strip(), False))


def as_text(html):
    """Return the words of ``html``: paragraphs with a line between, lists with marks, links with their address."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    parser.end_block()
    lines, was_item = [], False
    for block, is_item in parser.blocks:
        between = "\n" if was_item and is_item else "\n\n"
        lines.append(between + block if lines else block)
        was_item = is_item
    return "".join(lines)
