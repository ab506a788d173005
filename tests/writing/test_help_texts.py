"""Every form of the editors says what each of its fields wants: in plain words, and with help where a label is not enough."""

import re
from collections import Counter
from functools import cache

import pytest
from wagtail.blocks.definition_lookup import BlockDefinitionLookupBuilder

from cms.core.blocks import BodyStreamBlock, KeyFactsBlock, QuotationBlock
from cms.core.page_source import page_models

from . import every_form

pytestmark = pytest.mark.sqlite_only
# Words that editors of other sites know, and people who write letters do not.
JARGON = re.compile(
    r"\b(?:slugs?|snippets?|revisions?|querysets?|metadata|meta(?!-analysis)|boolean|foreign key|instance|regex|html|css|json|"
    r"uuid|render(?:ed|ing)?|string|null|parent page|child page|alt text|alt|SEO|CTA|backend|frontend|streamfield|richtext|"
    r"workflow state|taxonom(?:y|ies)|canonical|permalink|inline panel|urls?|markdown|template)\b",
    re.IGNORECASE,
)
# Two lines beside a field, on a window of 1280 pixels.
LONGEST = 160
# Labels that say all that there is to say, each with the reason why.
SELF_EXPLAINING = {
    "First name": "everybody has filled in one",
    "Last name": "everybody has filled in one",
}
# A question, or a sentence to agree to, is its own help.
SAYS_IT_ALL = re.compile(r"\?$|^(?:\S+ ){4,}\S+$")


@cache
def walked():
    return sorted(set(every_form.fields()))


@pytest.fixture
def fields(db):
    # The forms of uploads look up where they put things.
    return walked()


def test_the_walk_meets_pages_rows_blocks_in_blocks_settings_lists_desks_and_uploads(fields):
    met = {where for where, _label, _help in fields}
    assert {
        "StoryPage.teaser", "CoursePage.sessions.place", "HomePage.sections.lists.columns.item.link.label",
        "SiteSettings.phone", "Service.locations.schedules.weekday", "Taxonomy.terms.name", "StoryConsent.agreed_on",
        "image.description", "directory.views.status.StatusForm.status", "NewPersonForm.groups", "MailText.subject",
    } <= met  # fmt: skip


def test_every_field_of_every_form_says_what_good_looks_like(fields):
    without = [
        f"{where} ({label})"
        for where, label, words in fields
        if not words and label not in SELF_EXPLAINING and not SAYS_IT_ALL.search(label)
    ]
    assert without == []


def test_every_label_and_help_is_in_plain_words_and_short(fields):
    wrong = []
    for where, label, words in fields:
        jargon = JARGON.search(f"{label} {words}")
        if not label:
            wrong.append(f"{where} has no label")
        if jargon:
            wrong.append(f"{where} says {jargon[0]}: {label} / {words}")
        if len(words) > LONGEST:
            wrong.append(f"{where} has {len(words)} letters of help: {words}")
        if words.rstrip(".").lower() == label.lower():
            wrong.append(f"{where} repeats its label")
    assert wrong == []


def test_only_what_is_met_is_said_to_need_no_help(fields):
    assert set(SELF_EXPLAINING) <= {label for _where, label, words in fields if not words}


def test_what_an_editor_can_add_has_a_name_of_its_own():
    models = {model for model, _handler in every_form.edit_handlers()} | set(page_models())
    names = Counter(str(model._meta.verbose_name).lower() for model in models)
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if JARGON.search(name)] == []


def test_a_list_is_called_in_its_headings_what_the_menu_calls_it():
    lists = [
        (str(viewset.menu_label), str(viewset.index_view_class.page_title or model._meta.verbose_name_plural))
        for viewset, model in every_form.viewsets_of_ours()
        if viewset.menu_label and every_form.is_filled_in(viewset)
    ]
    assert len(lists) > 15
    assert [(menu, plural) for menu, plural in lists if menu.lower() not in plural.lower()] == []


def test_words_that_a_block_says_of_its_parts_are_not_kept_in_migrations():
    stored = BlockDefinitionLookupBuilder()
    stored.add_block(BodyStreamBlock())
    words = str(stored.get_lookup_as_dict())
    # As stock Wagtail does it, for comparison: a part that says its own.
    assert "Who says it, as they want to be named." in words
    assert [said for block in (KeyFactsBlock, QuotationBlock) for said in block.helps.values() if said in words] == []
