"""The sample's pages: first all of them as empty drafts, so that each can link to each; then their content."""

from dataclasses import dataclass, field
from datetime import timedelta

from wagtail.models import Page

from home.models import HomePage

from ..ledger import uuid_for
from ..markup import typeset
from . import consents, page_content
from .bodies import Bodies
from .links import anchors
from .page_list import entries
from .recordings import Recordings

REVIEW_EVERY = timedelta(days=365)
REVIEWED_DAYS_AGO = 30


@dataclass
class Shelf:
    """What pages are made with: terms and services by slug, documents, images and recordings by name."""

    terms: dict
    documents: dict
    images: dict
    services: dict
    recordings: Recordings
    found: dict = field(default_factory=dict)


def load(ledger, shelf, today):
    """Make and publish the pages that this site never had. Return the pages that are there by path."""
    wanted = entries()
    home = HomePage.objects.order_by("path").first()
    if home is None:
        return {}
    found = shelf.found = {"/": home, **ledger.find(Page, "page:")}
    new = []
    for entry in wanted:
        parent = found.get(entry.parent)
        # Below a page that editors took away nothing new comes.
        if f"page:{entry.path}" in ledger or parent is None:
            continue
        page = _draft(entry, parent.specific, ledger)
        found[entry.path] = page
        new.append((entry, page))
    links = anchors(found, shelf.documents)
    bodies = Bodies(links, shelf.documents, shelf.images, shelf.services, found, shelf.recordings)
    for entry, page in new:
        _fill(entry, page, bodies, shelf, today)
        page.full_clean()
        revision = page.save_revision(user=ledger.user, log_action=True)
        consents.agree(page, revision, ledger.approver, today)
        revision.publish(user=ledger.approver, skip_permission_checks=True)
    consents.catch_up(found.values(), today)
    return {path: page for path, page in found.items() if path != "/"}


def _draft(entry, parent, ledger):
    """Add an empty draft below ``parent``, so that it has a number that others can link to."""
    content = entry.content
    page = entry.model(
        title=typeset(content["title"]), slug=content["slug"], teaser=typeset(content["teaser"]), live=False,
        translation_key=uuid_for(f"page:{entry.path}"), owner=ledger.user,
    )  # fmt: skip
    parent.add_child(instance=page)
    ledger.add(f"page:{entry.path}", page)
    return page


def _fill(entry, page, bodies, shelf, today):
    content = entry.content
    entry.fill(page, content, bodies, today)
    page.page_terms = page_content.page_terms(content, shelf.terms)
    if hasattr(page, "content_notes"):
        page.content_notes = [shelf.terms[slug] for slug in content["content_notes"] if slug in shelf.terms]
    if content.get("teaser_image") in shelf.images:
        page.teaser_image = shelf.images[content["teaser_image"]]
    page.last_reviewed = today - timedelta(days=content.get("last_reviewed_days", REVIEWED_DAYS_AGO))
    page.next_review_due = page.last_reviewed + REVIEW_EVERY
