"""An editor makes, previews, publishes and changes a page of every type through the editors' interface."""

import datetime
import json

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from pages import models

from .factories import (
    EVERY_TYPE,
    LISTED,
    SINGLE,
    SiteDocumentFactory,
    StoryFactory,
    TermFactory,
    consented,
    home,
    index,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
kinds = pytest.mark.parametrize("kind", EVERY_TYPE)

WORDS = "Nobody was in a hurry and the kettle was on."


def text(words=WORDS):
    return ("text", rich_text(f"<p>{words}</p>"))


def listing(*values):
    """Return a ListBlock's value as its form posts it."""
    data = {"count": str(len(values))}
    for number, value in enumerate(values):
        data |= {f"{number}-id": "", f"{number}-deleted": "", f"{number}-order": str(number), f"{number}-value": value}
    return data


def link(url="/directory/"):
    return {"page": "", "tool": "", "url": url}


def fields_of(kind):
    """Return what the form of a page of ``kind`` asks beside title, slug and teaser, filled in."""
    document = SiteDocumentFactory
    return {
        "story": lambda: {
            "teller_name": "Rowan", "name_shown": "pseudonym", "role": "consumer", "told_on": "2026-05-01",
            "content_notes": [TermFactory(taxonomy_slug="content-notes").pk], "short_form": "Short.",
            "pull_quote": "Somebody asked.", "recording": "", "body": streamfield([text()]), "services_mentioned": inline_formset([]),
        },
        "module": lambda: {
            "number": "1", "duration_minutes": "45", "level": "introductory", "audience": "Anyone",
            "working_title_note": "", "outcomes": streamfield([("outcome", "Say what it is.")]),
            "sections": streamfield([text()]),
            "activities": streamfield([("activity", {"title": "Draw", "text": rich_text("<p>A map.</p>")})]),
            "files": inline_formset([{
                "document": document().pk, "title": "To print", "description": "", "version": "1", "licence": "",
                "accessible_alternative": "",
            }]),
        },
        "course": lambda: {
            "organisation_name": "", "audience": "Anyone", "duration": "Two days", "cost": "Free",
            "outcomes": streamfield([("outcome", "Open a meeting.")]), "body": streamfield([text()]),
            "how_to_enrol": rich_text("<p>Ring.</p>"), "enrol_url": "", "flyer": document().pk,
            "sessions": inline_formset([{
                "starts_at": "2030-01-05 09:30", "ends_at": "2030-01-06 16:00", "times": "", "place": "Bendigo",
                "is_online": "", "state": "open", "enrol_by": "2030-01-05", "enrol_url": "",
            }]),
            "testimonials": inline_formset([{
                "words": "I said no for the first time.", "named_as": "Sam", "agreed_on": "2026-05-01",
                "consent_note": "Red folder",
            }]),
        },
        "research": lambda: {
            "question": "Does it help?", "certainty": "not_sure", "certainty_reason": "Few studies.", "limits": "",
            "findings": streamfield([("finding", {"heading": "Hope", "text": WORDS, "direction": "up"})]),
            "practice_points": streamfield([("point", "Offer it.")]), "study_type": "trial", "study_detail": "",
            "people": "40 people", "country": "Australia", "publication_type": "article", "paper_title": "On tea", "journal": "A Journal",
            "year": "2020", "volume": "1", "issue": "", "pages": "1–9", "publisher": "", "book_editors": "",
            "doi": "https://doi.org/10.1234/tea", "open_access_url": "", "summary_written": "",
            "authors": inline_formset([{"given": "Ada", "family": "Nguyen"}]),
        },
        "resource": lambda: {
            "resource_type": "form", "document": document().pk, "accessible_alternative": "", "licence": "CC BY 4.0",
            "version": "2", "body": streamfield([text()]),
        },
        "partner": lambda: {
            "name_then": "Then", "name_now": "Now", "logo": "", "about": rich_text(f"<p>{WORDS}</p>"),
            "website": "https://example.org", "role": "Led it", "organisation": "", "year_from": "2009", "year_to": "2012",
        },
        "opportunity": lambda: {
            "opportunity_type": "event", "organisation_name": "A house", "starts_at": "2030-01-05 09:30",
            "ends_at": "2030-01-05 16:00", "place": "Bendigo", "is_online": "", "cost": "Free",
            "body": streamfield([text()]), "how_to_apply": rich_text("<p>Ring.</p>"), "apply_url": "",
            "closes_at": "2030-01-01", "repeats": "weekly", "repeats_until": "2030-03-02", "skipped_days": "26/1/2030",
            "suburb": "", "presentations": streamfield([("presentation", {
                "title": "Slides", "speaker": "", "line": "", "document": document().pk, "url": "",
            })]),
        },
        "glossary": lambda: {"intro": rich_text(f"<p>{WORDS}</p>")},
        "news": lambda: {"date": "2026-11-02", "body": streamfield([text()])},
        "easy read": lambda: {
            "original": "",
            "body": streamfield([("heading", "How"), ("idea", {
                "image": {"image": "", "decorative": "", "alt_text": ""}, "text": rich_text(f"<p>{WORDS}</p>"),
            })]),
        },
        "audience": lambda: {
            "intro": rich_text(f"<p>{WORDS}</p>"), "closing_soon": "on", "aside": streamfield([]),
            "shows_new": "on", "new_title": "New for you", "new_chosen": streamfield([]),
            "task_groups": streamfield([("group", {
                "title": "Before a shift", "intro": "",
                "tasks": listing(link() | {"label": "Find a form", "line": "", "meta": ""}),
            })]),
        },
        "fact sheet": lambda: {
            "quick_facts": streamfield([("fact", {"label": "Cost", "text": "Free"})]),
            "body": streamfield([text(f"{WORDS}[^tea]")]),
            "references": streamfield([("source", {"key": "tea", "text": "On tea (2020).", "url": "", "doi": ""})]),
        },
        "questions": lambda: {
            "intro": rich_text("<p>Ask.</p>"),
            "groups": streamfield([("group", {
                "audience": "Newcomers",
                "questions": listing({"question": "Do I have to talk?", "answer": rich_text(f"<p>{WORDS}</p>")}),
            })]),
        },
        "charter": lambda: {
            "launched_on": "2011-06-21", "intro": rich_text(f"<p>{WORDS}</p>"), "text_pending": "",
            "sections": streamfield([("section", {"kind": "aim", "anchor": "aim", "heading": "Aim", "text": rich_text("<p>One.</p>")})]),
            "versions": inline_formset([{
                "form": "full", "label": "As launched", "date": "2011-06-21", "changes": "", "document": document().pk,
            }]), "plain_language": streamfield([]),
            "body": streamfield([]),
        },
        "path": lambda: {
            "intro": rich_text(f"<p>{WORDS}</p>"), "body": streamfield([]),
            "stages": streamfield([("stage", {
                "title": "First", "intro": "", "steps": listing(link() | {"label": "Look", "line": "", "meta": ""}),
            })]),
        },
        "standard": lambda: {"body": streamfield([text()]), "show_contents": ""},
    }[kind]()  # fmt: skip


def form_of(kind, **fields):
    return nested_form_data(
        {
            "title": "A page by an editor",
            "slug": "a-page-by-an-editor",
            "teaser": "What is here.",
            "teaser_image": "",
            "page_terms": inline_formset([{"term": TermFactory().pk}]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "last_reviewed": "",
            "next_review_due": "",
            "shows_exit": "on",
            "go_live_at": "",
            "expire_at": "",
        }
        | fields_of(kind)
        | fields
    )


def index_form(**fields):
    """Return what the form of an index page asks, filled in: an index has only an introduction of its own."""
    form = form_of("standard", **fields)
    return {name: value for name, value in form.items() if not name.startswith(("body", "show_contents"))}


def parent_of(kind):
    return index(LISTED[kind][0]) if kind in LISTED else home()


def model_of(kind):
    return EVERY_TYPE[kind]._meta.model


def add_url(kind):
    return reverse("wagtailadmin_pages:add", args=("pages", model_of(kind)._meta.model_name, parent_of(kind).pk))


def agree(page):
    """Record a story's consent, as an approver would; other pages need none."""
    if isinstance(page, models.StoryPage):
        # Until after every date that these tests move the clock to.
        consented(page, review_on=datetime.date(2040, 1, 1))


def publish(editor, kind, form):
    """Post a new page and publish it: a story in two steps, with its consent recorded between. Return the last answer."""
    response = editor.post(add_url(kind), form | {"action-publish": "1"})
    if kind == "story" and response.status_code == 302:
        page = model_of(kind).objects.get()
        assert not page.live
        agree(page)
        response = editor.post(
            reverse("wagtailadmin_pages:edit", args=(page.pk,)),
            form
            | nested_form_data({"page_terms": inline_formset([]), "services_mentioned": inline_formset([])})
            | {"action-publish": "1"},
        )
    return response


@kinds
def test_an_editor_makes_and_publishes_a_page(editor, client, kind):
    assert editor.get(add_url(kind)).status_code == 200
    response = publish(editor, kind, form_of(kind))
    assert response.status_code == 302, errors_in(response)
    page = model_of(kind).objects.get()
    assert page.live
    assert page.page_terms.count() == 1
    client.logout()
    shown = client.get(page.url)
    assert shown.status_code == 200
    assert "Nobody was in a hurry" in shown.content.decode()


@kinds
def test_an_editor_previews_a_page_before_it_is_saved(editor, kind):
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=("pages", model_of(kind)._meta.model_name, parent_of(kind).pk)
    )
    assert json.loads(editor.post(url, form_of(kind)).content)["is_valid"]
    response = editor.get(url)
    assert response.status_code == 200
    assert "Nobody was in a hurry" in response.content.decode()
    assert not model_of(kind).objects.exists()


# Words of rows that a page has only in its form.
ROWS = {
    "module": "To print", "course": "I said no for the first time.", "research": "Quokka", "charter": "As launched",
}  # fmt: skip


@kinds
def test_a_preview_shows_what_is_in_the_form_and_saved_nowhere(editor, kind):
    page = EVERY_TYPE[kind](title="As it was")
    form = form_of(kind, title="Another title", slug=page.slug, page_terms=inline_formset([]))
    form = {name: "Quokka" if value == "Nguyen" else value for name, value in form.items()}
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    assert json.loads(editor.post(url, form).content)["is_valid"]
    html = editor.get(url).content.decode()
    assert "Another title" in html
    assert ROWS.get(kind, "") in html
    assert model_of(kind).objects.get().title == "As it was"


@kinds
def test_a_title_may_be_as_long_as_it_can_be_kept_and_a_longer_one_is_explained(editor, kind):
    response = editor.post(add_url(kind), form_of(kind, title="x" * 256))
    assert "at most 255 characters" in str(response.context["form"].errors["title"])
    response = editor.post(add_url(kind), form_of(kind, title="x" * 255))
    assert response.status_code == 302, errors_in(response)


@kinds
def test_an_editor_changes_a_page(editor, kind):
    editor.post(add_url(kind), form_of(kind))
    page = model_of(kind).objects.get()
    assert not page.live
    agree(page)
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert editor.get(url).status_code == 200
    response = editor.post(
        url, form_of(kind, title="Another title", page_terms=inline_formset([])) | {"action-publish": "1"}
    )
    assert response.status_code == 302, errors_in(response)
    page.refresh_from_db()
    assert page.title == "Another title"
    assert page.live


@kinds
def test_a_draft_needs_only_a_title_and_a_teaser(editor, kind):
    bare = {
        name: streamfield([]) if isinstance(value, dict) and "count" in value else value
        for name, value in fields_of(kind).items()
    }
    response = editor.post(add_url(kind), form_of(kind, **bare))
    assert response.status_code == 302, errors_in(response)
    assert not model_of(kind).objects.get().live


@pytest.mark.parametrize("model", dict.fromkeys(model for model, _child in LISTED.values()))
def test_an_editor_makes_previews_publishes_and_changes_an_index(editor, model):
    name = model._meta.model_name
    data = index_form(intro=rich_text(f"<p>{WORDS}</p>"))
    add, preview = (
        reverse(f"wagtailadmin_pages:{view}", args=("pages", name, home().pk)) for view in ("add", "preview_on_add")
    )
    assert editor.get(add).status_code == 200
    assert json.loads(editor.post(preview, data).content)["is_valid"]
    assert "Nobody was in a hurry" in editor.get(preview).content.decode()
    response = editor.post(add, data | {"action-publish": "1"})
    assert response.status_code == 302, errors_in(response)
    page = model.objects.get()
    assert "Nobody was in a hurry" in editor.get(page.url).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    response = editor.post(edit, index_form(intro=rich_text(""), title="Another title") | {"action-publish": "1"})
    assert response.status_code == 302, errors_in(response)
    page.refresh_from_db()
    assert page.title == "Another title"
    assert page.live


@pytest.mark.parametrize("slug", ["directory", "get-help-now", "admin", "search", "Reading-Settings"])
def test_the_slug_of_a_tool_is_refused_to_a_top_level_page(editor, slug):
    response = editor.post(add_url("standard"), form_of("standard", slug=slug) | {"action-publish": "1"})
    assert response.status_code == 200
    assert "is the address of a part of the site" in str(response.context["form"].errors["slug"])
    assert not models.StandardPage.objects.exists()


AHEAD = "2090-01-01"


@pytest.mark.parametrize(
    ("kind", "field", "change"),
    [
        ("news", "date", {"date": AHEAD}),
        ("news", "date", {"date": AHEAD, "go_live_at": "2089-12-31 09:00"}),
        ("story", "told_on", {"told_on": AHEAD}),
        ("charter", "launched_on", {"launched_on": AHEAD}),
        ("charter", "versions", {"versions": inline_formset([
            {"form": "full", "label": "To come", "date": AHEAD, "changes": "", "document": ""},
        ])}),
        ("research", "summary_written", {"summary_written": AHEAD}),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_explained_at_its_field(editor, kind, field, change):
    response = editor.post(add_url(kind), form_of(kind, **change))
    assert response.status_code == 200
    form = response.context["form"]
    found = form.formsets[field].errors[0]["date"] if field in form.formsets else form.errors[field]
    assert "Check the date" in str(found) or "is still to come" in str(found)
    assert not model_of(kind).objects.exists()


def test_a_notice_may_have_the_day_on_which_it_goes_live(editor):
    response = editor.post(add_url("news"), form_of("news", date=AHEAD, go_live_at=f"{AHEAD} 09:00"))
    assert response.status_code == 302, errors_in(response)


def test_the_slug_of_a_tool_is_allowed_deeper_down(editor):
    publish(editor, "story", form_of("story", slug="search"))
    assert models.StoryPage.objects.get().slug == "search"


def test_a_page_cannot_be_copied_to_the_address_of_a_tool(editor):
    page = SINGLE["standard"]()
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    response = editor.post(url, {"new_title": "Copy", "new_slug": "directory", "new_parent_page": home().pk})
    assert "new_slug" in response.context["form"].errors
    assert models.StandardPage.objects.count() == 1


def test_a_page_cannot_be_moved_to_the_address_of_a_tool(editor):
    above = SINGLE["standard"]()
    page = SINGLE["standard"](parent=above, slug="directory", title="Deeper down")
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=(page.pk, home().pk)))
    page.refresh_from_db()
    assert page.get_parent().pk == above.pk


def test_many_pages_cannot_be_moved_to_the_address_of_a_tool(editor):
    above = SINGLE["standard"]()
    page = SINGLE["standard"](parent=above, slug="search", title="Deeper down")
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "move"))
    editor.post(f"{url}?id={page.pk}", {"chooser": home().pk, "move_applicable": ""})
    page.refresh_from_db()
    assert page.get_parent().pk == above.pk


def test_a_page_may_still_be_moved_to_a_free_address(editor):
    page = SINGLE["standard"](parent=SINGLE["standard"](), title="Deeper down")
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=(page.pk, home().pk)))
    page.refresh_from_db()
    assert page.get_parent().pk == home().pk


def test_a_source_that_is_not_in_the_list_is_shown_to_the_editor(editor):
    response = editor.post(
        add_url("fact sheet"),
        form_of("fact sheet", body=streamfield([text("Hope.[^nowhere]")])) | {"action-publish": "1"},
    )
    assert response.status_code == 200
    assert "nowhere" in str(response.context["form"].errors["body"])


def test_a_task_that_leads_nowhere_is_shown_to_the_editor(editor):
    groups = streamfield(
        [("group", {"title": "T", "intro": "", "tasks": listing(link("") | {"label": "Go", "line": "", "meta": ""})})]
    )
    response = editor.post(add_url("audience"), form_of("audience", task_groups=groups) | {"action-publish": "1"})
    assert response.status_code == 200
    assert "task_groups" in response.context["form"].errors


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "http://plain.example", "/\\evil.example"])
def test_an_unsafe_address_is_refused_in_a_task(editor, url):
    groups = streamfield(
        [("group", {"title": "T", "intro": "", "tasks": listing(link(url) | {"label": "Go", "line": "", "meta": ""})})]
    )
    response = editor.post(add_url("audience"), form_of("audience", task_groups=groups) | {"action-publish": "1"})
    assert "task_groups" in response.context["form"].errors


def test_a_pasted_doi_address_is_kept_as_a_doi(editor):
    editor.post(add_url("research"), form_of("research") | {"action-publish": "1"})
    assert models.ResearchPage.objects.get().doi == "10.1234/tea"


def test_every_page_type_tells_editors_what_it_is_for(editor):
    response = editor.get(reverse("wagtailadmin_pages:add_subpage", args=(home().pk,)))
    for model in (models.StoryIndexPage, models.AudiencePage, models.StandardPage, models.FactSheetPage):
        assert model.page_description in response.content.decode()


def test_stories_with_images_are_edited(editor, client):
    """A picture beside a teaser is chosen by its number."""
    from wagtail.images.tests.utils import get_test_image_file

    image = get_image_model().objects.create(title="Chairs", description="Chairs", file=get_test_image_file())
    publish(editor, "story", form_of("story", teaser_image=image.pk))
    story = models.StoryPage.objects.get()
    assert story.teaser_image == image
    assert "<img" in client.get(index(models.StoryIndexPage).url).content.decode()


def test_a_history_of_drafts_leaves_the_live_page_alone(editor, client):
    story = StoryFactory(title="As published")
    url = reverse("wagtailadmin_pages:edit", args=(story.pk,))
    editor.post(url, form_of("story", title="Not yet", slug=story.slug))
    assert "As published" in client.get(story.url).content.decode()
    assert "Not yet" not in client.get(story.url).content.decode()


def errors_in(response):
    form = response.context["form"] if response.context and "form" in response.context else None
    return (form.errors, {name: formset.errors for name, formset in form.formsets.items()}) if form else response
