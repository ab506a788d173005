"""Made-up services in numbers: realistic, the same for one seed, refused on a real site, and gone again when asked."""

import pytest
from django.core.management import CommandError, call_command

from directory import made
from directory.models import Location, Organisation, Schedule, Service

from .factories import BALLARAT, GEELONG, make_locality, make_service, make_taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    make_taxonomy("Type", "Group", "Line", "Walk")
    return [make_locality(*BALLARAT), make_locality(*GEELONG), make_locality("Carlton", "3053", -37.8, 144.967)]


def make(*arguments):
    call_command("make_services", *arguments, verbosity=0)


def test_it_makes_services_of_every_sort_that_keep_the_rules(places):
    make("120")
    services = Service.objects.all()
    assert services.count() == 120
    assert 60 < Service.objects.listed().count() < 120
    assert set(services.values_list("status", flat=True)) == set(Service.Status.values)
    assert set(services.values_list("coverage", flat=True)) == set(Service.Coverage.values)
    assert set(Location.objects.values_list("address_shown", flat=True)) == set(Location.AddressShown.values)
    assert Schedule.objects.exists()
    assert Service.objects.filter(terms__slug="type-walk").exists()
    for service in services.select_related("organisation"):
        service.full_clean()


def test_more_people_live_in_melbourne(places):
    make("120")
    by_place = [Location.objects.filter(locality=place).count() for place in places]
    assert by_place[2] > by_place[1] > 0


def test_a_second_run_makes_more_and_one_seed_makes_the_same(places):
    make("20", "--seed", "7")
    names = list(Service.objects.order_by("uuid").values_list("name", flat=True))
    make("10")
    assert Service.objects.count() == 30
    make("--remove")
    make("20", "--seed", "7")
    assert list(Service.objects.order_by("uuid").values_list("name", flat=True)) == names


def test_only_what_was_made_is_removed(places):
    real = make_service("Real", organisation="Real peers")
    make("30")
    make("--remove")
    assert list(Service.objects.all()) == [real]
    assert [one.name for one in Organisation.objects.all()] == ["Real peers"]


def test_a_real_site_is_left_alone_unless_somebody_says_yes(places, settings):
    settings.SAMPLE_SITE_ALLOWED = False
    with pytest.raises(CommandError, match="real site"):
        make("5")
    assert not Service.objects.exists()
    make("5", "--yes")
    assert made.made().count() == 5


@pytest.mark.parametrize("arguments", [(), ("0",), ("-3",)])
def test_without_a_number_it_says_what_to_type(places, arguments):
    with pytest.raises(CommandError):
        make(*arguments)


def test_without_localities_it_says_which_command_comes_first():
    with pytest.raises(CommandError, match="load_localities"):
        make("5")
