"""The editors' screens are this site's: its name in the browser's tab, its mark above the menu."""

import pytest
from django.urls import reverse

from cms.core.models import SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_editors_see_the_name_of_their_own_site_and_its_mark(client, member_of):
    settings = SiteSettings.load()
    settings.site_name = "Quiet Rivers"
    settings.save()
    client.force_login(member_of("Editors"))
    page = client.get(reverse("wagtailadmin_home")).text
    assert page.split("<title>")[1].split("</title>")[0].strip().endswith("- Quiet Rivers")
    assert "img/mark-on-dark" in page
    lost = client.get(f"{reverse('wagtailadmin_home')}nowhere/")
    assert lost.status_code == 404
    assert "Quiet Rivers" in lost.text
