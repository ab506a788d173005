"""Before something goes, the editor reads what links to it: one or many, pages, pictures, documents, words."""

import json
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import GroupPagePermission, ReferenceIndex

from cms.careful.links_here import MOST, links_to
from cms.core.models import SiteSettings
from cms.upkeep import links
from home.models import Navigation
from pages.models import GlossaryTerm, NewsIndexPage
from tests.directory.factories import make_service
from tests.pages.factories import NewsFactory, StandardFactory, StoryFactory, index

pytestmark = pytest.mark.django_db


def linking_to(page, title):
    """Return a page with a link to ``page`` in its words."""
    body = [{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">there</a></p>'}]
    found = StandardFactory(title=title, body=json.dumps(body))
    ReferenceIndex.create_or_update_for_object(found)
    return found


def delete_many(model, *pks):
    app, name = model
    ids = "&".join(f"id={pk}" for pk in pks)
    return reverse("wagtail_bulk_action", args=[app, name, "delete"]) + "?" + ids


@pytest.fixture
def admin(client, member_of):
    client.force_login(member_of(None))
    return client


def test_before_a_page_goes_the_titles_that_link_to_it_stand_there_for_one_and_for_many(admin):
    page, other = StandardFactory(title="Goes"), StandardFactory(title="Goes too")
    source = linking_to(page, "Says where it is")
    for url in (
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        delete_many(("wagtailcore", "page"), page.pk, other.pk),
    ):
        screen = unescape(admin.get(url).content.decode())
        assert "1 place on this site uses it" in screen, url
        assert "Says where it is" in screen
        assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in screen
        assert "referenced" not in screen
    assert screen.count("Nothing on this site uses it.") == 1
    assert "unpublish them instead" in screen
    assert f"/bulk/wagtailcore/page/unpublish/?id={page.pk}&id={other.pk}&next=" in screen


def test_what_links_to_a_page_below_it_counts_and_what_goes_with_it_does_not(admin, member_of):
    news = index(NewsIndexPage)
    below = NewsFactory(parent=news, title="Below")
    linking_to(below, "From elsewhere")
    found = links_to([news], member_of(None))[news]
    assert [title for title, *_more in found.shown] == ["From elsewhere"]
    elsewhere = StandardFactory(title="Not linked")
    both = links_to([news, elsewhere], member_of(None))
    assert [both[each].count for each in (news, elsewhere)] == [1, 0]


def test_who_may_not_see_what_links_there_reads_a_number(client, member_of):
    page = StandardFactory(title="Goes")
    hidden = linking_to(page, "zebrafinch")
    group = Group.objects.create(name="Few")
    group.permissions.set(Group.objects.get(name="Editors").permissions.all())
    GroupPagePermission.objects.create(group=group, page=page, permission_type="change")
    GroupPagePermission.objects.create(group=group, page=page, permission_type="publish")
    user = member_of("Few")
    found = links_to([page], user)[page]
    assert (found.shown, found.hidden) == ([], 1)
    client.force_login(user)
    screen = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()
    assert "1 that you may not see" in screen
    assert "zebrafinch" not in screen
    assert hidden.title == "zebrafinch"


def test_pictures_documents_words_and_services_say_it_too(admin):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    picture = get_image_model().objects.create(title="A picture", file=get_test_image_file())
    document = get_document_model().objects.create(title="A file", file=ContentFile(b"x", "x.txt"))
    service = make_service("Named", photo=picture, photo_alt="A hall")
    page = StandardFactory(title="Shows it", teaser_image=picture)
    term = GlossaryTerm.objects.create(word="peer", meaning="Like you.", page=page)
    story = StoryFactory(title="A story", live=False)
    for thing in (service, page, term, story):
        ReferenceIndex.create_or_update_for_object(thing)
    for url, says in (
        (reverse("wagtailimages:delete", args=[picture.pk]), ["Shows it", "Named", "2 places on this site use it"]),
        (delete_many(("media", "siteimage"), picture.pk), ["Shows it", "Named"]),
        (reverse("wagtaildocs:delete", args=[document.pk]), ["Nothing on this site uses it"]),
        (delete_many(("media", "sitedocument"), document.pk), ["Nothing on this site uses it"]),
        (reverse("wagtailsnippets_pages_glossaryterm:delete", args=[term.pk]), ["Nothing on this site uses it"]),
        (delete_many(("pages", "glossaryterm"), term.pk), ["Nothing on this site uses it"]),
        (reverse("wagtailadmin_pages:delete", args=[page.pk]), ["peer", "Glossary term"]),
        (reverse("wagtailsnippets_directory_service:delete", args=[service.pk]), ["Nothing on this site uses it"]),
        (delete_many(("directory", "service"), service.pk), ["Nothing on this site uses it"]),
    ):
        response = admin.get(url)
        assert response.status_code == 200, url
        for words in says:
            assert words in unescape(response.content.decode()), (url, words)


def test_menus_settings_redirects_and_promoted_results_say_it_too(admin):
    page = StandardFactory(title="Privacy", slug="kept-private")
    settings = SiteSettings.load()
    settings.privacy_page = page
    settings.save()
    menus = Navigation.load()
    menus.main_menu = json.dumps([{"type": "link", "value": {"label": "About", "page": page.pk, "url": ""}}])
    menus.save()
    Redirect.objects.create(old_path="/old-words", redirect_page=page)
    SearchPromotion.objects.create(query=Query.get("safety"), page=page)
    for name in ("delete", "unpublish"):
        screen = unescape(admin.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).content.decode())
        assert "4 places on this site use it" in screen
        for words in ("Site name, contact and footer</a> (Settings)", "Menus</a> (Settings)", "/old-words</a> (Redirect)",
                      "“safety”</a> (Promoted search result)"):  # fmt: skip
            assert words in screen
        for name in ("core/sitesettings", "home/navigation"):
            assert f"/settings/{name}/" in screen


@pytest.mark.parametrize("typed", ["/kept-private/", "/kept-private", "http://testserver/kept-private/?from=menu#more"])
def test_an_address_that_was_typed_counts_as_a_link(member_of, typed, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    page, other = StandardFactory(title="Privacy", slug="kept-private"), StandardFactory(slug="other")
    source = StandardFactory(
        title="Says where", body=json.dumps([{"type": "text", "value": f'<p><a href="{typed}">x</a></p>'}])
    )
    menus = Navigation.load()
    menus.main_menu = json.dumps([{"type": "link", "value": {"label": "About", "page": None, "url": typed}}])
    menus.save()
    for holder in (source, menus):
        links.gather(holder)
    found = links_to([page, other], member_of(None))
    assert sorted(title for title, *_more in found[page].shown) == ["Menus", "Says where"]
    assert found[other].count == 0


def test_an_address_of_a_document_or_an_entry_that_was_typed_counts(member_of):
    service = make_service("Named")
    document = get_document_model().objects.create(title="A file", file=ContentFile(b"x", "x.txt"))
    for thing in (service, document):
        address = thing.url if thing is document else thing.get_absolute_url()
        source = StandardFactory(body=json.dumps([{"type": "text", "value": f'<p><a href="{address}">x</a></p>'}]))
        links.gather(source)
        assert [title for title, *_more in links_to([thing], member_of(None))[thing].shown] == [source.title]


def test_many_links_cost_no_more_questions_and_show_a_few(member_of):
    user = member_of(None)
    pages = [StandardFactory() for _each in range(3)]
    for number, page in enumerate(pages):
        linking_to(page, f"One {number}")
    links_to(pages, user)
    with CaptureQueriesContext(
        connection,
    ) as few:
        links_to(pages, user)
    for number in range(MOST + 2):
        linking_to(pages[0], f"More {number}")
    with CaptureQueriesContext(connection) as many:
        found = links_to(pages, user)[pages[0]]
    assert len(many) <= len(few) + 1
    assert (len(found.shown), found.more, found.count) == (MOST, 3, MOST + 3)
