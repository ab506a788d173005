"""The reports of what ages: the right rows and no others, filters, files, roles, and the same cost at any length."""

import datetime
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.core.writing.checks import FILE_NAME, NO_ALT, NO_TEASER, NOTHING_BELOW
from cms.media.models import SiteDocument, SiteImage, SiteMedia
from directory.currency import ASKED, TASK
from directory.models import SearchPhrase, Service
from pages.models import HardCopies, StoryConsent, StoryPage
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import (
    OpportunityFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    consented,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOW = timezone.now


def today():
    return timezone.localdate()


def rows(client, name, query=""):
    """Return a report's rows as its spreadsheet has them, with the headings first."""
    response = client.get(f"{reverse(name)}?export=xlsx&{query}")
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [[cell.value for cell in row] for row in sheet]


def firsts(client, name, query=""):
    return [row[0] for row in rows(client, name, query)[1:]]


def picture(title="A picture", days=40, **fields):
    image = SiteImage.objects.create(title=title, file=get_test_image_file(), **fields)
    SiteImage.objects.filter(pk=image.pk).update(created_at=NOW() - days * DAY)
    return image


def document(title="A document", days=40):
    file = SiteDocumentFactory(title=title)
    SiteDocument.objects.filter(pk=file.pk).update(created_at=NOW() - days * DAY)
    return file


def recording(title="A recording", days=40):
    made = SiteMedia.objects.create(title=title, type="audio", duration=1, file=ContentFile(b"x", "x.mp3"))
    SiteMedia.objects.filter(pk=made.pk).update(created_at=NOW() - days * DAY)
    return made


def shown(image, **fields):
    return [("image", {"image": {"image": image, "decorative": False, "alt_text": ""} | fields, "caption": ""})]


def image_block(image, alt="", decorative=False):
    """Return a body with a picture, as the database has it."""
    value = {"image": {"image": image.pk, "decorative": decorative, "alt_text": alt}, "caption": ""}
    return [{"type": "image", "value": value, "id": "1"}]


def with_body(page, raw):
    field = page._meta.get_field("body")
    page.body = field.stream_block.to_python(raw)
    page.save()
    return page


def phrase(words, empty, count=None, days=0, number=[0]):  # noqa: B006
    number[0] += 1
    return SearchPhrase.objects.create(
        digest=f"{number[0]:064}",
        phrase=words,
        empty=empty,
        count=count or empty,
        first_day=today(),
        last_day=today() - days * DAY,
    )


class TestWhatPagesLack:
    def test_is_a_teaser_or_words_for_a_picture(self, client, member_of):
        image, words, ornament = picture(), picture(description="A table with tea"), picture(is_decorative=True)
        StandardFactory(title="Fine")
        page = StandardFactory(title="Without teaser")
        type(page).objects.filter(pk=page.pk).update(teaser="")
        with_body(StandardFactory(title="Silent picture"), image_block(image))
        with_body(StandardFactory(title="Said"), image_block(image, alt="People at a table"))
        with_body(StandardFactory(title="Ornament"), image_block(image, decorative=True))
        StandardFactory(title="Silent teaser picture", teaser_image=image)
        StandardFactory(title="Said teaser picture", teaser_image=words)
        StandardFactory(title="Ornament teaser picture", teaser_image=ornament)
        with_body(StandardFactory(title="Called by its file"), image_block(words, alt="IMG_4711.jpg"))
        with_body(StandardFactory(title="A draft", live=False), image_block(image))
        client.force_login(member_of("Editors"))
        heading, *found = rows(client, "page_gaps")
        assert heading == ["Page", "Kind", "Address", "What is missing", "Where"]
        assert [(row[0], row[3], row[4]) for row in found] == [
            ("Called by its file", FILE_NAME.name, "Body, part 1: Image"),
            ("Silent picture", NO_ALT.name, "Body, part 1: Image"),
            ("Silent teaser picture", NO_ALT.name, "Teaser image"),
            ("Without teaser", NO_TEASER.name, "Teaser"),
        ]
        assert firsts(client, "page_gaps", f"lacks={NO_TEASER.key}") == ["Without teaser"]
        gap = [{"type": "heading", "value": {"level": "h2", "text": "Where to begin"}, "id": "1"}]
        with_body(StandardFactory(title="Nothing below"), gap)
        found = rows(client, "page_gaps", f"lacks={NOTHING_BELOW.key}")[1:]
        assert [(row[0], row[3], row[4]) for row in found] == [
            ("Nothing below", NOTHING_BELOW.name, "Body: “Where to begin”")
        ]
        html = client.get(reverse("page_gaps")).content.decode()
        assert NO_ALT.what_to_do in html
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html

    def test_costs_the_same_however_many_pages_there_are(self, client, member_of):
        client.force_login(member_of("Editors"))

        def cost():
            return settled_cost(lambda: client.get(reverse("page_gaps_results")))

        for number in range(3):
            with_body(StandardFactory(title=f"Page {number}", teaser_image=picture()), image_block(picture()))
        few = cost()
        for number in range(6):
            with_body(StandardFactory(title=f"More {number}", teaser_image=picture()), image_block(picture()))
        assert cost() == few


class TestUnusedFiles:
    def test_are_those_that_nothing_uses(self, client, member_of):
        in_page, in_teaser, in_draft, in_service, new, lost = (picture(f"Picture {n}") for n in range(6))
        SiteImage.objects.filter(pk=new.pk).update(created_at=NOW())
        with_body(StandardFactory(), image_block(in_page))
        StandardFactory(teaser_image=in_teaser)
        make_service(photo=in_service, photo_alt="x")
        page = StandardFactory()
        page.body = page._meta.get_field("body").stream_block.to_python(image_block(in_draft))
        page.save_revision()
        used, linked, lost_file = document("Used"), document("Linked"), document("Lost")
        ResourceFactory(document=used)
        words = HardCopies.load()
        words.how_to_ask = f'<p><a linktype="document" id="{linked.pk}">Ask</a></p>'
        words.save()
        from cms.upkeep import links

        links.gather_everything()
        recording("Lost recording")
        client.force_login(member_of("Editors"))
        assert {(row[0], row[1]) for row in rows(client, "unused_files")[1:]} == {
            (lost.title, "Picture"), (lost_file.title, "Document"), ("Lost recording", "Recording"),
        }  # fmt: skip
        assert firsts(client, "unused_files", "kind=document") == ["Lost"]

    def test_are_deleted_by_wagtails_own_screen(self, client, member_of):
        image = picture("Lost")
        client.force_login(member_of("Administrators"))
        page = client.get(reverse("unused_files"))
        [button] = list(page.context["bulk"])
        assert f"id={image.pk}" in button.url
        assert "Delete these pictures (1)" in page.content.decode()
        assert "Lost" in client.get(button.url).content.decode()
        client.post(button.url)
        assert not SiteImage.objects.filter(pk=image.pk).exists()

    def test_cost_the_same_however_many_there_are(self, client, member_of):
        client.force_login(member_of("Editors"))

        def cost():
            return settled_cost(lambda: client.get(reverse("unused_files_results")))

        def some(number):
            for place in range(number):
                picture(), document(), recording()
                page = StandardFactory()
                page.body = page._meta.get_field("body").stream_block.to_python(image_block(picture(f"In {place}")))
                page.save_revision()

        some(2)
        few = cost()
        some(5)
        assert cost() == few


class TestServicesToCheck:
    def make(self):
        make_service("Fresh", assured_at=today() - 100 * DAY)
        make_service("Half a year", assured_at=today() - 190 * DAY, reminder_step=ASKED)
        make_service("A year", assured_at=today() - 400 * DAY, reminder_step=TASK)
        never = make_service("Never", assured_at=None)
        Service.objects.filter(pk=never.pk).update(first_published_at=NOW() - 600 * DAY, created_at=NOW() - 600 * DAY)
        make_service("New", assured_at=None)
        make_service("Closed", assured_at=today() - 900 * DAY, status=Service.Status.CLOSED)
        make_service("Draft", assured_at=today() - 900 * DAY, live=False)

    def test_are_listed_by_age_step_and_status(self, client, member_of):
        self.make()
        client.force_login(member_of("Approvers"))
        assert firsts(client, "stale_services") == ["Never", "A year", "Half a year"]
        assert firsts(client, "stale_services", "months=12") == ["Never", "A year"]
        assert firsts(client, "stale_services", "months=18") == ["Never"]
        assert firsts(client, "stale_services", f"step={TASK}") == ["A year"]
        assert firsts(client, "stale_services", "status=paused") == []
        row = rows(client, "stale_services", f"step={ASKED}")[1]
        assert row[5] == "Asked by email"
        html = client.get(reverse("stale_services")).content.decode()
        assert reverse("directory_service_status", args=[Service.objects.get(name="Never").pk]) in html


class TestSearches:
    def test_that_found_nothing_come_first_and_only_what_may_be_kept(self, client, member_of):
        phrase("peer workers", 3, 9)
        phrase("=1+1", 8)
        phrase("garden", 1, 2, days=40)
        phrase("art", 0, 50)
        SearchPhrase.objects.create(digest="secret", phrase="", empty=99, count=99, first_day=today())
        client.force_login(member_of("Editors"))
        assert rows(client, "empty_searches")[0] == ["Words", "Found nothing, times", "Searched for, times", "Last on"]
        assert firsts(client, "empty_searches") == ["=1+1", "peer workers", "garden"]
        assert firsts(client, "empty_searches", "found=never") == ["=1+1"]
        assert "art" in firsts(client, "empty_searches", "found=all")
        assert firsts(client, "empty_searches", "since=30") == ["=1+1", "peer workers"]
        csv = client.get(f"{reverse('empty_searches')}?export=csv").getvalue().decode()
        assert "'=1+1" in csv
        html = client.get(reverse("empty_searches")).content.decode()
        assert "for 90 days" in html
        assert "/directory/?q=peer+workers" in html


class TestOpportunities:
    def make(self):
        def at(days):
            return NOW() + days * DAY

        OpportunityFactory(title="Closes soon", opportunity_type="position", closes_at=at(5))
        OpportunityFactory(title="Closes later", opportunity_type="position", closes_at=at(30))
        OpportunityFactory(title="Closed", opportunity_type="position", closes_at=at(-5))
        OpportunityFactory(title="On soon", starts_at=at(3), ends_at=at(3.1))
        OpportunityFactory(title="Was on", starts_at=at(-3), ends_at=at(-2.9))
        OpportunityFactory(title="For ever", opportunity_type="volunteering")
        OpportunityFactory(title="A draft", opportunity_type="position", closes_at=at(5), live=False)

    def test_that_end_soon_are_listed_and_by_choice_what_is_over(self, client, member_of):
        self.make()
        client.force_login(member_of("Editors"))
        name = "opportunities_that_end"
        assert set(firsts(client, name)) == {"Closes soon", "On soon"}
        assert set(firsts(client, name, "when=over")) == {"Closed", "Was on"}
        assert firsts(client, name, "when=no-end") == ["For ever"]
        assert len(firsts(client, name, "when=all")) == 6
        assert firsts(client, name, "opportunity_type=position") == ["Closes soon"]
        assert set(firsts(client, name, "when=nonsense")) == {"Closes soon", "On soon"}


class TestStoriesAndConsent:
    def test_are_narrowed_by_what_is_to_be_done_and_by_days(self, client, member_of):
        fine, soon, over, draft = (StoryFactory(title=f"Story of {name}") for name in ("fine", "soon", "over", "draft"))
        for story, days in ((fine, 200), (soon, 20), (over, -3), (draft, -3)):
            StoryConsent.objects.filter(story=story).update(review_on=today() + days * DAY)
        StoryPage.objects.filter(pk=draft.pk).update(live=False)
        client.force_login(member_of("Approvers"))
        name = "story_consents_report"
        assert firsts(client, name) == [over.pk, soon.pk, draft.pk, fine.pk]
        assert firsts(client, name, "state=now") == [over.pk, soon.pk]
        assert firsts(client, name, "state=soon") == [soon.pk]
        assert firsts(client, name, "state=over") == [over.pk]
        assert firsts(client, name, "state=draft") == [draft.pk]
        first, last = today() + 10 * DAY, today() + 30 * DAY
        assert firsts(client, name, f"review_on_from={first}&review_on_to={last}") == [soon.pk]
        html = client.get(reverse(name)).content.decode()
        assert "Story of soon" in html
        assert "Ask the tellers" in html
        assert "Story of" not in client.get(f"{reverse(name)}?export=csv").getvalue().decode()


ROLES = ["Contributors", "Editors", "Approvers", "Inbox staff", "Administrators"]


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("pages_to_review", {"Editors", "Approvers", "Administrators"}),
        ("broken_links", {"Contributors", "Editors", "Approvers", "Administrators"}),
        ("page_gaps", {"Contributors", "Editors", "Approvers", "Administrators"}),
        ("unused_files", {"Contributors", "Editors", "Approvers", "Administrators"}),
        ("stale_services", {"Editors", "Approvers", "Administrators"}),
        ("empty_searches", {"Editors", "Approvers", "Administrators"}),
        ("opportunities_that_end", {"Contributors", "Editors", "Approvers", "Administrators"}),
        ("story_consents_report", {"Approvers", "Administrators"}),
    ],
)
def test_a_report_opens_and_stands_in_the_menu_for_those_who_can_act_on_it(client, member_of, name, may):
    for role in ROLES:
        client.force_login(member_of(role))
        opened = client.get(reverse(name)).status_code == 200
        in_menu = f'"{reverse(name)}"' in client.get("/admin/").content.decode()
        assert (opened, in_menu) == (role in may, role in may), role
        if opened:
            assert client.get(f"{reverse(name)}?export=csv").status_code == 200


def test_contributors_see_what_their_own_pages_lack(client, member_of):
    writer = member_of("Contributors")
    for title, owner in (("Mine", writer), ("Somebody else’s", None)):
        page = StandardFactory(title=title, owner=owner)
        type(page).objects.filter(pk=page.pk).update(teaser="")
    client.force_login(writer)
    assert firsts(client, "page_gaps") == ["Mine"]


@pytest.mark.parametrize(
    "name", ["stale_services", "empty_searches", "opportunities_that_end", "story_consents_report"]
)
def test_a_report_costs_the_same_however_many_rows_it_has(client, member_of, name):
    client.force_login(member_of("Administrators"))
    query = {"opportunities_that_end": "?when=all"}.get(name, "")

    def more(number):
        for place in range(number):
            make_service(f"Old {place}", assured_at=today() - 400 * DAY)
            phrase(f"words {place} {number}", 3)
            OpportunityFactory(starts_at=NOW() + DAY)
            consented(StoryFactory(live=False))

    def cost():
        return settled_cost(lambda: client.get(reverse(f"{name}_results") + query))

    more(3)
    few = cost()
    more(6)
    assert cost() == few


def test_every_report_says_what_to_do(client, member_of):
    client.force_login(member_of("Administrators"))
    assert Page.objects.exists()
    for name in ("pages_to_review", "broken_links", "page_gaps", "unused_files", "stale_services", "empty_searches",
                 "opportunities_that_end", "story_consents_report"):  # fmt: skip
        response = client.get(reverse(name))
        assert response.context["to_do"].endswith("."), name
        assert response.context["no_results_message"].endswith("."), name
