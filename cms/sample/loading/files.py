"""The sample's documents and pictures, from the files that are kept beside this code."""

from django.core.files import File

from cms.media.models import SiteDocument, SiteImage

from ..markup import typeset
from ..reading import FILES, IMAGES, read

LICENCE = "CC BY 4.0"
CREDIT = "Drawn for this site"


def load(ledger):
    """Make the documents and images that this site never had. Return those that are there, by name: two dicts."""
    documents, images = read("files")["file"], read("pictures")["picture"]
    for entry in documents:
        if f"document:{entry['name']}" not in ledger:
            ledger.add(f"document:{entry['name']}", _document(entry))
    for entry in images:
        if f"image:{entry['name']}" not in ledger:
            ledger.add(f"image:{entry['name']}", _image(entry))
    found = ledger.find(SiteDocument, "document:")
    _link_alternatives(documents, found, ledger)
    return found, ledger.find(SiteImage, "image:")


def title_of(entry):
    """Return the title of a file's entry in ``content/files.toml``, as readers see it."""
    source = read(f"training/{entry['module']}") if "module" in entry else read(f"files/{entry['text']}")
    title = f"Module {source['number']}: {source['title']}" if "module" in entry else source["title"]
    return typeset(title + (" (large print)" if entry.get("large") else ""))


def _document(entry):
    document = SiteDocument(title=title_of(entry), licence=LICENCE, version="1.0")
    with (FILES / f"{entry['name']}.pdf").open("rb") as file:
        document.file.save(f"{entry['name']}.pdf", File(file), save=False)
    # What Wagtail's own form does for a file that was sent in.
    document._set_document_file_metadata()
    document.save()
    return document


def _link_alternatives(entries, found, ledger):
    """Point each document at its large print, once, when the large print is new."""
    for entry in entries:
        if not entry.get("large"):
            continue
        source = {name: value for name, value in entry.items() if name in {"module", "text"}}
        base = next(e for e in entries if not e.get("large") and source.items() <= e.items())
        document, large = found.get(base["name"]), found.get(entry["name"])
        key = f"alternative:{entry['name']}"
        if document and large and key not in ledger:
            document.accessible_alternative = large
            document.save()
            ledger.add(key, document, action="wagtail.edit")


def _image(entry):
    image = SiteImage(title=entry["title"], description=entry["alt"], credit=CREDIT)
    with (IMAGES / f"{entry['name']}.png").open("rb") as file:
        image.file.save(f"{entry['name']}.png", File(file), save=False)
    image._set_image_file_metadata()
    image.save()
    return image
