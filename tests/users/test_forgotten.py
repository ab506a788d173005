"""A forgotten password is replaced by a mailed link: once, for its purpose, and without going past the second step."""

import re
from email import message_from_bytes, policy

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cms.intake.models import OutboxMessage

from .signing import CODE, PASSWORD, SIGN_IN, code_of, give_app, is_in, sign_in, type_password

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

NEW = "wombats dig in the cool"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(member_of):
    return give_app(member_of("Editors")).user


def link_for(user):
    """Ask for a link; return its path."""
    Client().post("/account/forgotten/", {"email": user.email})
    message = OutboxMessage.objects.order_by("pk").last()
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    assert "You still need your second step" in text
    return re.search(r"https?://[^/]+(/account/forgotten/\S+/)", text)[1]


def choose(client, link, password=NEW):
    form = client.get(link)
    return client.post(form.url if form.status_code == 302 else link, {"password1": password, "password2": password})


def test_the_link_replaces_the_password_and_nothing_else(client, editor):
    other = Client()
    sign_in(other, editor)
    link = link_for(editor)
    # Programs that look into links first change nothing.
    assert Client().get(link, follow=True).status_code == 200
    assert get_user_model().objects.get(pk=editor.pk).check_password(PASSWORD)
    assert choose(client, link).url == f"{SIGN_IN}?why=password"
    assert not is_in(client)
    assert not is_in(other)
    assert type_password(client, editor).status_code == 200
    assert type_password(client, editor, NEW).url == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(later=1)}).url == "/admin/"
    subjects = list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["Choose a new password", "The way you sign in has changed"]


def test_the_link_works_once(client, editor):
    link = link_for(editor)
    choose(client, link)
    for again in (client, Client()):
        answer = again.get(link)
        assert "This link no longer works" in answer.content.decode()
        choose(again, link, "another one altogether")
    assert get_user_model().objects.get(pk=editor.pk).check_password(NEW)


@pytest.mark.parametrize("change", ["late", "address", "signed in since", "switched off", "altered", "somebody else's"])
def test_a_link_whose_time_or_cause_is_over_changes_nothing(client, editor, settings, member_of, change):
    link = link_for(editor)
    if change == "late":
        settings.PASSWORD_RESET_TIMEOUT = -1
    elif change == "address":
        get_user_model().objects.filter(pk=editor.pk).update(email="new@example.org")
    elif change == "signed in since":
        sign_in(Client(), editor)
    elif change == "switched off":
        get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    elif change == "altered":
        link = link[:-2] + ("a/" if link[-2] != "a" else "b/")
    else:
        from allauth.account.utils import user_pk_to_url_str

        link = re.sub(r"forgotten/\w+-", f"forgotten/{user_pk_to_url_str(member_of('Editors'))}-", link)
    choose(client, link)
    people = get_user_model().objects.all()
    if change == "switched off":
        assert type_password(client, people.get(pk=editor.pk), NEW).status_code == 200
    else:
        assert all(person.check_password(PASSWORD) for person in people)


def test_a_short_or_common_password_is_not_taken(client, editor):
    link = link_for(editor)
    for password in ("elevenchars", "password12345", "123456789012", editor.email):
        assert choose(client, link, password).status_code == 200
    assert get_user_model().objects.get(pk=editor.pk).check_password(PASSWORD)


def test_who_is_signed_in_as_somebody_else_is_signed_out_by_the_link(client, editor, member_of):
    other = give_app(member_of("Editors")).user
    sign_in(client, other)
    assert choose(client, link_for(editor)).url == f"{SIGN_IN}?why=password"
    assert not is_in(client)
