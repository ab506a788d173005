"""The version of what readers may see moves with every write to it, however it is written, and with nothing else."""

import pytest
from django.db import connection, transaction

from cms.core import content_version
from cms.core.models import ContentChange, Taxonomy, Term
from cms.intake.models import Sender
from directory.models import Service
from home.models import HelpLine
from tests.directory.factories import make_service
from tests.home.factories import HelpLineFactory
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db


def moves(act):
    before = content_version.current()
    act()
    return content_version.current() != before


def in_plain_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE home_helpline SET name = 'Other' WHERE name = 'Line'")


@pytest.mark.parametrize(
    "write",
    [
        lambda line: line.save(),
        lambda line: line.delete(),
        lambda line: HelpLine.objects.filter(pk=line.pk).update(name="Other"),
        lambda line: HelpLine.objects.bulk_update([line], ["name"]),
        lambda line: Taxonomy.objects.bulk_create([Taxonomy(name="New", slug="new")]),
        lambda line: Taxonomy.objects.bulk_create([Taxonomy(name="New", slug="new")], ignore_conflicts=True),
        lambda line: in_plain_sql(),
    ],
    ids=["save", "delete", "update", "bulk update", "bulk create", "bulk create of what may be there", "plain SQL"],
)
def test_however_something_is_written_the_version_moves(write):
    line = HelpLineFactory(name="Line")
    assert moves(lambda: write(line))


def test_what_the_public_or_the_desk_writes_for_itself_does_not_move_it():
    assert not moves(lambda: Sender.objects.create(name="Ann", email="ann@example.org"))


def test_a_draft_does_not_move_it_and_its_publication_does():
    page, service = StandardFactory(title="Tea"), make_service()
    page.title = "Coffee"
    assert not moves(page.save_revision)
    assert moves(page.get_latest_revision().publish)
    service.name = "Other"
    assert not moves(service.save_revision)
    assert moves(service.get_latest_revision().publish)


def test_what_stands_beside_a_draft_column_counts():
    service = make_service()
    assert moves(lambda: Service.objects.filter(pk=service.pk).update(has_unpublished_changes=True, live=False))


def test_many_changes_in_one_transaction_are_one_move():
    before = ContentChange.objects.count()
    with transaction.atomic():
        for number in range(5):
            HelpLineFactory(name=f"Line {number}")
    assert ContentChange.objects.count() == before + 1


def test_a_change_after_one_that_was_undone_moves_it_still():
    class StopError(Exception):
        pass

    def change_and_fail():
        with transaction.atomic():
            HelpLineFactory(name="Undone")
            raise StopError

    before = content_version.current()
    with transaction.atomic():
        with pytest.raises(StopError):
            change_and_fail()
        assert content_version.current() == before
        HelpLineFactory(name="Done")
    assert content_version.current() != before


def test_a_change_after_the_version_was_read_moves_it_again():
    taxonomy = Taxonomy.objects.create(name="New", slug="new")
    for number in range(3):
        assert moves(lambda number=number: Term.objects.create(taxonomy=taxonomy, name=str(number), slug=str(number)))


def test_old_rows_go_and_the_version_is_new_each_time():
    seen = set()
    for _time in range(3 * content_version.MOST):
        content_version.move()
        seen.add(content_version.current())
    assert len(seen) == 3 * content_version.MOST
    assert ContentChange.objects.count() <= 2 * content_version.MOST + 1


def test_who_listens_hears_of_it(monkeypatch):
    heard = []
    monkeypatch.setattr(content_version, "_listeners", [lambda: heard.append(1)])
    HelpLineFactory()
    assert heard


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_older_versions_are_forgotten_while_a_row_is_still_being_written(monkeypatch):
    monkeypatch.setattr(content_version, "MOST", 2)
    for number in range(5):
        Taxonomy.objects.create(name=f"New {number}", slug=f"new-{number}")
    assert ContentChange.objects.count() <= 4
