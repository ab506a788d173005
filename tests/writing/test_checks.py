"""What the checks find in what an editor wrote, and what they let pass."""

import pytest

from cms.core import careful_words
from cms.core.writing import checks
from tests.directory.factories import make_service
from tests.pages import factories

from .making import files, good_pdf, heading, make_document, make_image, page_of, pdf, picture, text

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

PLAIN = "You can come as you are. Tea is on the table. Nobody has to talk. You can go when you like. "
HARD = (
    "Organisational implementation considerations necessitate comprehensive interdisciplinary collaboration, particularly "
    "regarding professional supervision arrangements, confidentiality obligations and operational accountability. "
)


def keys(page):
    return sorted({finding.check.key for finding in checks.found_in(page)})


def words(page, check):
    return [finding.words for finding in checks.found_in(page) if finding.check is check]


def test_a_page_with_nothing_wrong_has_no_findings():
    term = factories.TermFactory()
    body = [text(PLAIN * 5 + '<a href="/directory/">Find a group near you</a>.'), heading("What happens"), text(PLAIN)]
    page = page_of(*body, picture(make_image(), "Two people on a bench."), factory=factories.NewsFactory)
    assert keys(factories.with_terms(page, term)) == []


def test_a_missing_teaser_and_missing_terms_are_found_where_readers_need_them():
    assert keys(page_of(factory=factories.NewsFactory, teaser="One line.")) == ["no-terms"]
    page = page_of()
    page.teaser = "  "
    assert keys(page) == ["no-teaser"]


@pytest.mark.parametrize(
    ("alt", "decorative", "key"),
    [
        ("", False, "no-alt"),
        ("  ", False, "no-alt"),
        ("", True, None),
        ("Two people talk on a bench.", False, None),
        ("IMG_2041", False, "file-name-for-alt"),
        ("img 2041 (1)", False, "file-name-for-alt"),
        ("bench.JPG", False, "file-name-for-alt"),
        ("20240612_101500", False, "file-name-for-alt"),
        ("Screenshot 2024-06-12", False, "file-name-for-alt"),
        ("logo", False, "file-name-for-alt"),
        ("Chairs", False, None),
        ("Room 12", False, None),
    ],
)
def test_a_picture_needs_words_and_no_file_name(alt, decorative, key):
    assert keys(page_of(picture(make_image(), alt, decorative))) == ([key] if key else [])


def test_a_picture_that_a_page_chooses_is_asked_for_its_own_words():
    image = make_image(description="")
    assert keys(factories.PartnerFactory(logo=image)) == ["no-alt"]
    image.is_decorative = True
    image.save()
    assert keys(factories.PartnerFactory(logo=image)) == []


def test_a_picture_of_words_is_found():
    image = make_image()
    image.shows_words = True
    image.save()
    assert keys(page_of(picture(image, "A poster."))) == ["words-in-picture"]


def test_a_file_that_not_everybody_can_read_needs_another_form():
    flawed = make_document(pdf())
    assert [flaw.key for flaw in flawed.flaws] == ["title", "language", "tags"]
    page = page_of(files(flawed))
    assert words(page, checks.NO_OTHER_FORM) == ["A handout"]
    assert keys(page_of(files(make_document(good_pdf())))) == []
    flawed.accessible_alternative = make_document(b"Come as you are.", name="handout.txt")
    flawed.save()
    assert keys(page_of(files(flawed))) == []


def test_another_form_may_be_named_beside_the_file_too():
    flawed, plain = make_document(pdf()), make_document(b"Come.", name="handout.txt")
    page = factories.with_terms(factories.ResourceFactory(document=flawed), factories.TermFactory())
    assert keys(page) == ["no-other-form"]
    page.accessible_alternative = plain
    assert keys(page) == []


def test_a_file_that_words_link_to_needs_another_form_too(django_assert_max_num_queries):
    flawed, good = make_document(pdf()), make_document(good_pdf(), name="good.pdf")
    linked = '<p>Read <a linktype="document" id="{}">what we <b>agreed</b></a> and <a linktype="document" id="{}">our map</a>.</p>'
    page = page_of(text(linked.format(flawed.pk, good.pk)), text(linked.format(flawed.pk, 987654)))
    assert words(page, checks.NO_OTHER_FORM) == ["what we agreed"] * 2
    with django_assert_max_num_queries(1):
        assert checks._linked_files(list(checks.parts_of(page)))
    flawed.accessible_alternative = make_document(b"Come as you are.", name="handout.txt")
    flawed.save()
    assert keys(page) == []


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        (["h2", "h3", "h4", "h2", "h3"], []),
        (["h3"], ["Part 0"]),
        (["h2", "h4"], ["Part 1"]),
        (["h2", "h3", "h2", "h4", "h4"], ["Part 3"]),
    ],
)
def test_headings_come_in_their_order(levels, found):
    page = page_of(*(heading(f"Part {number}", level) for number, level in enumerate(levels)))
    assert words(page, checks.HEADING_ORDER) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([heading("Last")], ["Last"]),
        ([heading("Said"), text("Come.")], []),
        ([heading("Wide"), heading("Narrow", "h3"), text("Come.")], []),
        ([heading("Wide"), heading("Narrow", "h3")], ["Narrow"]),
        ([heading("First"), heading("Second"), text("Come.")], ["First"]),
        ([text("Come."), heading("Narrow", "h3"), heading("Wide"), text("Go.")], ["Narrow"]),
        ([heading("Gap"), text("<p></p>"), heading("Next"), text("Come.")], ["Gap"]),
        ([heading("Help"), ("help_block", {"title": "If you need to talk", "intro": ""})], []),
        ([heading("Listed"), ("checklist", {"title": "To do", "items": []})], ["Listed"]),
    ],
)
def test_a_heading_with_nothing_below_it_is_found(body, found):
    page = page_of(*body)
    assert words(page, checks.NOTHING_BELOW) == found
    # The same in a version that is not saved yet, whose parts are no longer as the database has them.
    page.body = page.body.stream_block.to_python(page.body.get_prep_value())
    assert words(page, checks.NOTHING_BELOW) == found


def test_a_heading_of_easy_read_with_nothing_below_it_is_found():
    page = factories.EasyReadFactory()
    idea = {"type": "idea", "value": {"text": "<p>You can come.</p>"}}
    page.body = page.body.stream_block.to_python(
        [{"type": "heading", "value": "One"}, idea, {"type": "heading", "value": "Two"}]
    )
    assert words(page, checks.NOTHING_BELOW) == ["Two"]


def expander(question, answer):
    return {"type": "item", "id": question, "value": {"heading": question, "body": answer}}


@pytest.mark.parametrize(
    ("part", "where"),
    [
        (text("<p> </p>"), "Body: Text"),
        (("expanders", {"items": []}), "Body: Expanders"),
        (("checklist", {"title": "To do", "items": []}), "Body: Checklist"),
        (("pages", {"title": "Read next", "pages": []}), "Body: Pages"),
        (("key_facts", {"title": "At a glance", "facts": []}), "Body: Key facts"),
        (("do_dont", {"do_title": "Do", "do": ["Ask"], "dont_title": "Don’t", "dont": []}), "Body: Do and don’t, Don’t"),
        (("callout", {"tone": "note", "title": "Come", "text": "<p></p>"}), "Body: Callout"),
        (("expanders", {"items": [expander("Must I talk?", "<p>No.</p>"), expander("When?", "<p></p>")]}), "Body: Expanders"),
        (("expanders", {"items": [expander("Must I talk?", "<p>No.</p>")]}), None),
        (("checklist", {"title": "", "items": ["Ask who holds the key"]}), None),
        (("contact", {"title": "Get in touch", "name": "", "phone": "", "email": "", "hours": "", "note": ""}), None),
    ],
)  # fmt: skip
def test_a_part_that_shows_nothing_is_found(part, where):
    found = [each for each in checks.found_in(page_of(part)) if each.check is checks.EMPTY_PART]
    assert [each.where for each in found] == ([where] if where else [])


def test_an_answer_without_words_is_named_by_its_question():
    items = [expander("Must I talk?", "<p>No.</p>"), expander("When?", "<p></p>")]
    assert words(page_of(("expanders", {"items": items})), checks.EMPTY_PART) == ["When?"]


def test_what_shows_nothing_is_found_without_a_question_to_the_database(django_assert_num_queries):
    page = page_of(
        heading("Here"), picture(make_image(), "Two people."), files(make_document(good_pdf())), heading("Gap")
    )
    with django_assert_num_queries(0):
        assert [each.words for each in checks.unfinished(page)] == ["Gap"]


def test_a_bold_paragraph_in_the_place_of_a_heading_is_found():
    page = page_of(text("<p><b>What happens &amp; when</b></p><p>It is <b>free</b>.</p>"))
    assert words(page, checks.BOLD_HEADING) == ["What happens & when"]


def test_an_empty_heading_is_found():
    assert keys(page_of(heading(" "))) == ["no-words-in-heading"]


@pytest.mark.parametrize(
    ("linked", "check"),
    [
        ("click here", checks.LINK_WORDS),
        ("Read more", checks.LINK_WORDS),
        ("<b>here</b>", checks.LINK_WORDS),
        ("Find out more…", checks.LINK_WORDS),
        ("https://example.org/long/way", checks.BARE_ADDRESS),
        ("www.example.org", checks.BARE_ADDRESS),
        ("example.org.au/groups", checks.BARE_ADDRESS),
        ("the group agreement", None),
        ("Read more about groups", None),
        ("Here for you: a helpline", None),
        ("someone@example.org", None),
    ],
)
def test_a_link_says_where_it_leads(linked, check):
    page = page_of(text(f'Look <a href="https://example.org/">{linked}</a> and come.'))
    assert [finding.check for finding in checks.found_in(page)] == ([check] if check else [])


def test_the_words_of_a_button_are_a_link_too():
    page = factories.AudienceFactory()
    page.task_groups = page.task_groups.stream_block.to_python(
        [
            {
                "type": "group",
                "value": {"title": "First", "intro": "", "tasks": [{"label": "Click here", "url": "/directory/"}]},
            }
        ]
    )
    assert words(page, checks.LINK_WORDS) == ["Click here"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("The NDIA pays for it.", ["NDIA"]),
        ("The National Disability Insurance Agency (NDIA) pays. Ask the NDIA.", []),
        ("The NDIA (National Disability Insurance Agency) pays.", []),
        ("Ask the NDIA. The National Disability Insurance Agency (NDIA) pays.", ["NDIA"]),
        ("Ring your GP, send a PDF, be in VIC by 10 AM.", []),
        ("Chapter III and Part IV.", []),
        ("PLEASE DO NOT PHONE US ON WEEKENDS", []),
        ("CMOs and CLOs meet.", ["CMO", "CLO"]),
        ("A-Z, www.ABCD.org and code QX7.", []),
        ("It rained (NDIA) today.", ["NDIA"]),
    ],
)
def test_a_short_form_is_spelled_out_where_it_comes_first(written, found):
    assert words(page_of(text(written)), checks.SHORT_FORMS) == found


def test_a_short_form_is_explained_once_for_the_whole_page():
    page = page_of(text("The National Disability Insurance Agency (NDIA) pays."), text("Ask the NDIA."))
    assert keys(page) == []


def test_careful_words_are_found_with_better_ones_but_not_in_quotations():
    page = page_of(
        text("He committed suicide."), ("quotation", {"quote": "I was a junkie once.", "attribution": "Sam"})
    )
    [found] = checks.found_in(page)
    assert found.words == "committed suicide"
    assert "died by suicide" in found.what_to_do
    assert keys(page_of(text("She says: “I was a junkie once.”"))) == []


def test_in_a_story_its_editor_says_whether_quotations_stand():
    story = page_of(text("She says: “I was a junkie once.”"), factory=factories.StoryFactory)
    story.quotations_stand = False
    assert "careful-words" in keys(story)
    story.quotations_stand = True
    assert "careful-words" not in keys(story)


def test_a_page_that_is_hard_to_read_is_named_with_its_year_and_its_longest_sentence():
    page = page_of(text(HARD * 4 + PLAIN))
    [found] = checks.found_in(page)
    assert found.check is checks.READING_LEVEL
    assert "Aim for year 7" in found.name
    assert found.words.startswith("Organisational")
    assert checks.reading_year(page) > 7


def test_a_few_hard_words_say_nothing_of_a_page_and_a_story_is_never_asked_to_be_simpler():
    assert keys(page_of(text(HARD))) == []
    story = page_of(text(HARD * 4), factory=factories.StoryFactory)
    assert "reading-level" not in keys(story)


def test_titles_of_papers_and_sources_are_not_our_words():
    research = factories.ResearchFactory(paper_title="ACT and CBT for junkies", journal="BMJ")
    assert keys(research) == ["no-terms"]
    source = {"key": "a", "text": "AIHW (2020). Committed suicide in the ADF.", "url": "", "doi": ""}
    assert keys(page_of(("references", {"title": "References", "references": [source]}))) == []


def test_a_service_is_looked_at_too():
    service = make_service(photo=make_image(), photo_alt="", description="Click the NDIA.")
    assert {"no-alt", "short-form"} <= set(keys(service))


def test_every_finding_has_a_rule_with_the_same_words():
    rules = checks.every_rule()
    page = page_of(text(HARD * 4 + 'A junkie at the NDIA: <a href="https://a.org">here</a>'))
    page.teaser = ""
    found = checks.found_in(page)
    assert len(found) >= 5
    for each in found:
        assert rules[each.rule] == (each.name, each.what_to_do)
    assert len(rules) > len(careful_words.pairs())


def test_what_a_page_lacks_needs_no_reading_of_its_words():
    page = page_of(text("A junkie at the NDIA."), picture(make_image()))
    page.teaser = ""
    assert [finding.check for finding in checks.lacks(page)] == [checks.NO_TEASER, checks.NO_ALT]


@pytest.mark.parametrize("kind", factories.EVERY_TYPE)
def test_pages_of_every_type_can_be_looked_at(kind):
    checks.found_in(factories.EVERY_TYPE[kind]())
