"""SQLite as the site relies on it (docs/decisions/0002-sqlite.md)."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from cms.core.models import Term

pytestmark = pytest.mark.sqlite_only


def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.django_db
def test_the_pragmas_are_in_force():
    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 20_000
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_a_row_cannot_point_to_one_that_is_not_there():
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(taxonomy_id=999_999, name="Nowhere", slug="nowhere")


@pytest.mark.django_db(transaction=True)
def test_transactions_that_read_and_then_write_wait_for_each_other(django_user_model):
    """Eight threads each add one to what they read, ten times: nothing fails and nothing is lost."""
    person = django_user_model.objects.create(username="counter", email="counter@example.org", first_name="0")
    failures = []

    def add_ten():
        try:
            for _turn in range(10):
                with transaction.atomic():
                    row = django_user_model.objects.get(pk=person.pk)
                    row.first_name = str(int(row.first_name) + 1)
                    row.save()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add_ten) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    person.refresh_from_db()
    assert failures == []
    assert person.first_name == "80"
