"""Email addresses in pages: as people read them, and not as harvesters look for them.

Harvesters read the source of a page for ``name@host`` and ``mailto:``. Here both are written as character
references, which every browser and screen reader turns back, with and without script (docs/decisions/0010).
"""

import re

# Bounded before the @, so that a long run of letters costs little.
ADDRESS = r"[\w.%+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+"
MAILTO_OR_ADDRESS = re.compile(rf"(?:mailto:)?{ADDRESS}", re.IGNORECASE)
# In a script a reference is not read as what it stands for. In a block of data JSON has its own.
SCRIPT = re.compile(r"(<script\b.*?</script\s*>)", re.IGNORECASE | re.DOTALL)
DATA = re.compile(r"<script\s[^>]*application/ld\+json", re.IGNORECASE)


def as_references(text):
    """Return each character of ``text`` as its numeric reference: ``a@b`` gives ``&#97;&#64;&#98;``."""
    return "".join(f"&#{ord(char)};" for char in text)


def protected(html):
    """Return finished ``html`` with every email address in it, and the mailto: before one, as references.

    In blocks of data the sign between name and host is written as JSON writes it; other scripts stay as they are.
    """
    if "@" not in html:
        return html
    parts = SCRIPT.split(html)
    # Every second part is a script. A block of data on each page has an @; the text, which costs to look through, rarely.
    parts[::2] = [in_text(part) if "@" in part else part for part in parts[::2]]
    parts[1::2] = [in_data(part) if DATA.match(part) else part for part in parts[1::2]]
    return "".join(parts)


def in_text(html):
    """Return ``html`` without scripts with the addresses in it as references."""
    return MAILTO_OR_ADDRESS.sub(lambda match: as_references(match[0]), html)


def in_data(script):
    """Return a block of JSON with the addresses in it written so that JSON reads the same."""
    return MAILTO_OR_ADDRESS.sub(lambda match: match[0].replace("@", "\\u0040"), script)
