import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_safety_page")]

    operations = [
        migrations.AddField("taxonomy", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
    ]
