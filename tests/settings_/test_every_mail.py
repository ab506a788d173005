"""There is one way to write a mail, and its words are editors': what goes another way is named here, with a reason."""

import ast
import re
from email import message_from_bytes, policy
from fnmatch import fnmatch

import pytest
from django.conf import settings
from django.urls import reverse

from cms.intake import mail_words
from cms.intake.mail import send_template
from cms.intake.models import MailText, OutboxMessage

from .forms import fields_of

pytestmark = pytest.mark.sqlite_only
PROJECT = ("cms", "contribute", "directory", "home", "pages", "search")
WAYS = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins", "mail_managers"}
# Where a mail is made, and why there.
MADE = {
    "cms/intake/mail.py": "the one way: a letter, in the words that editors gave it",
    "cms/intake/mail_texts_desk.py": "a letter as a test, to the editor who asked for it",
    "contribute/newsletter/composing.py": "an issue of the newsletter: whoever sends it writes all of it, previews and tests it",
}
# Templates of mails, and why they are not letters.
TEMPLATES = {
    "newsletter/email/issue.txt": "the frame of an issue; its last lines are set under “Words of the newsletter”",
    "wagtailadmin/notifications/*": "Wagtail’s, about comments and workflow: shortened, so that no mail says what a page tells",
}
KEY = re.compile(r"[a-z_]+(?:/[a-z_]+)*/email/[a-z_]+")
# Of allauth: names by which it asks for a mail. cms/signin/mails.py sends a letter of ours instead.
ASKED_BY_ALLAUTH = re.compile(r"mfa/email/\w+|account/email/password_(?:changed|reset)")
WORK = ("contribute/email/new", "contribute/email/again", "contribute/email/assigned", "pages/email/consent_asked",
        "pages/email/consent_recorded", "upkeep/email/review")  # fmt: skip


def project_code():
    """Yield the path and the syntax tree of every module of the project."""
    for app in PROJECT:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text())


def test_mails_are_made_in_three_places_and_each_that_is_named_is_one_that_editors_may_change():
    made, unknown, named = set(), [], set()
    for path, tree in project_code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                # What allauth's adapter calls so is a method of ours that sends a letter.
                if name in WAYS and not isinstance(getattr(node.func, "value", None), ast.Call):
                    made.add(path)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                named.add(node.value)
                # Code also writes the beginning or the end of a key.
                is_letter = any(node.value in letter.key for letter in mail_words.every())
                if not is_letter and not ASKED_BY_ALLAUTH.fullmatch(node.value):
                    unknown.append(f"{path}: {node.value}")
    assert made == set(MADE)
    assert unknown == []
    assert named >= {"directory/email/link", *WORK[2:3]}
    folder = settings.BASE_DIR / "templates"
    texts = {str(path.relative_to(folder)) for path in folder.rglob("*.txt")}
    assert {name for name in texts if not any(fnmatch(name, pattern) for pattern in TEMPLATES)} == set()
    with pytest.raises(LookupError):
        send_template("k", "contribute/email/nothing", "ana@example.org", {})


@pytest.mark.django_db
def test_mails_of_the_inbox_of_consents_and_of_pages_to_check_are_changed_previewed_and_tested_like_others(
    client, member_of
):
    client.force_login(member_of("Editors", email="ana@example.org"))
    listed = client.get(reverse(MailText.snippet_viewset.get_url_name("list"))).content.decode()
    for key in WORK:
        letter = mail_words.get(key)
        assert letter.name in listed
        text, _made = MailText.objects.get_or_create(key=key)
        edit = reverse(text.snippet_viewset.get_url_name("edit"), args=[text.pk])
        typed = fields_of(client.get(edit)) | {"body": f"Good day.\n\n{letter.body}"}
        preview = reverse(text.snippet_viewset.get_url_name("preview_on_edit"), args=[text.pk])
        assert client.post(preview, typed).json()["is_valid"], key
        assert "Good day." in client.get(preview).content.decode()
        assert (
            "A test is on its way to ana@example.org"
            in client.post(edit, typed | {"action-test": "1"}).content.decode()
        )
        assert client.post(edit, typed).status_code == 302
    assert OutboxMessage.objects.count() == len(WORK)
    for row in OutboxMessage.objects.all():
        message = message_from_bytes(bytes(row.content), policy=policy.default)
        assert message.get_body(preferencelist=("plain",)).get_content().startswith("Good day.\n\n")


@pytest.mark.django_db
def test_what_may_be_about_danger_is_said_first_and_nobody_can_leave_it_out(client, member_of):
    said = {"reference": "AB-1", "kind": "Question", "due_on": None, "link": "https://this.site/1"}
    letter = MailText(key="contribute/email/new")
    subject, plain, _html = letter.drawn(said | {"is_urgent": True})
    assert subject == "Please read soon: Inbox: something new (Question, AB-1)"
    assert "It holds words that may be about danger. Please read it soon." in plain
    subject, plain, _html = letter.drawn(said | {"is_urgent": False})
    assert subject == "Inbox: something new (Question, AB-1)"
    assert "danger" not in plain
    # Without a day there is nothing to say of one.
    assert "answered by" not in plain
    client.force_login(member_of("Editors"))
    text = MailText.objects.create(key="contribute/email/new")
    edit = reverse(text.snippet_viewset.get_url_name("edit"), args=[text.pk])
    body = letter.letter.body.replace("{where it may be about danger}", "")
    page = client.post(edit, fields_of(client.get(edit)) | {"body": body}).content.decode()
    assert "{where it may be about danger} is missing" in page
