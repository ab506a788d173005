"""A site with at least one of everything that an address of the admin may name."""

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, RevisionMixin, UploadedFile
from wagtail.snippets.models import get_snippet_models

from cms.intake.keys import form_token, new_key
from cms.intake.models import MailText, Upload
from cms.media.models import SiteDocument, SiteImage, SiteMedia
from cms.signin import inviting
from cms.users.models import User
from contribute.kinds import KINDS
from contribute.models import PageOpinion
from directory import moderation
from directory.bin import put
from directory.models import Closure, ContactRequest, Locality, NotListed, Organisation, Report, ServiceImport
from home.models import Notice
from pages.models import CharterEndorsement, GlossaryTerm
from pages.story_stops import stop
from tests.contribute.conftest import a_story
from tests.contribute.filled import FIRST, FORMS
from tests.contribute.newsletter.making import an_issue, reader
from tests.contribute.telling import a_picture
from tests.directory.conftest import ANSWERS
from tests.directory.factories import make_service, make_taxonomy
from tests.home.factories import HelpLineFactory
from tests.pages.factories import GlossaryFactory, ResearchFactory, StandardFactory, StoryFactory, home


def build(someone, owner):
    """Make it; ``someone`` is the editor who wrote what is no submission, ``owner`` who has a draft of their own.

    Return nothing: all of it is in the database.
    """
    HelpLineFactory()
    make_taxonomy("Kind", "Walk")
    GlossaryFactory()
    StandardFactory(title="About us").create_alias(update_slug="as-above")
    StandardFactory(title="My draft", live=False, owner=owner)
    ResearchFactory(title="What a group changes")
    CharterEndorsement.objects.create(name="Quiet Rivers")
    GlossaryTerm.objects.create(word="Peer", meaning="Somebody who has been there.")
    StoryFactory(title="The kettle")
    stop(StoryFactory(title="The old bus"), "By phone", someone)
    _sent_in()
    for page in Page.objects.filter(depth__gt=1).specific():
        if not page.latest_revision_id and not page.alias_of_id:
            page.save_revision(user=someone)
    _services(someone)
    _files(someone)
    _others(someone)
    rows = [setting.load() for setting in settings_registry]
    rows += [model._default_manager.order_by("pk").first() for model in get_snippet_models()]
    for row in rows:
        if isinstance(row, RevisionMixin) and not row.latest_revision_id:
            row.save_revision(user=someone)


def _sent_in():
    """One of each kind that the public sends in, by its form."""
    a_story()
    for kind, (form, answers) in FORMS.items():
        FIRST.get(kind, bool)()
        posted = answers() | {"token": form_token(form, is_asked_again=True), "website_address": ""}
        assert Client().post(reverse(KINDS[kind].url_name), posted).status_code == 302, kind


def _services(someone):
    Organisation.objects.create(name="Quiet Rivers")
    listed = make_service("Thursday Table")
    listed.save_revision(user=someone).publish()
    make_service("Wednesday Table")
    put(make_service("Friday Table"), None)
    Locality.objects.get_or_create(
        name="Sebastopol",
        postcode="3356",
        defaults={"latitude": -37.6, "longitude": 143.8, "council_area": "Ballarat", "region": "Grampians"},
    )
    moderation.submit_new(ANSWERS, new_key())
    NotListed.objects.create(name="Rivers")
    Report.objects.create(service=listed, title=listed.name, topics=["times"])
    ContactRequest.objects.create(service=listed, title=listed.name, kind=ContactRequest.Kind.ADD)
    Closure.objects.create(service=listed)
    ServiceImport.objects.create(user=someone, file=b"name\nQuiet table\n", file_name="services.csv")


def _files(someone):
    SiteImage.objects.create(title="Kettle", file=a_picture(), description="A kettle", width=60, height=40)
    SiteDocument.objects.create(title="Notes", file=ContentFile(b"notes", name="notes.txt"))
    SiteMedia.objects.create(title="Talk", type="audio", duration=3, file=ContentFile(b"ID3", name="talk.mp3"))
    for model in (SiteImage, SiteDocument):
        UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=a_picture() if model is SiteImage else ContentFile(b"more", name="more.txt"),
            uploaded_by_user=someone,
        )
    Upload.objects.create(file=a_picture(), content_type="image/jpeg", extension="jpg", size=300)
    Collection.get_first_root_node().add_child(name="Posters")


def _others(someone):
    # The first of them is one that all who write mails may change; those about signing in are in tests/settings_.
    MailText.objects.create(key="contribute/email/received")
    MailText.make_missing()
    Notice.objects.create(title="Closed on Monday", words="Back on Tuesday.")
    inviting.invite(User.objects.create_user("invited", "invited@example.org"), someone)
    Redirect.objects.create(old_path="/old", redirect_page=home())
    SearchPromotion.objects.create(query=Query.get("kettle"), page=home(), description="Here.")
    reader("quoll@example.org", name="Quoll")
    an_issue()
    PageOpinion.objects.create(page=home(), is_useful=False, comment="Too long", token_hash="x")
    EditingSession.objects.create(
        user=someone,
        content_type=ContentType.objects.get_for_model(Page),
        object_id=home().pk,
        last_seen_at=timezone.now(),
    )
