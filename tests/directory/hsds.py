"""HSDS's own schemas, to validate answers against; and what the site says it serves."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from directory.hsds.document import SCHEMAS, document

BASE = "/api/hsds/v3"


@cache
def validator(name):
    """Return the validator of HSDS's schema ``name`` (service, organization …), formats checked."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(SCHEMAS).glob("*.json")}
    registry = Registry().with_resources(
        (file, Resource.from_contents(schema, default_specification=DRAFT202012)) for file, schema in schemas.items()
    )
    return Draft202012Validator(
        schemas[f"{name}.json"], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def problems(name, thing):
    """Return what is wrong with an object by HSDS's schema, and fields in it that our own document does not know."""
    found = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator(name).iter_errors(thing)]
    return found + [f"unknown: {path}" for path in unknown(name, thing)]


def unknown(name, thing, path=""):
    """Yield the paths of fields that the OpenAPI document does not have."""
    properties = document()["components"]["schemas"][name]["properties"]
    for key, value in thing.items():
        if key not in properties:
            yield f"{path}{key}"
            continue
        schema = properties[key].get("items", properties[key])
        if "$ref" in schema:
            for number, one in enumerate(value if isinstance(value, list) else [value]):
                yield from unknown(schema["$ref"].rpartition("/")[2], one, f"{path}{key}/{number}/")


def ask(client, path="", **headers):
    """Return the answer at a path below the API, as JSON; it must be 200."""
    response = client.get(f"{BASE}/{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def lines_of(response):
    """Return the objects of a streamed answer."""
    return [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]


def ids(answer):
    return [one["id"] for one in answer["contents"]]


def names(answer):
    return [one["name"] for one in answer["contents"]]
