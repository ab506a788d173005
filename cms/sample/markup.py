"""The small markup of the sample's texts, turned into HTML.

Paragraphs are parted by an empty line; lines that begin with ``- `` or ``1. `` are lists; ``**bold**``,
``*italic*``, ``{word of the glossary}`` and ``[words](target)`` stand inside lines. Nothing else has a meaning.
"""

import re
from html import escape

_LINK = re.compile(r"\[([^\]^]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
_TERM = re.compile(r"\{([^{}\n]+)\}")
_BULLET = re.compile(r"^- ")
_NUMBER = re.compile(r"^\d+\. ")


def typeset(text):
    """Return ``text`` with curly quotes and apostrophes, and en dashes between digits."""
    text = re.sub(r"(\d)-(\d)", "\\1–\\2", text) if re.fullmatch(r"[\d\-–]+", text) else text
    text = re.sub(r"(^|[\s(\[>*])\"", "\\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(^|[\s(\[“>*])'", "\\1‘", text)
    text = text.replace("'", "’")
    return re.sub(r"\.\.\.", "…", text)


def inline(text, link):
    """Return one line of markup as HTML; ``link(target)`` gives the attributes of ``<a>``, or None for no link."""

    def anchor(match):
        attributes = link(match[2])
        return match[1] if attributes is None else f"<a {attributes}>{match[1]}</a>"

    # Targets are set aside first, so that nothing in them is typeset.
    targets = []

    def keep(match):
        targets.append(match[2])
        return f"[{match[1]}]({len(targets) - 1})"

    text = _LINK.sub(keep, text)
    text = escape(typeset(text), quote=False)
    text = _BOLD.sub(r"<b>\1</b>", text)
    text = _ITALIC.sub(r"<i>\1</i>", text)
    text = _TERM.sub(r"<dfn>\1</dfn>", text)
    return _LINK.sub(lambda match: anchor({1: match[1], 2: targets[int(match[2])]}), text)


def to_html(text, link):
    """Return ``text`` as HTML: paragraphs and lists. See ``inline`` for ``link``."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
            if lines and all(mark.match(line) for line in lines):
                items = "".join(f"<li>{inline(mark.sub('', line), link)}</li>" for line in lines)
                parts.append(f"<{tag}>{items}</{tag}>")
                break
        else:
            parts.append(f"<p>{inline(' '.join(lines), link)}</p>")
    return "".join(parts)


def plain(text):
    """Return ``text`` without its markup, for places that hold words only: paragraphs stay apart."""
    text = _TERM.sub(r"\1", _LINK.sub(r"\1", text))
    text = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text))
    return typeset("\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())))
