"""Single cells: what people write for a choice, an age, yes or no, a web address; a wrong one is said in words."""

import re

from django.core.exceptions import ValidationError

from ..models import Location, Service

OLDEST = 120
YESES, NOES = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0"}
WORDS = {
    "required": "This must not be empty",
    "blank": "This must not be empty",
    "null": "This must not be empty",
    "invalid": "This cannot be read",
}


def in_words(error):
    """Return an error as one sentence for the editor."""
    if isinstance(error, ValidationError):
        named = getattr(error, "error_dict", None)
        said = next(iter(named.values()))[0] if named else error.error_list[0]
        if said.code == "max_length":
            limit = (said.params or {}).get("limit_value", "")
            return f"This is too long: at most {limit} characters"
        text = WORDS.get(said.code) if said.code != "invalid" else None
        return (text or " ".join(said.messages)).rstrip(".")
    return str(error).rstrip(".")


def checked(model, name, text):
    """Return ``text`` as the model's field takes it; ValidationError otherwise."""
    field = model._meta.get_field(name)
    if not text and field.blank:
        return ""
    return field.clean(text, None)


def pieces(text):
    """Return the parts of a cell that holds several, without repeats."""
    found = [" ".join(piece.split()) for piece in re.split(r"[;\n]", text)]
    return list(dict.fromkeys(piece for piece in found if piece))


def choice(model, name, text):
    """Return the value of a choice by its label or value, the field's default for an empty cell."""
    field = model._meta.get_field(name)
    if not text:
        return field.get_default()
    for value, label in field.flatchoices:
        if text.casefold() in (str(value).casefold(), str(label).casefold()):
            return value
    raise ValueError("Write one of: " + " · ".join(str(label) for _value, label in field.flatchoices))


def age(text):
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= OLDEST):
        raise ValueError("Write a number of years, such as 18")
    return int(text)


def yes_or_no(text):
    if not text or text.casefold() in YESES:
        return True
    if text.casefold() in NOES:
        return False
    raise ValueError("Write yes or no")


def ways(text):
    """Return the fields of the ways to take part that a cell names."""
    names = {}
    for field, (slug, label) in Service.DELIVERY.items():
        verbose = Service._meta.get_field(field).verbose_name
        names |= {word.casefold(): field for word in (field, slug, label, verbose)}
    unknown = [word for word in pieces(text) if word.casefold() not in names]
    if unknown:
        labels = " · ".join(label for _slug, label in Service.DELIVERY.values())
        raise ValueError(f"“{unknown[0][:40]}” is none of: {labels}")
    return {names[word.casefold()] for word in pieces(text)}


def shown_of(text):
    """Return how much of an address shows, by its short or long name."""
    for value, label in Location.AddressShown.choices:
        if text.casefold() in (value, label.casefold()):
            return value
    raise ValueError("Write street, suburb or nothing")


def web_address(text):
    """Return a web address with its beginning, where somebody left that out."""
    return f"https://{text}" if text and "://" not in text and re.match(r"^[\w-]+(\.[\w-]+)+([/?#]|$)", text) else text
