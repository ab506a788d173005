"""What editors type: days, times and addresses are read where they can be, and else left as they are with a word on how."""

import datetime

import pytest
from django import forms
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset

from cms.core.models import Taxonomy, Term
from cms.core.page_source import page_models
from cms.core.typed import DAY_BEGINS, DAY_ENDS, MomentInput
from cms.core.typed import MOMENTS as SHAPES
from pages import models
from pages.recurring import read_days

from .factories import AudienceFactory, NewsFactory, OpportunityFactory, TermFactory, index, with_terms
from .test_editing import add_url, form_of, publish

pytestmark = pytest.mark.django_db
MELBOURNE = datetime.timezone(datetime.timedelta(hours=11))


def opportunity(**fields):
    return form_of("opportunity") | {"repeats": "", "repeats_until": "", "skipped_days": ""} | fields


def add(client, fields):
    return client.post(
        reverse("wagtailadmin_pages:add", args=["pages", "opportunitypage", index(models.OpportunityIndexPage).pk]),
        fields,
    )


@pytest.mark.parametrize(
    "typed", ["5/1/2030 09:30", "05/01/2030 9:30 am", "5 January 2030 9.30 am", "2030-01-05 09:30"]
)
def test_a_time_is_read_as_people_here_write_it(editor, typed):
    add(editor, opportunity(starts_at=typed, ends_at="", closes_at="1/1/2030"))
    page = models.OpportunityPage.objects.get()
    assert page.starts_at == datetime.datetime(2030, 1, 5, 9, 30, tzinfo=MELBOURNE)
    assert page.closes == "Tuesday 1 January 2030"


def test_what_is_no_day_stays_as_it_was_typed(editor):
    response = add(editor, opportunity(starts_at="next Tuesday", closes_at="32/1/2030"))
    errors = response.context["form"].errors
    assert (
        errors["starts_at"]
        == errors["closes_at"]
        == ["Write the day as 25/12/2026, or with its time as 25/12/2026 14:30."]
    )
    assert 'value="next Tuesday"' in response.content.decode()


def test_pickers_show_days_as_people_here_write_them_and_change_nothing(editor):
    html = editor.get(
        reverse("wagtailadmin_pages:add", args=["pages", "opportunitypage", index(models.OpportunityIndexPage).pk])
    )
    picker = html.context["form"]["starts_at"].field.widget.get_config()
    assert picker["format"] == "d/m/Y H:i"
    assert picker["validateOnBlur"] is False


def test_an_address_needs_no_beginning_and_what_is_none_is_said_plainly(editor):
    add(editor, opportunity(apply_url="example.org/apply", teaser="Two\n lines."))
    page = models.OpportunityPage.objects.get()
    assert page.apply_url == "https://example.org/apply"
    assert page.teaser == "Two lines."
    response = add(editor, opportunity(title="Again", slug="again", apply_url="not one"))
    assert response.context["form"].errors["apply_url"] == [
        "Write the whole address as https://example.org, without spaces."
    ]


def test_search_engines_read_the_new_teaser_unless_an_editor_wrote_a_description(editor):
    page = NewsFactory(teaser="Old.", search_description="Old.")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of("news", page_terms=inline_formset([])) | {"teaser": "New.", "action-publish": "1"}
    editor.post(address, form | {"search_description": "Old."})
    page.refresh_from_db()
    assert page.search_description == "New."
    editor.post(address, form | {"teaser": "Newer.", "search_description": "Its own."})
    page.refresh_from_db()
    assert page.search_description == "Its own."


def test_terms_are_chosen_under_their_questions_and_what_is_not_offered_last(editor):
    term, old = TermFactory(taxonomy_slug="topics"), TermFactory(taxonomy_slug="topics", is_retired=True)
    merged = TermFactory(taxonomy_slug="topics", merged_into=term)
    reader = TermFactory(taxonomy_slug="readers")
    Taxonomy.objects.filter(slug="readers").update(is_facet=False, sort_order=9)
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[NewsFactory().pk]))
    choices = dict(html.context["form"].formsets["page_terms"].empty_form.fields["term"].choices)
    assert [label for _value, label in choices[term.taxonomy.name]] == [term.name]
    assert {label for _value, label in choices["No longer offered"]} == {old.name, merged.name}
    groups = list(choices)
    assert groups.index(reader.taxonomy.name) < groups.index(term.taxonomy.name) < groups.index("No longer offered")


@pytest.mark.parametrize("change", [{"is_retired": True}, {"merged_into": True}])
def test_a_page_keeps_a_term_that_is_no_longer_offered(editor, change):
    term = TermFactory(taxonomy_slug="topics")
    page = with_terms(NewsFactory(), term)
    row = models.NewsPage.objects.get().page_terms.get()
    if "merged_into" in change:
        change = {"merged_into": TermFactory(taxonomy_slug="topics")}
    Term.objects.filter(pk=term.pk).update(**change)
    rows = inline_formset([{"id": row.pk, "term": term.pk}], initial=1)
    form = form_of("news", page_terms=rows) | {"title": "Saved again", "action-publish": "1"}
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    page.refresh_from_db()
    assert (page.title, [each.term for each in page.page_terms.all()]) == ("Saved again", [term])


def test_an_hour_to_go_live_that_cannot_be_read_is_not_now(editor):
    response = add(editor, opportunity(go_live_at="soon", **{"action-publish": "1"}))
    form = response.context["form"]
    assert form.errors["go_live_at"] == ["Write the day as 25/12/2026, or with its time as 25/12/2026 14:30."]
    picker = form["go_live_at"].field.widget.get_config()
    assert (picker["validateOnBlur"], picker["parentID"]) == (False, "#schedule-publishing-dialog")
    assert "comments" in form.formsets, "the panels after it are there"
    assert not models.OpportunityPage.objects.exists()


NO_DAY = ["Write the day as 25/12/2026."]
NO_MOMENT = ["Write the day as 25/12/2026, or with its time as 25/12/2026 14:30."]
NO_YEAR = ["Write a year between 1900 and 2100."]
ROW = "sessions-0-"
# A field with a day of each kind of form: of a page, of a row, of Wagtail's own panel.
DAYS = [
    ("news", "", "date"),
    ("story", "", "told_on"),
    ("course", ROW, "enrol_by"),
    ("opportunity", "", "repeats_until"),
]
MOMENTS = [
    ("opportunity", "", "starts_at"), ("opportunity", "", "closes_at"), ("course", ROW, "starts_at"),
    ("news", "", "go_live_at"), ("news", "", "expire_at"),
]  # fmt: skip


def errors_at(editor, kind, row, name, typed):
    """Return what the form of a new page of ``kind`` says at a field into which somebody typed ``typed``."""
    response = editor.post(add_url(kind), form_of(kind) | {"repeats": "", row + name: typed, "action-publish": "1"})
    assert response.status_code == 200, "it was saved"
    # Text, not the answer as it is: what was typed stands there still.
    assert typed in response.content.decode()
    form = response.context["form"]
    return (form.formsets["sessions"].forms[0] if row else form).errors[name]


@pytest.mark.parametrize(("kind", "row", "name"), DAYS)
@pytest.mark.parametrize(("typed", "said"), [("25th of May", NO_DAY), ("1/1/0001", NO_YEAR), ("31/12/9999", NO_YEAR)])
def test_what_is_no_day_that_anybody_can_mean_is_said_at_its_field(editor, kind, row, name, typed, said):
    assert errors_at(editor, kind, row, name, typed) == said


@pytest.mark.parametrize(("kind", "row", "name"), MOMENTS)
@pytest.mark.parametrize(("typed", "said"), [("2pm", NO_MOMENT), ("1/1/0001", NO_YEAR), ("31/12/9999", NO_YEAR)])
def test_what_is_no_moment_that_anybody_can_mean_is_said_at_its_field(editor, kind, row, name, typed, said):
    assert errors_at(editor, kind, row, name, typed) == said


def test_a_day_left_out_is_in_a_year_that_anybody_can_mean():
    assert read_days("1/1/0001, 26/1/2030") == ({datetime.date(2030, 1, 26)}, ["1/1/0001"])


# Two figures of a year from 69 on are of the last century.
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("25.12.2025", (2025, 12, 25)),
        ("25/12/25", (2025, 12, 25)),
        ("1/7/69", (1969, 7, 1)),
        ("1-7-2026", (2026, 7, 1)),
    ],
)
def test_a_day_is_read_as_people_here_write_it(editor, typed, expected):
    assert publish(editor, "story", form_of("story") | {"told_on": typed}).status_code == 302
    assert models.StoryPage.objects.get().told_on == datetime.date(*expected)


def test_days_and_times_in_rows_are_read_as_people_here_write_them(editor):
    typed = {"starts_at": "5.1.2030 2pm", "ends_at": "6/1/30 4 pm", "enrol_by": "25.12.2029"}
    editor.post(add_url("course"), form_of("course") | {ROW + name: words for name, words in typed.items()})
    row = models.CoursePage.objects.get().get_latest_revision_as_object().sessions.get()
    assert row.starts_at == datetime.datetime(2030, 1, 5, 14, tzinfo=MELBOURNE)
    assert row.ends_at == datetime.datetime(2030, 1, 6, 16, tzinfo=MELBOURNE)
    assert row.enrol_by == datetime.date(2029, 12, 25)


@pytest.mark.parametrize(
    "times",
    [
        {"closes_at": datetime.datetime(9999, 12, 31, tzinfo=MELBOURNE)},
        {
            "starts_at": datetime.datetime(9999, 12, 30, 9, tzinfo=MELBOURNE),
            "ends_at": datetime.datetime(9999, 12, 31, 9, tzinfo=MELBOURNE), "repeats": "weekly",
        },
    ],
)  # fmt: skip
def test_a_page_that_was_saved_with_never_breaks_no_list(client, times):
    page = OpportunityFactory(**times)
    audience = AudienceFactory(closing_soon=True)
    for url in (page.url, page.get_parent().url, audience.url, "/feeds/opportunities/", f"{page.url}calendar/"):
        assert client.get(url).status_code == 200, url
    for kind in ("position", "training"):
        models.OpportunityPage.objects.update(opportunity_type=kind, organisation_name="A house", place="Bendigo")
        assert client.get(page.url).status_code == 200, kind


def every_moment():
    """Yield (model, name, field, what is said under it) of each day and hour in a form of pages, snippets and settings, and in their rows."""
    snippets = [model for model in get_snippet_models() if getattr(model, "snippet_viewset", None)]
    handlers = [model.get_edit_handler() for model in page_models()]
    handlers += [model.snippet_viewset._edit_handler for model in snippets]
    handlers += [get_setting_edit_handler(model) for model in registry]
    for handler in handlers:
        form = handler.get_form_class()
        rows = [formset.form for formset in getattr(form, "formsets", {}).values()]
        told = dict(helps_in(handler))
        for each in (form, *rows):
            for name, field in each.base_fields.items():
                if isinstance(field, forms.DateTimeField):
                    yield handler.model, name, field, str(told.get(name) or field.help_text)


def helps_in(panel):
    """Yield the name of each field below ``panel``, in rows too, with what its panel says under it."""
    if isinstance(panel, FieldPanel):
        yield panel.field_name, panel.help_text
    below = [*getattr(panel, "children", ()), getattr(panel, "child_edit_handler", None)]
    for child in filter(None, below):
        yield from helps_in(child)


def test_each_day_and_hour_in_a_form_says_what_a_day_alone_means_and_its_calendar_writes_just_that():
    found = {(model.__name__, name): (field, told) for model, name, field, told in every_moment()}
    assert {
        ("NewsPage", "go_live_at"), ("NewsPage", "expire_at"), ("OpportunityPage", "starts_at"), ("OpportunityPage", "ends_at"),
        ("OpportunityPage", "closes_at"), ("CoursePage", "starts_at"), ("CoursePage", "ends_at"), ("Notice", "begins"),
        ("Notice", "until"),
    } <= set(found)  # fmt: skip
    said = {DAY_BEGINS: "means from its beginning", DAY_ENDS: "means to its end", "09:00": "9 am", "17:00": "5 pm"}
    for where, (field, told) in found.items():
        picker = field.widget.get_config()
        alone = "write the hour too" if picker.get("timepicker") is False else said[picker["defaultTime"]]
        assert alone in told, where


@pytest.mark.parametrize(
    ("alone", "meant"), [("00:00", (0, 0)), ("23:59", (23, 59)), ("09:00", (9, 0)), ("17:00", (17, 0))]
)
@pytest.mark.parametrize("typed", ["25/12/2030", " 25/12/30 ", "25 December 2030", "2030-12-25"])
def test_a_day_alone_means_the_same_typed_as_chosen(alone, meant, typed):
    widget = MomentInput(alone=alone)
    chosen = f"25/12/2030 {widget.get_config()['defaultTime']}"
    read = [
        forms.DateTimeField(input_formats=SHAPES).clean(widget.value_from_datadict({"x": each}, {}, "x"))
        for each in (typed, chosen)
    ]
    assert read[0] == read[1] == datetime.datetime(2030, 12, 25, *meant, tzinfo=MELBOURNE)


@pytest.mark.parametrize("typed", ["25/12/2030 10:00", "next Tuesday", "", "25/12/2030 noon"])
def test_what_is_no_day_alone_is_left_as_it_was_typed(typed):
    assert MomentInput(alone="23:59").value_from_datadict({"x": typed}, {}, "x") == typed


def test_the_day_on_which_an_opportunity_closes_is_shown_as_a_day_and_its_hour_where_it_has_one(editor):
    page = OpportunityFactory(closes_at=datetime.datetime(2030, 1, 5, tzinfo=MELBOURNE))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="closes_at" value="05/01/2030"' in editor.get(address).content.decode()
    models.OpportunityPage.objects.update(closes_at=datetime.datetime(2030, 1, 5, 14, 30, tzinfo=MELBOURNE))
    assert 'name="closes_at" value="05/01/2030 14:30"' in editor.get(address).content.decode()


def test_an_opportunity_of_days_without_hours_is_from_nine_to_five_and_closes_at_the_end_of_its_day(editor):
    add(editor, opportunity(starts_at="5/1/2030", ends_at="6/1/2030", closes_at="1/1/2030"))
    page = models.OpportunityPage.objects.get()
    assert page.when == "Saturday 5 January, 9 am, to Sunday 6 January 2030, 5 pm"
    assert page.closes_all_day
