"""The editors' screens are this site's: its name in the browser's tab, its mark above the menu."""

import pytest
from django.urls import reverse

from cms.core.models import SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_editors_see_the_name_of_their_own_site_and_its_mark(client, member_of, settings):
    # In the tab as signing in calls it, which asks no database.
    settings.WAGTAIL_SITE_NAME = "Quiet Rivers"
    site = SiteSettings.load()
    site.site_name = "Quiet Rivers"
    site.save()
    client.force_login(member_of("Editors"))
    page = client.get(reverse("wagtailadmin_home")).text
    assert " ".join(page.split("<title>")[1].split("</title>")[0].split()).endswith("- Quiet Rivers")
    assert "img/mark-on-dark" in page
    lost = client.get(f"{reverse('wagtailadmin_home')}nowhere/")
    assert lost.status_code == 404
    assert "Quiet Rivers" in lost.text
