"""Words without drafts keep their earlier versions: they can be seen, compared and put back."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, ModelLogEntry, Revision, RevisionMixin
from wagtail.snippets.models import get_snippet_models

from cms.core.models.remembered import Remembered
from cms.core.moments import moment_said
from cms.core.version_screens import LeadsBack, SaysWhatReadersSaw
from cms.intake.models import MailText, ReasonTemplate
from contribute.models import Channel, CopyItem, EnquiryTopic, StoryPrompt
from contribute.newsletter.models import Issue, MailingList
from directory.models import NotListed, Organisation
from home.models import HelpLine, Notice
from pages.models import CharterEndorsement, GlossaryTerm
from tests.directory.factories import make_service

pytestmark = pytest.mark.django_db

# How one of each is made, the field that is changed, and into what. Channels are made by migrations.
MADE = {
    HelpLine: (lambda: HelpLine.objects.create(name="Peer line", number="1800 555 000", who_for="Adults"), "who_for"),
    GlossaryTerm: (lambda: GlossaryTerm.objects.create(word="peer", meaning="Somebody like you."), "meaning"),
    Organisation: (lambda: Organisation.objects.create(name="Peers", about="Who they are."), "about"),
    ReasonTemplate: (lambda: ReasonTemplate.objects.create(name="T", decision="approve", words="Thanks."), "words"),
    Channel: (lambda: Channel.objects.get(kind="enquiry"), "introduction"),
    EnquiryTopic: (lambda: EnquiryTopic.objects.create(name="Training", hint="Courses"), "hint"),
    StoryPrompt: (lambda: StoryPrompt.objects.create(words="What helped?", hint="One thing"), "hint"),
    CopyItem: (lambda: CopyItem.objects.create(name="Poster", description="A3", stock=7), "description"),
    Issue: (lambda: Issue.objects.create(subject="This month"), "subject"),
    MailingList: (lambda: MailingList.objects.create(name="News", description="Monthly"), "description"),
}
# What editors do not write words in, what belongs to a person and so is not kept in versions, and what an older version
# would take newer terms from.
WITHOUT = {"Subscriber", "NotListed", "Taxonomy"}
# Their versions have tests of their own: tests/settings_.
TRIED_ELSEWHERE = {
    MailText: (lambda: MailText.make_missing() or MailText.objects.first(), "subject"),
    Notice: (lambda: Notice.objects.create(title="Closed", words="Back on Tuesday."), "words"),
}


def address(thing, name, *more):
    return reverse(thing.snippet_viewset.get_url_name(name), args=[thing.pk, *more])


def filled(page):
    """Return the fields of the edit form on ``page`` as a browser sends them; streams, which script draws, without blocks."""
    form = html.fromstring(page.content.decode()).get_element_by_id("w-editor-form")
    streams = [field.name for field in page.context["form"]._meta.model._meta.fields if isinstance(field, StreamField)]
    data = {f"{name}-count": ["0"] for name in streams}
    for name, value in form.form_values():
        if "__prefix__" not in name:
            data.setdefault(name, []).append(value)
    return data


def test_every_snippet_keeps_its_versions_or_is_said_not_to():
    kept = {model for model in get_snippet_models() if issubclass(model, RevisionMixin)}
    assert {model.__name__ for model in set(get_snippet_models()) - kept} == WITHOUT
    assert {model for model in kept if issubclass(model, Remembered)} == set(MADE)
    assert not issubclass(NotListed, RevisionMixin)
    # Each tells what readers saw, and leads back from a comparison.
    for model in kept:
        screens = model.snippet_viewset
        assert issubclass(screens.history_view_class, SaysWhatReadersSaw), model
        assert issubclass(screens.revisions_compare_view_class, LeadsBack), model


def test_what_has_no_drafts_is_never_saved_while_somebody_types(client, member_of):
    client.force_login(member_of(None))
    for model in get_snippet_models():
        if not issubclass(model, RevisionMixin) or issubclass(model, DraftStateMixin):
            continue
        thing = (MADE | TRIED_ELSEWHERE)[model][0]()
        edit = client.get(address(thing, "edit")).content.decode()
        assert "w-autosave#" not in edit, model
        add = client.get(reverse(model.snippet_viewset.get_url_name("add")))
        assert "w-autosave#" not in add.content.decode(), model


@pytest.mark.parametrize("model", MADE | TRIED_ELSEWHERE, ids=lambda model: model.__name__)
def test_an_earlier_version_is_seen_compared_and_put_back(client, member_of, model):
    make, field = (MADE | TRIED_ELSEWHERE)[model]
    client.force_login(member_of(None))
    thing = make()
    first = getattr(thing, field)
    edit = address(thing, "edit")
    changed = client.post(edit, filled(client.get(edit)) | {field: ["Changed by mistake"]})
    assert changed.status_code == 302, changed.context["form"].errors
    thing.refresh_from_db()
    assert getattr(thing, field) == "Changed by mistake"
    # What stood before the first change is kept too, though nothing had been kept until then.
    before, after = thing.revisions.order_by("pk")
    assert (before.content[field], after.content[field]) == (first, "Changed by mistake")
    history = client.get(address(thing, "history")).content.decode()
    back = address(thing, "revisions_revert", before.pk)
    assert back in history
    # When it began is not known of what stood there before the first change.
    assert "It says this now" in history
    assert f"It has said this since {moment_said(after.created_at)}" in history
    assert f"It said this until {moment_said(after.created_at)}" in history
    compared = unescape(client.get(address(thing, "revisions_compare", before.pk, "latest")).content.decode())
    assert "mistake" in compared
    [way] = html.fromstring(compared).xpath("//a[starts-with(normalize-space(), 'Put the ')]")
    assert (way.text_content(), way.get("href")) == ("Put the older version back", back)
    old = client.get(back)
    assert "w-autosave#" not in old.content.decode()
    assert client.post(back, filled(old)).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == first
    assert thing.revisions.count() == 3
    assert ModelLogEntry.objects.for_instance(thing).filter(action="wagtail.revert").exists()


def test_putting_words_back_leaves_what_lies_on_the_shelf(client, member_of):
    client.force_login(member_of(None))
    item = CopyItem.objects.create(name="Poster", description="A3", stock=7)
    version = Revision.objects.get(pk=item.save_revision().pk)
    CopyItem.objects.update(stock=2)
    assert version.as_object().stock == 2
    page = client.get(address(item, "revisions_revert", version.pk))
    assert filled(page)["stock"] == ["2"]


def test_an_earlier_version_of_an_issue_never_undoes_that_it_was_sent(client, member_of):
    client.force_login(member_of(None))
    issue = Issue.objects.create(subject="This month")
    version = Revision.objects.get(pk=issue.save_revision().pk)
    sent = timezone.now()
    Issue.objects.update(subject="What went out", due_at=sent)
    assert version.as_object().due_at == sent
    back = address(issue, "revisions_revert", version.pk)
    for answer in (client.get(back), client.post(back, {"subject": "This month"})):
        assert answer.url == reverse("newsletter_desk", args=[issue.pk])
    issue.refresh_from_db()
    assert (issue.subject, issue.due_at) == ("What went out", sent)


def test_who_may_not_change_it_puts_no_version_back(client, member_of):
    term = GlossaryTerm.objects.create(word="peer", meaning="Somebody like you.")
    version = term.save_revision()
    client.force_login(member_of("Inbox staff"))
    assert client.get(address(term, "revisions_revert", version.pk)).status_code in {302, 403}
    assert client.post(address(term, "revisions_revert", version.pk), {"word": "x"}).status_code in {302, 403}
    term.refresh_from_db()
    assert term.word == "peer"


@pytest.mark.parametrize("what", ["entry", "endorsement"])
def test_an_earlier_version_of_what_has_drafts_is_in_its_form_and_is_the_newest_once_it_is_saved(
    client, member_of, what
):
    client.force_login(member_of(None))
    if what == "entry":
        thing, field = make_service("Tea on Tuesdays"), "name"
    else:
        thing, field = CharterEndorsement.objects.create(name="Leaning Post", endorsed_on=timezone.localdate()), "name"
    first = getattr(thing, field)
    before = thing.save_revision(log_action=True)
    setattr(thing, field, "Changed by mistake")
    thing.save_revision().publish()
    back = address(thing, "revisions_revert", before.pk)
    assert back in client.get(address(thing, "history")).content.decode()
    old = client.get(back)
    assert getattr(old.context["form"].instance, field) == first
    answer = client.post(back, filled(old))
    assert answer.status_code == 302, answer.context["form"].errors
    thing.refresh_from_db()
    # Readers keep what they have until it is published.
    assert thing.latest_revision.content[field] == first
    assert getattr(thing, field) == "Changed by mistake"
