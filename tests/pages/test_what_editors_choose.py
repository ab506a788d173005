"""An editor chooses services, pictures, pages and places in the editors' interface, and readers meet them on the page."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.core.models import PageTerm, Term
from cms.media.models import SiteDocument
from pages import models
from tests.counting import settled_cost
from tests.directory.factories import make_locality, make_service

from .factories import (
    CharterFactory,
    ModuleFactory,
    NewsFactory,
    OpportunityFactory,
    PartnerFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
)
from .test_editing import errors_in, form_of, model_of, publish

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def picture(title="Door"):
    return get_image_model().objects.create(title=title, description=title, file=get_test_image_file(f"{title}.png"))


def made(editor, kind, **fields):
    """Return the page that an editor made and published with ``fields``, as readers get it."""
    response = publish(editor, kind, form_of(kind, **fields))
    assert response.status_code == 302, errors_in(response)
    editor.logout()
    answer = editor.get(model_of(kind).objects.get().url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def test_a_story_names_a_service(editor):
    service = make_service("Tuesday Table")
    main = made(editor, "story", services_mentioned=inline_formset([{"service": service.pk}]))
    assert "Tuesday Table" in [link.get_text(strip=True) for link in main.select(".after-story a")]


def test_a_partner_has_a_logo_and_its_services(editor):
    service = make_service("Tuesday Table", organisation="Oak House")
    main = made(editor, "partner", logo=picture().pk, organisation=service.organisation_id)
    assert main.select_one(".partner-logo img")
    assert main.find("a", string="Tuesday Table")


def test_a_partner_with_many_services_leads_to_the_rest(client, monkeypatch):
    monkeypatch.setattr("pages.models.partners.MOST_SERVICES", 2)
    for _number in range(3):
        service = make_service(organisation="Oak House")
    partner = PartnerFactory(organisation=service.organisation)
    link = BeautifulSoup(client.get(partner.url).content, "html.parser").select_one("main a[href$='?q=Oak%20House']")
    assert link.get_text() == "All services of Oak House"


def test_an_opportunity_is_in_a_suburb(editor):
    make_locality("Bendigo", "3550", -36.76, 144.28)
    main = made(editor, "opportunity", suburb="bendigo")
    assert "Bendigo" in main.text
    assert models.OpportunityPage.objects.get().latitude == pytest.approx(-36.76)


def test_a_suburb_that_is_not_known_is_said_at_its_field(editor):
    make_locality("Bendigo", "3550")
    response = publish(editor, "opportunity", form_of("opportunity", suburb="Atlantis"))
    assert "suburb" in response.context["form"].errors


def test_a_story_keeps_a_note_that_was_retired_until_an_editor_takes_it_off(editor):
    story, note = StoryFactory(), TermFactory(taxonomy_slug="content-notes")
    story.content_notes = [note]
    story.save()
    Term.objects.filter(pk=note.pk).update(is_retired=True)
    other = TermFactory(taxonomy_slug="content-notes", is_retired=True)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])

    def boxes():
        soup = BeautifulSoup(editor.get(address).content, "html.parser")
        return {box["value"]: box for box in soup.select("input[name=content_notes]")}

    assert str(other.pk) not in boxes()
    box = boxes()[str(note.pk)]
    assert box.find_parent("label").get_text(strip=True) == f"{note.name} (no longer offered)"
    form = form_of("story", services_mentioned=inline_formset([]), page_terms=inline_formset([]))
    # What a browser posts: the boxes that are ticked.
    ticked = [value for value, box in boxes().items() if box.has_attr("checked")]
    response = editor.post(address, form | {"content_notes": ticked, "action-publish": "1"})
    assert response.status_code == 302, errors_in(response)
    assert list(models.StoryPage.objects.get().content_notes.all()) == [note]
    editor.post(address, form | {"content_notes": [], "action-publish": "1"})
    assert not models.StoryPage.objects.get().content_notes.exists()
    assert str(note.pk) not in boxes()


def test_an_audience_is_shown_what_was_chosen_as_new(editor):
    notice = NewsFactory(title="We moved")
    main = made(editor, "audience", new_chosen=streamfield([("page", notice.pk)]))
    assert main.find("a", string="We moved")


def test_a_resource_offers_the_same_in_another_form(editor):
    other = SiteDocumentFactory(title="In large print")
    main = made(editor, "resource", accessible_alternative=other.pk)
    assert main.select_one(f"a[href*='/documents/{other.pk}/']")


def test_a_module_offers_a_file_in_another_form(editor):
    other = SiteDocumentFactory(title="In large print")
    row = {"title": "To print", "description": "", "version": "1", "licence": "", "accessible_alternative": other.pk}
    main = made(editor, "module", files=inline_formset([row | {"document": SiteDocumentFactory().pk}]))
    assert main.select_one(f"a[href*='/documents/{other.pk}/']")


def lost(document):
    document.file.storage.delete(document.file.name)
    return document


@pytest.mark.parametrize("kind", ["resource", "module", "course", "charter", "opportunity"])
def test_a_file_that_is_lost_breaks_no_page_and_no_form(editor, client, kind, media_folder):
    made(editor, kind)
    for document in SiteDocument.objects.all():
        lost(document)
    page = model_of(kind).objects.get()
    assert client.get(page.url).status_code == 200
    assert client.get(page.get_parent().url).status_code == 200


def test_a_picture_that_is_lost_breaks_no_page(client, media_folder):
    image = picture()
    partner = PartnerFactory(logo=image)
    story = StoryFactory(teaser_image=image)
    image.file.storage.delete(image.file.name)
    for page in (partner, story, partner.get_parent(), story.get_parent()):
        assert client.get(page.url).status_code == 200


def with_services(story, count):
    for service in [make_service() for _number in range(count)]:
        models.StoryService.objects.create(page=story, service=service)


def with_files(module, count):
    for _number in range(count):
        document = SiteDocumentFactory(accessible_alternative=SiteDocumentFactory())
        models.ModuleFile.objects.create(page=module, document=document)


def with_versions(charter, count):
    for number in range(count):
        document = SiteDocumentFactory(accessible_alternative=SiteDocumentFactory())
        models.CharterVersion.objects.create(page=charter, document=document, label=f"Version {number}")


def with_slides(opportunity, count):
    slides = {"speaker": "", "line": "", "url": ""}
    opportunity.presentations = [
        ("presentation", slides | {"title": f"Talk {number}", "document": SiteDocumentFactory()})
        for number in range(count)
    ]
    opportunity.save()


def with_partner_services(partner, count):
    for _number in range(count):
        partner.organisation = make_service(organisation="Oak House").organisation
    partner.save()


@pytest.mark.parametrize(
    ("maker", "grow"),
    [
        (StoryFactory, with_services),
        (ModuleFactory, with_files),
        (CharterFactory, with_versions),
        (OpportunityFactory, with_slides),
        (PartnerFactory, with_partner_services),
    ],
)
def test_a_page_costs_the_same_however_much_was_chosen(client, maker, grow):
    page = maker()
    grow(page, 3)
    few = settled_cost(lambda: client.get(page.url))
    grow(page, 9)
    assert settled_cost(lambda: client.get(page.url)) == few


def test_a_list_of_resources_costs_the_same_however_many_have_files(client):
    def grow(count):
        for _number in range(count):
            ResourceFactory(document=SiteDocumentFactory(accessible_alternative=SiteDocumentFactory()))

    grow(3)
    url = ResourceFactory().get_parent().url
    few = settled_cost(lambda: client.get(url))
    grow(7)
    assert settled_cost(lambda: client.get(url)) == few


def test_a_lists_pictures_cost_the_same_however_many(client):
    def grow(count):
        for _number in range(count):
            NewsFactory(teaser_image=picture())

    grow(3)
    url = NewsFactory().get_parent().url
    few = settled_cost(lambda: client.get(url))
    grow(6)
    assert settled_cost(lambda: client.get(url)) == few


def test_an_emptied_introduction_leaves_no_empty_box(editor):
    main = made(editor, "questions", intro=rich_text("<p></p>"))
    assert models.QuestionsPage.objects.get().intro == ""
    assert not main.select_one(".rich.measure")


def test_what_two_editors_add_in_two_windows_stands_there_once(editor):
    story, service, term = StoryFactory(), make_service(), TermFactory()
    parts = {
        "page_terms": inline_formset([{"term": term.pk}]),
        "services_mentioned": inline_formset([{"service": service.pk}]),
    }
    for title in ("In one window", "In the other"):
        response = editor.post(
            f"/admin/pages/{story.pk}/edit/",
            form_of("story", title=title) | nested_form_data(parts) | {"action-publish": "1"},
        )
        assert response.status_code == 302
    story.refresh_from_db()
    assert story.title == "In the other"
    assert [each.service for each in story.services_mentioned.all()] == [service]
    assert [each.term for each in story.page_terms.all()] == [term]


def test_what_is_chosen_twice_in_one_window_is_shown_to_the_editor(editor):
    story, service = StoryFactory(), make_service()
    twice = nested_form_data({"services_mentioned": inline_formset([{"service": service.pk}, {"service": service.pk}])})
    form = form_of("story") | nested_form_data({"page_terms": inline_formset([])}) | twice | {"action-publish": "1"}
    response = editor.post(f"/admin/pages/{story.pk}/edit/", form)
    assert response.status_code == 200
    assert "duplicate" in response.content.decode()
    assert not story.services_mentioned.exists()


def test_a_page_is_offered_topics_and_audiences_and_nothing_that_only_a_service_answers(editor):
    story = StoryFactory(live=False)
    families = [
        TermFactory(name="Families", slug=f"families-{kind}", taxonomy_slug=kind) for kind in ("topics", "audiences")
    ]
    note = TermFactory(name="Talks about loss", taxonomy_slug="content-notes")
    step = TermFactory(name="Step-free", taxonomy_slug="access")
    story.page_terms = [PageTerm(term=step)]
    story.save()
    screen = BeautifulSoup(editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content, "html.parser")
    assert "Add topic or audience" in screen.get_text()
    kept = screen.select_one("[name=page_terms-0-term]")
    assert kept.select_one("[selected]").get("value") == str(step.pk)
    new = screen.select_one("#id_page_terms-EMPTY_FORM_TEMPLATE")
    offered = BeautifulSoup(str(new), "html.parser").get_text() + (new.string or "") + new.decode_contents()
    assert all(f"Families ({term.taxonomy})" in offered for term in families)
    assert not any(term.name in offered for term in (note, step))


def test_a_form_that_stopped_saving_itself_says_how_to_learn_why(editor):
    screen = BeautifulSoup(
        editor.get(reverse("wagtailadmin_pages:edit", args=[StoryFactory(live=False).pk])).content, "html.parser"
    )
    said = screen.select_one("#w-autosave-indicator .w-autosave-indicator__state--paused")
    assert said.get_text(strip=True) == "Not saved just now: “Save draft” shows why"


def test_a_row_for_a_term_in_which_nothing_is_chosen_yet_keeps_nothing_else_from_being_saved(client, member_of):
    client.force_login(member_of("Editors"))
    page, term = StandardFactory(), TermFactory()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    row = {"page_terms-TOTAL_FORMS": "1", "page_terms-0-id": "", "page_terms-0-ORDER": "1", "page_terms-0-DELETE": ""}
    # As the form opens, and as it stands once it has saved itself.
    for initial in "01":
        form = form_of("standard", title=f"Saved {initial}", slug=page.slug, page_terms=inline_formset([]))
        form |= row | {"page_terms-INITIAL_FORMS": initial, "page_terms-0-term": ""}
        response = client.post(edit, form)
        assert response.status_code == 302, response.context["form"].errors
        page.refresh_from_db()
        assert page.get_latest_revision().content["title"] == f"Saved {initial}"
        assert page.get_latest_revision().content["page_terms"] == []
    form |= {"page_terms-0-term": str(term.pk)}
    client.post(edit, form)
    page.refresh_from_db()
    assert [one["term"] for one in page.get_latest_revision().content["page_terms"]] == [term.pk]
