"""The rules of the house as system checks: each finds what it is there to find."""

import pytest
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core import checks
from pages.models import StandardPage


def ids(found):
    return {error.id for error in found}


@pytest.fixture
def only_standard_pages(monkeypatch):
    """Let the checks see one page type, which a test then breaks."""
    monkeypatch.setattr(checks, "project_models", lambda: [StandardPage])


@pytest.mark.usefixtures("only_standard_pages")
def test_a_page_type_that_keeps_the_rules_passes():
    assert checks.page_types_keep_the_rules(None) == []
    assert checks.blocks_explain_themselves(None) == []


def test_a_page_type_that_does_not_descend_from_the_house_is_found(monkeypatch):
    monkeypatch.setattr(checks, "project_models", lambda: [Page])
    assert "core.E001" in ids(checks.page_types_keep_the_rules(None))


@pytest.mark.usefixtures("only_standard_pages")
def test_a_page_type_without_words_for_editors_is_found(monkeypatch):
    monkeypatch.setattr(StandardPage, "page_description", "")
    assert ids(checks.page_types_keep_the_rules(None)) == {"core.E002"}


@pytest.mark.usefixtures("only_standard_pages")
@pytest.mark.parametrize("rule", ["parent_page_types", "subpage_types"])
def test_a_page_type_that_may_stand_anywhere_is_found(monkeypatch, rule):
    monkeypatch.delattr(StandardPage, rule)
    assert ids(checks.page_types_keep_the_rules(None)) == {"core.E003"}


@pytest.mark.usefixtures("only_standard_pages")
def test_a_page_type_without_a_template_is_found(monkeypatch):
    monkeypatch.setattr(StandardPage, "template", "pages/there_is_none.html")
    assert ids(checks.page_types_keep_the_rules(None)) == {"core.E004"}


class _Meta:
    """What the check asks of a model's ``_meta``, with one stream in it."""

    def __init__(self, block):
        self.app_label = "core"
        self.stream = StreamField([("example", block)])
        self.stream.name = "body"

    def get_fields(self):
        return [self.stream]


def check_stream_with(block, monkeypatch):
    """Return the ids of what the check finds in a model with a stream of this one block."""
    model = type("Invented", (), {"_meta": _Meta(block)})
    monkeypatch.setattr(checks, "project_models", lambda: [model])
    return ids(checks.blocks_explain_themselves(None))


def test_a_block_that_does_not_say_what_it_is_for_is_found(monkeypatch):
    assert check_stream_with(blocks.CharBlock(preview_value="Words", icon="title"), monkeypatch) == {"core.E005"}


def test_a_block_without_an_example_is_found(monkeypatch):
    assert check_stream_with(blocks.CharBlock(description="A line of words.", icon="title"), monkeypatch) == {
        "core.E006"
    }


SAID = {"description": "A line.", "preview_value": "Words", "icon": "title"}


def test_a_block_without_a_sign_is_found(monkeypatch):
    assert check_stream_with(blocks.CharBlock(**SAID | {"icon": "placeholder"}), monkeypatch) == {"core.E007"}


def test_a_block_with_all_three_passes(monkeypatch):
    assert check_stream_with(blocks.CharBlock(**SAID), monkeypatch) == set()


def test_a_block_that_can_be_chosen_deep_within_another_is_found(monkeypatch):
    inner = blocks.ListBlock(blocks.StreamBlock([("line", blocks.CharBlock(preview_value="Words", icon="title"))]))
    outer = blocks.StructBlock([("lines", inner)], **SAID | {"preview_value": {}})
    assert check_stream_with(outer, monkeypatch) == {"core.E005"}
