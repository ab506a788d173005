"""Editors see an example of every block before they add it, through Wagtail's own preview."""

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from cms.core.checks import project_models


def top_level_blocks():
    """Return every block that an editor can add to some stream: ``{Model.field.name: block}``."""
    return {
        f"{model.__name__}.{field.name}.{name}": block
        for model in project_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and isinstance(field.stream_block, StreamBlock)
        for name, block in field.stream_block.child_blocks.items()
    }


@pytest.mark.django_db
def test_every_block_shows_its_example_in_the_sites_own_style(client, member_of):
    client.force_login(member_of(None))
    blocks = top_level_blocks()
    assert len(blocks) > 20
    for name, block in blocks.items():
        response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        assert response.status_code == 200, name
        html = response.content.decode()
        assert "css/" in html, f"{name}: no stylesheet"
        assert 'style="' not in html, f"{name}: inline style"
        main = html.split("<main", 1)[-1].split("</main>", 1)[0]
        assert len(main.split(">", 1)[-1].strip()) > 20, f"{name}: nothing to see"


@pytest.mark.django_db
def test_a_preview_is_for_editors_alone(client):
    block = next(iter(top_level_blocks().values()))
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
