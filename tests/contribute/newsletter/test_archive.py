"""What everybody may read of the newsletter: issues that were sent, and of these what is public still."""

from functools import partial

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contribute.newsletter import sending
from contribute.newsletter.composing import compose
from contribute.newsletter.plain import as_text
from tests.counting import settled_cost
from tests.pages.factories import EVERY_TYPE, StandardFactory, StoryFactory

from .making import a_list, an_issue, page_part, reader, with_address

pytestmark = pytest.mark.django_db


def sent(*parts, **fields):
    return an_issue(*parts, due_at=timezone.now(), finished_at=timezone.now(), **fields)


def test_an_issue_is_public_once_it_is_sent(client):
    issue = an_issue(subject="Zebrafinch")
    assert client.get(issue.get_absolute_url()).status_code == 404
    for address in ("/newsletter/issues/", "/newsletter/", "/sitemap-newsletter.xml"):
        text = client.get(address).content.decode()
        assert "Zebrafinch" not in text
        assert issue.slug not in text
    reader("someone@example.org")
    with_address()
    sending.press(issue, None)
    assert "Zebrafinch" in client.get(issue.get_absolute_url()).content.decode()
    for address in ("/newsletter/issues/", "/newsletter/"):
        assert "Zebrafinch" in client.get(address).content.decode()
    assert issue.slug in client.get("/sitemap-newsletter.xml").content.decode()


def test_one_that_is_left_out_of_the_archive_has_its_address_only(client):
    issue = sent(is_unlisted=True, subject="Zebrafinch")
    answer = client.get(issue.get_absolute_url())
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    for address in ("/newsletter/issues/", "/newsletter/", "/sitemap-newsletter.xml"):
        assert issue.slug not in client.get(address).content.decode()


def test_a_page_that_is_public_no_longer_leaves_the_archive_with_the_words_about_it(client):
    gone, private, draft, stays = (StandardFactory(title=f"Zebrafinch {number}") for number in range(4))
    issue = sent(*(page_part(page, f"<p>About {page.title}</p>") for page in (gone, private, draft, stays)))
    assert client.get(issue.get_absolute_url()).content.decode().count("About Zebrafinch") == 4
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    gone.delete()
    text = client.get(issue.get_absolute_url()).content.decode()
    assert "About Zebrafinch 3" in text
    assert text.count("Zebrafinch") == 2
    issue.refresh_from_db()
    assert compose(issue).dropped == ["A page that is no longer there", "Zebrafinch 1", "Zebrafinch 2"]


def test_what_a_story_talks_about_is_said_before_its_words(client):
    story = StoryFactory(title="A long night")
    issue = sent(page_part(story, "<p>Our own words.</p>"))
    part = compose(issue).parts[0]
    assert part.notes == story.notes_line
    text = client.get(issue.get_absolute_url()).content.decode()
    assert "Our own words." in text


def test_every_type_of_page_can_be_sent():
    pages = [make() for make in EVERY_TYPE.values()]
    letter = compose(an_issue(*map(page_part, pages)))
    assert [part.title for part in letter.parts] == [page.title for page in pages]
    assert all(part.url.startswith("http://127.0.0.1:8000/") for part in letter.parts)


def test_what_it_costs_does_not_grow(client):
    def issues(count):
        pages = [StoryFactory(title=f"Story {number} of {count}") for number in range(count)]
        sent(*map(page_part, pages), subject=f"With {count}")
        return [
            settled_cost(partial(client.get, address))
            for address in ("/newsletter/issues/", f"/newsletter/issues/with-{count}/", "/newsletter/")
        ]

    assert issues(2) == issues(6)


def test_many_issues_stand_on_several_pages(client):
    for number in range(25):
        sent(subject=f"Issue {number}")
    assert client.get("/newsletter/issues/?page=2").content.decode().count("serif-link") == 5
    for nonsense in ("0", "x", "99999"):
        assert client.get(f"/newsletter/issues/?page={nonsense}").status_code == 200


def test_addresses_that_are_not_there(client):
    assert client.get("/newsletter/issues/no-such-issue/").status_code == 404
    assert client.post("/newsletter/issues/").status_code == 405


def test_two_issues_of_one_subject_have_two_addresses():
    one, other, third = an_issue(), an_issue(), an_issue(subject="مرحبا")
    assert len({one.slug, other.slug, third.slug}) == 3


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two <b>bold</b>, <i>so</i>.</p>", "One\n\nTwo bold, so."),
        ("<ul><li>One</li><li>Two</li></ul><p>And</p>", "- One\n- Two\n\nAnd"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two"),
        ('<p>See <a href="https://example.org/">the site</a>.</p>', "See the site (https://example.org/)."),
        ('<p><a href="mailto:a@example.org">a@example.org</a></p>', "a@example.org"),
        ("<p>12 people</p><p>13 chairs</p>", "12 people\n\n13 chairs"),
        ("<p>A &amp; B &lt;c&gt;<br/>next</p>", "A & B <c>\nnext"),
        ("", ""),
    ],
)
def test_rich_text_is_readable_without_html(html, text):
    assert as_text(html) == text


def test_lists_are_offered_in_their_order(client):
    a_list("Zulu", sort_order=1)
    text = client.get("/newsletter/").content.decode()
    assert text.index("Zulu") < text.index("News from the Centre")
