"""Every screen of the admin that is ours, opened once: axe finds nothing in light or dark, and it fits at 700 pixels.

A new screen of ours is walked by itself. Of Wagtail's own, those are walked in which our panels, columns or words stand.
"""

from fnmatch import fnmatchcase

import pytest
from django.urls import resolve, reverse

from cms.users.roles import ADMINISTRATORS, CONTRIBUTORS, EDITORS
from tests.pages.factories import StoryFactory
from tests.roles import world
from tests.roles.addresses import everywhere, fill_in
from tests.roles.cases import cases_of

from .harness import problems_in_both_themes

pytestmark = pytest.mark.sqlite_only

PARTS = 4  # which may run at the same time
# Parts of screens, files, what only receives, and versions, which show a page of the site or a form that is walked already.
NO_SCREENS = (
    "*results", "*_version", "*revert", "*_csv", "*_xlsx", "*picture", "*upload", "*preview*", "*chosen*", "*choose*",
    "*:usage", "*still_right", "*unlist", "writing_card", "*catalog", "wagtail_bulk_action", "*reset_second_step", "*_api:*",
    "*workflow_action*", "*revisions_view", "wagtailsettings:*", "staff_bar",
)  # fmt: skip
# Of each, the first case: our fields, checks and panels stand in Wagtail's forms, our columns and words in its lists.
WAGTAILS = (
    "wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_explore", "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:history", "wagtailadmin_pages:revisions_compare", "wagtailadmin_reports:site_history",
    "wagtailimages:index", "wagtailimages:add", "wagtailimages:edit", "wagtailimages:delete", "wagtaildocs:edit",
    "wagtaildocs:delete", "wagtailmedia:index", "wagtailmedia:edit", "contribute_enquiry_modeladmin_index",
    "contribute_storysent_modeladmin_index",
    "directory_submission_modeladmin_inspect", "wagtailsnippets_core_taxonomy:edit", "wagtailsnippets_core_taxonomy:list",
    "wagtailsnippets_directory_service:history", "wagtailsnippets_home_helpline:delete",
    "wagtailsnippets_newsletter_issue:add", "wagtailsnippets_pages_charterendorsement:edit",
)  # fmt: skip
# Of many things at once, those whose screens say what links here, or that are ours.
BULK = ("page delete", "siteimage delete", "helpline delete", "service delete", "service status", "user assign_role")
# Wagtail's own faults: the text editor and single fields of a list have no name of their own, nor has the field of tags.
NOT_OURS = (".public-DraftEditor-content", ".tagit", "[name^=practice_points-]")
# Blocks in blocks are landmarks of the same name: Wagtail's too.
WITHOUT = ("landmark-unique",)


def screens():
    """Return ``{path: whether it is a form}`` of what is walked: each screen of ours, and of Wagtail's what is named above."""
    known, paths = set(), {}
    for address in everywhere():
        cases = list(cases_of(address))
        if address.name == "wagtail_bulk_action":
            paths |= {fill_in(address, values): False for label, values in cases if label in BULK}
            continue
        if any(fnmatchcase(address.name, name) for name in NO_SCREENS):
            continue
        path = fill_in(address, cases[0][1])
        view = resolve(path.partition("?")[0]).func
        while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
            view = view.__wrapped__
        view = getattr(view, "view_class", view)
        # What one class does for several models looks alike, but for the forms.
        alike = address.name if address.name.endswith(("edit", "add")) else view
        is_ours = alike not in known and not view.__module__.startswith("wagtail")
        if is_ours or any(fnmatchcase(address.name, name) for name in WAGTAILS):
            known.add(alike)
            paths[path] = alike is not view
    return sorted(paths.items())


def problems_of(page, path, is_form=False):
    """Open a screen and return what is wrong with it, as lines: for axe in light and dark, and at 700 pixels."""
    main = {"include": ["main"], "exclude": [[each] for each in NOT_OURS]}
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(path)
    if answer.status != 200 or not page.locator("#wagtail-sidebar").count():
        return [f"{path}: no screen ({answer.status}, {page.url})"]
    # Forms are drawn by Wagtail, whose dark colours are the same in each.
    problems = [f"{path}{line}" for line in problems_in_both_themes(page, main, WITHOUT, is_dark_too=not is_form)]
    page.set_viewport_size({"width": 700, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        problems.append(f"{path}: wider than 700 pixels")
    return problems


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_of_ours_can_be_read_by_everybody_in_both_themes_and_fits(
    part, signed_in, member_of, media_folder
):
    world.build(member_of(EDITORS), member_of(CONTRIBUTORS))
    page, paths = signed_in(ADMINISTRATORS), screens()[part::PARTS]
    problems = [line for path, is_form in paths for line in problems_of(page, path, is_form)]
    assert len(paths) > 25
    assert not problems, "\n".join(problems)


def test_who_keeps_no_consents_can_read_the_screen_that_asks_for_one(signed_in):
    """Administrators record it themselves, so the walk above does not come by."""
    story = StoryFactory(live=False)
    problems = problems_of(signed_in(EDITORS), reverse("story_consent_ask", args=[story.pk]))
    assert not problems, "\n".join(problems)
