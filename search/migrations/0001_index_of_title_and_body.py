"""On PostgreSQL, the index that the stock search query can use.

It asks for ``title || body`` while the stock indexes cover each alone, so that every search reads all entries
(docs/decisions/0004-search.md). SQLite's full-text table needs nothing.
"""

from django.db import migrations


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS search_title_and_body ON wagtailsearch_indexentry USING gin ((title || body))"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_title_and_body")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(make_index, drop_index)]
