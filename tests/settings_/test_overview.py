"""One page says what each setting is for; another how long everything is kept."""

import pytest
from django.urls import reverse
from wagtail.contrib.settings.registry import registry

from cms.core.setting_overview import rows_for
from contribute.models import Channel
from home.models import Navigation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
OVERVIEW, KEEPING = "/admin/settings/", "/admin/settings/keeping/"


def test_each_setting_says_in_one_line_what_it_is_for_and_who_changed_it_last(client, member_of):
    ana = member_of("Administrators", first_name="Ana", last_name="Weir")
    client.force_login(ana)
    Navigation.load().save_revision(user=ana)
    page = client.get(OVERVIEW).content.decode()
    for row in rows_for(ana):
        assert row.what_for, row.label
        assert row.what_for.endswith(".")
        assert f'href="{row.url}"' in page
        assert client.get(row.url, follow=True).status_code == 200, row
    assert len(rows_for(ana)) >= len(registry) + 4
    assert "by Ana Weir" in page
    assert OVERVIEW in client.get(reverse("wagtailadmin_home")).content.decode()


def test_everybody_sees_what_they_may_change_and_no_more(client, member_of):
    labels = {}
    for role in ("Contributors", "Editors", "Approvers", "Inbox staff", "Administrators"):
        user = member_of(role)
        labels[role] = {row.label for row in rows_for(user)}
        client.force_login(user)
        for address in (OVERVIEW, KEEPING):
            assert (client.get(address).status_code == 200) is bool(labels[role]), role
    assert labels["Contributors"] == set()
    assert {"Notices", "Help lines", "Words of the search", "Emails that the site sends"} <= labels["Editors"]
    assert "Menus" not in labels["Editors"]
    assert "Menus" in labels["Approvers"]
    assert "What the site offers" in labels["Administrators"]
    assert "What the site offers" not in labels["Editors"] | labels["Approvers"]
    assert labels["Editors"] <= labels["Administrators"]


def test_the_days_of_each_form_stand_with_what_people_are_told(client, member_of):
    client.force_login(member_of("Administrators"))
    page = client.get(KEEPING).content.decode()
    for channel in Channel.objects.all():
        assert f">{channel.title}</a>" in page
        assert channel.privacy.splitlines()[0] in page
    assert "At least 7 days, at most 2557." in page
    assert "14 days after they kept it" in page
    assert "a year after they are dealt with" in page
