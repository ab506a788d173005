"""Words in a BibTeX field: what LaTeX takes for commands, written so that it does not, and read back."""

import re

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
}
# Commands that the decoder does not know, or reads as part of what follows. No record holds the letters they become.
KNOWN = {
    r"\textbraceleft": "{",
    r"\textbraceright": "}",
    r"\textasciicircum": "^",
    r"\textbackslash": "\\",
    r"\{": "{",
    r"\}": "}",
}
KEPT = {command: chr(0xE000 + number) for number, command in enumerate(KNOWN)}
COMMANDS = re.compile(r"(\\[{}])|(\\text(?:braceleft|braceright|asciicircum|backslash))(?:\{\}|(?![A-Za-z])\s*)")
# Two of these beside each other become another sign: a dash, a quotation mark.
LIGATURES = re.compile(r"([-'<>,?!])(?=[-'<>,`])")
UNREADABLE = re.compile(r"[{}\\]")


def escaped(text):
    """Return ``text`` as it stands between the braces of a BibTeX field. Braces in it are always balanced."""
    words = "".join(SPECIAL.get(letter, letter) for letter in text)
    return LIGATURES.sub(r"\1{}", words)


def protected(title):
    """Return ``title`` escaped, with braces round names and abbreviations, so that no style makes them small.

    A capital at the beginning of the title or after a colon is no name's.
    """
    parts, is_first = [], True
    for word in re.split(r"(\s+)", title):
        letters = word[1:] if is_first else word
        safe = escaped(word)
        if any(letter.isupper() for letter in letters.lstrip("\"'“‘(")) and word.strip():
            parts.append("{" + safe + "}")
        else:
            parts.append(safe)
        if word.strip():
            is_first = word.endswith((":", "?", "!", "\u2014"))
    return "".join(parts)


def decoded(text):
    """Return the words of a BibTeX field: accents as letters, without commands and braces. Never raises."""
    from pylatexenc.latex2text import LatexNodes2Text

    # A sign that many programs forget to escape would hide the rest of the line.
    text = re.sub(r"(?<!\\)%", r"\\%", str(text or ""))
    text = COMMANDS.sub(lambda found: KEPT[found[1] or found[2]], text)
    try:
        words = LatexNodes2Text(math_mode="text", keep_comments=True).latex_to_text(text, tolerant_parsing=True)
    except Exception:  # The library raises many things; the words without their commands are better than none.
        words = UNREADABLE.sub("", text)
    for command, letter in KEPT.items():
        words = words.replace(letter, KNOWN[command])
    return words


def verbatim(text):
    """Return a DOI or an address from a field: nothing in it is a command but an escaped sign."""
    return re.sub(r"\\([_%&#$~{}-])", r"\1", re.sub(r"(?<!\\)[{}]|\\url(?=\{)", "", str(text or "")))
