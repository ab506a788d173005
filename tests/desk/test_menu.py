"""The menu of each role: the order and the names are fixed, and nothing stands there that they cannot use."""

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu, help_menu

from cms.core.page_source import page_models
from cms.desk.listings import ListMenuItem

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
PAGES = [
    "Stories", "Research", "Resources", "Training modules", "Courses", "Opportunities", "News", "Questions and answers",
    "Fact sheets", "Easy Read", "Partners", "Paths in steps", "Pages for audiences", "Other pages",
]  # fmt: skip
KEPT = ["Glossary", "Help lines", "Endorsements"]
FILES = ["Pictures", "Documents", "Recordings"]
WORK = [
    "Pages",
    "Content",
    "Inbox",
    "Directory",
    "Newsletter",
    "Calendar",
    *FILES,
    "Public forms",
    "Bin",
    "Reports",
    "Settings",
    "Help",
]
MENUS = {
    "Contributors": (["Pages", "Content", "Calendar", *FILES, "Reports", "Help"], PAGES),
    "Editors": (WORK, [*PAGES, *KEPT]),
    "Approvers": (WORK, ["Stories", "Consents", *PAGES[1:], *KEPT]),
    "Inbox staff": (["Inbox", "Directory", "Newsletter", "Calendar", "Public forms", "Bin", "Reports", "Help"], []),
    "Administrators": (WORK, ["Stories", "Consents", *PAGES[1:], *KEPT]),
    None: (WORK, ["Stories", "Consents", *PAGES[1:], *KEPT]),
}


@pytest.fixture
def items_of(rf, member_of):
    """The items of a menu as a member of a group sees them, in their order: ``items_of("Editors")``."""

    def items(role, menu=admin_menu):
        request = rf.get("/admin/")
        request.user = member_of(role)
        return request, sorted(menu.menu_items_for_request(request), key=lambda item: item.order)

    return items


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_has_its_order_and_its_names_for_each_role(items_of, role):
    request, items = items_of(role)
    main, content = MENUS[role]
    assert [str(item.label) for item in items] == main
    inside = [item.menu.menu_items_for_request(request) for item in items if item.name == "content"]
    assert [str(item.label) for each in inside for item in sorted(each, key=lambda item: item.order)] == content


def test_every_kind_of_page_that_may_stand_more_than_once_has_its_list_in_the_menu(items_of):
    _request, items = items_of("Editors")
    [content] = [item.menu for item in items if item.name == "content"]
    listed = {item.model for item in content.registered_menu_items if isinstance(item, ListMenuItem)}
    assert listed == {model for model in page_models() if model.max_count != 1}


@pytest.mark.parametrize("role", MENUS)
def test_what_stands_in_the_menu_opens(client, items_of, role):
    request, items = items_of(role)
    client.force_login(request.user)
    children = [child for item in items if hasattr(item, "menu") for child in item.menu.menu_items_for_request(request)]
    for item in [*items, *children]:
        item.render_component(request)
        if item.url.startswith("/admin/"):
            response = client.get(item.url, follow=True)
            # Who may not is led back to the dashboard.
            assert response.status_code == 200
            assert response.redirect_chain == [] or response.redirect_chain[-1][0] != "/admin/", item.name


def test_nothing_under_help_is_about_versions(items_of):
    _request, items = items_of("Editors", help_menu)
    assert not any("new" in str(item.label).lower() for item in items)


def test_the_lists_of_the_menu_are_not_for_who_does_nothing_in_the_tree(client, member_of):
    client.force_login(member_of("Inbox staff"))
    address = reverse("wagtailadmin_pages:type_use", args=["pages", "storypage"])
    assert client.get(address).status_code == 302
