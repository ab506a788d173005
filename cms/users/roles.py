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


# What each role may and may not do, in the words that stand wherever a role is given, and in the handbook.
EXPLAINED = {
    CONTRIBUTORS: (
        "Writes drafts of pages and adds pictures and files.",
        "Somebody else publishes them.",
        "Sees nothing that the public sends in.",
    ),
    EDITORS: (
        "Writes, changes and publishes pages. Corrects entries of services that wait for no decision; an approver publishes them.",
        "Looks after shared work, suggestions, feedback, endorsements, notices, help lines, newsletters’ text, and the words of "
        "forms and emails.",
        "May read a story that was sent in. Sees no enquiries and no contact details, and sends no newsletter.",
    ),
    APPROVERS: (
        "Does what editors do, publishes services, and decides about what the public sends in, stories too.",
        "Reads contact details, sends newsletters, and keeps menus and the site’s settings.",
        "Approves nothing that they submitted themselves, and sees no complaints.",
    ),
    INBOX_STAFF: (
        "Reads and answers what people send: questions, complaints, feedback, requests for printed copies.",
        "Reads contact details and takes readers off the newsletter.",
        "Changes no pages and no services.",
    ),
    ADMINISTRATORS: (
        "Does what all the others do, complaints included.",
        "Invites people, gives roles, resets a lost second step, and deletes services.",
        "Give it to few: two or three people who know each other’s phone numbers.",
    ),
}


def explained(name):
    """Return what the role ``name`` may and may not do, as a tuple of plain sentences; empty for a group that is no role."""
    return EXPLAINED.get(name, ())
