"""Editors see an example of every block before they add it, through Wagtail's own preview."""

import re

import pytest
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.core.checks import choosable, project_models
from tests.directory.factories import make_service
from tests.pages import factories


def every_block():
    """Return every block that an editor can choose in some stream, at any depth: ``{"Model.field.name": block}``."""
    return {
        where: block
        for model in project_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for where, block in choosable(field.stream_block, f"{model.__name__}.{field.name}")
    }


@pytest.fixture
def something_of_each_kind(db):
    """A site as it is soon after it began: blocks that list things have something to list."""
    get_image_model().objects.create(title="Two chairs", file=get_test_image_file())
    factories.SiteDocumentFactory()
    for _number in range(3):
        factories.StoryFactory()
        factories.PartnerFactory()
        factories.ModuleFactory()
        factories.ResearchFactory()
        factories.OpportunityFactory()
        make_service()


def what_is_seen(html):
    """Return the words and pictures of a preview's main part."""
    main = html.split("<main", 1)[-1].split("</main>", 1)[0].split(">", 1)[-1]
    return " ".join(re.sub(r"<(?!img|svg)[^>]*>", " ", main).split())


@pytest.mark.usefixtures("something_of_each_kind")
def test_every_block_shows_its_example_in_the_sites_own_style(client, member_of):
    client.force_login(member_of(None))
    blocks = every_block()
    assert {"StoryPage.body.text", "Issue.body.page", "Navigation.main_menu.group"} <= set(blocks)
    wrong = []
    for name, block in blocks.items():
        response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        html = response.content.decode()
        if response.status_code != 200:
            wrong.append(f"{name}: {response.status_code}")
        if "css/components" not in html:
            wrong.append(f"{name}: without the site's stylesheets")
        if 'style="' in html or "<script" in html:
            wrong.append(f"{name}: inline style or script")
        if len(what_is_seen(html)) < 10:
            wrong.append(f"{name}: nothing to see")
    assert wrong == []


@pytest.mark.django_db
def test_a_preview_is_for_editors_alone(client):
    block = next(iter(every_block().values()))
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 302
    assert "/account/sign-in/" in response["Location"]
