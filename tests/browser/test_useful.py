"""“Was this page useful?” to its end: with script one press, without it a small page."""

import re

import pytest
from playwright.sync_api import expect

from contribute.models import PageOpinion
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_page(live_server):
    return StandardFactory(title="Making tea", slug="making-tea")


def test_with_script_one_press_counts_and_a_comment_may_follow(page, read_page, axe):
    page.goto(read_page.url)
    box = page.locator("[data-useful]")
    box.get_by_role("link", name=re.compile("^No")).click()
    expect(box.get_by_text("Your answer is counted.")).to_be_focused()
    assert page.url.endswith(read_page.url)
    assert [(one.is_useful, one.comment) for one in PageOpinion.objects.all()] == [(False, "")]
    axe(page, "[data-useful]")
    box.get_by_label("Would you like to say why?").fill("Where is the milk?")
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_text("Your comment is with us.")).to_be_focused()
    assert page.url.endswith(read_page.url)
    assert [(one.is_useful, one.comment) for one in PageOpinion.objects.all()] == [(False, "Where is the milk?")]
    assert page.context.cookies() == []


def test_with_script_a_comment_about_danger_is_answered_with_the_help_lines(page, read_page, axe):
    page.goto(read_page.url)
    box = page.locator("[data-useful]")
    box.get_by_role("link", name="Yes").click()
    box.get_by_label("Would you like to say why?").fill("I want to die")
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("heading", name="If you need somebody to talk to now")).to_be_visible()
    axe(page, "[data-useful]")


def test_with_script_a_comment_that_is_too_long_is_kept_and_asked_again(page, read_page):
    page.goto(read_page.url)
    box = page.locator("[data-useful]")
    box.get_by_role("link", name="Yes").click()
    comment = box.get_by_label("Would you like to say why?")
    comment.evaluate("(field) => { field.removeAttribute('maxlength'); field.value = 'tea '.repeat(600); }")
    with page.expect_response(lambda response: response.request.method == "POST"):
        box.get_by_role("button", name="Send").click()
    expect(box.get_by_text("longer than we can take")).to_be_visible()
    comment.fill("Tea")
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_text("Your comment is with us.")).to_be_visible()
    assert PageOpinion.objects.get().comment == "Tea"


def test_where_the_press_does_not_reach_us_the_small_page_opens(page, read_page):
    page.goto(read_page.url)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('away')); }")
    page.locator("[data-useful]").get_by_role("link", name="Yes").click()
    expect(page).to_have_url(re.compile(r"/contribute/useful/\d+/yes/$"))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert PageOpinion.objects.get().is_useful


def test_without_script_a_small_page_counts_and_leads_back(open_page, read_page, axe):
    page = open_page(javascript=False)
    page.goto(read_page.url)
    page.get_by_role("link", name=re.compile("^No")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was “Making tea” useful?")
    page.get_by_label("Would you like to say why?").fill("Where is the milk?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_role("main").get_by_role("link", name="Back to the page").first.click()
    assert page.url.endswith(read_page.url)
    assert PageOpinion.objects.get().comment == "Where is the milk?"


def test_staff_find_it_in_the_report_and_tick_it_off(live_server, signed_in, read_page):
    from contribute.opinions import keep

    keep("one", False, "Where is the milk?", page=read_page)
    page = signed_in("Editors")
    page.goto("/admin/reports/useful-pages/")
    row = page.get_by_role("row").filter(has_text="Making tea")
    expect(row).to_contain_text("Where is the milk?")
    row.get_by_role("link", name="All comments").click()
    page.get_by_role("link", name="Where is the milk?").click()
    page.get_by_role("checkbox", name="Dealt with").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("updated")
    assert PageOpinion.objects.get().is_handled


def test_without_script_a_search_is_answered_for_on_a_small_page_too(open_page, live_server):
    page = open_page(javascript=False)
    page.goto("/search/?q=kettle")
    page.get_by_role("link", name=re.compile("^No")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was “Search” useful?")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("main").get_by_role("link", name="Back to the page").first.click()
    assert page.url.endswith("/search/")
    assert [(one.place, one.is_useful) for one in PageOpinion.objects.all()] == [("search", False)]
