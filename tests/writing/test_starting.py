"""New pages open with their structure, and nothing that is still to be written over reaches a reader."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import PageLogEntry
from wagtail.signals import init_new_page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.core.writing import starting
from cms.core.writing.starting import MARK, StillToWriteError
from pages import models
from tests.pages import factories
from tests.pages.test_editing import add_url, form_of, model_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
STARTED = ["story", "research", "module", "fact sheet", "news"]
started = pytest.mark.parametrize("kind", STARTED)


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


def begun(kind):
    """Return a new page of ``kind``, not saved, as its form opens."""
    page = model_of(kind)()
    init_new_page.send(sender=None, page=page, parent=None)
    return page


def as_posted(value):
    """Return what a form posts for ``value``: words with tags are rich text."""
    if isinstance(value, str):
        return rich_text(value) if value.startswith("<p>") else value
    if isinstance(value, dict):
        return {name: as_posted(inner) for name, inner in value.items()}
    return value


def form_as_it_opens(kind):
    """Return what the form of a new page of ``kind`` posts where its editor wrote no more than a title."""
    page, fields = begun(kind), {}
    for field in page._meta.concrete_fields:
        value = getattr(page, field.attname)
        if isinstance(value, StreamValue):
            fields[field.name] = streamfield(
                [(part["type"], as_posted(part["value"])) for part in value.get_prep_value()]
            )
        elif isinstance(value, str) and MARK in value:
            fields[field.name] = value
    if kind == "story":
        fields |= {"short_form": "", "pull_quote": ""}
    return form_of(kind, **fields)


def draft(kind):
    page = begun(kind)
    page.title, page.slug, page.teaser, page.live = "A new page", "a-new-page", "What is here.", False
    if kind == "research":
        page.certainty = "not_sure"
        for finding in page.findings:
            finding.value["direction"] = "up"
    parent = factories.index(factories.LISTED[kind][0]) if kind in factories.LISTED else factories.home()
    parent.add_child(instance=page)
    page.save_revision()
    return page


@started
def test_the_form_of_a_new_page_opens_with_prompts(editor, kind):
    html = editor.get(add_url(kind)).content.decode()
    assert starting.still_to_write(begun(kind))
    # A stream is in the form as JSON.
    assert MARK in html or json.dumps(MARK).strip('"') in html


@started
def test_what_it_opens_with_is_kept_as_a_draft_and_not_published(editor, client, kind):
    form = form_as_it_opens(kind)
    assert editor.post(add_url(kind), form).status_code == 302
    page = model_of(kind).objects.get()
    assert starting.still_to_write(page)
    if kind == "story":
        factories.consented(page)
    form |= nested_form_data({name: inline_formset([]) for name in ("page_terms", "authors", "files")})
    refused = editor.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), form | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "Still to write" in str(refused.context["form"].errors)
    assert MARK in str(refused.context["form"].errors)
    page.refresh_from_db()
    assert not page.live


@started
def test_no_way_round_the_form_puts_a_prompt_on_the_site(kind):
    page = draft(kind)
    if kind == "story":
        factories.consented(page)
    with pytest.raises(StillToWriteError, match="not published"):
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_a_schedule_does_not_put_a_prompt_on_the_site():
    page = draft("news")
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert not models.NewsPage.objects.get().live
    assert "Still to write" in str(PageLogEntry.objects.filter(action="core.page.held").get().data)


@started
def test_a_draft_with_prompts_is_nowhere_for_readers(client, kind):
    page = draft(kind)
    if kind in factories.LISTED:
        shown = client.get(page.get_parent().url).content.decode()
        assert "A new page" not in shown
    found = client.get(reverse("search:results"), {"q": "plain sentence hope"}).content.decode()
    assert MARK not in found
    assert client.get(page.url).status_code == 404
    assert MARK not in page.title + page.teaser + page.search_description + page.seo_title


@started
def test_what_is_written_over_is_published(kind):
    page = draft(kind)
    for field in page._meta.concrete_fields:
        value = getattr(page, field.attname)
        if isinstance(value, str):
            setattr(page, field.attname, value.replace(MARK, ""))
        elif isinstance(value, StreamValue):
            written = json.loads(json.dumps(value.get_prep_value(), ensure_ascii=False).replace(MARK, ""))
            setattr(page, field.attname, value.stream_block.to_python(written))
    if kind == "story":
        factories.consented(page)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_pages_of_other_types_open_empty():
    page = models.StandardPage()
    init_new_page.send(sender=None, page=page, parent=None)
    assert len(page.body) == 0


def test_the_error_names_the_prompts_and_what_to_do():
    said = starting.sentence_about([f"{MARK} One?", f"{MARK} Two?", f"{MARK} Three?"])
    assert (
        said
        == f"Still to write: “{MARK} One?” and “{MARK} Two?”, and 1 more. Write over each line that begins with {MARK}, or delete it."
    )
