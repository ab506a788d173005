import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_pages_of_the_directory")]

    operations = [
        migrations.AddField("taxonomy", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
    ]
