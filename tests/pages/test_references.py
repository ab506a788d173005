"""``[^key]`` in a text becomes a number that leads to its source and back, and harms no markup."""

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamBlockValidationError

from cms.core.blocks import BodyStreamBlock
from cms.core.sources import broken_marks, keys_in
from pages.blocks.easy_read import EasyReadBody
from pages.blocks.factsheets import FactSheetBody
from pages.references import cited

from .factories import FactSheetFactory


def html_of(text, keys=("tea", "chairs")):
    return cited(text, keys)[0]


def test_numbers_follow_the_order_of_the_list_not_of_the_text():
    html = html_of("<p>Sit.[^chairs] Drink.[^tea]</p>")
    assert 'href="#ref-chairs" aria-label="Source 2">2</a>' in html
    assert 'href="#ref-tea" aria-label="Source 1">1</a>' in html


def test_each_place_has_an_id_of_its_own():
    html, times = cited("<p>One.[^tea] Two.[^tea]</p>", ["tea"])
    assert 'id="cite-tea"' in html
    assert 'id="cite-tea-2"' in html
    assert times == {"tea": 2}


def test_an_unknown_key_is_left_out():
    assert html_of("<p>Sit.[^nowhere]</p>") == "<p>Sit.</p>"


def test_the_space_before_a_mark_goes():
    assert "Sit.<sup>" in html_of("<p>Sit. [^tea]</p>")


@pytest.mark.parametrize("tag", ["a", "h2", "summary", "button"])
def test_no_link_is_put_where_none_may_stand(tag):
    assert html_of(f"<{tag}>Sit[^tea]</{tag}> and drink[^tea]").count("<sup>") == 1


def test_a_mark_in_an_attribute_is_left_alone():
    text = '<p><a href="/x?[^tea]" title="[^tea]">Sit</a></p>'
    assert html_of(text) == text


def test_entities_pass_through():
    text = "<p>Tea &amp; chairs &lt;b&gt; &#39;quoted&#39; &nbsp;</p>"
    assert html_of(text) == text


def test_several_keys_in_one_text_are_found():
    assert keys_in(["a[^tea]b", "[^chairs]", "[^Bad Key]", "[tea]"]) == {"tea", "chairs"}


@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_whatever_is_typed_stays_escaped(text):
    html = html_of(f"<p>{escape(text)}</p>")
    assert html.startswith("<p>")
    assert html.endswith("</p>")
    inside = html[3:-4]
    assert "<" not in inside.replace("<sup><a ", "").replace("</a></sup>", "")


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<br>", "[^tea]", "[^x]", "word ", "&amp;", '<a href="/">', "</a>"]
        )
    )
)
def test_any_order_of_tags_is_kept(parts):
    html = html_of("".join(parts), ["no-such"])
    assert html.replace(" ", "") == "".join(part for part in parts if not part.startswith("[^")).replace(" ", "")


@pytest.mark.django_db
def test_a_fact_sheet_links_its_sources_both_ways(client):
    page = FactSheetFactory(
        body=[("text", "<p>It may bring hope.[^tea] And more.[^tea]</p>")],
        references=[
            ("source", {"key": "chairs", "text": "On chairs.", "url": "https://example.org/chairs"}),
            ("source", {"key": "tea", "text": "On <tea>.", "doi": "10.1234/tea"}),
        ],
    )
    html = client.get(page.url).content.decode()
    assert 'href="#ref-tea" aria-label="Source 2"' in html
    assert 'id="ref-tea"' in html
    assert 'href="#cite-tea"' in html
    assert 'href="#cite-tea-2"' in html
    assert "On &lt;tea&gt;." in html
    assert 'href="https://doi.org/10.1234/tea"' in html
    # Nothing in the text names the chairs, so nothing leads back from them.
    assert "cite-chairs" not in html


@pytest.mark.django_db
def test_an_article_with_its_own_list_of_references_has_numbers_too(client):
    from .factories import StandardFactory

    page = StandardFactory(
        body=[
            ("text", "<p>As was found.[^tea]</p>"),
            ("references", {"title": "References", "references": [{"key": "tea", "text": "On tea."}]}),
        ]
    )
    html = client.get(page.url).content.decode()
    assert 'id="cite-tea" href="#ref-tea"' in html
    assert 'id="ref-tea"' in html


def test_marks_that_cannot_be_read_are_found():
    texts = ["a[^tea]b [^Bad Key] c", "[^never-closed", "[tea] [^tea-2]"]
    assert broken_marks(texts) == ["[^Bad Key]", "[^never-closed"]


SOURCE = {"key": "white2020", "text": "A. White (2020). Chairs.", "url": "", "doi": ""}
NAMED = {"type": "text", "value": "<p>It may bring hope.[^white2020]</p>"}
LISTED = {"type": "references", "value": {"title": "References", "references": [SOURCE]}}


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ([NAMED], "not in the list: white2020"),
        ([LISTED, {"type": "text", "value": "<p>Hope.[^White 2020]</p>"}], "cannot be read: [^White 2020]"),
    ],
)
def test_a_mark_that_leads_nowhere_is_said_when_a_body_is_published_and_keeps_no_draft_from_being_saved(stream, words):
    block = BodyStreamBlock()
    value = block.to_python(stream)
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(value)
    assert words in str(caught.value.non_block_errors)
    assert block.clean_deferred(value)


def test_a_mark_whose_source_is_in_the_body_is_fine():
    block = BodyStreamBlock()
    assert block.clean(block.to_python([NAMED, LISTED]))
    # The page looks after those of a fact sheet.
    sheet = FactSheetBody()
    assert sheet.clean(sheet.to_python([NAMED]))


def test_a_draft_in_easy_read_may_still_be_long():
    block = EasyReadBody()
    value = block.to_python([{"type": "idea", "value": {"text": f"<p>{'word ' * 25}.</p>"}}])
    with pytest.raises(StreamBlockValidationError):
        block.clean(value)
    assert block.clean_deferred(value)
