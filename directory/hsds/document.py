"""The OpenAPI document: made of the lists, the parameters and HSDS's own schemas, with references into itself only.

The schemas are cut to what is served: ``SERVED`` says which fields.
"""

import json
from functools import cache
from pathlib import Path

from django.urls import reverse

from . import LICENCE, LICENCE_URL, VERSION
from .answers import JSON, LINES, MOST_REQUESTS, PER_SECONDS, PROBLEM
from .lists import KINDS
from .parameters import PARAMETERS

SCHEMAS = Path(__file__).resolve().parent / "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SERVED = {
    "service": (
        "id organization_id name description url additional_urls email status application_process fees_description "
        "eligibility_description minimum_age maximum_age assured_date assurer_email alert last_modified phones "
        "service_areas service_at_locations languages organization cost_options attributes"
    ),
    "organization": "id name description email website organization_identifiers",
    "service_at_location": "id service_id location_id service_areas schedules location",
    "location": "id location_type name description latitude longitude addresses accessibility attributes",
    "address": "id location_id address_1 city region state_province postal_code country address_type",
    "accessibility": "id location_id description",
    "phone": "id service_id number type description",
    "schedule": (
        "id service_at_location_id freq interval byday wkst dtstart opens_at closes_at description notes attributes"
    ),
    "service_area": "id service_id name extent extent_type",
    "language": "id service_id name code",
    "cost_option": "id service_id option currency amount amount_description",
    "attribute": "id link_id taxonomy_term_id link_type link_entity value taxonomy_term label",
    "taxonomy": "id name description uri",
    "taxonomy_term": ("id code name description parent_id taxonomy taxonomy_detail taxonomy_id language term_uri"),
    "url": "id label url service_id",
    "organization_identifier": "id organization_id identifier_scheme identifier_type identifier",
}
# What HSDS's examples have and its schemas do not.
ALSO = {
    "organization": {"services": {"type": "array", "items": {"$ref": "#/components/schemas/service"}}},
    "service_at_location": {"service": {"$ref": "#/components/schemas/service"}},
}
KEPT = ("type", "title", "description", "format", "enum")
PAGE = {
    "total_items": ("integer", "How many there are in all."),
    "total_pages": ("integer", "How many pages that makes."),
    "page_number": ("integer", "The number of this page."),
    "size": ("integer", "How many are on this page."),
    "first_page": ("boolean", "Whether it is the first page."),
    "last_page": ("boolean", "Whether no page comes after it."),
    "empty": ("boolean", "Whether nothing is on it."),
}


def schema_of(name):
    """Return HSDS's schema ``name``, cut to the fields that are served."""
    whole = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    fields = SERVED[name].split()
    return {
        "type": "object",
        "description": whole["description"],
        "required": [field for field in whole["required"] if field in fields],
        "properties": {field: property_of(whole["properties"][field]) for field in fields} | ALSO.get(name, {}),
    }


def property_of(given):
    if "$ref" in given:
        return local(given)
    kept = {key: given[key] for key in KEPT if key in given}
    return kept | {"items": local(given["items"])} if "items" in given else kept


def local(reference):
    return {"$ref": f"#/components/schemas/{reference['$ref'].removesuffix('.json')}"}


def problem(description, **headers):
    answer = {"description": description, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return answer | {"headers": headers} if headers else answer


RESPONSES = {
    "Moved": {
        "description": "A service that became part of another one, which is at the address named.",
        "headers": {"Location": {"description": "The other service.", "schema": {"type": "string"}}},
    },
    "NotModified": {"description": "You have it already: its ETag is the one you sent."},
    "Wrong": problem("A parameter is unknown, stands twice or is not what it should be. The answer says which."),
    "Nothing": problem("Nothing public has this id, or it was withdrawn."),
    "NotAcceptable": problem("The request does not accept the form that this comes in."),
    "Changed": problem("A condition of the request (If-Match, If-Unmodified-Since) does not hold."),
    "TooMany": problem(
        f"More than {MOST_REQUESTS} requests in {PER_SECONDS // 60} minutes.",
        **{"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
    ),
    "TooLong": {
        "description": "The address is longer than any question needs.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    },
}


def responses(content, *, is_item=False):
    """Return the answers of one address: ``content`` by media type, and what can go wrong."""
    headers = {
        "ETag": {"description": "Send it back in If-None-Match.", "schema": {"type": "string"}},
        "Last-Modified": {"description": "When it last changed, where that is known.", "schema": {"type": "string"}},
    }
    wrong = {
        "304": "NotModified",
        "400": "Wrong",
        "406": "NotAcceptable",
        "412": "Changed",
        "414": "TooLong",
        "429": "TooMany",
    }
    if is_item:
        wrong |= {"301": "Moved", "404": "Nothing"}
    return {
        "200": {"description": "What was asked for.", "headers": headers, "content": content},
        **{status: {"$ref": f"#/components/responses/{name}"} for status, name in sorted(wrong.items())},
    }


def operation(name, summary, content, parameters=(), *, is_item=False):
    found = {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{one}"} for one in parameters],
        "responses": responses(content, is_item=is_item),
    }
    return {"get": found}


def paths():
    base = {
        "type": "object",
        "required": ["version", "profile", "openapi_url"],
        "properties": {
            "version": {"type": "string", "description": "The version of HSDS."},
            "profile": {"type": "string", "format": "uri", "description": "Where this is explained."},
            "openapi_url": {"type": "string", "format": "uri", "description": "Where this document is."},
        },
    }
    found = {
        "/": operation("getBase", "What this is", {JSON: {"schema": base}}),
        "/openapi.json": operation("getDocument", "This document", {JSON: {"schema": {"type": "object"}}}),
    }
    for kind in KINDS.values():
        one = {"$ref": f"#/components/schemas/{kind.schema}"}
        # Of each service its id and the day alone, where that was asked for.
        line = {"anyOf": [one, {"$ref": "#/components/schemas/Minimal"}]} if "minimal" in kind.parameters else one
        page = {
            "allOf": [{"$ref": "#/components/schemas/Page"}],
            "type": "object",
            "required": ["contents"],
            "properties": {"contents": {"type": "array", "items": line}},
        }
        content = {JSON: {"schema": page}, LINES: {"schema": {"type": "string", "description": "One object a line."}}}
        found[f"/{kind.name}"] = operation(f"list_{kind.name}", kind.about, content, kind.parameters)
        found[f"/{kind.name}/{{id}}"] = operation(
            f"get_{kind.schema}", f"One {kind.schema} with everything that belongs to it.", {JSON: {"schema": one}},
            ("id", *kind.item_parameters), is_item=True,
        )  # fmt: skip
    return found


def parameters():
    found = {
        "id": {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "The id, as it stands in lists.",
            "schema": {"type": "string", "format": "uuid"},
        }
    }
    for one in PARAMETERS.values():
        found[one.name] = {
            "name": one.name,
            "in": "query",
            "required": False,
            "description": one.description,
            "schema": one.schema,
        }
    return found


@cache
def document():
    """Return the OpenAPI document, a dict. Its server is named without a host: it is whoever served it."""
    problems = {"type": "string"}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "Peer support directory of Victoria",
            "version": VERSION,
            "summary": "Peer support services as open data, to the Human Services Data Specification (HSDS).",
            "description": (
                "Read only, without a key. Parameters narrow together: each one given must hold. What is said of each "
                "field comes from HSDS, an Open Referral resource (https://openreferral.org/), under CC BY-SA 4.0."
            ),
            "license": {"name": LICENCE, "url": LICENCE_URL},
        },
        "servers": [{"url": reverse("hsds:base").rstrip("/")}],
        "paths": paths(),
        "components": {
            "schemas": {
                "Page": {
                    "type": "object",
                    "required": list(PAGE),
                    "properties": {name: {"type": kind, "description": words} for name, (kind, words) in PAGE.items()},
                },
                "Minimal": {
                    "type": "object",
                    "required": ["id", "modified_date"],
                    "properties": {
                        "id": {"type": "string", "format": "uuid"},
                        "modified_date": {"type": "string", "format": "date-time"},
                    },
                },
                "Problem": {
                    "type": "object",
                    "description": "What went wrong (RFC 9457).",
                    "required": ["type", "title", "status"],
                    "properties": {
                        "type": problems,
                        "title": problems,
                        "status": {"type": "integer"},
                        "detail": problems,
                        "errors": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["parameter", "detail"],
                                "properties": {"parameter": problems, "detail": problems},
                            },
                        },
                    },
                },
                **{name: schema_of(name) for name in SERVED},
            },
            "parameters": parameters(),
            "responses": RESPONSES,
        },
    }
