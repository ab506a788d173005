"""What stands on the pages of a PDF that the browser printed."""

import re
from io import BytesIO

import pikepdf


def _letters(font):
    """Return ``{code: text}`` of a PDF font from its ToUnicode table."""
    table = font.get("/ToUnicode")
    if table is None:
        return {}
    text = table.read_bytes().decode("latin-1")
    found = {}

    def unhex(digits):
        return bytes.fromhex(digits).decode("utf-16-be")

    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = unhex(value)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(ord(unhex(value)) + step)
    return found


def words_of(pdf):
    """Return the text of each page of ``pdf`` (bytes), spaces and line breaks left out, as the browser drew it."""
    pages = []
    for page in pikepdf.open(BytesIO(pdf)).pages:
        fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        letters, drawn = {}, []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                letters = fonts.get(str(operands[0]), {})
            elif str(operator) in {"Tj", "TJ"}:
                parts = operands[0] if str(operator) == "TJ" else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        drawn += (letters.get(int.from_bytes(raw[i : i + 2], "big"), "") for i in range(0, len(raw), 2))
        pages.append("".join("".join(drawn).split()))
    return pages
