"""Everybody reads their own role on the first screen and on their account, in the words in which it is given."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from lxml import html

from cms.signin.own_role import EVERYTHING, NONE, roles_of
from cms.users.roles import EDITORS, ROLES, explained

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_said_on_the_first_screen_and_on_the_account(client, member_of, role):
    client.force_login(member_of(role))
    for name in ("wagtailadmin_home", "wagtailadmin_account"):
        screen = html.fromstring(client.get(reverse(name)).content.decode())
        words = screen.xpath("//*[contains(@class, 'own-role__words')]/li/text()")
        assert tuple(words) == explained(role), name
        assert screen.xpath(
            f"//a[@href='{reverse('handbook_task', args=['invite-a-colleague'])}#what-each-role-may-do']"
        )
    assert role in screen.text_content()


def test_several_roles_are_told_apart_and_who_may_do_everything_or_nothing_is_told_so(client, member_of):
    both = member_of(EDITORS)
    both.groups.add(Group.objects.get(name="Inbox staff"))
    client.force_login(both)
    summary = html.fromstring(client.get(reverse("wagtailadmin_home")).content.decode()).xpath("//details/summary")[0]
    assert " ".join(summary.text_content().split()) == "Your role: Editors, Inbox staff"
    assert roles_of(member_of(None)) == [EVERYTHING]
    nobody = member_of(EDITORS)
    nobody.groups.clear()
    assert roles_of(nobody) == [NONE]


def test_who_is_new_is_led_to_where_one_begins(client, member_of):
    user = member_of(EDITORS)
    client.force_login(user)
    way = reverse("handbook_task", args=["your-first-half-hour"])
    assert f'New here? <a href="{way}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    user.date_joined -= timedelta(days=31)
    user.save()
    assert way not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_account_is_saved_as_before(client, member_of):
    user = member_of(EDITORS, first_name="W", last_name="Reed")
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account"))
    form = html.fromstring(unescape(page.content.decode())).xpath("//form[.//input[contains(@name, 'first_name')]]")[0]
    fields = dict(form.form_values()) | {"name_email-first_name": "Wren"}
    answer = client.post(reverse("wagtailadmin_account"), fields)
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Wren"
