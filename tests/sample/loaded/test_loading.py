"""Loading the sample: complete, once, and never over what editors did since."""

import re
import stat
from datetime import UTC, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from cms.core.models import SiteSettings, Taxonomy, Term
from cms.core.richtext import validate_links
from cms.intake.models import OutboxMessage
from cms.media.models import SiteDocument, SiteImage
from cms.sample.ledger import uuid_for
from cms.sample.loading import load
from cms.sample.loading.accounts import ACCOUNTS, accounts_file
from cms.sample.loading.page_list import entries
from cms.sample.reading import read, services
from cms.users.models import User
from contribute.models import CopyItem, CopyRequest, StorySent
from directory.models import Organisation, Service, Submission
from home.models import HelpLine, HomePage, Navigation
from pages.models import OpportunityPage, PartnerPage, ResearchPage, ResourcePage, StandardPage, StoryPage
from tests.desk.seeing import lines_of

from .conftest import DAY, quiet

# Queries of a load that finds everything there.
FEW = 16


def told_by_readers():
    """Return the pages of stories that were sent in: they are no pages of the list, and drafts."""
    return StorySent.objects.values("page")


def everything_in_the_database():
    """Return all rows of all tables, by the name of the model."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.usefixtures("sample")
class TestTheSampleIsThere:
    def test_every_page_of_the_list_is_live_with_a_history(self):
        wanted = {entry.path for entry in entries()}
        pages = Page.objects.filter(depth__gt=2).exclude(pk__in=told_by_readers())
        assert {page.url_path.removeprefix("/home") for page in pages} == wanted
        assert len(wanted) >= 60
        for page in pages:
            assert page.live
            assert not page.has_unpublished_changes
            assert page.revisions.count() == 1

    def test_a_story_that_was_sent_in_waits_for_its_review_and_no_reader_sees_it(self, client):
        sent = StorySent.objects.select_related("page").get()
        assert sent.status == "new"
        assert sent.received_at.astimezone(UTC).date() < DAY
        assert not sent.page.live
        assert sent.page.current_workflow_task.name == "Read the story"
        story = sent.page.get_latest_revision_as_object()
        assert [note.slug for note in story.content_notes.all()] == ["note-hospital"]
        # Of two services that it names, one is called exactly so; the other is for an editor to find.
        assert [one.service.name for one in story.services_mentioned.all()] == ["Milk and talk"]
        assert client.get(sent.page.get_url()).status_code == 404

    def test_the_tree_is_sound(self):
        assert not any(Page.find_problems())

    def test_services_are_listed_with_places_times_and_terms(self):
        listed = Service.objects.listed()
        assert listed.count() == len(services()) >= 40
        assert listed.filter(status="paused").exists()
        assert listed.filter(status="waiting").exists()
        assert listed.filter(assured_at__lt=DAY - timedelta(days=182)).exists()
        assert listed.filter(locations__schedules__isnull=False).distinct().count() >= 35
        regions = set(listed.values_list("locations__locality__region", flat=True)) - {None, ""}
        assert len(regions) == 8
        assert Organisation.objects.filter(services__live=True).distinct().count() >= 15
        assert all("made-up" in service.description for service in listed)

    def test_every_facet_has_a_service_behind_most_of_its_terms(self):
        for taxonomy in Taxonomy.objects.filter(is_facet=True):
            used = taxonomy.terms.filter(services__live=True).distinct().count()
            assert used >= taxonomy.terms.count() * 0.6, taxonomy

    def test_the_private_address_is_nowhere(self, client):
        hidden = Service.objects.get(locations__address_shown="nothing")
        street = hidden.locations.get().street
        assert street
        addresses = [hidden.get_absolute_url(), reverse("directory:list"), f"{reverse('directory:list')}?q=respite"]
        addresses += [f"{reverse('search:results')}?q={street.replace(' ', '+')}"]
        for address in addresses:
            html = client.get(address).content.decode()
            # A search repeats the words that were asked for, in its field; nowhere else.
            assert street not in re.sub(r"<input[^>]*>|<title>.*?</title>|<h1.*?</h1>|“[^”]*”", "", html), address
        assert "Coburg" not in client.get(hidden.get_absolute_url()).content.decode()

    def test_two_submissions_wait_in_the_workflow_and_change_nothing_yet(self, client):
        new = Submission.objects.get(kind="new")
        update = Submission.objects.get(kind="update")
        assert not new.service.live
        assert new.stage == update.stage == "In review"
        assert update.service.live
        assert update.service.cost_kind == "donation"
        assert update.service.get_latest_revision_as_object().cost_kind == "free"
        assert update.service.get_latest_revision_as_object().locations.all()[0].schedules.all()[0].starts.hour == 10
        assert update.service.locations.get().schedules.get().starts.hour == 11
        assert client.get(new.service.get_absolute_url()).status_code == 404
        reached = {address for message in OutboxMessage.objects.all() for address in message.recipients}
        assert all(re.search(r"@([\w.-]+\.)?example\.org(\.au)?$", address) for address in reached)

    def test_printed_copies_wait_to_be_posted_and_one_request_is(self, client):
        left = {item.name: item.left for item in CopyItem.objects.with_promised()}
        assert list(left.values()) == [32, 11, None]
        assert CopyRequest.objects.open().count() == 2
        assert CopyRequest.objects.get(status="done").posted_on < DAY
        assert client.get("/contribute/hard-copies/").context["form"].items
        assert "/contribute/hard-copies/" in client.get("/training/").content.decode()

    def test_stories_name_services_and_say_what_they_talk_about(self, client):
        assert StoryPage.objects.count() >= 6
        for story in StoryPage.objects.exclude(pk__in=told_by_readers()):
            assert story.listed_services()
            assert story.page_terms.exists()
        story = StoryPage.objects.get(slug="the-tailgate")
        assert story.note_names == ["Talks about suicide"]
        html = client.get(story.url).content.decode()
        assert html.lower().index("talks about suicide") < html.index("I am putting that first")

    def test_a_sample_story_says_that_it_is_made_up(self, client):
        story = StoryPage.objects.get(slug="a-seat-near-the-door")
        html = client.get(story.url).content.decode()
        assert "This story is made up" in html
        assert SiteSettings.load().sample_notice in html
        assert "made up" in SiteSettings.load().sample_notice

    def test_every_resource_has_its_file(self):
        for resource in ResourcePage.objects.all():
            assert resource.document.pages >= 1
            assert resource.document.licence
            assert resource.document.file_size == resource.document.file.size
        assert ResourcePage.objects.exclude(accessible_alternative=None).count() >= 2
        assert SiteDocument.objects.exclude(accessible_alternative=None).count() >= 3

    def test_pictures_have_words_and_a_maker(self):
        assert SiteImage.objects.count() >= 8
        assert all(image.description and image.credit and image.file_hash for image in SiteImage.objects.all())

    def test_research_is_cited_in_full(self):
        for paper in ResearchPage.objects.all():
            assert paper.authors.exists()
            assert paper.doi_url
            assert paper.certainty_level
            assert paper.certainty_reason
            assert paper.limits

    def test_what_is_coming_up_is_open_on_the_day_it_was_loaded(self):
        assert OpportunityPage.objects.count() >= 6
        assert all(page.closes_at.date() > DAY for page in OpportunityPage.objects.exclude(closes_at=None))
        assert OpportunityPage.objects.exclude(repeats="").get().dates.count() > 10
        assert OpportunityPage.objects.get(ends_at__lt=str(DAY)).presentations
        job = OpportunityPage.objects.get(slug="peer-worker-part-time-traralgon")
        # Five in the afternoon in Melbourne, which is eleven hours ahead in summer.
        assert job.closes_at.astimezone(UTC).isoformat() == "2026-12-03T06:00:00+00:00"

    def test_partners_stand_in_their_order_with_both_names(self):
        assert list(PartnerPage.objects.order_by("path").values_list("slug", flat=True)) == [
            partner["slug"] for partner in read("partners")["partner"]
        ]
        assert PartnerPage.objects.get(slug="panda").former_name == "Post and Antenatal Depression Association"

    def test_the_help_lines_are_those_of_the_list(self):
        lines = {line.number: line for line in HelpLine.objects.all()}
        assert set(lines) == {entry["number"] for entry in read("helplines")["helpline"]}
        assert lines["000"].is_emergency
        assert HelpLine.objects.filter(shows_in_slim=True, is_emergency=False).count() == 4
        assert lines["1300 726 306"].hours.count() == 6
        assert not HelpLine.objects.exclude(last_checked=None).exists()

    def test_menus_lead_to_pages_and_tools(self):
        navigation = Navigation.load()
        assert len(navigation.page_numbers()) >= 15
        assert Page.objects.live().filter(pk__in=navigation.page_numbers()).count() == len(navigation.page_numbers())
        assert len(navigation.main_menu) == 6

    def test_the_home_page_has_its_sections(self, client):
        home = HomePage.objects.get()
        assert [block.block_type for block in home.sections] == [s["type"] for s in read("home")["sections"]]
        html = client.get("/").content.decode()
        assert "A seat near the door" in html

    def test_links_in_text_are_kept_as_links_to_pages_and_are_safe(self):
        page = StandardPage.objects.get(slug="about")
        texts = [str(block.value.source) for block in page.body if block.block_type == "text"]
        assert sum(text.count('linktype="page"') for text in texts) >= 6
        for text in texts:
            validate_links(text)
        choosing = Page.objects.get(slug="choosing-safely")
        assert ReferenceIndex.get_references_to(choosing).exists()

    def test_search_finds_what_was_loaded(self):
        assert "asking-before-we-opened" in [page.slug for page in Page.objects.live().search("scones")]
        assert [service.slug for service in Service.objects.listed().search("dumplings")] == ["family-table-box-hill"]

    def test_public_ids_are_the_same_on_every_sample_site(self):
        service = Service.objects.get(slug="tuesday-circle-brunswick")
        assert service.uuid == uuid_for("service:tuesday-circle-brunswick")
        assert service.locations.get().uuid == uuid_for("location:tuesday-circle-brunswick:0")
        assert Term.objects.get(slug="lived-experience").uuid == uuid_for("term:lived-experience")

    def test_there_is_one_account_for_each_role_and_only_the_owner_reads_the_passwords(self, client):
        path = accounts_file()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        written = path.read_text(encoding="utf-8")
        for username, _first, _last, group in ACCOUNTS:
            user = User.objects.get(username=username)
            assert [each.name for each in user.groups.all()] == [group]
            password = re.search(rf"^{username} +(\S+)", written, re.MULTILINE)[1]
            assert len(password) >= 12
            assert user.check_password(password)
            client.logout()
            assert client.login(username=username, password=password)
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        assert User.objects.get(username="admin").is_superuser
        assert not User.objects.get(username="approver").is_superuser

    def test_an_approver_sees_both_submissions(self, client):
        client.force_login(User.objects.get(username="approver"))
        lines = lines_of(client.get(reverse("wagtailadmin_home")))
        for label, name in (
            ("new service sent in", "Monday mending circle"),
            ("service with an update sent in", "Saturday Drop-in Sunshine"),
        ):
            number, way_in = lines[label]
            assert number == 1
            assert name in client.get(way_in).content.decode()


@pytest.mark.usefixtures("sample")
class TestLoadingAgain:
    def test_nothing_changes_today_or_forty_days_later(self):
        before = everything_in_the_database()
        mode = accounts_file().stat()
        said = []
        load(DAY, said.append)
        load(DAY + timedelta(days=40), said.append)
        assert everything_in_the_database() == before
        assert accounts_file().stat().st_mtime_ns == mode.st_mtime_ns
        assert said == ["Sample site: all there, nothing changed."] * 2

    def test_it_is_quick(self):
        with CaptureQueriesContext(connection) as queries:
            load(DAY, quiet)
        assert len(queries) <= FEW

    def test_what_editors_did_stays(self):
        story = StoryPage.objects.get(slug="tuesdays-at-ten-by-phone")
        story.title, story.slug = "Behind the oval", "behind-the-oval"
        story.save_revision().publish()
        StandardPage.objects.get(slug="disclaimer").delete()
        Service.objects.get(slug="whale-road-warrnambool").delete()
        HelpLine.objects.filter(number="13 11 14").update(cost="Free")
        HelpLine.objects.filter(name="SANE").delete()
        Navigation.objects.update(legal=[])
        SiteSettings.objects.update(phone="(03) 5550 0099")
        user = User.objects.get(username="editor")
        user.set_password("a password of their own")
        user.save()
        Term.objects.filter(slug="parking").update(name="A place to park")
        before = everything_in_the_database()
        load(DAY, quiet)
        assert everything_in_the_database() == before

    def test_what_is_new_in_the_sample_comes_and_nothing_else(self):
        key = "page:/stories/in-two-languages/"
        page = StoryPage.objects.get(slug="in-two-languages")
        PageLogEntry.objects.filter(data__sample=key).delete()
        page.delete()
        count = Page.objects.count()
        said = []
        load(DAY, said.append)
        assert said == ["Sample site: loaded, 1 new."]
        assert Page.objects.count() == count + 1
        assert StoryPage.objects.get(slug="in-two-languages").live

    def test_a_missing_account_is_made_again_and_added_to_the_file(self):
        User.objects.get(username="inbox").delete()
        before = accounts_file().read_text(encoding="utf-8")
        load(DAY, quiet)
        after = accounts_file().read_text(encoding="utf-8")
        assert after.startswith(before)
        assert len(after.splitlines()) == len(before.splitlines()) + 1
        assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
