"""Names of files that readers download."""

LONGEST = 80


def file_name(slug, otherwise):
    """Return ``slug`` as a header may hold it, which is less than a slug may; ``otherwise`` where nothing is left of it."""
    plain = "".join(letter for letter in slug if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return plain[:LONGEST].strip("-") or otherwise
