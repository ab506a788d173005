"""The full-text table of the directory: a table of FTS5 on SQLite, a tsvector with its GIN index on PostgreSQL.

One tree of migrations serves both, so it is no model. ``directory.words_table`` writes and asks it; after all
migrations it is filled (directory/receivers.py).
"""

from django.db import migrations

SQL = {
    "sqlite": [
        "CREATE VIRTUAL TABLE directory_words USING fts5(stems, tokenize = 'unicode61', detail = full)",
    ],
    "postgresql": [
        "CREATE TABLE directory_words (rowid bigint PRIMARY KEY, stems tsvector NOT NULL)",
        "CREATE INDEX directory_words_stems ON directory_words USING gin (stems)",
    ],
}


def create(apps, schema_editor):
    for sql in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE directory_words")


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_search_entries")]
    operations = [migrations.RunPython(create, drop)]
