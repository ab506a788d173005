"""The sample's own files: PDFs that people can read, print and write on, made from the texts in ``content/``.

Needs WeasyPrint (``requirements-dev.txt``), so only ``manage.py make_sample_files`` imports this module. The
same texts and versions give the same bytes on every run.
"""

import os
from datetime import UTC, datetime
from hashlib import sha256

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from cms.core.companions import Form, form_path

from .loading.files import LICENCE, title_of
from .markup import inline, to_html, typeset
from .reading import read

PUBLISHER = "Centre of Excellence in Peer Support"
# Neither text nor file says when it was made by a clock: two runs must agree. It is the date of the texts.
WRITTEN_ON = "2026-11-21"


def no_link(target):
    """Paper has no links: the words stay."""
    return


def make(entry):
    """Return the PDF of one entry of ``content/files.toml`` as bytes: tagged, titled, in Australian English."""
    # Fonts carry the time at which they were cut down to the letters in use.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(WRITTEN_ON).replace(tzinfo=UTC).timestamp()))
    context = {
        "title": title_of(entry),
        "publisher": PUBLISHER,
        "licence": LICENCE,
        "written_on": WRITTEN_ON,
        "large": bool(entry.get("large")),
        "mark": _mark(),
        **(
            _module(read(f"training/{entry['module']}"))
            if "module" in entry
            else _text(read(f"files/{entry['text']}"), bool(entry.get("large")))
        ),
    }
    html = render_to_string("sample/file.html", context)
    fonts = FontConfiguration()
    css = CSS(
        string=render_to_string(
            "sample/file.css",
            {
                "sans": finders.find("fonts/atkinson-next.woff2"),
                "serif": finders.find("fonts/young-serif.woff2"),
                "large": context["large"],
            },
        ),
        font_config=fonts,
        base_url="file:///",
    )
    identifier = sha256(html.encode()).digest()[:16]
    return HTML(string=html).write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier, optimize_images=True
    )


def _mark():
    """The Centre's mark as paths: two forms and what they share."""
    first, second = Form(27, 50, 54, 10), Form(53, 44, 37, -9)
    return {"first": form_path(first, 58), "second": form_path(second, 58)}


def _text(source, large):
    parts = [_part(part, large) for part in source["parts"]]
    return {
        "kind": source["kind"],
        "version": source["version"],
        "intro": inline(source["intro"], no_link),
        "parts": parts,
    }


def _part(part, large=False):
    shown = dict(part)
    for field in ("title", "text", "label"):
        if field in part:
            shown[field] = inline(part[field], no_link)
    if "items" in part:
        shown["items"] = [inline(item, no_link) for item in part["items"]]
    if "columns" in part:
        shown["columns"] = [inline(column, no_link) for column in part["columns"]]
        shown["rows"] = [[inline(cell, no_link) for cell in row] for row in part["rows"]]
    if part["type"] == "lines":
        shown["rules"] = range(round(part["count"] * (0.45 if large else 1)))
    return shown


def _module(source):
    """A module as a file: what you will learn, the sections of its page, and its activities with room to write."""
    parts = [
        {"type": "bullets", "title": "What you will be able to do", "items": [typeset(o) for o in source["outcomes"]]}
    ]
    for block in source["sections"]:
        kind = block["type"]
        if kind == "heading":
            parts.append({"type": "heading", "text": typeset(block["text"])})
        elif kind == "text":
            parts.append({"type": "html", "html": to_html(block["text"], no_link)})
        elif kind == "checklist":
            parts.append(_part({"type": "checklist", "title": block["title"], "items": block["items"]}))
        elif kind == "do_dont":
            parts.append(_part({"type": "bullets", "title": block["do_title"], "items": block["do"]}))
            parts.append(_part({"type": "bullets", "title": block["dont_title"], "items": block["dont"]}))
        elif kind == "callout":
            parts.append({"type": "note", "title": typeset(block["title"]), "html": to_html(block["text"], no_link)})
    parts.append({"type": "heading", "text": "Things to try", "fresh_page": True})
    for activity in source["activities"]:
        parts.append(
            {"type": "activity", "title": typeset(activity["title"]), "text": inline(activity["text"], no_link)}
        )
        parts.append({"type": "lines", "rules": range(5)})
    minutes = source["duration_minutes"]
    return {
        "kind": f"Starting a peer support service · about {minutes} minutes",
        "version": source["files"][0]["version"],
        "intro": inline(source["teaser"], no_link),
        "notice": source["working_title_note"],
        "parts": parts,
    }
