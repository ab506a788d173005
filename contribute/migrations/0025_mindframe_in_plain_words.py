from django.db import migrations

# Of "Read the story" (0020), for readers who never met Mindframe.
BEFORE = "Words: Mindframe’s guidance is kept, and nobody else can be recognised"
AFTER = (
    "Words: as Mindframe asks, nothing of how somebody harmed themselves and no blame; nobody else can be recognised"
)


def say_it_plainly(apps, schema_editor):
    """Say what Mindframe asks, in each list of points where that line stands as it was; editors' own words stay."""
    for step in apps.get_model("intake", "ReviewTask").objects.filter(points__contains=BEFORE):
        lines = step.points.splitlines()
        step.points = "\n".join(AFTER if line == BEFORE else line for line in lines)
        step.save(update_fields=["points"])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_points_to_go_through"),
        ("contribute", "0024_smaller_screens"),
    ]

    operations = [migrations.RunPython(say_it_plainly, migrations.RunPython.noop)]
