"""One account for each role, with passwords in a file that only the owner can read."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.users.roles import ADMINISTRATORS, APPROVERS, CONTRIBUTORS, EDITORS, INBOX_STAFF

# Name to sign in with, first and last name, group.
ACCOUNTS = (
    ("contributor", "Casey", "Contributor", CONTRIBUTORS),
    ("editor", "Eden", "Editor", EDITORS),
    ("approver", "Ari", "Approver", APPROVERS),
    ("inbox", "Indi", "Inbox", INBOX_STAFF),
    ("admin", "Ash", "Admin", ADMINISTRATORS),
)
FILE_NAME = "sample-accounts.txt"
MODE = 0o600


def accounts_file():
    """Return the Path of the file of names and passwords; git ignores its folder."""
    return settings.VAR_DIR / FILE_NAME


def load():
    """Make the accounts that are missing and write their passwords down. Return the accounts by name.

    Accounts that are there are left alone. ``SAMPLE_PASSWORD`` in the environment is the password of all new ones.
    """
    users = get_user_model().objects
    people = {user.username: user for user in users.filter(username__in=[account[0] for account in ACCOUNTS])}
    lines = []
    for username, first, last, group in ACCOUNTS:
        if username in people:
            continue
        password = os.environ.get("SAMPLE_PASSWORD") or secrets.token_urlsafe(12)
        people[username] = users.create_user(
            username, f"{username}@example.org", password, first_name=first, last_name=last,
            # The sample's administrator may do everything, as the first account of a real site may.
            is_superuser=group == ADMINISTRATORS, is_staff=group == ADMINISTRATORS,
        )  # fmt: skip
        people[username].groups.add(Group.objects.get(name=group))
        lines.append(f"{username:<12} {password}   {group}\n")
    if lines:
        _write(lines)
    return people


def _write(lines):
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, MODE), "w", encoding="utf-8") as file:
        # A file that was there with a wider mode is narrowed before anything is written.
        os.fchmod(file.fileno(), MODE)
        if os.fstat(file.fileno()).st_size == 0:
            file.write("Accounts of the sample site on this machine. Sign in at /admin/.\n\n")
        file.writelines(lines)
