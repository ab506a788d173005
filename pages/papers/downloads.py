"""Records as files: of one paper, or of several."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from cms.core.filenames import file_name

from . import bibtex, ris


@dataclass(frozen=True)
class Form:
    """A form that records are given in: its ``label`` for readers, the ending and type of its files."""

    key: str
    label: str
    ending: str
    content_type: str
    write: Callable


FORMS = {
    form.key: form
    for form in (
        Form("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex.write),
        Form("ris", "RIS", "ris", "application/x-research-info-systems", ris.write),
    )
}


def file_of(pages, key, name):
    """Return the response that gives the papers of ``pages`` (ResearchPages) as a file called ``name``.

    Each record says where its summary in plain words is. Search engines keep the pages, not the files.
    """
    form = FORMS[key]
    named = [page for page in pages if not page.record.is_empty]
    text = form.write(
        [page.record for page in named], [f"In plain words: {page.get_full_url() or page.title}" for page in named]
    )
    response = HttpResponse(text, content_type=f"{form.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def one(page, key):
    """Return the record of one ResearchPage as a file."""
    return file_of([page], key, file_name(page.slug, "paper"))
