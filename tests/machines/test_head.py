"""The head of every page names it: title, description, one canonical address, and whether to keep it."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cms.core.machines.words import DESCRIPTION, one_line
from pages.models import StoryIndexPage
from tests.directory.conftest import posted
from tests.directory.factories import make_service
from tests.pages.factories import EVERY_TYPE, OpportunityFactory, PartnerFactory, StoryFactory

from .head import HOST, SITE, Head

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def head(client, db):
    return lambda path: Head(client, path)


def test_articles_say_that_they_are_articles(head):
    said = {name: head(make().url).named("og:type") for name, make in EVERY_TYPE.items()}
    assert {name for name, kind in said.items() if kind == "article"} == {
        "easy read", "fact sheet", "news", "research", "standard", "story",
    }  # fmt: skip
    assert set(said.values()) == {"article", "website"}


def test_words_with_signs_stand_once_and_as_they_are(head):
    story = StoryFactory(title='“Tea” & <b>cake</b> &amp; "more"', teaser="One &amp; two < three's")
    found = head(story.url)
    assert found.title == f'“Tea” & <b>cake</b> &amp; "more" · {SITE}'
    assert found.named("og:title") == '“Tea” & <b>cake</b> &amp; "more"'
    assert found.named("description") == "One &amp; two < three's"


def test_a_long_description_is_cut_between_words(head):
    service = make_service(summary="word " * 39 + "end")
    found = head(service.get_absolute_url()).named("description")
    assert len(found) <= DESCRIPTION
    assert found.endswith("word…")


def test_what_an_editor_says_for_search_engines_goes_first(head):
    story = StoryFactory(title="Tea", seo_title="Tea at Wangaratta", search_description="How tea helped.")
    found = head(story.url)
    assert found.title == f"Tea at Wangaratta · {SITE}"
    assert found.named("description") == "How tea helped."


def test_each_part_of_a_list_has_its_own_title_and_address(head, monkeypatch):
    monkeypatch.setattr(StoryIndexPage, "per_page", 1)
    stories = [StoryFactory(), StoryFactory()]
    path = stories[0].get_parent().url
    first, second, beyond = head(path), head(f"{path}?page=2"), head(f"{path}?page=99")
    assert first.canonical == HOST + path
    assert second.canonical == f"{HOST}{path}?page=2"
    assert second.title != first.title
    assert "page 2" in second.title
    # What is past the end shows the last part, and says which that is.
    assert beyond.canonical == second.canonical
    assert head(f"{path}?page=1&utm_source=x").canonical == HOST + path
    assert second.named("robots") is None


def test_the_parts_of_the_directory_too(head, monkeypatch):
    monkeypatch.setattr("directory.queries.PER_PAGE", 1)
    make_service()
    make_service()
    assert head("/directory/").canonical == f"{HOST}/directory/"
    second = head("/directory/?page=2")
    assert second.canonical == f"{HOST}/directory/?page=2"
    assert second.named("robots") is None


@pytest.mark.parametrize("path", ["/directory/?q=tea", "/directory/?how=phone&page=1", "/search/?q=tea"])
def test_a_narrowed_list_is_not_kept_and_names_no_address(head, path):
    make_service("Tea", offers_phone=True)
    found = head(path)
    assert found.named("robots") == "noindex"
    assert found.canonical is None
    assert found.named("og:url") is None


def test_a_filtered_index_is_not_kept_either(head):
    path = StoryFactory(role="carer").get_parent().url
    assert head(f"{path}?role=carer").named("robots") == "noindex"
    assert head(f"{path}?role=nonsense").named("robots") is None


def test_an_opportunity_that_has_closed_is_kept_by_no_search_engine(head):
    moment = timezone.now()
    gone = OpportunityFactory(closes_at=moment - datetime.timedelta(days=1, minutes=1))
    coming = OpportunityFactory(closes_at=moment + datetime.timedelta(days=1))
    assert head(gone.url).named("robots") == "noindex"
    assert head(coming.url).named("robots") is None


@pytest.mark.parametrize("path", ["/no-such-page/", "/directory/no-such-service/", "/directory/add/no-key/check/"])
def test_what_is_not_there_names_no_address_and_says_nothing_of_a_page(head, path):
    found = head(path)
    assert found.response.status_code >= 400
    assert found.canonical is None
    assert found.named("og:url") is None


def test_a_form_under_a_key_gives_its_address_to_nobody(client, db):
    response = client.post("/directory/add/", posted({}), follow=True)
    path = response.redirect_chain[-1][0]
    key = path.split("/")[3]
    assert response.status_code == 200
    assert len(key) > 20
    assert response["X-Robots-Tag"] == "noindex"
    said = html.fromstring(response.content).xpath("//head//@href | //head//@content")
    assert [text for text in said if key in text] == []


def test_a_page_shared_by_another_host_names_the_sites_own(client, db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org/"
    story = StoryFactory(slug="tea")
    response = client.get(story.url, headers={"host": "localhost"})
    assert html.fromstring(response.content).xpath("//link[@rel='canonical']/@href") == [
        f"https://www.example.org{story.url}"
    ]


def test_a_partner_is_named_as_on_its_page(db):
    assert PartnerFactory(title="Old", name_now="New").sharing_title == "New"


def test_the_words_of_a_block_are_kept_as_one_plain_line():
    template = Template(
        "{% load head_tags %}{% oneline it 12 %}\n  {% block x %}{{ words }}{% endblock %}\n{% endoneline %}[{{ it }}]"
    )
    assert template.render(Context({"words": "a  <b>\n& c"})) == "[a &lt;b&gt; &amp; c]"
    assert template.render(Context({"words": "one two three four"})) == "[one two…]"


@given(st.text(), st.integers(1, 50))
def test_a_line_is_never_longer_than_asked_and_never_broken(text, longest):
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line == " ".join(line.split())
    if len(" ".join(text.split())) <= longest:
        assert line == " ".join(text.split())
