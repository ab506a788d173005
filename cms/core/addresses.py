"""E-mail addresses in pages: as people read them, and not as harvesters look for them.

Harvesters read the source of a page for ``name@host`` and ``mailto:``. Here both are written as character
references, which every browser and screen reader turns back, with and without script (docs/decisions/0010).
"""

import re

# Bounded before the @, so that a long run of letters costs little.
ADDRESS = r"[\w.%+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+"
MAILTO_OR_ADDRESS = re.compile(rf"(?:mailto:)?{ADDRESS}", re.IGNORECASE)
# In a script a reference is not read as what it stands for.
SCRIPT = re.compile(r"(<script\b.*?</script\s*>)", re.IGNORECASE | re.DOTALL)


def as_references(text):
    """Return each character of ``text`` as its numeric reference: ``a@b`` gives ``&#97;&#64;&#98;``."""
    return "".join(f"&#{ord(char)};" for char in text)


def protected(html):
    """Return finished ``html`` with every e-mail address in it, and the mailto: before one, as references.

    What stands in scripts is left as it is.
    """
    if "@" not in html:
        return html
    parts = SCRIPT.split(html)
    # Every second part is a script.
    parts[::2] = [MAILTO_OR_ADDRESS.sub(lambda match: as_references(match[0]), part) for part in parts[::2]]
    return "".join(parts)
