"""Beside the form of each setting stands what readers will see: every word that is typed, before it is saved."""

import pytest
from django.db import models
from django.urls import reverse
from wagtail.contrib.settings.registry import registry

from cms.core.models import SiteSettings
from contribute.newsletter.models import MailingList
from home.models import HelpLine
from pages.models import HardCopies
from tests.directory.factories import BALLARAT, make_service
from tests.home.factories import HelpLineFactory

from .forms import address_of, fields_of, opened

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
# What no page shows: it stands in a mail, on the made page of a moment, for one state of another field, or in machines' data.
ELSEWHERE = {
    "directory.DirectoryTexts": {"reminder"},
    "newsletter.NewsletterWords": {"postal_address", "why"},
    "contribute.ContributeWords": set(),
    "pages.HardCopies": {"how_to_ask", "none_now"},
    "core.Offers": {"donate_words"},
}


@pytest.fixture
def administrator(client, member_of):
    user = member_of("Administrators")
    client.force_login(user)
    return user


def previewed(client, setting, typed):
    """Return what each mode of the preview shows of a form filled so, as one text for each."""
    url = reverse(
        "wagtailsettings:preview_on_edit", args=[setting._meta.app_label, setting._meta.model_name, setting.pk]
    )
    answer = client.post(url, typed).json()
    assert answer["is_valid"], setting
    shown = {}
    for mode, _label in setting.preview_modes:
        response = client.get(url, {"mode": mode})
        assert response.status_code in {200, 404}, (setting, mode)
        shown[mode] = response.content.decode()
        assert "<h1" in shown[mode], (setting, mode)
    return shown


@pytest.mark.parametrize("label", sorted(model._meta.label for model in registry))
def test_every_word_that_is_typed_shows_in_a_preview_and_on_no_page_before_it_is_saved(client, administrator, label):
    make_service(name="Tuesday Table", place=BALLARAT)
    HelpLineFactory(always_open=True)
    MailingList.objects.get_or_create(name="News", defaults={"description": "Monthly"})
    model = next(one for one in registry if one._meta.label == label)
    setting = model.load()
    typed = opened(client, setting)
    marks = {}
    for field in model._meta.fields:
        if field.__class__ is models.TextField and field.name in typed:
            marks[field.name] = typed[field.name] = f"Typed {field.name.replace('_', ' ')}."
    shown = previewed(client, setting, typed)
    everything = "\n".join(shown.values())
    missing = {name for name, mark in marks.items() if mark not in everything}
    assert missing <= ELSEWHERE.get(label, set())
    for address in ("/", "/search/", "/directory/", "/contribute/", "/get-help-now/", "/newsletter/"):
        content = client.get(address).content.decode()
        assert not [mark for mark in marks.values() if mark in content], address


def test_readers_get_what_is_saved_everywhere_at_once(client, administrator):
    """One word of each setting, where readers read it."""
    for label, field, address in (
        ("home.ScreenWords", "help_introduction", "/get-help-now/"),
        ("home.ScreenWords", "reading_listen", "/reading-settings/"),
        ("home.ScreenWords", "missing", "/no-such-page/"),
        ("home.ScreenWords", "help_listen", "/search/"),
        ("search.SearchWords", "introduction", "/search/"),
        ("search.SearchWords", "tips", "/search/?q=qqzzx"),
        ("directory.DirectoryTexts", "nothing_found", "/directory/?q=qqzzx"),
        ("directory.DirectoryTexts", "list_kept", "/directory/shortlist/"),
        ("directory.DirectoryTexts", "open_data", "/open-data/"),
        ("contribute.ContributeWords", "what_next", "/contribute/"),
        ("contribute.ContributeWords", "not_for_emergencies", "/contribute/enquiry/"),
        ("contribute.ContributeWords", "story_questions", "/contribute/story/"),
        ("newsletter.NewsletterWords", "archive", "/newsletter/issues/"),
        ("home.ScreenWords", "help_hours", "/get-help-now/"),
        ("home.ScreenWords", "ended_unknown", "/directory/update/x/"),
        ("home.ScreenWords", "ended_news_unknown", "/newsletter/confirm/x/"),
        ("home.ScreenWords", "ended_invitation", "/account/invitation/x/"),
        ("directory.DirectoryTexts", "place_unknown", "/directory/?near=Qqzzx"),
        ("contribute.ContributeWords", "story_stop", "/contribute/story/"),
        ("search.SearchWords", "tip_words", "/search/?q=qqzzx+xzzqq"),
    ):
        HelpLineFactory._meta.model.objects.get_or_create(
            name="Any hour", defaults={"number": "1", "always_open": True}
        )
        setting = next(one for one in registry if one._meta.label == label).load()
        mark = f"Saved {field.replace('_', ' ')}."
        response = client.post(address_of(setting), opened(client, setting) | {field: mark})
        assert response.status_code == 302, response.context["form"].errors
        assert mark in client.get(address).content.decode(), (label, field, address)


def test_the_site_is_previewed_on_its_frame_and_where_exit_goes(client, administrator):
    site = SiteSettings.load()
    typed = opened(client, site) | {"site_name": "The House of Many", "exit_url": "https://news.example.org/"}
    shown = previewed(client, site, typed)
    assert "House of" in shown[""]
    assert "https://news.example.org/" in shown["exit"]
    assert "https://news.example.org/" not in client.get("/search/").content.decode()


def test_printed_copies_are_previewed_as_a_module_says_it(client, administrator):
    copies = HardCopies.load()
    typed = opened(client, copies)
    assert "Nothing is said of printed copies." in previewed(client, copies, typed)[""]
    shown = previewed(client, copies, typed | {"state": "none_now", "none_now": "The printer is at work."})
    assert "The printer is at work." in shown[""]


def test_a_help_line_is_previewed_in_all_its_places(client, administrator):
    line = HelpLineFactory(name="Quiet line", number="03 5550 0009", shows_in_slim=True)
    HelpLineFactory(name="Other line", shows_in_slim=True)
    edit = reverse(HelpLine.snippet_viewset.get_url_name("edit"), args=[line.pk])
    typed = fields_of(client.get(edit)) | {"name": "Typed line", "number": "03 5550 0010"}
    url = reverse(HelpLine.snippet_viewset.get_url_name("preview_on_edit"), args=[line.pk])
    assert client.post(url, typed).json()["is_valid"]
    for mode, _label in line.preview_modes:
        page = client.get(url, {"mode": mode}).content.decode()
        assert "Typed line" in page, mode
        assert 'href="tel:0355500010"' in page
        assert "Other line" in page
        assert "Quiet line" not in page
    hidden = {name: value for name, value in typed.items() if name != "is_shown"}
    assert client.post(url, hidden).json()["is_valid"]
    assert "Nobody sees it." in client.get(url).content.decode()
    assert "Typed line" not in client.get("/get-help-now/").content.decode()
