import uuid

from django.db import migrations


def fill(apps, schema_editor):
    """Give each taxonomy an id of its own: adding the column gave them all the same."""
    for taxonomy in apps.get_model("core", "Taxonomy").objects.only("pk"):
        taxonomy.uuid = uuid.uuid4()
        taxonomy.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("core", "0006_taxonomy_uuid")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
