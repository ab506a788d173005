"""Roles as code: what each group may do, granted by data migrations so that a fresh site works without clicking.

Pages' and collections' permissions come from Wagtail's own first migrations; what is added here are the
permissions on the project's models. Migrations pass their historical ``apps``.
"""

CONTRIBUTORS = "Contributors"
EDITORS = "Editors"
APPROVERS = "Approvers"
INBOX_STAFF = "Inbox staff"
ADMINISTRATORS = "Administrators"
ROLES = (CONTRIBUTORS, EDITORS, APPROVERS, INBOX_STAFF, ADMINISTRATORS)


def grant(apps, group_name, app_label, model, codenames):
    """Give the group the permissions ``codenames`` (such as ``change_service``) on ``app_label.model``.

    Content types and permissions are made where they are missing: ``post_migrate``, which makes them
    otherwise, has not run when a fresh database migrates. Granting again changes nothing.
    """
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    group = apps.get_model("auth", "Group").objects.get(name=group_name)
    for codename in codenames:
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )
        group.permissions.add(permission)


def crud(model, *actions):
    """Return the code names of ``actions`` (default: view, add, change, delete) on ``model``."""
    return [f"{action}_{model}" for action in (actions or ("view", "add", "change", "delete"))]
