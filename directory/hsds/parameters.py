"""The parameters of the API: what each may be, and reading them. The OpenAPI document and the page are made of the same list."""

import datetime
import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime

from cms.core import wording

from .parts import MOST_IN_FULL

LONGEST = 200
PER_PAGE, MOST_PER_PAGE = 25, 100
# Ids alone are small: all of them in one answer.
MOST_MINIMAL = 10_000
# An organisation with its services in full is long.
MOST_FULL_SERVICE = 10
LAST_PAGE = 1_000_000
MOST_METRES = 500_000
UUID_FORM = re.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
NUMBER = re.compile("[0-9]{1,9}")
DATE = {"type": "string", "format": "date-time"}
IDENTIFIER = {"type": "string", "format": "uuid"}
YES_NO = {"type": "boolean", "default": False}


class WrongParameters(Exception):
    """What was asked cannot be answered. ``errors`` holds (parameter, what is wrong with it) pairs."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


def read_number(least, most):
    def read(text):
        if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError(f"Give a whole number from {least:,} to {most:,}.")
        return int(text)

    return read


def read_yes_no(text):
    if text not in {"true", "false"}:
        raise ValueError("Say true or false.")
    return text == "true"


def read_identifier(text):
    if not UUID_FORM.fullmatch(text):
        raise ValueError("Give an id as it stands in an answer: a UUID with its hyphens.")
    return UUID(text)


def read_moment(text):
    """Return an aware datetime: of a date its first moment; without a zone in UTC."""
    try:
        # A plus sign that was not encoded arrives as a space.
        found = parse_datetime(re.sub(r" (?=\d\d:?\d\d$)", "+", text) if "T" in text.upper() else text)
        if found is None:
            date = parse_date(text)
            found = date and datetime.datetime.combine(date, datetime.time())
        if found is not None:
            return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("Give a date and time such as 2026-11-01T00:00:00Z.")


def read_words(text):
    if len(text) > LONGEST:
        raise ValueError(f"Give at most {LONGEST} characters.")
    return wording.clean(text)


def read_postcode(text):
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError("Give four digits.")
    return text


def read_format(text):
    if text not in {"json", "ndjson"}:
        raise ValueError("Say json or ndjson.")
    return text


@dataclass(frozen=True)
class Parameter:
    """One parameter: ``schema`` as OpenAPI has it, ``read`` returns its value of a text or raises ValueError."""

    name: str
    description: str
    read: object
    schema: dict = field(hash=False)
    default: object = None
    example: str = ""


PARAMETERS = {
    one.name: one
    for one in [
        Parameter(
            "search", "Only what has all of these words.", read_words, {"type": "string", "maxLength": LONGEST},
            example="hearing+voices",
        ),
        Parameter(
            "page", "Which page. The first is 1.", read_number(1, LAST_PAGE),
            {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, default=1, example="2",
        ),
        Parameter(
            "per_page", f"How many on a page, at most {MOST_PER_PAGE}. Unless you say: {PER_PAGE}, or {MOST_MINIMAL:,} with "
            f"minimal=true. With full_service=true at most {MOST_FULL_SERVICE}, and {MOST_FULL_SERVICE} unless you say.",
            read_number(1, MOST_PER_PAGE), {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE}, example="100",
        ),
        Parameter(
            "format", "json comes in pages. ndjson streams everything, one object a line, without pages.", read_format,
            {"type": "string", "enum": ["json", "ndjson"], "default": "json"}, default="json", example="ndjson",
        ),
        Parameter("taxonomy_term_id", "Only what has this term.", read_identifier, IDENTIFIER),
        Parameter("taxonomy_id", "Only what has any term of this taxonomy.", read_identifier, IDENTIFIER),
        Parameter("organization_id", "Only what this organisation provides.", read_identifier, IDENTIFIER),
        Parameter(
            "modified_after", "Only what changed at this time or later. Without a time zone it is read as UTC.",
            read_moment, DATE, example="2026-11-01T00:00:00Z",
        ),
        Parameter(
            "minimal", "Only id and modified_date of each service, all of them in one answer. "
            "Compare it with your copy to see what is gone.",
            read_yes_no, YES_NO, default=False, example="true",
        ),
        Parameter(
            "full", "Everything that belongs to each one, not only its own fields.", read_yes_no, YES_NO, default=False,
            example="true",
        ),
        Parameter(
            "full_service", "An organisation’s services with everything that belongs to them. "
            f"One with more than {MOST_IN_FULL} services has them without their parts: ask for "
            "/services?organization_id=…&full=true.",
            read_yes_no, YES_NO,
            default=False, example="true",
        ),
        Parameter(
            "postcode", "Only what serves this postcode: in its council areas, or for the whole state or country. "
            "With proximity, only what has a published place near it.",
            read_postcode, {"type": "string", "pattern": "^[0-9]{4}$"}, example="3350",
        ),
        Parameter(
            "proximity", "How many metres from the middle of the postcode. Needs postcode.", read_number(1, MOST_METRES),
            {"type": "integer", "minimum": 1, "maximum": MOST_METRES}, example="10000",
        ),
        Parameter("top_only", "Only terms without a wider term.", read_yes_no, YES_NO, default=False, example="true"),
        Parameter("parent_id", "Only terms right below this one.", read_identifier, IDENTIFIER),
    ]
}  # fmt: skip


def read(query, names):
    """Return what was asked: a namespace with a value for every parameter there is, from ``query`` (a QueryDict).

    Raise WrongParameters where one is not among ``names``, stands twice, or is not what it should be. An unknown one is
    refused: left out in silence, the answer would hold what nobody asked for.
    """
    values = {name: one.default for name, one in PARAMETERS.items()}
    errors = []
    for name, given in query.lists():
        if name not in names:
            known = ", ".join(names) or "none at all"
            errors.append((name[:LONGEST], f"There is no such parameter here. Known here: {known}."))
        elif len(given) > 1:
            errors.append((name, "Give it once."))
        else:
            try:
                values[name] = PARAMETERS[name].read(given[0])
            except ValueError as error:
                errors.append((name, str(error)))
    if values["proximity"] and not values["postcode"] and not errors:
        errors.append(("proximity", "Give a postcode too."))
    if values["minimal"] and values["full"]:
        errors.append(("minimal", "Ask for minimal or full, not both."))
    if values["full_service"] and (values["per_page"] or 0) > MOST_FULL_SERVICE:
        errors.append(("per_page", f"With full_service=true give at most {MOST_FULL_SERVICE}."))
    if values["per_page"] is None:
        fewest = MOST_FULL_SERVICE if values["full_service"] else PER_PAGE
        values["per_page"] = MOST_MINIMAL if values["minimal"] else fewest
    if errors:
        raise WrongParameters(errors)
    return SimpleNamespace(**values)
