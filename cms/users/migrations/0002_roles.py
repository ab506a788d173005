"""The five roles, made of the groups that Wagtail already makes; Wagtail's own moderation comes off the root page.

A draft made of something the public sent would otherwise fall into "Moderators approval", which publishes
whatever is newest.
"""

from django.db import migrations

from cms.users.roles import ADMINISTRATORS, APPROVERS, CONTRIBUTORS, EDITORS, INBOX_STAFF, ROLES, crud, grant


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    moderators = groups.filter(name="Moderators").first()
    if moderators and not groups.filter(name=APPROVERS).exists():
        moderators.name = APPROVERS
        moderators.save()
    for name in ROLES:
        groups.get_or_create(name=name)
        grant(apps, name, "wagtailadmin", "admin", ["access_admin"])

    # Contributors write drafts anywhere below the root and choose from what is there.
    contributors = groups.get(name=CONTRIBUTORS)
    administrators = groups.get(name=ADMINISTRATORS)
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    page_permission = apps.get_model("wagtailcore", "GroupPagePermission").objects
    permissions = apps.get_model("auth", "Permission").objects
    page_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )

    def allow(group, *actions):
        for action in actions:
            permission, _new = permissions.get_or_create(
                content_type=page_type, codename=f"{action}_page", defaults={"name": f"Can {action} page"}
            )
            page_permission.get_or_create(group=group, page=root, permission=permission)

    allow(contributors, "add")
    allow(groups.get(name=EDITORS), "add", "change", "publish")
    allow(groups.get(name=APPROVERS), "add", "change", "publish", "lock", "unlock")
    allow(administrators, "add", "change", "publish", "bulk_delete", "lock", "unlock")

    collection_permission = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        file_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        for group, actions in (
            (contributors, ("add", "choose")),
            (groups.get(name=EDITORS), ("add", "change", "choose")),
            (groups.get(name=APPROVERS), ("add", "change", "choose")),
            (administrators, ("add", "change", "delete", "choose")),
        ):
            for action in actions:
                permission, _new = permissions.get_or_create(
                    content_type=file_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                collection_permission.get_or_create(group=group, collection=collection, permission=permission)

    for name in (EDITORS, APPROVERS, ADMINISTRATORS):
        grant(apps, name, "core", "taxonomy", crud("taxonomy", "view", "add", "change"))
        grant(apps, name, "wagtailredirects", "redirect", crud("redirect"))
        grant(apps, name, "wagtailsearchpromotions", "searchpromotion", crud("searchpromotion"))
    for name in (APPROVERS, ADMINISTRATORS):
        grant(apps, name, "core", "sitesettings", ["change_sitesettings"])
    for app_label, model in (
        ("users", "user"), ("auth", "group"), ("wagtailcore", "site"), ("wagtailcore", "collection"),
        ("wagtailcore", "workflow"), ("wagtailcore", "task"),
    ):  # fmt: skip
        grant(apps, ADMINISTRATORS, app_label, model, crud(model, "view", "add", "change", "delete"))
    for name in (APPROVERS, INBOX_STAFF, ADMINISTRATORS):
        grant(apps, name, "intake", "sender", ["read_contact_details"])
        grant(apps, name, "intake", "upload", ["read_upload"])

    for link in apps.get_model("wagtailcore", "WorkflowPage").objects.filter(page=root):
        link.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
        ("core", "0001_initial"),
        ("intake", "0001_initial"),
        ("media", "0002_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
