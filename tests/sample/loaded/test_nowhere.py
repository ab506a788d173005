"""Promises 3 and 4 over the whole site: the sample site is crawled as a reader's browser would follow its links."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.files.storage import default_storage
from lxml import html
from wagtail.models import Page, PageViewRestriction

from cms.intake.keys import new_key
from directory import answers as answers_of
from directory import moderation
from directory.models import Service
from tests.directory.conftest import ANSWERS
from tests.intake.deciding import gone_through

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

START = [
    "/", "/directory/", "/directory/?q=canaryword", "/directory/?near=3550&within=50", "/directory/?page=2", "/search/?q=canaryword",
    "/search/?q=support", "/search/suggest/?q=canaryword", "/search/suggest/?q=sup", "/get-help-now/", "/reading-settings/",
    "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-services.xml", "/sitemap-tools.xml",
    "/feeds/stories/", "/feeds/research/", "/feeds/opportunities/", "/feeds/news/", "/feeds/directory/",
    "/open-data/", "/api/hsds/v3/", "/api/hsds/v3/services?full=true&per_page=100", "/api/hsds/v3/organizations?full_service=true",
    "/api/hsds/v3/service_at_locations?full=true", "/directory/?view=map", "/directory/?view=map&near=3550",
    "/directory/shortlist/", "/directory/services.csv", "/directory/services.csv?q=canaryword", "/directory/places.geojson",
]  # fmt: skip
MOST_PAGES = 400


def crawl(client, addresses):
    """Follow every link of the site's own from ``addresses``; return responses by address. Facets of the list are cut off."""
    seen, waiting = {}, list(addresses)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        if address.startswith("/media/"):
            # A web server's business; here it is enough that the file is there.
            assert default_storage.exists(address.removeprefix("/media/")), address
            continue
        response = seen[address] = client.get(address)
        if response.status_code in {301, 302}:
            waiting.append(response.url)
        if "text/html" not in response.get("Content-Type", ""):
            continue
        for link in html.fromstring(response.content).iterlinks():
            target = urldefrag(urljoin(address, link[2])).url
            parts = urlsplit(target)
            is_ours = not parts.netloc and parts.path.startswith("/") and parts.scheme == ""
            if (
                is_ours
                and not parts.path.startswith(("/static/", "/admin/"))
                and not (parts.query and address not in addresses)
            ):
                waiting.append(target)
    return seen


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # As people read it: addresses are written as references (docs/decisions/0010).
    return unescape(content.decode("utf-8", "replace"))


def hide_canaries(decide):
    """Put a word into every kind of thing that must not show; return the words."""
    words = {}

    def word(kind):
        words[kind] = f"canaryword{kind}"
        return words[kind]

    def sent(kind):
        answers = {step: dict(values) for step, values in ANSWERS.items()}
        answers["about"]["service_name"] = word(kind)
        answers["places"] = {
            "list": [
                ANSWERS["places"]["list"][0] | {"locality": "Sebastopol 3356", "street": f"1 {word(kind + 'street')}"}
            ]
        }
        answers["contact"] |= {
            "your_name": word(kind + "sender"),
            "note": word(kind + "note"),
            "your_email": f"{word(kind + 'mail')}@example.org",
        }
        return moderation.submit_new(answers, new_key())

    sent("pending")
    decide(sent("declined").service, "decline", comment=word("reason"))
    for kind, change in (("closed", {"status": "closed"}), ("withdrawn", {"live": False})):
        submission = sent(kind)
        decide(submission.service, "approve")
        Service.objects.filter(pk=submission.service_id).update(**change)
    listed = sent("updated")
    decide(listed.service, "approve")
    words.pop("updated")
    service = Service.objects.get(pk=listed.service_id)
    answers = answers_of.of_service(service)
    answers["about"]["summary"] = word("proposed")
    answers["contact"]["note"] = word("proposednote")
    link, _token = moderation.AccessLink.make(moderation.UPDATE, service.uuid, listed.sender)
    moderation.submit_update(service, answers, new_key(), link)

    stories = Page.objects.filter(content_type__model="storypage").specific()
    draft, private = stories[0], stories[1]
    draft.title = word("draft")
    draft.save_revision()
    private.title = word("private")
    private.save_revision().publish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    unpublished = stories[2]
    unpublished.title = word("unpublished")
    unpublished.save_revision().publish()
    unpublished.unpublish()
    return words


def test_every_link_of_the_sample_site_leads_somewhere_and_nothing_hidden_is_on_any_page(
    client, sample, member_of, django_capture_on_commit_callbacks
):
    approver = member_of("Approvers")

    def decide(service, action, **details):
        service.refresh_from_db()
        state = service.current_workflow_task_state
        task = state.task.specific
        task.on_action(state, approver, action, **gone_through(task) | details)

    with django_capture_on_commit_callbacks(execute=True):
        words = hide_canaries(decide)
    pages = crawl(client, START)
    assert len(pages) > 100
    broken = {address: response.status_code for address, response in pages.items() if response.status_code >= 400}
    assert broken == {}
    leaks = []
    for address, response in pages.items():
        text = text_of(response)
        # A search says back what was asked for, and no more than that.
        leaks += [(address, word) for word in words.values() if word in text.lower()]
        assert not response.cookies, address
        assert "Content-Security-Policy" in response, address
        if "text/html" in response["Content-Type"]:
            assert "{{" not in text, address
            # A block of data runs nothing (docs/decisions/0009-structured-data.md).
            assert not re.search(
                r"<script(?! type=\"application/ld\+json\">)(?![^>]*\ssrc=)|<style|\sstyle=\"|\son[a-z]+=\"", text
            ), address
    assert leaks == []
