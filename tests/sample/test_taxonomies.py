"""A real site begins with the taxonomies alone: no people, no services, no pages of the sample."""

import pytest
from django.core.management import call_command

from cms.core.models import Taxonomy, Term
from cms.sample.ledger import Ledger
from cms.sample.loading import terms
from directory.models import Service

pytestmark = pytest.mark.django_db


def test_a_site_gets_its_taxonomies_once_and_what_editors_did_stays(capsys, client):
    call_command("load_taxonomies")
    number = Term.objects.count()
    assert f"{number} terms in all" in capsys.readouterr().out
    facets = list(Taxonomy.objects.filter(is_facet=True).values_list("name", flat=True))
    assert len(facets) > 3
    assert not Service.objects.exists()
    taxonomy = Taxonomy.objects.get(name=facets[0])
    taxonomy.terms.update(name="Renamed")
    Taxonomy.objects.get(name=facets[1]).delete()
    call_command("load_taxonomies")
    assert "Taxonomies: 0 new" in capsys.readouterr().out
    assert set(taxonomy.terms.values_list("name", flat=True)) == {"Renamed"}
    assert not Taxonomy.objects.filter(name=facets[1]).exists()


def test_the_sample_site_goes_on_from_them(capsys):
    call_command("load_taxonomies")
    ledger = Ledger()
    assert len(terms.load(ledger)) == Term.objects.count()
    assert ledger.added == 0
