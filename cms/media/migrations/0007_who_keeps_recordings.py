"""Who may keep recordings: the same people as pictures and documents, whichever groups were there when wagtailmedia came."""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, CONTRIBUTORS, EDITORS

ACTIONS = {
    CONTRIBUTORS: ("add",),
    EDITORS: ("add", "change"),
    APPROVERS: ("add", "change"),
    ADMINISTRATORS: ("add", "change", "delete"),
}


def allow(apps, schema_editor):
    media_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailmedia", model="media"
    )
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    of_collections = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    permissions = apps.get_model("auth", "Permission").objects
    for name, actions in ACTIONS.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        # wagtailmedia's own migration grants for all collections, deletion too, to groups of Wagtail's old names.
        group.permissions.remove(*group.permissions.filter(content_type=media_type))
        for action in actions:
            permission, _new = permissions.get_or_create(
                content_type=media_type, codename=f"{action}_media", defaults={"name": f"Can {action} media"}
            )
            of_collections.get_or_create(group=group, collection=collection, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0006_recordings"),
        ("users", "0003_alter_user_email"),
        ("wagtailmedia", "0005_alter_media_options"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
