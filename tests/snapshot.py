"""What the migrations made, put back as it was before a test that commits for good (``serialized_rollback=True``).

Django writes it down once and then saves object by object before each such test, with every signal: half a second for
a few hundred objects. Here rows are copied as they are, table by table, by the database itself.
"""

import io

from django.db import transaction


class Snapshot:
    """All rows that are in the database of ``connection`` at this moment."""

    def __init__(self, connection):
        self.connection = connection
        self.keep, self.fill = (
            (self.keep_rows, self.fill_rows) if connection.vendor == "sqlite" else (self.keep_copy, self.fill_copy)
        )
        with connection.cursor() as cursor:
            # What Django empties after such a test, and no more.
            tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
            self.tables = [(table, kept) for table in sorted(tables) if (kept := self.keep(cursor, table))]

    def put_back(self, _serialized=None):
        """Fill the emptied tables again. Takes the place of ``creation.deserialize_db_from_string``."""
        with (
            transaction.atomic(using=self.connection.alias),
            self.connection.constraint_checks_disabled(),
            self.connection.cursor() as cursor,
        ):
            for table, kept in self.tables:
                name = self.connection.ops.quote_name(table)
                # Before the first of these tests they are still there.
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608
                self.fill(cursor, name, kept)

    def keep_rows(self, cursor, table):
        cursor.execute(f"SELECT * FROM {self.connection.ops.quote_name(table)}")  # noqa: S608
        return cursor.fetchall()

    def fill_rows(self, cursor, table, rows):
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def keep_copy(self, cursor, table):
        rows = io.StringIO()
        cursor.copy_expert(f"COPY {self.connection.ops.quote_name(table)} TO STDOUT", rows)
        return rows.getvalue()

    def fill_copy(self, cursor, table, rows):
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(rows))
