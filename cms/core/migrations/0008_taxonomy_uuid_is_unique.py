import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_fill_taxonomy_uuid")]

    operations = [
        migrations.AlterField("taxonomy", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
