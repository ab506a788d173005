"""What a record fills in on the page of a paper, and which pages are about the same paper."""

from dataclasses import dataclass, field

from django.db.models.functions import Lower

from .record import Record, of_page

# The parts of a record and the fields of a page, in the order of the form.
FIELDS = {
    "kind": "publication_type",
    "title": "paper_title",
    "authors": "authors",
    "container": "journal",
    "year": "year",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "publisher": "publisher",
    "editors": "book_editors",
    "doi": "doi",
    "url": "open_access_url",
}
# Half of one leads nowhere: these are left out where they do not fit.
WHOLE = ("doi", "url")


def free_address(record):
    """Return the address of the work where it is likely its whole text: what has a DOI gives its publisher's page."""
    return "" if record.doi else record.url


def shown(record, part):
    """Return a part of ``record`` in words."""
    value = getattr(record, part)
    if part == "pages" and record.is_article_number:
        return f"{value} (article number)"
    if part in ("authors", "editors"):
        return "; ".join(name.turned for name in value)
    return str(value or "")


@dataclass(frozen=True)
class Change:
    """One field: ``now`` and ``then`` in words. ``is_new``: nothing stands there yet."""

    part: str
    label: str
    now: str
    then: str
    is_cut: bool = False

    @property
    def is_new(self):
        return not self.now


def limit_of(model, part):
    """Return how many letters the field of ``part`` holds; None where it has no end, or is not one of letters."""
    return None if part == "authors" else model._meta.get_field(FIELDS[part]).max_length


def too_long(model, record, part):
    value = free_address(record) if part == "url" else record.pages if part == "pages" else shown(record, part)
    limit = limit_of(model, part)
    return bool(limit and len(value) > limit)


def remarks_on_length(model, record):
    """Return what of ``record`` does not fit on a page of ``model``, in sentences."""
    parts = [part for part in FIELDS if too_long(model, record, part)]
    cut, dropped = ([label_of(model, part) for part in parts if (part in WHOLE) is whole] for whole in (False, True))
    author = model._meta.get_field("authors").related_model
    limits = [(name, author._meta.get_field(name).max_length) for name in ("family", "given")]
    if any(len(getattr(each, name)) > limit for each in record.authors for name, limit in limits):
        cut.append("the name of an author")
    return [
        *([f"Too long, so the end is cut: {', '.join(cut)}."] if cut else []),
        *([f"Too long, and left out: {', '.join(dropped)}."] if dropped else []),
    ]


def label_of(model, part):
    return "authors" if part == "authors" else str(model._meta.get_field(FIELDS[part]).verbose_name)


def changes(page, record):
    """Return the Changes that ``record`` would make to ``page``, of what it says otherwise."""
    before, found = of_page(page), []
    for part, name in FIELDS.items():
        if part in WHOLE and too_long(type(page), record, part):
            continue
        model_field = page._meta.get_field(name)
        now, then = shown(before, part), shown(record, part) if part != "url" else free_address(record)
        if part == "kind":
            words = dict(model_field.choices)
            # What nobody chose is no answer that the record would change.
            now, then = "" if before.is_empty else str(words[before.kind]), str(words[record.kind])
        if then and then != now:
            found.append(Change(part, label_of(type(page), part), now, then, too_long(type(page), record, part)))
    return found


def fill(page, record, parts=tuple(FIELDS)):
    """Set the fields of ``page`` to what ``record`` says, of ``parts``; what it does not say stays. Saves nothing."""
    # Whatever the page worked out before.
    for name in ("record", "author_list"):
        page.__dict__.pop(name, None)
    for part in parts:
        name, value = FIELDS[part], getattr(record, part)
        if part == "url":
            value = free_address(record)
        if not value or (part in WHOLE and too_long(type(page), record, part)):
            continue
        if part == "pages":
            page.is_article_number = record.is_article_number
        if part == "authors":
            author = page._meta.get_field("authors").related_model
            family, given = (author._meta.get_field(each).max_length for each in ("family", "given"))
            page.authors = [
                author(family=each.family[:family], given=each.given[:given], sort_order=number)
                for number, each in enumerate(value)
            ]
            continue
        if part == "editors":
            value = shown(record, part)
        limit = page._meta.get_field(name).max_length
        setattr(page, name, value[:limit] if limit and isinstance(value, str) else value)


def same_papers(model, records, without=None):
    """Return the pages of ``model`` that are about the same papers: by DOI in small letters, drafts too. One query."""
    dois = {record.doi.lower() for record in records if record.doi}
    found = {}
    if dois:
        pages = model.objects.annotate(small_doi=Lower("doi")).filter(small_doi__in=dois, alias_of=None)
        for page in pages.exclude(pk=without).defer_streamfields().order_by("-live", "pk"):
            found.setdefault(page.small_doi, []).append(page)
    return found


@dataclass
class Offer:
    """A record of a paste as its editor sees it: ``same`` are pages about the same paper."""

    number: int
    record: Record
    remarks: list = field(default_factory=list)
    same: list = field(default_factory=list)
    is_repeated: bool = False

    @property
    def is_new(self):
        return not self.same and not self.is_repeated

    @property
    def authors(self):
        return shown(self.record, "authors")


def offers(model, reading, without=None):
    """Return the Offers of a Reading, with the pages that are about the same papers."""
    same, seen, offered = same_papers(model, [each.record for each in reading.found], without), set(), []
    for number, each in enumerate(reading.found):
        key = each.record.doi.lower() or (each.record.title.lower(), each.record.year)
        remarks = [*each.remarks, *remarks_on_length(model, each.record)]
        offer = Offer(number, each.record, remarks, same.get(each.record.doi.lower(), []), key in seen)
        offered.append(offer)
        seen.add(key)
    return offered
