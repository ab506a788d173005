"""Every setting has a history: who saved what when, what differs, and the way back. Nobody's words are lost to another's."""

import json
import re

import pytest
from django.db.models import EmailField, URLField
from django.urls import reverse
from wagtail.contrib.settings.registry import registry
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.core.models import SiteSettings
from cms.core.setting_screens import name_of
from home.models import Navigation

from .forms import address_of, fields_of, opened

pytestmark = pytest.mark.django_db
LABELS = [model._meta.label for model in registry]


@pytest.fixture
def ana(client, member_of):
    user = member_of("Administrators", first_name="Ana", last_name="Weir")
    client.force_login(user)
    return user


def saved(client, **changes):
    """Save the site's settings with ``changes`` as the form does; return the answer."""
    site = SiteSettings.load()
    return client.post(address_of(site), opened(client, site) | changes)


def versions():
    return list(SiteSettings.load().revisions.order_by("pk"))


def test_every_setting_opens_is_saved_and_can_be_put_back(client, ana):
    assert len(LABELS) >= 5
    for model in registry:
        setting = model.load()
        filled = opened(client, setting)
        assert filled["opened_on"] == "0", model
        assert model.what_for in client.get(address_of(setting)).content.decode()
        response = client.post(address_of(setting), filled)
        assert response.status_code == 302, (model, response.context["form"].errors)
        first, second = setting.revisions.order_by("pk")
        assert (first.user, second.user) == (None, ana)
        history = client.get(reverse(name_of(model, "history"), args=[setting.pk])).content.decode()
        back = reverse(name_of(model, "revert"), args=[setting.pk, first.pk])
        assert "As it was before the first change" in history
        assert back in history
        assert client.get(back).status_code == 200
        compare = reverse(name_of(model, "compare"), args=[setting.pk, first.pk, second.pk])
        assert client.get(compare).status_code == 200


def test_the_history_names_who_and_what_differed(client, ana):
    saved(client, site_name="The House")
    site = SiteSettings.load()
    assert site.site_name == "The House"
    page = client.get(reverse(name_of(SiteSettings, "history"), args=[site.pk])).content.decode()
    assert "Ana Weir" in page
    first, second = versions()
    compare = reverse(name_of(SiteSettings, "compare"), args=[site.pk, first.pk, second.pk])
    assert compare in page
    compared = client.get(compare)
    assert [difference.field_label() for difference in compared.context["comparison"]] == ["Site name"]
    assert "The House" in compared.content.decode()
    assert reverse(name_of(SiteSettings, "revert"), args=[site.pk, first.pk]) in compared.content.decode()
    assert "Put the older version back" in compared.content.decode()
    assert "It says this now" in page


def test_a_version_of_before_is_looked_at_and_put_back_as_a_new_one(client, ana):
    was = SiteSettings.load().site_name
    saved(client, site_name="The House")
    saved(client, site_name="The Barn")
    site, first = SiteSettings.load(), versions()[0]
    look = client.get(reverse(name_of(SiteSettings, "version"), args=[site.pk, first.pk])).content.decode()
    assert was in look
    assert "The Barn" not in look
    address = reverse(name_of(SiteSettings, "revert"), args=[site.pk, first.pk])
    page = client.get(address)
    assert "Put this version back" in page.content.decode()
    assert SiteSettings.load().site_name == "The Barn"
    assert client.post(address, fields_of(page)).status_code == 302
    assert SiteSettings.load().site_name == was
    assert [version.content["site_name"] for version in versions()] == [was, "The House", "The Barn", was]


def changed(setting):
    """Save ``setting`` with other words, a tick the other way and no streams, as another version."""
    for field in setting._meta.fields:
        kind, value = field.get_internal_type(), getattr(setting, field.attname)
        if isinstance(field, StreamField):
            setattr(setting, field.attname, [])
        elif kind == "BooleanField":
            setattr(setting, field.attname, not value)
        elif kind in {"CharField", "TextField"} and not field.choices and not field.is_relation and "{" not in value:
            other = {URLField: "https://other.example/", EmailField: "other@example.org"}.get(type(field), "Otherwise")
            setattr(setting, field.attname, other)
    setting.save()
    setting.save_revision()


EMPTY = re.compile(r'^(?:\[\]|<p data-block-key="\w*"></p>)$')


def words_of(content):
    """Return what ``content``, of a version, says: without what saving it adds."""
    said = {}
    for name, value in content.items():
        if name in {"latest_revision", "consent_version"}:
            continue
        if isinstance(value, str) and value.startswith("[{"):
            value = sorted(re.findall(r'"(?:label|url)": "([^"]+)"', value))
        said[name] = EMPTY.sub("", value) if isinstance(value, str) else value
    return said


@pytest.mark.parametrize("model", registry, ids=LABELS)
def test_all_of_an_earlier_version_of_each_setting_is_in_its_form_and_is_put_back(client, ana, model):
    setting = model.load()
    if model is Navigation:
        setting.footer = []
        link = {"type": "link", "id": "1f0c", "value": {"label": "Stories", "page": None, "url": "/stories/"}}
        setting.main_menu = setting.legal = json.dumps([link])
        setting.save()
    first = setting.save_revision()
    changed(setting)
    assert words_of(model.objects.get().serializable_data()) != words_of(first.content)
    back = reverse(name_of(model, "revert"), args=[setting.pk, first.pk])
    screen = client.get(back)
    assert words_of(screen.context["form"].instance.serializable_data()) == words_of(first.content)
    form = fields_of(screen)
    if model is Navigation:
        # Streams are drawn by script from what the form holds, which was looked at above.
        form = {name: value for name, value in form.items() if not name.startswith(("main_menu", "footer", "legal"))}
        menu = streamfield([("link", {"label": "Stories", "page": "", "url": "/stories/"})])
        form |= nested_form_data({"main_menu": menu, "legal": menu, "footer": streamfield([])})
    response = client.post(back, form)
    assert response.status_code == 302, response.context["form"].errors
    assert words_of(model.objects.get().serializable_data()) == words_of(first.content)


def test_who_saves_second_is_told_and_neither_loses_words(client, ana, member_of):
    site = SiteSettings.load()
    mine = opened(client, site) | {"site_name": "Mine"}
    bo = member_of("Administrators", first_name="Bo", last_name="Lin")
    client.force_login(bo)
    saved(client, site_name="Theirs")
    client.force_login(ana)
    response = client.post(address_of(site), mine)
    page = response.content.decode()
    assert "Bo Lin saved this after you opened it" in page
    assert SiteSettings.load().site_name == "Theirs"
    assert 'value="Mine"' in page
    # Knowing it, they may.
    again = fields_of(response)
    assert again["site_name"] == "Mine"
    assert client.post(address_of(site), again).status_code == 302
    assert SiteSettings.load().site_name == "Mine"
    assert "Theirs" in [version.content["site_name"] for version in versions()]


def test_nobody_sees_the_history_of_a_setting_that_they_may_not_change(client, member_of, ana):
    menus = Navigation.load()
    assert client.post(address_of(menus), opened(client, menus)).status_code == 302
    version = menus.revisions.first()
    client.force_login(member_of("Editors"))
    for screen, more in (
        ("edit", []),
        ("history", []),
        ("revert", [version.pk]),
        ("version", [version.pk]),
        ("compare", ["earliest", "latest"]),
    ):
        response = client.get(reverse(name_of(Navigation, screen), args=[menus.pk, *more]))
        assert response.status_code == 302, screen
        assert response.url == reverse("wagtailadmin_home")


def test_the_site_history_lists_saves_of_settings_with_a_way_in(client, ana):
    saved(client, site_name="The House")
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert address_of(SiteSettings.load()) in page
