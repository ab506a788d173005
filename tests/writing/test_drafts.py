"""A draft needs no more than its title; what goes to readers needs the rest, and the form says what."""

import pytest
from django.urls import reverse
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from cms.core.page_source import page_models
from home.models import HomePage
from pages.models import StoryPage
from tests.pages import factories
from tests.pages.test_editing import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
NEW = [model for model in page_models() if model is not HomePage]
KEPT = ("csrfmiddlewaretoken", "_FORMS", "comment_notifications")


@pytest.fixture
def editor(client, member_of):
    client.force_login(member_of("Editors"))
    return client


def emptied(html, model, form_id="page-edit-form"):
    """Return what the form of a page posts where nothing but its title was written; what is chosen stays as it opened."""
    form = querydict_from_html(html, form_id=form_id)
    data = {name: form.getlist(name) for name in form if "action-" not in name}
    for name in data:
        field = next((each for each in model._meta.fields if each.name == name), None)
        if isinstance(field, RichTextField):
            data[name] = rich_text("")
        elif not name.endswith(KEPT) and not (field is not None and (field.choices or field.has_default())):
            data[name] = ""
    streams = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
    return (
        data
        | nested_form_data({name: streamfield([]) for name in streams})
        | {
            "title": "Only a title",
            # The form writes it while its editor writes the title.
            "slug": "only-a-title",
        }
    )


def parent_for(model):
    """Return a page below which a page of ``model`` may stand."""
    wanted = model.allowed_parent_page_models()[0]
    return factories.home() if wanted is HomePage else factories.index(wanted)


@pytest.mark.parametrize("model", NEW, ids=lambda model: model.__name__)
def test_a_draft_of_every_page_type_is_kept_and_seen_with_a_title_alone_and_not_published(editor, model):
    add = reverse("wagtailadmin_pages:add", args=(model._meta.app_label, model._meta.model_name, parent_for(model).pk))
    form = emptied(editor.get(add).content.decode(), model)
    kept = editor.post(add, form)
    assert kept.status_code == 302, errors_in(kept)
    page = model.objects.get(title="Only a title")
    assert not page.live
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    assert editor.post(preview, form).json()["is_valid"]
    for mode, label in page.preview_modes:
        shown = editor.get(preview, {"mode": mode})
        assert shown.status_code == 200
        assert "Only a title" in shown.content.decode(), label
    if isinstance(page, StoryPage):
        # Nobody may publish it before that.
        factories.consented(page)
    refused = editor.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), form | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "required" in str(refused.context["form"].errors["teaser"])
    assert not model.objects.get(pk=page.pk).live


def test_the_first_page_is_kept_as_a_draft_with_a_title_alone(editor):
    edit = reverse("wagtailadmin_pages:edit", args=(factories.home().pk,))
    form = emptied(editor.get(edit).content.decode(), HomePage)
    assert editor.post(edit, form).status_code == 302
    refused = editor.post(edit, form | {"action-publish": "1"})
    assert "required" in str(refused.context["form"].errors["teaser"])
