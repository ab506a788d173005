"""Sharing one's work: from the form to a draft, to the site by a colleague, and off it again."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from cms.intake.documents import MOST_BYTES
from cms.intake.mail import purge_sent
from cms.intake.models import OutboxMessage, Upload
from cms.intake.purge import forget
from cms.intake.receipts import seal
from contribute.models import Contribution, Work
from contribute.receiving import TAKE_BACK
from contribute.sharing import WAITING
from pages.models import ResearchIndexPage, ResearchPage, ResourceIndexPage, ResourcePage
from tests.directory.factories import make_taxonomy
from tests.intake.making import SECRET, docx, pdf
from tests.pages.factories import index

from .filled import EMAIL, TOLD
from .test_canary import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder", "lists")]


@pytest.fixture
def lists(db):
    """The lists that pages are put in."""
    return index(ResourceIndexPage), index(ResearchIndexPage)


@pytest.fixture
def approver(client, member_of):
    user = member_of("Approvers")
    client.force_login(user)
    return user


def document(content=None, name="../../our tea.docx"):
    return SimpleUploadedFile(name, docx() if content is None else content, content_type="application/msword")


def act(client, work, name, **values):
    work = Work.objects.get(pk=work.pk)
    data = {
        "do": f"act-{name}",
        "seen": work.changed_at.isoformat(),
        "accept-sure": "on",
        "decline-words": "Thank you.",
    }
    data = {key: value for key, value in (data | values).items() if value}
    return client.post(reverse("contribute_desk", args=[work.pk]), data)


def publish(page, colleague):
    page.get_latest_revision().publish(user=colleague)


def mails(to=EMAIL):
    return [
        (one.subject, bytes(one.content).decode())
        for one in OutboxMessage.objects.order_by("pk")
        if one.recipients == [to]
    ]


class TestTheForm:
    def test_takes_a_file_or_a_link_and_keeps_the_file_private_and_without_its_author(self, client, sent):
        work = sent("work", document=document(), link="")
        assert work.upload.original_name == "our tea.docx"
        assert SECRET.encode() not in work.upload.file.read()
        assert not get_document_model().objects.exists()
        assert not ResourcePage.objects.exists()
        assert sent("work").upload is None

    def test_asks_for_one_of_both(self, client, filled, url_of):
        page = client.post(url_of("work"), filled("work", link=""))
        assert page.status_code == 400
        assert "Choose a file, or enter a link to it" in page.content.decode()

    def test_asks_for_the_file_again_where_something_else_was_missing(self, client, filled, url_of):
        page = client.post(url_of("work"), filled("work", title="", document=document()))
        assert "Choose the file again" in page.content.decode()
        assert not Upload.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.docx", b"", "This file is empty"), ("a.docx", b"MZ", "We can take PDF, Word"),
            ("a.docx", docx(more={"word/vbaProject.bin": b"x"}), "holds macros"), ("a.docx", pdf(), "it is a PDF inside"),
            ("a.html", b"<script>", "We can take PDF, Word"),
        ],
    )  # fmt: skip
    def test_refuses_a_file_that_is_not_what_it_should_be_and_keeps_what_was_typed(
        self, client, filled, url_of, name, content, said
    ):
        page = client.post(url_of("work"), filled("work", document=document(content, name)))
        assert page.status_code == 400
        assert said in page.content.decode()
        assert "Tea before talk" in page.content.decode()
        assert not Upload.objects.exists()
        assert not Contribution.objects.exists()

    @pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
    def test_refuses_a_file_of_one_byte_more_than_it_says_and_keeps_what_was_typed(self, client, filled, url_of, name):
        page = client.post(url_of("work"), filled("work", document=document(b"x" * (MOST_BYTES + 1), name)))
        assert page.status_code == 400
        assert f"This file is larger than {MOST_BYTES // 1024**2} MB" in page.content.decode()
        assert "Tea before talk" in page.content.decode()
        assert not Upload.objects.exists()
        assert not Contribution.objects.exists()

    @pytest.mark.parametrize("field", ["title", "work_type", "words", "licence", "maker", "shown_name", "agrees"])
    def test_asks_for_what_is_missing(self, client, filled, url_of, field):
        page = client.post(url_of("work"), filled("work", **{field: None}))
        assert page.status_code == 400
        assert not Contribution.objects.exists()

    def test_keeps_what_was_agreed_to_word_by_word_and_nothing_is_ticked_before(self, client, sent, url_of):
        page = html.fromstring(client.get(url_of("work")).content)
        assert not page.xpath("//main//input[@checked]")
        work = sent("work")
        assert "can take it back at any time" in work.consent.wording
        assert work.consent.purposes == ["publish it on the website"]

    def test_sent_twice_keeps_one_file(self, client, filled, url_of):
        data = filled("work")
        for _press in range(2):
            client.post(url_of("work"), data | {"document": document()})
        assert Contribution.objects.count() == Upload.objects.count() == 1

    def test_offers_the_audiences_of_the_site(self, client, sent, filled, url_of, approver):
        term = make_taxonomy("Audiences", "For carers", "For services").terms.get(name="For carers")
        assert "For carers" in client.get(url_of("work")).content.decode()
        assert client.post(url_of("work"), filled("work", audiences=["no-such"])).status_code == 400
        work = sent("work", audiences=[term.slug])
        assert work.audiences == [term.slug]
        act(client, work, "accept")
        assert [row.term for row in ResourcePage.objects.get().page_terms.all()] == [term]


class TestTheDesk:
    def test_makes_a_draft_resource_in_review_with_its_document_and_nothing_is_on_the_site(
        self, client, sent, approver
    ):
        work = sent("work", document=document(), work_type="template")
        OutboxMessage.objects.all().delete()
        assert act(client, work, "accept").status_code == 302
        page = ResourcePage.objects.get()
        assert (page.title, page.live, page.resource_type) == ("Tea before talk", False, "template")
        assert page.current_workflow_state is not None
        assert page.document.collection.name == WAITING
        assert work.reference.lower() not in f"{page.slug}{page.document.file.name}", "it is its sender's"
        assert f"Ten years of groups. {TOLD}" in str(page.body)
        assert "Made by Quoll." in str(page.body)
        assert not Upload.objects.exists()
        [(subject, body)] = mails()
        assert "take-back" in body.replace("=\n", "")
        assert not any(word in subject + body for word in ("Tea before", TOLD))
        client.logout()
        assert client.get(page.document.url).status_code in {302, 403, 404}
        assert client.get(page.url or "/resources/x/").status_code == 404
        assert f"{TOLD}" not in client.get(index(ResourceIndexPage).url).content.decode()
        page.specific.full_clean()

    def test_what_a_colleague_publishes_is_on_the_site_with_its_document_and_its_sender_is_told_once(
        self, client, sent, approver, member_of
    ):
        work = sent("work", document=document(pdf(), "a.pdf"))
        act(client, work, "accept")
        OutboxMessage.objects.all().delete()
        page = ResourcePage.objects.get()
        for _time in range(2):
            publish(page, member_of("Approvers"))
        client.logout()
        assert client.get(page.get_url()).status_code == 200
        document_url = ResourcePage.objects.get().document.url
        response = client.get(document_url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
        assert [subject for subject, _body in mails()] == [f"It is published ({work.reference})"]
        assert ResourcePage.objects.get().document.pages == 1

    def test_what_is_mended_a_month_after_its_publication_is_no_news_for_its_sender(
        self, client, sent, approver, member_of
    ):
        colleague = member_of("Approvers")
        act(client, sent("work"), "accept")
        publish(ResourcePage.objects.get(), colleague)
        assert Work.objects.get().published_on == timezone.localdate()
        OutboxMessage.objects.update(sent_at=timezone.now() - timedelta(days=31))
        purge_sent()
        assert mails() == []
        page = ResourcePage.objects.get()
        page.title = "Tea before talking"
        page.save_revision(user=colleague)
        publish(page, colleague)
        assert ResourcePage.objects.get().title == "Tea before talking"
        assert mails() == []

    def test_of_what_was_on_the_site_before_that_day_was_kept_nobody_is_told_again(
        self, client, sent, approver, member_of
    ):
        for title in ("Tea before talk", "A draft"):
            act(client, sent("work", title=title), "accept")
        publish(ResourcePage.objects.get(title="Tea before talk"), member_of("Approvers"))
        Work.objects.update(published_on=None)
        import_module("contribute.migrations.0017_work_published_on").was_published(apps, None)
        assert dict(Work.objects.values_list("title", "published_on")) == {
            "Tea before talk": timezone.localdate(), "A draft": None,
        }  # fmt: skip

    def test_who_made_the_draft_cannot_approve_it_and_a_colleague_can(self, client, sent, approver, member_of):
        act(client, sent("work"), "accept")
        page = ResourcePage.objects.get()
        task = page.current_workflow_task
        assert task.specific.get_actions(page, approver) == []
        assert "approve" in [name for name, *_rest in task.specific.get_actions(page, member_of("Approvers"))]

    @pytest.mark.parametrize(
        ("licence", "says"),
        [("by", "CC BY 4.0: use"), ("by-nc", "CC BY-NC 4.0: use"), ("read", "Please ask us"), ("talk", "")],
    )
    def test_the_draft_says_what_its_sender_allows_others(self, client, sent, approver, licence, says):
        for work_type in ("resource", "research"):
            act(client, sent("work", work_type=work_type, licence=licence, document=document()), "accept")
            work = Work.objects.latest("pk")
            # Research is a page about a paper: what it allows stands with the file that readers download.
            carriers = [work.document, *([work.page.specific.latest_revision.as_object()] * (work_type == "resource"))]
            for carrier in carriers:
                assert carrier.licence.startswith(says)
                assert bool(carrier.licence) == bool(says)

    @pytest.mark.parametrize(("work_type", "study"), [("research", ""), ("evaluation", "evaluation")])
    def test_makes_research_of_research(self, client, sent, approver, work_type, study):
        work = sent("work", work_type=work_type, document=document(), link="")
        act(client, work, "accept")
        page = ResearchPage.objects.get()
        assert (page.live, page.study_type, page.paper_title) == (False, study, "Tea before talk")
        assert [author.family for author in page.authors.all()] == ["Quoll"]
        assert (page.document, page.open_access_url) == (Work.objects.get().document, "")
        # All is there but what an editor judges before readers get it.
        page.certainty, page.certainty_reason = "too_early", "One small study."
        page.full_clean()

    @pytest.mark.parametrize("title", ["茶", "!!!", "A" * 150, "<b>Tea</b> & more", "\u202eTea"])
    def test_makes_a_draft_of_any_title_and_of_the_same_title_twice(self, client, sent, approver, title):
        for _time in range(2):
            assert act(client, sent("work", title=title, document=document()), "accept").status_code == 302
        assert ResourcePage.objects.count() == 2

    def test_two_presses_make_one_draft(self, client, sent, approver):
        work = sent("work")
        seen = work.changed_at.isoformat()
        act(client, work, "accept")
        again = client.post(
            reverse("contribute_desk", args=[work.pk]), {"do": "act-accept", "seen": seen, "accept-sure": "on"}
        )
        assert again.status_code in {302, 403, 409}
        assert ResourcePage.objects.count() == 1

    def test_makes_nothing_that_nobody_looked_at(self, client, sent, approver):
        page = act(client, sent("work"), "accept", **{"accept-sure": ""})
        assert page.status_code == 400
        assert "Tick this when you have looked at it" in page.content.decode()
        assert not ResourcePage.objects.exists()

    def test_says_so_where_there_is_no_list_to_put_it_in(self, client, sent, approver):
        work = sent("work")
        index(ResourceIndexPage).delete()
        page = act(client, work, "accept")
        assert page.status_code == 409
        assert "Make that page first" in page.content.decode()
        assert Work.objects.get().status == "new"

    def test_declines_with_kind_words_and_deletes_the_file(self, client, sent, approver):
        work = sent("work", document=document())
        OutboxMessage.objects.all().delete()
        assert (
            "Thank you for sharing your work" in client.get(reverse("contribute_desk", args=[work.pk])).content.decode()
        )
        act(client, work, "decline", **{"decline-words": "It was lovely to read."})
        work = Work.objects.get()
        assert (work.status, work.decision, work.upload) == ("done", "declined", None)
        assert not Upload.objects.exists()
        assert not Page.objects.type(ResourcePage).exists()
        [(_subject, body)] = mails()
        assert "It was lovely to read." in body

    def test_declines_who_left_no_address_without_a_mail(self, client, sent, approver):
        work = sent("work", your_email="", your_name="")
        assert act(client, work, "decline").status_code == 302
        assert not OutboxMessage.objects.filter(subject__contains=work.reference).exclude(recipients=[EMAIL]).exists()
        assert Work.objects.get().decision == "declined"

    @pytest.mark.parametrize("role", ["Inbox staff", "Contributors"])
    def test_lets_nobody_make_a_page_who_may_not_add_pages(self, client, sent, member_of, role):
        work = sent("work")
        client.force_login(member_of(role))
        act(client, work, "accept")
        assert not ResourcePage.objects.exists()

    def test_offers_no_draft_of_a_file_to_who_may_not_open_it(self, client, sent, member_of):
        work = sent("work", document=document())
        client.force_login(member_of("Editors"))
        content = client.get(reverse("contribute_desk", args=[work.pk])).content.decode()
        assert "Make a draft page of it" not in content
        assert "Tea before talk" in content


class TestTakingItBack:
    def take_back(self, client, work):
        client.logout()
        address = reverse("contribute:take_back", args=[seal(TAKE_BACK, work.reference)])
        token = client.get(address).context["form"].token()
        return client.post(address, {"token": token}, follow=True).content.decode()

    @pytest.mark.parametrize("is_published", [True, False])
    @pytest.mark.parametrize("is_forgotten", [True, False])
    def test_leaves_nothing_of_it_even_years_later(
        self, client, sent, approver, member_of, media_folder, is_published, is_forgotten, django_capture_on_commit_callbacks
    ):  # fmt: skip
        colleague = member_of("Approvers")
        work = sent("work", document=document(), your_name="")
        with django_capture_on_commit_callbacks(execute=True):
            act(client, work, "accept")
        if is_published:
            publish(ResourcePage.objects.get(), colleague)
        assert OutboxMessage.objects.filter(recipients=[colleague.email], subject__contains="Tea before talk").exists()
        if is_forgotten:
            forget(Work, [work.pk])
        with django_capture_on_commit_callbacks(execute=True):
            assert "It is deleted" in self.take_back(client, work)
        assert not Page.objects.type(ResourcePage).exists()
        assert not get_document_model().objects.exists()
        assert not [path for path in media_folder.rglob("*") if path.is_file()]
        assert tables_with("Tea before talk") == tables_with(TOLD) == set()
        assert Contribution.objects.get().status == "taken-back"
        assert Work.objects.get().title == ""

    def test_of_what_was_declined_deletes_what_is_left(self, client, sent, approver):
        work = sent("work", document=document())
        act(client, work, "decline")
        assert "It is deleted" in self.take_back(client, work)
        assert Work.objects.get().title == Work.objects.get().words == ""


def test_documents_that_wait_lie_in_one_folder_for_staff_alone(client, sent, approver):
    for _time in range(2):
        act(client, sent("work", document=document()), "accept")
    assert Collection.objects.filter(name=WAITING).count() == 1
    assert mail.outbox == []
