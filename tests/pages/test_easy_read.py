"""Easy Read: any page and its easy form lead to each other, at no cost to other pages."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from pages import models
from tests.counting import settled_cost

from .factories import EVERY_TYPE, EasyReadFactory, StandardFactory, StoryFactory, index
from .test_editing import add_url, errors_in, form_of

pytestmark = pytest.mark.django_db
WORDS = "Read this in Easy Read"


def links_in(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return {a.get_text(strip=True): a["href"] for a in soup.select(".page-head a")}


@pytest.mark.parametrize("kind", [kind for kind in EVERY_TYPE if kind != "easy read"])
def test_a_page_of_any_kind_and_its_easy_form_lead_to_each_other(client, kind):
    page = EVERY_TYPE[kind](title="The full one")
    easy = EasyReadFactory(original=page.page_ptr)
    assert links_in(client, page)[WORDS] == easy.url
    assert links_in(client, easy)["Read the full page:The full one"] == page.url
    assert WORDS not in links_in(client, EVERY_TYPE[kind]())


def test_lists_can_have_an_easy_form_too(client):
    StoryFactory()
    listed = index(models.StoryIndexPage)
    easy = EasyReadFactory(original=listed.page_ptr)
    assert links_in(client, listed)[WORDS] == easy.url


def test_only_what_readers_may_see_is_linked_and_at_once(client):
    page = StandardFactory(title="The full one")
    easy = EasyReadFactory(original=page.page_ptr)
    assert WORDS in links_in(client, page)
    easy.unpublish()
    assert WORDS not in links_in(client, page)
    easy.live = True
    easy.save()
    page.unpublish()
    assert not any("full" in words for words in links_in(client, easy))
    page.delete()
    easy.refresh_from_db()
    assert easy.original_id is None
    assert client.get(easy.url).status_code == 200


def test_a_private_easy_form_is_not_linked(client):
    page = StandardFactory()
    easy = EasyReadFactory(original=page.page_ptr)
    PageViewRestriction.objects.create(page=easy, restriction_type=PageViewRestriction.LOGIN)
    assert WORDS not in links_in(client, page)


def test_it_costs_other_pages_no_query(client):
    page = StandardFactory()

    def cost():
        return settled_cost(lambda: client.get(page.url))

    before = cost()
    for _number in range(5):
        EasyReadFactory(original=StandardFactory().page_ptr)
    EasyReadFactory(original=page.page_ptr)
    assert cost() == before


def test_a_page_has_one_easy_form_and_an_easy_one_has_none():
    page = StandardFactory()
    easy = EasyReadFactory(original=page.page_ptr, title="Easy one")
    with pytest.raises(ValidationError, match="Easy one"):
        EasyReadFactory(original=page.page_ptr)
    with pytest.raises(ValidationError, match="not in Easy Read itself"):
        EasyReadFactory(original=easy.page_ptr)
    easy.full_clean()


def test_pictures_of_many_ideas_cost_the_same(client):
    def page(count):
        image = get_image_model().objects.create(title="Chairs", file=get_test_image_file())
        image.contextual_alt_text, image.decorative = "Two chairs", False
        ideas = [("idea", {"image": image, "text": RichText(f"<p>Idea {number}.</p>")}) for number in range(count)]
        return EasyReadFactory(body=[("heading", "How"), *ideas])

    few, many = page(3), page(9)
    html = client.get(many.url).content.decode()
    assert html.count('alt="Two chairs"') == 9
    assert '<h2 id="how"' in html
    assert settled_cost(lambda: client.get(many.url)) == settled_cost(lambda: client.get(few.url))


def test_a_sentence_that_is_too_long_is_shown_to_the_editor(client, member_of):
    client.force_login(member_of("Editors"))
    idea = {"image": {"image": "", "decorative": "", "alt_text": ""}, "text": rich_text(f"<p>{'word ' * 25}.</p>")}
    form = form_of("easy read", body=streamfield([("idea", idea)])) | {"action-publish": "1"}
    response = client.post(add_url("easy read"), form)
    assert "too long for Easy Read" in response.content.decode()
    assert not models.EasyReadPage.objects.exists()


def test_an_editor_chooses_the_page_that_it_is_the_same_as(client, member_of):
    client.force_login(member_of("Editors"))
    page = StandardFactory(title="The full one")
    form = form_of("easy read", original=str(page.pk)) | {"action-publish": "1"}
    response = client.post(add_url("easy read"), form)
    assert response.status_code == 302, errors_in(response)
    easy = models.EasyReadPage.objects.get()
    assert links_in(client, page)[WORDS] == easy.url
    copy = reverse("wagtailadmin_pages:edit", args=[easy.pk])
    assert client.get(copy).status_code == 200
