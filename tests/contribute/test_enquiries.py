"""Ask the Centre: topics, ways to be answered, who is told."""

import pytest
from lxml import html

from cms.intake.models import OutboxMessage
from contribute.models import Enquiry, EnquiryTopic

pytestmark = pytest.mark.django_db


def test_a_new_site_asks_about_five_topics_before_anybody_wrote_one(client, url_of):
    page = html.fromstring(client.get(url_of("enquiry")).content)
    labels = [" ".join(label.text_content().split()) for label in page.xpath("//label[input[@name='topic']]")]
    labels = labels or [
        " ".join(page.xpath(f"//label[@for='{field.get('id')}']")[0].text_content().split())
        for field in page.xpath("//input[@name='topic']")
    ]
    assert labels == [
        "Information about peer support",
        "Mentoring for peer support workers",
        "Starting a peer support service",
        "Media and interviews",
        "Something else",
    ]


def test_who_wants_an_email_is_asked_for_the_address(client, filled, url_of):
    page = client.post(url_of("enquiry"), filled("enquiry", your_email=""))
    assert page.status_code == 400
    assert page.content.decode().count("Enter your email, so that we can answer you") == 2


def test_who_wants_a_call_is_asked_for_the_number(client, filled, url_of):
    page = client.post(url_of("enquiry"), filled("enquiry", answer_by="phone"))
    assert "Enter your phone number, so that we can ring you" in page.content.decode()


def test_who_wants_no_answer_needs_to_leave_nothing(client, sent):
    enquiry = sent("enquiry", answer_by="none", your_name="", your_email="")
    assert enquiry.sender is None
    assert "You asked for no answer" in client.get(enquiry.confirmed_at).content.decode()


def test_a_question_goes_to_whoever_answers_its_topic(sent, member_of):
    knows = member_of("Inbox staff")
    topic = EnquiryTopic.objects.filter(is_offered=True).first()
    EnquiryTopic.objects.filter(pk=topic.pk).update(goes_to=knows)
    sent("enquiry", topic=topic.pk)
    assert OutboxMessage.objects.filter(subject__startswith="Inbox: something new").get().recipients == [knows.email]


def test_a_topic_that_is_no_longer_offered_is_not_asked_nor_taken(client, filled, url_of):
    data = filled("enquiry")
    EnquiryTopic.objects.filter(pk=data["topic"]).update(is_offered=False, name="Old matters")
    assert "Old matters" not in client.get(url_of("enquiry")).content.decode()
    assert client.post(url_of("enquiry"), data).status_code == 400


def test_a_question_keeps_its_topics_name_when_the_topic_is_deleted(sent):
    enquiry = sent("enquiry")
    name = enquiry.topic_name
    EnquiryTopic.objects.all().delete()
    assert Enquiry.objects.get().topic_name == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/stories/a-seat/?q=secret", "/stories/a-seat/"),
        ("//evil.example", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/a b", ""),
    ],
)
def test_only_a_path_of_this_site_is_kept_of_where_they_came_from(sent, typed, kept):
    assert sent("enquiry", came_from=typed).came_from == kept


@pytest.mark.parametrize("number", ["call me", "12", "03 5550 0000 <script>"])
def test_what_is_no_phone_number_is_refused_kindly(client, filled, url_of, number):
    page = client.post(url_of("enquiry"), filled("enquiry", answer_by="phone", your_phone=number))
    assert page.status_code == 400
    assert "Enter a phone number such as" in page.content.decode()
